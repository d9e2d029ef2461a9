using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A path of an action that does not stand under `outputs`, or a name under `outputs` that is no path of the action.</summary>
/// <remarks>The publisher does not see the actions on it. Put the path under `outputs`, in the exporter's spelling.</remarks>
internal sealed class MisplacedPathRule : ArchitectRule
{
    public override string Id => "misplaced-path";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A path of an action stands where the publisher does not look for it";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is null)
        {
            yield break;
        }

        foreach (var element in context.Flow.Elements)
        {
            if (element is not { Kind: ElementKind.Action, Node: MappingNode body } || ActionKinds.Find(element.Type) is not { } kind)
            {
                continue;
            }

            foreach (var entry in body.Entries.Where(entry => entry.Value is MappingNode inner && inner["actions"] is SequenceNode && !kind.Fields.Any(field => field.Name == entry.Key)))
            {
                yield return new Finding(entry.KeyNode.Span, $"The path \"{entry.Key}\" of \"{element.Label}\" stands beside its fields, where the publisher does not look for it. Put it under \"outputs\".", Moment.Write) { Element = element.Id };
            }

            foreach (var entry in UnknownPaths(kind, body))
            {
                yield return new Finding(entry.KeyNode.Span, $"\"{entry.Key}\" is no path of the action \"{kind.Name}\". It has {string.Join(", ", kind.Paths.Select(path => $"\"{path}\""))}.", Moment.Write) { Element = element.Id };
            }
        }
    }

    private static IEnumerable<MappingEntry> UnknownPaths(ActionKind kind, MappingNode body) =>
        kind is { IsSeen: true, HasNamedPaths: false, Paths.IsEmpty: false }
            ? (body.GetMapping("outputs")?.Entries ?? []).Where(entry => entry.Value is MappingNode && !kind.Paths.Contains(entry.Key) && entry.Key != kind.PathList)
            : [];
}
