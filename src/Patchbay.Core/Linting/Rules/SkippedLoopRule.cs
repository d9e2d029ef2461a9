using System.Globalization;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A loop that goes round less than once.</summary>
/// <remarks>What stands in it never runs. Give the number of rounds that is meant, or delete the loop.</remarks>
internal sealed class SkippedLoopRule : ArchitectRule
{
    public override string Id => "skipped-loop";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A loop goes round less than once";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var value in context.Flow.Values)
        {
            if (value is { Mode: ValueMode.Literal or ValueMode.Expression, Path: "loopCount", Element: >= 0 } && long.TryParse(value.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var rounds) && rounds < 1)
            {
                var loop = context.Flow.Elements[value.Element];
                yield return new Finding(value.Node.Span, $"The loop \"{Wording.Label(loop)}\" goes round {rounds} times, so what stands in it never runs. Give the number that is meant, or delete the loop.", Moment.Compile) { Element = loop.Id };
            }
        }
    }
}
