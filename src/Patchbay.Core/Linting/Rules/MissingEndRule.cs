using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A trigger graph without an edge to `end`.</summary>
/// <remarks>No caller gets out of the flow in order; the service refuses it. Add an edge to `end` from every trigger that finishes a call.</remarks>
internal sealed class MissingEndRule : LintRule
{
    public override string Id => "missing-end";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "No edge leads to the end";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        if (flow.FormatId == ServiceMoments.TriggerGraph && !flow.Elements.IsEmpty && !flow.Ways.Any(way => way.To == FlowWay.Leaves))
        {
            yield return new Finding(flow.NameSpan, "No edge leads to \"end\", so the flow never ends. Add one from each trigger that is the last.", Moment.Write);
        }
    }
}
