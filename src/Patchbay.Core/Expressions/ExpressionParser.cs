using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>Recursive descent over the tokens, by precedence. What cannot be read becomes an <see cref="ErrorExpression"/> that keeps what stands in it.</summary>
internal sealed class ExpressionParser(string text, IReadOnlyList<ExpressionToken> tokens, ExpressionFaults faults)
{
    private int _index;
    private int _nesting;

    private ExpressionToken Current => tokens[_index];

    private ExpressionToken Next => tokens[Math.Min(_index + 1, tokens.Count - 1)];

    /// <summary>The whole text.</summary>
    public Expression ParseAll()
    {
        if (Current.Kind == TokenKind.End)
        {
            faults.Add(new TextSpan(0, text.Length), "The expression is empty. Write a value, or leave the field without one.");
            return ErrorExpression.Nothing(0);
        }

        return ParseUpTo(TokenKind.End);
    }

    private bool StartsOperand => Current.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Decimal or TokenKind.Open or TokenKind.Not or TokenKind.Complement || (Current.Kind == TokenKind.Word && !IsWordOperator(Current));

    private static bool IsWordOperator(ExpressionToken token) => token.Is("and") || token.Is("or");

    /// <summary>Parses an expression that ends where a closing sign or a comma stands; more than one there is a fault.</summary>
    private Expression ParseUpTo(TokenKind close, bool inCall = false)
    {
        var first = ParseConditional();
        if (EndsAt(close, inCall))
        {
            return first;
        }

        var parts = ImmutableArray.CreateBuilder<Expression>();
        parts.Add(first);
        while (!EndsAt(close, inCall))
        {
            ReportUnexpected();
            if (!StartsOperand)
            {
                Advance();
            }

            if (StartsOperand)
            {
                parts.Add(ParseConditional());
            }
        }

        return Bounded(ErrorExpression.Of(parts.DrainToImmutable()));
    }

    private bool EndsAt(TokenKind close, bool inCall) => Current.Kind switch
    {
        TokenKind.End => true,
        TokenKind.Close or TokenKind.CloseBracket => close != TokenKind.End,
        TokenKind.Comma => inCall,
        _ => false,
    };

