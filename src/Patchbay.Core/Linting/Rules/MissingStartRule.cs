using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A trigger graph without an edge from `start`.</summary>
/// <remarks>No caller gets into the flow; the service refuses it. Add an edge from `start` to the first trigger.</remarks>
internal sealed class MissingStartRule : LintRule
{
    public override string Id => "missing-start";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "No edge comes from the start";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        if (flow.FormatId == ServiceMoments.TriggerGraph && !flow.Elements.IsEmpty && !flow.Ways.Any(way => way.From == FlowWay.FromStart))
        {
            yield return new Finding(flow.NameSpan, "No edge comes from \"start\", so no caller gets into the flow. Add one that leads to the first trigger.", Moment.Write);
        }
    }
}
