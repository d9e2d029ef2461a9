using Patchbay.Core.Expressions;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Flows.Architect;

/// <summary>Conditions of decisions and of cases that come out the same for every caller.</summary>
public static class ConstantConditions
{
    /// <summary>The conditions of a flow that always come out the same, in document order.</summary>
    /// <param name="flow">The flow.</param>
    public static IEnumerable<ConstantCondition> Of(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        foreach (var value in flow.Values)
        {
            if (value is { Mode: ValueMode.Literal or ValueMode.Expression, Element: >= 0 } && PathOf(flow.Elements[value.Element], value) is { } path && OutcomeOf(value) is { } outcome)
            {
                yield return new ConstantCondition(value, path, outcome);
            }
        }
    }

    /// <summary>The path that is taken when a condition holds; null where the value is no condition.</summary>
    private static string? PathOf(FlowElement element, FlowValue value) => element.Type switch
    {
        "decision" when value.Path is "condition" or "expression" => "yes",
        "switch" when value.Path.StartsWith("evaluate.case", StringComparison.Ordinal) && value.Path.EndsWith(".value", StringComparison.Ordinal) && IsFirstTrue(element) => value.Path["evaluate.".Length..^".value".Length],
        _ => null,
    };

    private static bool IsFirstTrue(FlowElement element) => (element.Node as MappingNode)?.GetMapping("evaluate")?.Find("firstTrue") is not null;

    private static bool? OutcomeOf(FlowValue value) =>
        value.Mode == ValueMode.Literal ? (bool.TryParse(value.Text, out var literal) ? literal : null) : ExpressionFolding.Evaluate(value.Expression)?.Truth;
}

/// <summary>A condition that always comes out the same.</summary>
/// <param name="Value">The condition; <see cref="FlowValue.Element"/> is the decision or switch that asks it.</param>
/// <param name="Path">The path that is taken when it holds: <c>yes</c> of a decision, <c>case 2</c> of a switch.</param>
/// <param name="Outcome">Whether it always holds, or never.</param>
public readonly record struct ConstantCondition(FlowValue Value, string Path, bool Outcome);
