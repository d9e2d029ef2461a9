using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;
using YamlDotNet.Core.Tokens;

namespace Patchbay.Core.Syntax;

/// <summary>Recursive descent over the tokens. At the end of what can be read everything that is open is closed where it stands.</summary>
internal sealed class YamlParser(ShadowText shadow)
{
    private readonly string _text = shadow.Text;
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly YamlTokens _tokens = new(shadow.Text);
    private HashSet<string>? _anchors;
    private readonly List<YamlRepair> _repairs = [];
    private readonly List<Diagnostic> _repaired = [];
    private TextSpan _lastQuotedOrBracketed;
    private int _depth;
    private int _flowDepth;
    private int _quietUntil;
    private bool _hasOpenBracket;
    private bool _isTooDeep;

    public ImmutableArray<CommentTrivia> Comments => _tokens.Comments.ToImmutable();

    private Token? Current => _tokens.Current;

    private TextSpan Span => _tokens.Span;

    /// <summary>Characters scanned and tokens read.</summary>
    public long Work => _tokens.Count + _tokens.Position;

    /// <summary>What was found wrong.</summary>
    public IEnumerable<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>What would make faulty places readable.</summary>
    public IReadOnlyCollection<YamlRepair> Repairs => _repairs;

    /// <summary>The faults that <see cref="Repairs"/> are for.</summary>
    public IEnumerable<Diagnostic> Repaired => _repaired;

    public SyntaxNode? ParseDocument()
    {
        var root = ParseAll();
        if (_tokens.Problem is { } problem && (problem.IsCertain || !_hasOpenBracket))
        {
            ReportOnce(problem.Span, problem.Message, problem.Repair);
        }

        return root;
    }

    private SyntaxNode? ParseAll()
    {
        while (Current is StreamStart or VersionDirective or TagDirective or DocumentEnd)
        {
            _tokens.Advance();
        }

        var isExplicit = Current is DocumentStart;
        if (isExplicit)
        {
            _tokens.Advance();
        }
        else if (Current is null)
        {
            return null;
        }

        var root = ParseNode(allowsUnindentedSequence: false);
        while (Current is not (null or DocumentEnd or DocumentStart))
        {
            var before = _tokens.PreviousEnd;
            ReportUnexpected("the document");
            var more = StartsNode || Current is BlockMappingStart or BlockSequenceStart ? ParseNode(allowsUnindentedSequence: false) : null;
            if (root is MappingNode first && more is MappingNode second && second.Span.Start >= first.Span.End)
            {
                root = new MappingNode(TextSpan.FromBounds(first.Span.Start, second.Span.End), [.. first.Entries, .. second.Entries]);
            }
            else if (more is null || _tokens.PreviousEnd == before)
            {
                _tokens.Advance();
            }
        }

        while (Current is DocumentEnd)
        {
            _tokens.Advance();
        }

        if (Current is not null)
        {
            Report(Span, "A second document starts here; only the first one is read. Put it in a file of its own.");
        }

        return root;
    }

    /// <summary>Parses a node; a missing scalar, just behind what was read last, where none is written.</summary>
    /// <param name="allowsUnindentedSequence">Whether dashes in the column of a key are the key's sequence.</param>
    private SyntaxNode ParseNode(bool allowsUnindentedSequence)
    {
        while (Current is Anchor or Tag)
        {
            if (Current is Anchor anchor)
            {
                (_anchors ??= []).Add(shadow.Restore(anchor.Value.Value, Span));
            }

            _tokens.Advance();
        }

        return Current switch
        {
            Scalar scalar => ParseScalar(scalar),
            AnchorAlias alias => ParseAlias(alias),
            BlockEntry when allowsUnindentedSequence => Nested(static p => p.ParseUnindentedSequence()),
            BlockSequenceStart => Nested(static p => p.ParseBlockSequence()),
            BlockMappingStart => Nested(static p => p.ParseBlockMapping()),
            FlowSequenceStart => Nested(static p => p.ParseFlowSequence()),
            FlowMappingStart => Nested(static p => p.ParseFlowMapping()),
            _ => Missing(),
        };
    }

    private SyntaxNode Nested(Func<YamlParser, SyntaxNode> parse)
    {
        if (_depth == YamlText.MaxDepth)
        {
            Report(Span, $"The document nests deeper than {YamlText.MaxDepth} levels; nothing from here on is read.");
            _isTooDeep = true;
            _tokens.Stop();
            return Missing();
        }

        _depth++;
        var node = parse(this);
        _depth--;
        return node;
    }

