using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A decision, or a case of a switch, whose condition always comes out the same.</summary>
/// <remarks>One of its paths is never taken, and what stands on it was meant for somebody. Write the condition that was meant, or do without the decision.</remarks>
internal sealed class ConstantConditionRule : ArchitectRule
{
    public override string Id => "constant-condition";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A condition always comes out the same";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var (value, _, outcome) in ConstantConditions.Of(context.Flow))
        {
            var element = context.Flow.Elements[value.Element];
            var consequence = element.Type == "decision" ? $"so the path \"{(outcome ? "no" : "yes")}\" is never taken"
                : outcome ? "so no case after it is ever looked at"
                : "so its actions never run";
            yield return new Finding(value.Node.Span, $"The condition of \"{Wording.Label(element)}\" is always {(outcome ? "true" : "false")}, {consequence}. Write the condition that is meant, or do without it.") { Element = element.Id };
        }
    }
}