    private void ReportUnexpected()
    {
        var span = SpanOfName();
        var shown = text.Substring(span.Start, Math.Min(span.Length, 40));
        faults.Add(span, Current.Kind switch
        {
            TokenKind.Close or TokenKind.CloseBracket => $"\"{shown}\" closes nothing. Delete it, or open it with \"{(Current.Kind == TokenKind.Close ? "(" : "[")}\".",
            TokenKind.Comma => "A comma stands only between the arguments of a function. Delete it, or put the values into a call.",
            _ when StartsOperand => $"{Quoted(shown)} follows a value that has ended already. Put an operator or a comma before it.",
            _ => $"{Quoted(shown)} is not expected here.",
        });
    }

    /// <summary>The token that stands here; of a dotted name all of it.</summary>
    private TextSpan SpanOfName()
    {
        var last = _index;
        while (tokens[last].Kind == TokenKind.Word && last + 2 < tokens.Count && tokens[last + 1].Kind == TokenKind.Dot && tokens[last + 2].Kind == TokenKind.Word)
        {
            last += 2;
        }

        return TextSpan.FromBounds(Current.Span.Start, tokens[last].Span.End);
    }

    private static string Quoted(string shown) => shown.StartsWith('"') ? $"The text {shown}" : $"\"{shown}\"";

    private Expression ParseConditional()
    {
        var condition = ParseBinary(1);
        if (Current.Kind != TokenKind.Question || !Enter())
        {
            return condition;
        }

        Advance();
        var whenTrue = ParseConditional();
        Expression whenFalse;
        if (Current.Kind == TokenKind.Colon)
        {
            Advance();
            whenFalse = ParseConditional();
        }
        else
        {
            faults.Add(Current.Span, "A colon and the value for the other case are missing. Write \"condition ? value : other\".");
            whenFalse = ErrorExpression.Nothing(whenTrue.Span.End);
        }

        Leave();
        return Bounded(Conditional.Of(condition, whenTrue, whenFalse, Math.Max(whenFalse.Span.End, whenTrue.Span.End)));
    }

    private Expression ParseBinary(int lowest)
    {
        var left = ParseUnary();
        while (OperatorAt(Current) is { } op && Operators.PrecedenceOf(op) >= lowest)
        {
            var span = Current.Span;
            Advance();
            if (!Enter())
            {
                return left;
            }

            var right = ParseBinary(Operators.PrecedenceOf(op) + 1);
            Leave();
            left = Bounded(Binary.Of(left, op, span, right));
        }

        return left;
    }

    private static BinaryOperator? OperatorAt(ExpressionToken token) => token switch
    {
        { Kind: TokenKind.Operator } => token.Operator,
        { Kind: TokenKind.Word } when token.Is("and") => BinaryOperator.And,
        { Kind: TokenKind.Word } when token.Is("or") => BinaryOperator.Or,
        _ => null,
    };

    private Expression ParseUnary()
    {
        if (UnaryAt() is not { } op)
        {
            return ParsePostfix();
        }

        if (!Enter())
        {
            return ErrorExpression.Nothing(Current.Span.Start);
        }

        var span = Current.Span;
        Advance();
        var operand = ParseUnary();
        Leave();
        return Bounded(Unary.Of(op, span, operand));
    }

    private UnaryOperator? UnaryAt() => Current switch
    {
        { Kind: TokenKind.Not } => UnaryOperator.Not,
        { Kind: TokenKind.Complement } => UnaryOperator.Complement,
        { Kind: TokenKind.Operator, Operator: BinaryOperator.Subtract } => UnaryOperator.Minus,
        { Kind: TokenKind.Operator, Operator: BinaryOperator.Add } => UnaryOperator.Plus,
        { Kind: TokenKind.Word } when Current.Is("not") && Next.Kind is TokenKind.Word or TokenKind.Not && !IsWordOperator(Next) => UnaryOperator.Not,
        _ => null,
    };

    private Expression ParsePostfix()
    {
        var target = ParsePrimary();
        while (true)
        {
            if (Current.Kind == TokenKind.OpenBracket && Enter())
            {
                target = ParseIndex(target);
                Leave();
            }
            else if (Current.Kind == TokenKind.Dot && target is not ErrorExpression { Parts: [] })
            {
                target = ParseProperty(target);
            }
            else
            {
                return target;
            }
        }
    }

    private Expression ParseIndex(Expression target)
    {
        var open = Current.Span;
        Advance();
        var index = ParseUpTo(TokenKind.CloseBracket);
        var end = TakeClose(TokenKind.CloseBracket, open, index, "\"[\" is never closed. Add \"]\" behind the index.");
        return Bounded(IndexAccess.Of(target, index, end));
    }

    private Expression ParseProperty(Expression target)
    {
        var dot = Current.Span;
        Advance();
        if (Current.Kind is not (TokenKind.Word or TokenKind.Text))
        {
            faults.Add(dot, "The name of a property is missing behind the dot.");
            return target;
        }

        var property = new NamePart(Current.Value, Current.Span);
        Advance();
        return Bounded(PropertyAccess.Of(target, property));
    }

    private Expression ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Text:
                return TakeLiteral(LiteralKind.Text);
            case TokenKind.Integer:
                return TakeLiteral(LiteralKind.Integer);
            case TokenKind.Decimal:
                return TakeLiteral(LiteralKind.Decimal);
            case TokenKind.Word when !IsWordOperator(token):
                return ParseName();
            case TokenKind.Open when Enter():
                return ParseParenthesised();
            case TokenKind.Bad:
                Advance();
                return ParsePrimaryAfterBad(token);
            default:
                ReportMissing(token);
                return ErrorExpression.Nothing(token.Span.Start);
        }
    }

    /// <summary>What stands behind characters without meaning, which are told of already.</summary>
    private Expression ParsePrimaryAfterBad(ExpressionToken bad)
    {
        while (Current.Kind == TokenKind.Bad)
        {
            Advance();
        }

        return StartsOperand && Current.Kind is TokenKind.Word or TokenKind.Text or TokenKind.Integer or TokenKind.Decimal ? ParsePrimary() : ErrorExpression.Nothing(bad.Span.Start);
    }

    private void ReportMissing(ExpressionToken token)
    {
        var before = _index == 0 ? (ExpressionToken?)null : tokens[_index - 1];
        var span = token.Kind == TokenKind.End && before is { } last ? last.Span : token.Span;
        var place = before is { } previous ? $"behind \"{text.Substring(previous.Span.Start, Math.Min(previous.Span.Length, 40))}\"" : "at the start";
        faults.Add(span, token.Kind == TokenKind.OpenBracket ? "\"[\" starts no list. Write \"MakeList\" and the values in parentheses." : $"A value is missing {place}.");
    }

