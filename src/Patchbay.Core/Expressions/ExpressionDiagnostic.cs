using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>What kind of fault an expression has.</summary>
public enum ExpressionProblem
{
    /// <summary>The text is not an expression.</summary>
    Syntax,

    /// <summary>A variable of that name is not known.</summary>
    UnknownName,

    /// <summary>A function of that name is not known, but one with nearly that name is.</summary>
    UnknownFunction,

    /// <summary>A function is called with too few or too many arguments.</summary>
    ArgumentCount,

    /// <summary>A value has a type that does not fit where it stands.</summary>
    Type,
}

/// <summary>Something that is wrong with an expression: a value, never thrown.</summary>
/// <param name="Problem">What kind of fault.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Span">The characters at fault, counted from the start of the expression.</param>
/// <param name="Message">Full sentences: what is wrong, the way out.</param>
public sealed record ExpressionDiagnostic(ExpressionProblem Problem, Severity Severity, TextSpan Span, string Message);
