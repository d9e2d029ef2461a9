using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>A part of an expression of the Architect language. Spans count from the start of the expression's text; the syntax folder maps them to places in a file.</summary>
/// <param name="Span">The characters from the first to the last that belong to the part.</param>
/// <remarks>A tree is never higher than <see cref="ExpressionSyntax.MaxHeight"/>, so that whatever reads it may recurse.</remarks>
public abstract record Expression(TextSpan Span)
{
    /// <summary>The parts directly below, in the order they are written.</summary>
    public abstract ImmutableArray<Expression> Children { get; }

    /// <summary>Number of levels of the tree from here downwards.</summary>
    internal int Height { get; private protected init; } = 1;

    /// <summary>The expression on one line, as it could be written.</summary>
    public sealed override string ToString() => ExpressionPrinter.Print(this);

    private protected static int HeightOver(ImmutableArray<Expression> children)
    {
        var height = 0;
        foreach (var child in children)
        {
            height = Math.Max(height, child.Height);
        }

        return height + 1;
    }
}

/// <summary>What a literal is.</summary>
public enum LiteralKind
{
    /// <summary>A text in double quotes.</summary>
    Text,

    /// <summary>A number without a fraction.</summary>
    Integer,

    /// <summary>A number with a fraction.</summary>
    Decimal,

    /// <summary><c>true</c> or <c>false</c>, in any case.</summary>
    Boolean,

    /// <summary><c>NOT_SET</c>: no value.</summary>
    NotSet,
}

/// <summary>A value that is written out.</summary>
/// <param name="Span">The characters, quotes included.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The value: a text without its quotes and with its escapes resolved, a number as it is spelt, <c>true</c>, <c>false</c> or <c>NOT_SET</c>.</param>
public sealed record Literal(TextSpan Span, LiteralKind Kind, string Value) : Expression(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => [];
}

/// <summary>A word of a dotted name.</summary>
/// <param name="Text">The word, as it is written; it may hold substitutions such as <c>{{key}}</c> or <c>${key}</c>. Without the quotation marks that it may stand in, as in <c>Flow.Data."a key"</c>.</param>
/// <param name="Span">Where it stands, quotation marks included.</param>
public readonly record struct NamePart(string Text, TextSpan Span)
{
    /// <summary>Whether a part of the word is only known once a template has been filled in.</summary>
    public bool HasSubstitution => SubstitutionText.IsIn(Text);
}

/// <summary>A dotted name: a variable such as <c>Flow.Retry</c>, a property of one such as <c>Flow.Contact.firstName</c>, or a value of the platform such as <c>Call.Ani</c>.</summary>
/// <param name="Span">The characters from the first word to the last.</param>
/// <param name="Parts">The words; at least one.</param>
public sealed record NameReference(TextSpan Span, ImmutableArray<NamePart> Parts) : Expression(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => [];

    /// <summary>The words joined by dots, without the blanks that may stand between them.</summary>
    public string Name => Parts.Length == 1 ? Parts[0].Text : string.Join('.', Parts.Select(p => p.Text));

    /// <summary>The first word of a name of several: <c>Flow</c>, <c>Task</c>, <c>Call</c>; null for a single word.</summary>
    public string? Scope => Parts.Length > 1 ? Parts[0].Text : null;

    /// <summary>The variable that is read, as far as the name tells: the first two words, such as <c>Flow.Contact</c>; a single word where there is no more.</summary>
    public string Variable => Parts.Length == 1 ? Parts[0].Text : $"{Parts[0].Text}.{Parts[1].Text}";

    /// <summary>Where the words of <see cref="Variable"/> stand.</summary>
    public TextSpan VariableSpan => TextSpan.FromBounds(Parts[0].Span.Start, Parts[Math.Min(1, Parts.Length - 1)].Span.End);

    /// <summary>Whether a part of the name is only known once a template has been filled in.</summary>
    public bool HasSubstitution => Parts.Any(p => p.HasSubstitution);
}

/// <summary>A property of something that is not a plain name, such as <c>ToPhoneNumber(Call.Ani).e164</c> or <c>Flow.People[0].name</c>.</summary>
/// <param name="Span">The characters from the start of the target to the end of the property's name.</param>
/// <param name="Target">What has the property.</param>
/// <param name="Property">The property's name.</param>
public sealed record PropertyAccess(TextSpan Span, Expression Target, NamePart Property) : Expression(Span)
{
    private readonly ImmutableArray<Expression> _children = [Target];

    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => _children;

    internal static PropertyAccess Of(Expression target, NamePart property) =>
        new(TextSpan.FromBounds(target.Span.Start, property.Span.End), target, property) { Height = target.Height + 1 };
}

