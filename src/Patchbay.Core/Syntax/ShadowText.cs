using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>A YAML text in which every substitution is replaced, character for character, by one that YAML takes for a letter. What is read from the shadow has the places of the original.</summary>
internal sealed class ShadowText
{
    private const char FirstMarker = '\uE000';
    private const char LastMarker = '\uF8FF';
    private readonly string _original;
    private readonly char? _marker;
    private readonly ImmutableArray<Mark> _marks;

    private ShadowText(string original, string text, char? marker, ImmutableArray<Substitution> substitutions, ImmutableArray<Mark> marks)
    {
        _original = original;
        Text = text;
        _marker = marker;
        Substitutions = substitutions;
        _marks = marks;
    }

    /// <summary>The shadow, as long as the original.</summary>
    public string Text { get; }

    /// <summary>The substitutions in document order.</summary>
    public ImmutableArray<Substitution> Substitutions { get; }

    /// <summary>Makes the shadow of a text; the text itself when it holds no substitution.</summary>
    /// <param name="source">The text.</param>
    /// <param name="values">Values of substitutions.</param>
    public static ShadowText Of(SourceText source, SubstitutionValues values)
    {
        var text = source.Text;
        var found = new SubstitutionFinder(text, isTemplate: source.Path.EndsWith(".tftpl", StringComparison.OrdinalIgnoreCase)).Find();
        if (found.IsEmpty || FindFreeMarker(text) is not { } marker)
        {
            return new ShadowText(text, text, null, [], []);
        }

        var shadow = text.ToCharArray();
        var marks = ImmutableArray.CreateBuilder<Mark>(found.Length);
        var substitutions = ImmutableArray.CreateBuilder<Substitution>(found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            var (span, key, kind) = found[i];
            var value = kind != SubstitutionKind.TerraformDirective && values.TryGet(key, out var given) ? given : null;
            substitutions.Add(new Substitution(span, key, kind, IsResolved: value is not null));
            marks.Add(new Mark(span, value ?? source.GetText(span)));
            shadow.AsSpan(span.Start, span.Length).Fill(marker);
        }

        BlankLinesOfDirectives(shadow, found);
        marks.RemoveAll(mark => shadow[mark.Span.Start] != marker);
        return new ShadowText(text, new string(shadow), marker, substitutions.MoveToImmutable(), marks.ToImmutable());
    }

    /// <summary>A shadow in which faulty places are letters to YAML, or blank.</summary>
    /// <param name="repairs">The places; none overlaps another.</param>
    public ShadowText Repaired(IReadOnlyCollection<YamlRepair> repairs)
    {
        if (repairs.Count == 0)
        {
            return this;
        }

        var marker = _marker ?? FindFreeMarker(_original);
        var shadow = Text.ToCharArray();
        var marks = ImmutableArray.CreateBuilder<Mark>(_marks.Length + repairs.Count);
        var next = 0;
        foreach (var (wanted, isText) in repairs.OrderBy(repair => repair.Span.Start))
        {
            while (next < _marks.Length && _marks[next].Span.End <= wanted.Start)
            {
                marks.Add(_marks[next++]);
            }

            // A substitution is taken as a whole.
            var start = next < _marks.Length ? Math.Min(wanted.Start, _marks[next].Span.Start) : wanted.Start;
            var (end, position) = (wanted.End, start);
            var content = new StringBuilder();
            for (; next < _marks.Length && _marks[next].Span.Start < end; next++)
            {
                content.Append(_original, position, _marks[next].Span.Start - position).Append(_marks[next].Content);
                position = _marks[next].Span.End;
                end = Math.Max(end, position);
            }

            content.Append(_original, position, end - position);
            if (isText && marker is { } letter && end > start)
            {
                marks.Add(new Mark(TextSpan.FromBounds(start, end), content.ToString()));
                shadow.AsSpan(start, end - start).Fill(letter);
            }
            else
            {
                Blank(shadow.AsSpan(start, end - start));
            }
        }

        marks.AddRange(_marks[next..]);
        return new ShadowText(_original, new string(shadow), marker, Substitutions, marks.ToImmutable());
    }