    private ScalarNode ParseScalar(Scalar scalar)
    {
        var style = scalar.Style switch
        {
            YamlDotNet.Core.ScalarStyle.SingleQuoted => ScalarStyle.SingleQuoted,
            YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.DoubleQuoted,
            YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Block,
            _ => ScalarStyle.Plain,
        };
        var node = new ScalarNode(Span, shadow.Restore(scalar.Value, Span, style == ScalarStyle.Block), style);
        _lastQuotedOrBracketed = style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? Span : _lastQuotedOrBracketed;
        _tokens.Advance();
        return node;
    }

    private AliasNode ParseAlias(AnchorAlias alias)
    {
        var node = new AliasNode(Span, shadow.Restore(alias.Value.Value, Span));
        if (_anchors is null || !_anchors.Contains(node.Anchor))
        {
            Report(Span, $"No anchor \"&{node.Anchor}\" stands above this alias. Put the value in quotes where a text was meant.");
        }

        _tokens.Advance();
        return node;
    }

    private SequenceNode ParseUnindentedSequence()
    {
        var start = Span.Start;
        var items = ImmutableArray.CreateBuilder<SyntaxNode>();
        while (Current is BlockEntry)
        {
            _tokens.Advance();
            items.Add(ParseNode(allowsUnindentedSequence: false));
        }

        return SequenceOf(start, _tokens.PreviousEnd, items);
    }

    private SequenceNode ParseBlockSequence()
    {
        var start = Span.Start;
        var end = start;
        var items = ImmutableArray.CreateBuilder<SyntaxNode>();
        _tokens.Advance();
        while (Current is not (null or DocumentStart or DocumentEnd or BlockEnd))
        {
            if (Current is BlockEntry)
            {
                _tokens.Advance();
                items.Add(ParseNode(allowsUnindentedSequence: false));
                end = items[^1].Span.End;
            }
            else if (Current is Key)
            {
                items.Add(ParseItemWithoutDash());
                end = items[^1].Span.End;
            }
            else
            {
                SkipUnexpected("a list");
            }
        }

        TakeBlockEnd();
        return SequenceOf(start, end, items);
    }

    private MappingNode ParseItemWithoutDash()
    {
        ReportLine(_text[Span.Start] == '-'
            ? "No blank stands behind this dash, so that it is part of the key. Put one there."
            : "This line has no dash, but stands where the items of a list stand. Put \"- \" before it, or check its indentation.");
        var start = Span.Start;
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        while (Current is Key)
        {
            entries.Add(ParseEntry(inFlow: false));
        }

        DuplicateKeys.Report(entries, _diagnostics);
        return MappingOf(start, start, entries);
    }

    private MappingNode ParseBlockMapping()
    {
        var start = Span.Start;
        var end = start;
        var strayLevels = 0;
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        _tokens.Advance();
        while (Current is not (null or DocumentStart or DocumentEnd) && (Current is not BlockEnd || strayLevels > 0))
        {
            switch (Current)
            {
                case Key or Value:
                    entries.Add(ParseEntry(inFlow: false));
                    end = entries[^1].Span.End;
                    break;
                case BlockMappingStart:
                    ReportLine("The indentation of this line fits no line above it. Give it the indentation of the keys it belongs to.");
                    strayLevels++;
                    _tokens.Advance();
                    break;
                case BlockEnd:
                    strayLevels--;
                    _tokens.Advance();
                    break;
                default:
                    SkipUnexpected("a mapping");
                    break;
            }
        }

        TakeBlockEnd();
        DuplicateKeys.Report(entries, _diagnostics);
        return MappingOf(start, end, entries);
    }

    private MappingEntry ParseEntry(bool inFlow)
    {
        var start = Span.Start;
        if (Current is Key)
        {
            _tokens.Advance();
        }

        var key = Current is Value ? Missing(Math.Max(start, _tokens.PreviousEnd)) : ParseNode(!inFlow);

        if (Current is not Value)
        {
            return new MappingEntry(key, Missing(Math.Max(key.Span.End, _tokens.PreviousEnd)));
        }

        _tokens.Advance();
        var value = ParseNode(!inFlow);
        return new MappingEntry(key, value is ScalarNode { Style: ScalarStyle.Missing } && value.Span.Start < key.Span.End ? Missing(key.Span.End) : value);
    }