/// <summary>An item of a collection, or a property by a computed name: <c>Flow.People[0]</c>, <c>Flow.Data["key"]</c>.</summary>
/// <param name="Span">The characters, brackets included.</param>
/// <param name="Target">What is looked into.</param>
/// <param name="Index">What stands in the brackets.</param>
public sealed record IndexAccess(TextSpan Span, Expression Target, Expression Index) : Expression(Span)
{
    private readonly ImmutableArray<Expression> _children = [Target, Index];

    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => _children;

    internal static IndexAccess Of(Expression target, Expression index, int end) =>
        new(TextSpan.FromBounds(target.Span.Start, end), target, index) { Height = Math.Max(target.Height, index.Height) + 1 };
}

/// <summary>A call of a function.</summary>
/// <param name="Span">The characters, from the name to the closing parenthesis.</param>
/// <param name="Function">The function's name, as it is written.</param>
/// <param name="Arguments">What stands between the parentheses.</param>
public sealed record FunctionCall(TextSpan Span, NamePart Function, ImmutableArray<Expression> Arguments) : Expression(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => Arguments;

    internal static FunctionCall Of(NamePart function, ImmutableArray<Expression> arguments, int end) =>
        new(TextSpan.FromBounds(function.Span.Start, end), function, arguments) { Height = HeightOver(arguments) };
}

/// <summary>An operator before its operand.</summary>
/// <param name="Span">The characters, operator included.</param>
/// <param name="Operator">The operator.</param>
/// <param name="OperatorSpan">Where the operator stands.</param>
/// <param name="Operand">What it is applied to.</param>
public sealed record Unary(TextSpan Span, UnaryOperator Operator, TextSpan OperatorSpan, Expression Operand) : Expression(Span)
{
    private readonly ImmutableArray<Expression> _children = [Operand];

    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => _children;

    internal static Unary Of(UnaryOperator op, TextSpan operatorSpan, Expression operand) =>
        new(TextSpan.FromBounds(operatorSpan.Start, Math.Max(operatorSpan.End, operand.Span.End)), op, operatorSpan, operand) { Height = operand.Height + 1 };
}

/// <summary>An operator between two operands.</summary>
/// <param name="Span">The characters from the first operand to the second.</param>
/// <param name="Left">The first operand.</param>
/// <param name="Operator">The operator.</param>
/// <param name="OperatorSpan">Where the operator stands.</param>
/// <param name="Right">The second operand.</param>
public sealed record Binary(TextSpan Span, Expression Left, BinaryOperator Operator, TextSpan OperatorSpan, Expression Right) : Expression(Span)
{
    private readonly ImmutableArray<Expression> _children = [Left, Right];

    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => _children;

    internal static Binary Of(Expression left, BinaryOperator op, TextSpan operatorSpan, Expression right) =>
        new(TextSpan.FromBounds(left.Span.Start, Math.Max(operatorSpan.End, right.Span.End)), left, op, operatorSpan, right) { Height = Math.Max(left.Height, right.Height) + 1 };
}

/// <summary>A choice between two values: <c>condition ? value : other</c>.</summary>
/// <param name="Span">The characters from the condition to the last value.</param>
/// <param name="Condition">What decides.</param>
/// <param name="WhenTrue">The value when it is true.</param>
/// <param name="WhenFalse">The value when it is false.</param>
public sealed record Conditional(TextSpan Span, Expression Condition, Expression WhenTrue, Expression WhenFalse) : Expression(Span)
{
    private readonly ImmutableArray<Expression> _children = [Condition, WhenTrue, WhenFalse];

    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => _children;

    internal static Conditional Of(Expression condition, Expression whenTrue, Expression whenFalse, int end) =>
        new(TextSpan.FromBounds(condition.Span.Start, end), condition, whenTrue, whenFalse) { Height = Math.Max(condition.Height, Math.Max(whenTrue.Height, whenFalse.Height)) + 1 };
}

/// <summary>An expression in parentheses.</summary>
/// <param name="Span">The characters, parentheses included.</param>
/// <param name="Inner">What stands in them.</param>
public sealed record Parenthesised(TextSpan Span, Expression Inner) : Expression(Span)
{
    private readonly ImmutableArray<Expression> _children = [Inner];

    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => _children;

    internal static Parenthesised Of(int start, Expression inner, int end) => new(TextSpan.FromBounds(start, end), inner) { Height = inner.Height + 1 };
}

/// <summary>A place where the text is not an expression: nothing where one was expected, or several in a row without an operator between them.</summary>
/// <param name="Span">The characters; none where nothing stands.</param>
/// <param name="Parts">What could be read there.</param>
public sealed record ErrorExpression(TextSpan Span, ImmutableArray<Expression> Parts) : Expression(Span)
{
    /// <inheritdoc/>
    public override ImmutableArray<Expression> Children => Parts;

    internal static ErrorExpression Nothing(int position) => new(new TextSpan(position, 0), []);

    internal static ErrorExpression Of(ImmutableArray<Expression> parts) =>
        new(TextSpan.FromBounds(parts[0].Span.Start, parts[^1].Span.End), parts) { Height = HeightOver(parts) };
}
