using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A task, menu, state, bot, choice or action without a name.</summary>
/// <remarks>Architect shows and finds the parts of a flow by their names. Add `name`. Actions without one are told once, as information: the publisher names them after their kind.</remarks>
internal sealed class MissingNameRule : ArchitectRule
{
    public override string Id => "missing-name";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A part of a flow has no name";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is not { } root)
        {
            yield break;
        }

        var nameless = context.Flow.Elements.Where(element => IsNameless(element, root)).ToList();
        foreach (var element in nameless.Where(element => element.Kind != ElementKind.Action))
        {
            yield return new Finding(element.IdSpan, $"This {Wording.Kind(element.Kind)} has no name. Give it one with \"name\".", Moment.Compile) { Element = element.Id };
        }

        var actions = nameless.Where(element => element.Kind == ElementKind.Action).ToList();
        if (actions is [var first, ..])
        {
            var others = actions.Count switch { 1 => "", 2 => " One more has none.", var count => $" {count - 1} more have none." };
            yield return new Finding(first.IdSpan, $"This action \"{first.Type}\" has no name.{others} Give it one with \"name\".") { Element = first.Id, Severity = Severity.Info };
        }
    }

    private static bool IsNameless(FlowElement element, ArchitectRoot root) =>
        element.Label.Length == 0
        && element is { Kind: not ElementKind.ErrorHandling, Type: not "ref", Node: MappingNode body }
        && body["ref"] is null
        && !(element.Parent < 0 && (root.Type?.ImpliedStarts.Contains(element.Type) ?? false));
}