    private Literal TakeLiteral(LiteralKind kind)
    {
        var literal = new Literal(Current.Span, kind, Current.Value);
        Advance();
        return literal;
    }

    private Expression ParseName()
    {
        var first = Current;
        if (Next.Kind is not (TokenKind.Dot or TokenKind.Open) && KeywordAt(first) is { } keyword)
        {
            Advance();
            return keyword;
        }

        var parts = ImmutableArray.CreateBuilder<NamePart>();
        parts.Add(new NamePart(first.Value, first.Span));
        Advance();
        while (Current.Kind == TokenKind.Dot && Next.Kind is TokenKind.Word or TokenKind.Text)
        {
            Advance();
            parts.Add(new NamePart(Current.Value, Current.Span));
            Advance();
        }

        var name = new NameReference(TextSpan.FromBounds(first.Span.Start, parts[^1].Span.End), parts.DrainToImmutable());
        return Current.Kind == TokenKind.Open ? ParseCall(name) : name;
    }

    private static Literal? KeywordAt(ExpressionToken word) =>
        word.Is("true") ? new Literal(word.Span, LiteralKind.Boolean, "true")
        : word.Is("false") ? new Literal(word.Span, LiteralKind.Boolean, "false")
        : word.Is("NOT_SET") ? new Literal(word.Span, LiteralKind.NotSet, "NOT_SET")
        : null;

    private Expression ParseParenthesised()
    {
        var open = Current.Span;
        Advance();
        var inner = ParseUpTo(TokenKind.Close);
        var end = TakeClose(TokenKind.Close, open, inner, "\"(\" is never closed. Add \")\".");
        Leave();
        return Bounded(Parenthesised.Of(open.Start, inner, end));
    }

    private Expression ParseCall(NameReference name)
    {
        var open = Current.Span;
        if (!Enter())
        {
            return name;
        }

        var function = new NamePart(name.Name, name.Span);

        Advance();
        var arguments = ImmutableArray.CreateBuilder<Expression>();
        if (Current.Kind != TokenKind.Close)
        {
            arguments.Add(ParseUpTo(TokenKind.Close, inCall: true));
            while (Current.Kind == TokenKind.Comma)
            {
                Advance();
                arguments.Add(ParseUpTo(TokenKind.Close, inCall: true));
            }
        }

        var end = TakeClose(TokenKind.Close, open, arguments.Count == 0 ? null : arguments[^1], $"The arguments of \"{function.Text}\" are never closed. Add \")\" behind the last one.");
        Leave();
        return Bounded(FunctionCall.Of(function, arguments.DrainToImmutable(), end));
    }

    /// <summary>Takes a closing sign and returns where it ends; without one, where that which is to be closed ends.</summary>
    private int TakeClose(TokenKind close, TextSpan open, Expression? inner, string missing)
    {
        if (Current.Kind == close)
        {
            Advance();
            return tokens[_index - 1].Span.End;
        }

        faults.Add(open, missing);
        return Math.Max(open.End, inner?.Span.End ?? 0);
    }

    private void Advance()
    {
        if (_index < tokens.Count - 1)
        {
            _index++;
        }
    }

    private bool Enter()
    {
        if (_nesting < ExpressionSyntax.MaxNesting)
        {
            _nesting++;
            return true;
        }

        StopReading($"The expression nests deeper than {ExpressionSyntax.MaxNesting} levels; nothing from here on is read. Put parts of it into variables.");
        return false;
    }

    private void Leave() => _nesting--;

    /// <summary>Stops reading once a tree is as high as it may be.</summary>
    private T Bounded<T>(T expression)
        where T : Expression
    {
        // Everything that is still open adds two levels at most once nothing more is read.
        if (expression.Height >= ExpressionSyntax.MaxHeight - (2 * ExpressionSyntax.MaxNesting))
        {
            StopReading("The expression is too long a chain to be read; nothing from here on is. Put parts of it into variables.");
        }

        return expression;
    }

    private void StopReading(string message)
    {
        if (Current.Kind != TokenKind.End)
        {
            faults.Add(Current.Span, message);
            faults.Close();
            _index = tokens.Count - 1;
        }
    }
}
