using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A trigger graph without an edge from `start`, or an Architect flow that does not say where it starts.</summary>
/// <remarks>No caller gets into the flow; the service refuses it. Add an edge from `start` to the first trigger, or a `startUpRef`.</remarks>
internal sealed class MissingStartRule : LintRule
{
    public override string Id => "missing-start";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A flow does not say where it starts";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        if (flow.FormatId == ServiceMoments.TriggerGraph && !flow.Elements.IsEmpty && !flow.Ways.Any(way => way.From == FlowWay.FromStart))
        {
            yield return new Finding(flow.NameSpan, "No edge comes from \"start\", so no caller gets into the flow. Add one that leads to the first trigger.", Moment.Write);
        }

        if (context.Architect is { Type: { } type } root && flow.Entry < 0)
        {
            if (!type.ImpliedStarts.IsEmpty)
            {
                yield return new Finding(flow.NameSpan, $"The flow has no \"{type.ImpliedStarts[0]}\", with which a flow of the type \"{root.Key}\" starts. Add it.", Moment.Write);
            }
            else if (root.Body["startUpRef"] is null or ScalarNode { IsNull: true })
            {
                yield return new Finding(flow.NameSpan, $"The flow does not say where it starts. Add {Example(flow, root)}.", Moment.Write);
            }
        }
    }

    /// <summary>A <c>startUpRef</c> that leads to the first part that a flow of this type can start with.</summary>
    private static string Example(Flow flow, ArchitectRoot root)
    {
        foreach (var element in flow.Elements)
        {
            if (element is { IsContainer: true, Parent: < 0, RefId.Length: > 0 })
            {
                return $"\"startUpRef: /{root.Key}/{element.Type}s/{element.Type}[{element.RefId}]\"";
            }
        }

        return "\"startUpRef\"";
    }
}
