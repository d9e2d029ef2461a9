using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A flow without a single element.</summary>
/// <remarks>Callers have nothing to meet; the service refuses to store it. Give it at least one element.</remarks>
internal sealed class EmptyFlowRule : LintRule
{
    public override string Id => "empty-flow";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A flow has no elements";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Flow.Elements.IsEmpty)
        {
            yield return new Finding(context.Flow.NameSpan, $"{FlowName(context.Flow)} has no elements, so callers have nothing to meet. Add at least one.", Moment.Write);
        }
    }

    private static string FlowName(Flow flow) => flow.Name.Length > 0 ? $"Flow \"{flow.Name}\"" : "The flow";
}
