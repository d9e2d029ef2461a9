using System.Globalization;
using System.Text;

namespace Patchbay.Core.Expressions;

/// <summary>How much of an expression is written, and how.</summary>
/// <param name="IsCanonical">Whether differences without a meaning are levelled: the case of functions, variables and keywords, and the spelling of numbers.</param>
/// <param name="LongestText">Texts of more characters are cut.</param>
/// <param name="DeepestCall">Calls nested deeper are written without their arguments.</param>
internal sealed record PrintStyle(bool IsCanonical = false, int LongestText = int.MaxValue, int DeepestCall = int.MaxValue);

/// <summary>Writes an expression on one line, with single blanks and no more parentheses than it needs.</summary>
internal sealed class ExpressionPrinter(PrintStyle style)
{
    private const int Lowest = 0;
    private const int Highest = Operators.UnaryPrecedence + 1;
    private readonly StringBuilder _text = new();
    private int _callDepth;

    /// <summary>Writes an expression.</summary>
    public static string Print(Expression expression, PrintStyle? style = null)
    {
        var printer = new ExpressionPrinter(style ?? new PrintStyle());
        printer.Write(expression, Lowest);
        return printer._text.ToString();
    }

    /// <summary>A text in double quotes, with its escapes.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Writes an expression, in parentheses where it binds less tight than what stands around it asks for.</summary>
    private void Write(Expression expression, int least)
    {
        while (expression is Parenthesised inner)
        {
            expression = inner.Inner;
        }

        var isWrapped = PrecedenceOf(expression) < least;
        if (isWrapped)
        {
            _text.Append('(');
        }

        WriteBare(expression);
        if (isWrapped)
        {
            _text.Append(')');
        }
    }

    /// <summary>A literal that is not a text binds less tight than other operands: a dot behind it would be read as a part of it.</summary>
    private static int PrecedenceOf(Expression expression) => expression switch
    {
        Conditional or ErrorExpression => Lowest,
        Binary binary => Operators.PrecedenceOf(binary.Operator),
        Unary or Literal { Kind: not LiteralKind.Text } => Operators.UnaryPrecedence,
        _ => Highest,
    };

    private void WriteBare(Expression expression)
    {
        switch (expression)
        {
            case Literal literal:
                _text.Append(Literal(literal));
                break;
            case NameReference name:
                WriteName(name);
                break;
            case PropertyAccess access:
                WriteProperty(access);
                break;
            case IndexAccess access:
                Write(access.Target, Highest);
                _text.Append('[');
                Write(access.Index, Lowest);
                _text.Append(']');
                break;
            case FunctionCall call:
                WriteCall(call);
                break;
            case Unary unary:
                _text.Append(Operators.SymbolOf(unary.Operator));
                Write(unary.Operand, Operators.UnaryPrecedence);
                break;
            case Binary binary:
                WriteBinary(binary);
                break;
            case Conditional choice:
                WriteConditional(choice);
                break;
            case ErrorExpression error:
                WriteAll(error.Parts, " ");
                break;
            default:
                throw new ArgumentException($"An expression of kind {expression.GetType().Name} cannot be written.", nameof(expression));
        }
    }

    private void WriteBinary(Binary binary)
    {
        var precedence = Operators.PrecedenceOf(binary.Operator);
        Write(binary.Left, precedence);
        _text.Append(' ').Append(Operators.SymbolOf(binary.Operator)).Append(' ');
        Write(binary.Right, precedence + 1);
    }

    private void WriteConditional(Conditional choice)
    {
        Write(choice.Condition, Lowest + 1);
        _text.Append(" ? ");
        Write(choice.WhenTrue, Lowest);
        _text.Append(" : ");
        Write(choice.WhenFalse, Lowest);
    }

    private void WriteProperty(PropertyAccess access)
    {
        Write(access.Target, Highest);
        var target = access.Target;
        while (target is Parenthesised inner)
        {
            target = inner.Inner;
        }

        var word = Word(access.Property.Text);
        _text.Append('.').Append(target is NameReference { Parts.Length: 1 } ? AnyCase(word) : word);
    }

    private void WriteCall(FunctionCall call)
    {
        _text.Append(AnyCase(call.Function.Text)).Append('(');
        if (++_callDepth > style.DeepestCall && call.Arguments.Length > 0)
        {
            _text.Append('…');
        }
        else
        {
            WriteAll(call.Arguments, ", ");
        }

        _callDepth--;
        _text.Append(')');
    }

    private void WriteAll(IEnumerable<Expression> expressions, string separator)
    {
        var isFirst = true;
        foreach (var expression in expressions)
        {
            _text.Append(isFirst ? "" : separator);
            isFirst = false;
            Write(expression, Lowest);
        }
    }

    /// <summary>The platform finds a variable whatever the case of its name; properties of JSON values differ by case.</summary>
    private void WriteName(NameReference name)
    {
        for (var i = 0; i < name.Parts.Length; i++)
        {
            var word = Word(name.Parts[i].Text);
            _text.Append(i == 0 ? "" : ".").Append(i < 2 ? AnyCase(word) : word);
        }
    }

    private string AnyCase(string name) => style.IsCanonical && !SubstitutionText.IsIn(name) ? name.ToLowerInvariant() : name;

    private static string Word(string word) => ExpressionLexer.IsWord(word) ? word : Quote(word);

    private string Literal(Literal literal) => literal.Kind switch
    {
        LiteralKind.Text => Quote(Cut(literal.Value, style.LongestText)),
        LiteralKind.Integer or LiteralKind.Decimal when style.IsCanonical && decimal.TryParse(literal.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) =>
            literal.Kind == LiteralKind.Integer ? number.ToString(CultureInfo.InvariantCulture) : number.ToString("0.0############################", CultureInfo.InvariantCulture),
        _ => literal.Value,
    };

    /// <summary>The first characters of a text, with an ellipsis where some are missing.</summary>
    internal static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = Math.Max(longest - 1, 0);
        return string.Concat(text.AsSpan(0, end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
