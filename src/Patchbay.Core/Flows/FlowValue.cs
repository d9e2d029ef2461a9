using Patchbay.Core.Expressions;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Flows;

/// <summary>How a value is given.</summary>
public enum ValueMode
{
    /// <summary>A literal, <c>lit</c>.</summary>
    Literal,

    /// <summary>An expression, <c>exp</c>.</summary>
    Expression,

    /// <summary>A variable that takes a result, <c>var</c> or <c>variable</c>.</summary>
    Variable,

    /// <summary>Set to nothing on purpose, <c>noValue</c>.</summary>
    NoValue,

    /// <summary>Text that is spoken, <c>tts</c>.</summary>
    Speech,

    /// <summary>A prompt, <c>prompt</c>.</summary>
    Prompt,
}

/// <summary>A value of an element or a setting.</summary>
/// <param name="Mode">How it is given.</param>
/// <param name="Text">The literal, expression, variable name or spoken text; empty for a literal that is no scalar.</param>
/// <param name="Node">The node behind <c>lit</c>, <c>exp</c>, <c>var</c> and their like.</param>
/// <param name="Element">Index of the element that holds it; -1 for the flow's own settings and variables.</param>
/// <param name="Path">The fields that lead to it from the element, with dots: <c>audio</c>, <c>statements.string.value</c>.</param>
public sealed record FlowValue(ValueMode Mode, string Text, SyntaxNode Node, int Element, string Path)
{
    private ParsedExpression? _expression;

    /// <summary>The data type that the place demands; empty where it is not known.</summary>
    public string Expected { get; init; } = "";

    /// <summary>The text as an expression; parsed once, when somebody asks. Meant for <see cref="ValueMode.Expression"/>.</summary>
    public ParsedExpression Expression => _expression ??= ExpressionSyntax.Parse(Text);

    /// <summary>Two values are the same only when they are the same place.</summary>
    /// <param name="other">The other value.</param>
    public bool Equals(FlowValue? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