    private SequenceNode ParseFlowSequence()
    {
        var start = Span.Start;
        var items = ImmutableArray.CreateBuilder<SyntaxNode>();
        _flowDepth++;
        _tokens.Advance();
        while (IsInside(start, "]"))
        {
            if (Current is Key or Value)
            {
                var entry = ParseEntry(inFlow: true);
                items.Add(new MappingNode(entry.Span, [entry]));
                TakeComma("]");
            }
            else if (StartsNode)
            {
                items.Add(ParseNode(allowsUnindentedSequence: false));
                TakeComma("]");
            }
            else
            {
                SkipUnexpected("a list");
            }
        }

        return SequenceOf(start, CloseBracket(start), items);
    }

    private MappingNode ParseFlowMapping()
    {
        var start = Span.Start;
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        _flowDepth++;
        _tokens.Advance();
        while (IsInside(start, "}"))
        {
            if (Current is Key or Value || StartsNode)
            {
                entries.Add(ParseEntry(inFlow: true));
                TakeComma("}");
            }
            else
            {
                SkipUnexpected("a mapping");
            }
        }

        var end = CloseBracket(start);
        DuplicateKeys.Report(entries, _diagnostics);
        return MappingOf(start, end, entries);
    }

    private bool StartsNode => Current is Scalar or AnchorAlias or Anchor or Tag or FlowSequenceStart or FlowMappingStart;

    /// <summary>Whether the bracket that was opened at <paramref name="start"/> is still open; reports one that the text never closes.</summary>
    private bool IsInside(int start, string close)
    {
        switch (Current)
        {
            case FlowSequenceEnd or FlowMappingEnd:
                if (_text[Span.Start] != close[0])
                {
                    ReportOnce(Span, $"\"{_text[Span.Start]}\" stands where \"{close}\" was expected.");
                }

                return false;
            case null or DocumentStart or DocumentEnd or BlockEnd:
                ReportOpenBracket(start, close);
                return false;
            default:
                return true;
        }
    }

    private void ReportOpenBracket(int start, string close)
    {
        if (!_isTooDeep && _tokens.Problem is not { IsCertain: true })
        {
            _hasOpenBracket = true;
            start -= close == "}" && start > 0 && _text[start] == '{' && _text[start - 1] == '{' ? 1 : 0;
            var isSubstitution = close == "}" && _text.AsSpan(start).StartsWith("{{");
            ReportOnce(new TextSpan(start, isSubstitution ? 2 : 1), isSubstitution
                ? "The substitution that opens here is never closed. Close it with \"}}\" on the same line, or put the value in quotes where a text was meant."
                : $"The bracket that opens here is never closed. Close it with \"{close}\", or put the value in quotes where a text was meant.",
                _flowDepth <= (isSubstitution ? 2 : 1) && YamlProblems.IsFollowedByOuterLine(_text, start) ? new YamlRepair(YamlProblems.LineFrom(_text, start), AsText: true) : null);
        }
    }

    private int CloseBracket(int start)
    {
        _flowDepth--;
        if (Current is FlowSequenceEnd or FlowMappingEnd)
        {
            _tokens.Advance();
            _lastQuotedOrBracketed = TextSpan.FromBounds(start, _tokens.PreviousEnd);
        }

        return _tokens.PreviousEnd;
    }

    private void TakeComma(string close)
    {
        if (Current is FlowEntry)
        {
            _tokens.Advance();
        }
        else if (StartsNode || Current is Key or Value)
        {
            ReportOnce(Span, $"A comma or \"{close}\" was expected before this.");
        }
    }

    private void TakeBlockEnd()
    {
        if (Current is BlockEnd)
        {
            _tokens.Advance();
        }
    }

    private void SkipUnexpected(string container)
    {
        ReportUnexpected(container);
        if (StartsNode || Current is BlockSequenceStart or BlockMappingStart)
        {
            ParseNode(allowsUnindentedSequence: false);
        }
        else
        {
            _tokens.Advance();
        }
    }

