using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A call to a shared flow without the id of that flow.</summary>
/// <remarks>There is nothing to call; the service refuses the flow. Give the id.</remarks>
internal sealed class MissingSharedFlowRule : LintRule
{
    public override string Id => "missing-shared-flow";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A call does not say which shared flow it calls";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var element in context.Flow.Elements)
        {
            if (element.Call is { FlowId.Length: 0 } call)
            {
                yield return new Finding(call.Span, $"{Wording.Name(element)} does not say which shared flow it calls. Give it the id of one.", Moment.Write) { Element = element.Id };
            }
        }
    }
}
