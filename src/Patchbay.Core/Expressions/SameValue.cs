namespace Patchbay.Core.Expressions;

/// <summary>Tells expressions that have the same value whenever they are read one after the other.</summary>
internal static class SameValue
{
    /// <summary>Higher trees are not compared: what stands around them would be printed again for each level.</summary>
    private const int Highest = 50;

    /// <summary>Whether two expressions say the same, and what they say does not change between the one and the other.</summary>
    public static bool IsSame(Expression left, Expression right) =>
        KeyOf(left) is { } key && key == KeyOf(right);

    /// <summary>A spelling that expressions of the same value share; null for one that calls the clock or searches the organisation.</summary>
    public static string? KeyOf(Expression expression) =>
        expression.Height > Highest || ExpressionSyntax.Walk(expression).Any(e => e is ErrorExpression || (e is FunctionCall call && IsVolatile(call.Function.Text))) ? null : ExpressionPrinter.Print(expression, new PrintStyle(IsCanonical: true));

    private static bool IsVolatile(string function) =>
        FunctionTable.Find(function) is null || function.StartsWith("GetCurrent", StringComparison.OrdinalIgnoreCase) || function.StartsWith("Find", StringComparison.OrdinalIgnoreCase);
}
