using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    End,
    Word,
    Integer,
    Decimal,
    Text,
    Operator,
    Not,
    Complement,
    Open,
    Close,
    OpenBracket,
    CloseBracket,
    Comma,
    Dot,
    Question,
    Colon,

    /// <summary>Characters that have no place in the language; the lexer has reported them.</summary>
    Bad,
}

/// <summary>A word, number, text or sign of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="Value">A word or number as it is spelt; a text without quotes and escapes.</param>
/// <param name="Operator">Which operator, for <see cref="TokenKind.Operator"/>.</param>
internal readonly record struct ExpressionToken(TokenKind Kind, TextSpan Span, string Value = "", BinaryOperator Operator = default)
{
    /// <summary>Whether it is a word, in any case.</summary>
    public bool Is(string word) => Kind == TokenKind.Word && string.Equals(Value, word, StringComparison.OrdinalIgnoreCase);
}
