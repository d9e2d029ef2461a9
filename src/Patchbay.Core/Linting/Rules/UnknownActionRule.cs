using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An action or menu choice of a kind that is not known.</summary>
/// <remarks>It is kept as it is and drawn by the paths that it shows; nothing else about it can be checked. Each kind is told once. One that is a slip away from a known kind is a warning, with a fix; any other is information, as newer exports may have kinds of their own.</remarks>
internal sealed class UnknownActionRule : ArchitectRule
{
    public override string Id => "unknown-action";

    public override Severity DefaultSeverity => Severity.Info;

    public override string Summary => "An action or menu choice is of a kind that is not known";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var unknown = context.Flow.Elements.Where(element => element is { IsUnknown: true, Node: MappingNode }).ToList();
        if (unknown.Count == 0)
        {
            yield break;
        }

        var actions = new NearNames(ActionKinds.All.Select(kind => kind.Name));
        var choices = new Lazy<NearNames>(() => new NearNames(MenuChoiceKinds.All.Select(kind => kind.Name)));
        foreach (var group in unknown.GroupBy(element => (element.Kind, element.Type)))
        {
            var first = group.First();
            var near = (first.Kind == ElementKind.Choice ? choices.Value : actions).Find(first.Type);
            var also = group.Count() - 1;
            var others = also == 0 ? "" : $" {also} more of this kind {(also == 1 ? "follows" : "follow")}.";
            yield return new Finding(KeyOf(first), $"\"{first.Type}\" is no kind of {Wording.Kind(first.Kind)} that Patchbay knows; it is kept as it is.{others}{Wording.DidYouMean(near, "")}")
            {
                Element = first.Id,
                Severity = near.IsEmpty ? null : Severity.Warning,
                Fixes = FixOf(context, group, near),
            };
        }
    }

    private static TextSpan KeyOf(FlowElement element) => new(element.Span.Start, Math.Min(element.Type.Length, element.Span.Length));

    private static Fix[] FixOf(LintContext context, IEnumerable<FlowElement> elements, ImmutableArray<string> near) =>
        near is [var only] && elements.Select(KeyOf).ToList() is var keys && keys.TrueForAll(key => context.FindName(key, elements.First().Type) is not null)
            ? [new Fix($"Write \"{only}\"", FixSafety.Unsafe, [.. keys.Select(key => new TextEdit(key, only))])]
            : [];
}
