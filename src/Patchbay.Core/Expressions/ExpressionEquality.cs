namespace Patchbay.Core.Expressions;

/// <summary>Tells whether two expressions say the same: blanks, line breaks, needless parentheses, the spelling of numbers and the case of functions, keywords and variables do not matter.</summary>
public static class ExpressionEquality
{
    /// <summary>Whether two expressions say the same. Texts that cannot be read are the same only when they are written alike.</summary>
    /// <param name="left">An expression.</param>
    /// <param name="right">Another one.</param>
    public static bool AreSame(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left == right || Canonical(ExpressionSyntax.Parse(left)) == Canonical(ExpressionSyntax.Parse(right));
    }

    /// <summary>A spelling that all expressions share that say the same. It is an expression itself; for a text that cannot be read, that text without the blanks around it.</summary>
    /// <param name="expression">The expression.</param>
    public static string Canonical(ParsedExpression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        return expression.IsWellFormed ? ExpressionPrinter.Print(expression.Root, new PrintStyle(IsCanonical: true)) : expression.Text.Trim();
    }
}
