using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>Renames variables within expressions.</summary>
public static class ExpressionRename
{
    /// <summary>The edits that give a variable another name wherever an expression reads it; properties behind it stay. Names are compared without regard to case, as the platform does.</summary>
    /// <param name="expression">The expression; it may be broken.</param>
    /// <param name="oldName">The variable's name with its scope, such as <c>Flow.Retry</c>.</param>
    /// <param name="newName">The new name with its scope.</param>
    /// <returns>Edits of the expression's text, in its order; none where the variable does not occur.</returns>
    public static ImmutableArray<TextEdit> Rename(ParsedExpression expression, string oldName, string newName)
    {
        ArgumentNullException.ThrowIfNull(oldName);
        ArgumentNullException.ThrowIfNull(newName);
        return Rename(expression, name => string.Equals(name.Variable, oldName, StringComparison.OrdinalIgnoreCase) ? newName : null);
    }

    /// <summary>The edits that give variables other names.</summary>
    /// <param name="expression">The expression; it may be broken.</param>
    /// <param name="newNameOf">The new name of the variable that a name reads, with its scope; null to leave it.</param>
    /// <returns>Edits of the expression's text, in its order.</returns>
    public static ImmutableArray<TextEdit> Rename(ParsedExpression expression, Func<NameReference, string?> newNameOf)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(newNameOf);
        var edits = ImmutableArray.CreateBuilder<TextEdit>();
        foreach (var name in expression.Names)
        {
            if (newNameOf(name) is { } newName && expression.TextAt(name.VariableSpan) != newName)
            {
                edits.Add(new TextEdit(name.VariableSpan, newName));
            }
        }

        return edits.DrainToImmutable();
    }
}
