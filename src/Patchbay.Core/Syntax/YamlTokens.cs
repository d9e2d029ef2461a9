using System.Collections.Immutable;
using Patchbay.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Patchbay.Core.Syntax;

/// <summary>The tokens of a YAML text, one at a time, with exact spans and without comments, which are collected. Where the scanner gives up the tokens end, and <see cref="Problem"/> says why.</summary>
internal sealed class YamlTokens
{
    private readonly string _text;
    private readonly int _base;
    private readonly Scanner _scanner;
    private bool _hasEnded;

    /// <summary>Starts at the first token.</summary>
    /// <param name="text">The text, with or without a byte order mark.</param>
    public YamlTokens(string text)
    {
        _text = text;
        _base = text.StartsWith('\uFEFF') ? 1 : 0;
        PreviousEnd = _base;
        var end = text.Length;
        var nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
        {
            // The scanner takes NUL for the end of the text.
            end = nul;
            Problem = new YamlProblem(new TextSpan(nul, 1), "A NUL character stands in the text; nothing from here on is read. Delete it.", IsCertain: true);
        }

        _scanner = new Scanner(new StringReader(text[_base..end]), skipComments: false);
        Advance();
    }

    /// <summary>The comments met so far, in document order.</summary>
    public ImmutableArray<CommentTrivia>.Builder Comments { get; } = ImmutableArray.CreateBuilder<CommentTrivia>();

    /// <summary>The token to look at; null at the end of what can be read.</summary>
    public Token? Current { get; private set; }

    /// <summary>The characters of <see cref="Current"/>; empty for a token that nothing is written for.</summary>
    public TextSpan Span { get; private set; }

    /// <summary>Where the last token ended that something is written for.</summary>
    public int PreviousEnd { get; private set; }

    /// <summary>Number of tokens read.</summary>
    public int Count { get; private set; }

    /// <summary>Number of characters that the scanner has gone over.</summary>
    public long Position => _scanner.CurrentPosition.Index;

    /// <summary>Why the tokens ended before the text did; null when they did not.</summary>
    public YamlProblem? Problem { get; private set; }

    /// <summary>Ends the tokens here, for a reason that the caller reports.</summary>
    public void Stop()
    {
        _hasEnded = true;
        Current = null;
        Span = new TextSpan(PreviousEnd, 0);
    }

    /// <summary>Goes to the next token.</summary>
    public void Advance()
    {
        if (_hasEnded)
        {
            return;
        }

        PreviousEnd = Span.Length > 0 ? Span.End : PreviousEnd;
        do
        {
            ReadToken();
        }
        while (Current is Comment);
    }

    private void ReadToken()
    {
        Count++;
        try
        {
            if (!_scanner.MoveNext() || _scanner.Current is StreamEnd)
            {
                Stop();
                return;
            }
        }
        catch (YamlException exception)
        {
            Fail(exception.Message, (int)exception.Start.Index);
            return;
        }
        catch (InvalidOperationException)
        {
            // The scanner's way of meeting a closing bracket, or the end, that nothing open fits.
            Fail("", (int)_scanner.CurrentPosition.Index);
            return;
        }

        var behind = Math.Max(Span.Start, PreviousEnd);
        Current = _scanner.Current;
        Span = SpanOf(Current!);
        if (Current is Key && Span.Start < behind)
        {
            // The scanner gives no place for the key that is missing before a bare colon.
            Span = new TextSpan(behind, 0);
        }

        if (Current is Comment)
        {
            Comments.Add(new CommentTrivia(Span));
        }
        else if (Current is Error error)
        {
            // The scanner would give the same error again for ever.
            Fail(error.Value, (int)error.Start.Index);
        }
    }

    private void Fail(string message, int start)
    {
        Problem ??= YamlProblems.Explain(_text, message, start + _base, (int)_scanner.CurrentPosition.Index + _base, PreviousEnd);
        Stop();
    }

    private TextSpan SpanOf(Token token)
    {
        var start = (int)token.Start.Index + _base;
        var end = (int)token.End.Index + _base;
        return token switch
        {
            FlowSequenceStart or FlowSequenceEnd or FlowMappingStart or FlowMappingEnd => new TextSpan(start, 1),
            Scalar { Style: YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded } => TrimBlockScalar(TextSpan.FromBounds(start, end)),
            _ => TextSpan.FromBounds(start, end),
        };
    }

    /// <summary>The scanner takes in everything up to the next content. The span ends before the last line break, and before the blank lines that count only where the header says <c>+</c>.</summary>
    private TextSpan TrimBlockScalar(TextSpan span)
    {
        var text = _text.AsSpan(span.Start, span.Length);
        var header = text.IndexOfAny('\r', '\n');
        var indicators = header < 0 ? text : text[..header];
        var comment = indicators.IndexOf('#');
        if (!(comment < 0 ? indicators : indicators[..comment]).Contains('+'))
        {
            return span with { Length = text.TrimEnd(" \t\r\n").Length };
        }

        var end = text.Length;
        end -= end > 0 && text[end - 1] == '\n' ? 1 : 0;
        end -= end > 0 && text[end - 1] == '\r' ? 1 : 0;
        return span with { Length = end };
    }
}