    private void ReportUnexpected(string container)
    {
        if (Span.Start < _quietUntil)
        {
            return;
        }

        switch (Current)
        {
            case FlowEntry:
                ReportOnce(Span, $"A comma stands in {container} where a value was expected. Delete it.");
                break;
            case FlowSequenceEnd or FlowMappingEnd:
                ReportOnce(Span, "This bracket closes nothing. Delete it, or put the value in quotes where a text was meant.");
                break;
            case BlockEntry or BlockSequenceStart:
                ReportLine($"A dash for a list item stands in {container}, where it has no place. Check the indentation of this line.");
                break;
            case Key or Value or BlockMappingStart:
                ReportLine($"A key stands in {container}, where it has no place. Check the indentation of this line.");
                break;
            case Scalar when YamlProblems.IsFirstOnLine(_text, Span.Start):
                ReportLine(_tokens.Comments is [.., var comment] && YamlProblems.EndsValueAbove(_text, comment.Span, Span.Start)
                    ? "The \"#\" on the line above starts a comment, and the value ends before it. Put all of the value in quotes."
                    : YamlProblems.WithoutColon(_text, Span.Start));
                break;
            default:
                ReportBehindValue();
                break;
        }
    }

    /// <summary>Reports what stands behind a value that has ended, and has all of it read as a text.</summary>
    private void ReportBehindValue()
    {
        var value = _lastQuotedOrBracketed;
        var follows = _flowDepth == 0 && value.Length > 0 && value.End <= Span.Start && _text.AsSpan(value.End, Span.Start - value.End).Trim(" \t").IsEmpty;
        var isQuoted = follows && _text[value.Start] is '"' or '\'';
        var isOneLine = follows && _text.AsSpan(value.Start, value.Length).IndexOfAny('\r', '\n') < 0;
        var repair = isOneLine || isQuoted ? new YamlRepair(YamlProblems.LineFrom(_text, value.Start), AsText: true) : default(YamlRepair?);
        if (isQuoted && !isOneLine)
        {
            ReportOnce(repair?.Span ?? value, "The quote that opens here is closed only by one on a later line, and more follows there. Close it where the value ends.", repair);
        }
        else
        {
            ReportOnce(YamlProblems.LineFrom(_text, Span.Start), isQuoted
                ? "This stands behind the quote that closes the value. Put all of the value in one pair of quotes: in single ones where it holds double ones."
                : "This follows a value that has ended already. Put all of the value in one pair of quotes, or check the indentation of this line.", repair);
        }
    }

    private void ReportLine(string message) => ReportOnce(YamlProblems.LineFrom(_text, Span.Start), message);

    /// <summary>Reports the first thing that is wrong on a line; what follows on that line mostly follows from it.</summary>
    private void ReportOnce(TextSpan span, string message, YamlRepair? repair = null)
    {
        if ((span.Start < _quietUntil && repair is null) || _diagnostics.Count > YamlText.MaxFaults)
        {
            return;
        }

        Report(span, message);
        _quietUntil = Math.Max(_quietUntil, YamlProblems.LineFrom(_text, span.Start).End + 1);
        if (repair is { } place && !_repairs.Exists(other => other.Span.Start < place.Span.End && place.Span.Start < other.Span.End))
        {
            _repairs.Add(place);
            _repaired.Add(_diagnostics[^1]);
        }
    }

    private void Report(TextSpan span, string message)
    {
        // One more than are told, so that the last one of an attempt is known.
        if (_diagnostics.Count <= YamlText.MaxFaults)
        {
            _diagnostics.Add(new Diagnostic("syntax", Severity.Error, span, message));
        }
    }

    // In broken text a value may be missing before the place where its container was found to begin, or behind its end; the container reaches over it.
    private static SequenceNode SequenceOf(int start, int end, ImmutableArray<SyntaxNode>.Builder items) =>
        new(items.Count == 0 ? TextSpan.FromBounds(start, end) : Covering(start, end, items[0].Span, items[^1].Span), items.DrainToImmutable());

    private static MappingNode MappingOf(int start, int end, ImmutableArray<MappingEntry>.Builder entries) =>
        new(entries.Count == 0 ? TextSpan.FromBounds(start, end) : Covering(start, end, entries[0].Span, entries[^1].Span), entries.DrainToImmutable());

    private static TextSpan Covering(int start, int end, TextSpan first, TextSpan last) => TextSpan.FromBounds(Math.Min(start, first.Start), Math.Max(end, last.End));

    private ScalarNode Missing() => Missing(_tokens.PreviousEnd);

    private static ScalarNode Missing(int position) => new(new TextSpan(position, 0), "", ScalarStyle.Missing);
}
