using System.Globalization;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Loops within loops that may run more actions than one call is allowed to.</summary>
/// <remarks>A flow runs 10,000 actions for one caller; after that the platform goes to the error handling and then hangs up. Counted are the rounds of loops with a literal number, times the actions in them, each once. Go round less often.</remarks>
internal sealed class TooManyStepsRule : ArchitectRule
{
    public override string Id => "too-many-steps";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "Loops may run more actions than one call is allowed to";

    private const long Most = 10_000;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        var rounds = new Dictionary<int, long>();
        foreach (var value in flow.Values)
        {
            if (value is { Mode: ValueMode.Literal, Path: "loopCount", Element: >= 0 } && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                rounds[value.Element] = Math.Min(count, Most);
            }
        }

        if (rounds.Count == 0)
        {
            yield break;
        }

        // Elements within one stand behind it, so going backwards each is complete before it is added to what holds it.
        var steps = new long[flow.Elements.Length];
        for (var i = flow.Elements.Length - 1; i >= 0; i--)
        {
            var element = flow.Elements[i];
            var own = element.Kind == ElementKind.Action ? 1 : 0;
            steps[i] = rounds.TryGetValue(i, out var times) ? own + (steps[i] * times) : own + steps[i];
            if (element.Parent >= 0 && element.Parent < i)
            {
                steps[element.Parent] = Math.Min(steps[element.Parent] + steps[i], 2 * Most);
            }
        }

        foreach (var (loop, times) in rounds)
        {
            var isInner = flow.Elements[loop].Parent is >= 0 and var parent && steps[parent] > Most && flow.Elements[parent].Kind == ElementKind.Action && rounds.ContainsKey(parent);
            if (steps[loop] > Most && !isInner)
            {
                var element = flow.Elements[loop];
                yield return new Finding(element.IdSpan, $"The loop \"{Wording.Label(element)}\" may run more than 10,000 actions in its {times} rounds, which is all that one call may run in a flow. Go round less often.") { Element = element.Id };
            }
        }
    }
}