    private static void Blank(Span<char> text)
    {
        foreach (ref var c in text)
        {
            c = c is '\r' or '\n' ? c : ' ';
        }
    }

    /// <summary>A run of markers, and what it stands for.</summary>
    private readonly record struct Mark(TextSpan Span, string Content);

    /// <summary>Turns a value that was read from the shadow back: its substitutions as their values, or as they are written.</summary>
    /// <param name="value">The value, as the shadow has it.</param>
    /// <param name="span">The characters it was read from.</param>
    /// <param name="isBlock">Whether it is a block scalar, to whose header a comment may belong.</param>
    public string Restore(string value, TextSpan span, bool isBlock = false)
    {
        var next = _marks.IsEmpty || _marker is not { } marker ? -1 : value.IndexOf(marker, StringComparison.Ordinal);
        if (next < 0)
        {
            return value;
        }

        var header = isBlock ? Math.Max(0, _original.AsSpan(span.Start, span.Length).IndexOfAny('\r', '\n')) : 0;
        var index = IndexAt(span.Start + header);
        var restored = new StringBuilder(value.Length);
        var position = 0;
        while (next >= 0)
        {
            restored.Append(value, position, next - position).Append(_marks[index].Content);
            position = next + _marks[index].Span.Length;
            index++;
            next = value.IndexOf(_marker.GetValueOrDefault(), position);
        }

        return restored.Append(value, position, value.Length - position).ToString();
    }

    /// <summary>The first mark at or behind an offset.</summary>
    private int IndexAt(int offset)
    {
        var (low, high) = (0, _marks.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _marks[middle].Span.Start < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>A line of blanks and directives only means nothing to YAML.</summary>
    private static void BlankLinesOfDirectives(char[] shadow, ImmutableArray<FoundSubstitution> found)
    {
        for (var first = 0; first < found.Length; first++)
        {
            var last = first;
            while (last + 1 < found.Length && found[last + 1].Kind == SubstitutionKind.TerraformDirective && EndOfBlanks(shadow, found[last].Span.End) == found[last + 1].Span.Start)
            {
                last++;
            }

            var start = found[first].Span.Start;
            while (start > 0 && shadow[start - 1] is ' ' or '\t' or '\uFEFF')
            {
                start--;
            }

            var end = EndOfBlanks(shadow, found[last].Span.End);
            if (found[first].Kind == SubstitutionKind.TerraformDirective && (start == 0 || shadow[start - 1] is '\r' or '\n') && (end == shadow.Length || shadow[end] is '\r' or '\n'))
            {
                for (var i = first; i <= last; i++)
                {
                    shadow.AsSpan(found[i].Span.Start, found[i].Span.Length).Fill(' ');
                }
            }

            first = last;
        }
    }

    private static int EndOfBlanks(char[] text, int start)
    {
        while (start < text.Length && text[start] is ' ' or '\t')
        {
            start++;
        }

        return start;
    }

    /// <summary>A private-use character that the text neither holds nor writes as an escape; null when it has them all.</summary>
    private static char? FindFreeMarker(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange(FirstMarker, LastMarker) < 0 && !text.Contains("\\u", StringComparison.OrdinalIgnoreCase))
        {
            return FirstMarker;
        }

        var used = new bool[LastMarker - FirstMarker + 1];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\' && i + 1 < text.Length && text[i + 1] is 'u' or 'U')
            {
                var digits = text[i + 1] == 'u' ? 4 : 8;
                c = i + 2 + digits <= text.Length && uint.TryParse(text.AsSpan(i + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code <= char.MaxValue
                    ? (char)code
                    : c;
            }

            if (c is >= FirstMarker and <= LastMarker)
            {
                used[c - FirstMarker] = true;
            }
        }

        var free = Array.IndexOf(used, false);
        return free < 0 ? null : (char)(FirstMarker + free);
    }
}
