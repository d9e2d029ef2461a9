using System.Buffers;
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
    private readonly char _marker;
    private readonly string[] _contents;

    private ShadowText(string original, string text, char marker, ImmutableArray<Substitution> substitutions, string[] contents)
    {
        _original = original;
        Text = text;
        _marker = marker;
        Substitutions = substitutions;
        _contents = contents;
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
            return new ShadowText(text, text, '\0', [], []);
        }

        var shadow = text.ToCharArray();
        var contents = new string[found.Length];
        var substitutions = ImmutableArray.CreateBuilder<Substitution>(found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            var (span, key, kind) = found[i];
            var value = kind != SubstitutionKind.TerraformDirective && values.TryGet(key, out var given) ? given : null;
            substitutions.Add(new Substitution(span, key, kind, IsResolved: value is not null));
            contents[i] = value ?? source.GetText(span);
            shadow.AsSpan(span.Start, span.Length).Fill(marker);
        }

        BlankLinesOfDirectives(shadow, found);
        return new ShadowText(text, new string(shadow), marker, substitutions.MoveToImmutable(), contents);
    }

    /// <summary>Turns a value that was read from the shadow back: its substitutions as their values, or as they are written.</summary>
    /// <param name="value">The value, as the shadow has it.</param>
    /// <param name="span">The characters it was read from.</param>
    /// <param name="isBlock">Whether it is a block scalar, to whose header a comment may belong.</param>
    public string Restore(string value, TextSpan span, bool isBlock = false)
    {
        var next = _contents.Length == 0 ? -1 : value.IndexOf(_marker, StringComparison.Ordinal);
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
            while (Text[Substitutions[index].Span.Start] != _marker)
            {
                index++;
            }

            restored.Append(value, position, next - position).Append(_contents[index]);
            position = next + Substitutions[index].Span.Length;
            index++;
            next = value.IndexOf(_marker, position);
        }

        return restored.Append(value, position, value.Length - position).ToString();
    }

    /// <summary>The first substitution at or behind an offset.</summary>
    private int IndexAt(int offset)
    {
        var (low, high) = (0, Substitutions.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Substitutions[middle].Span.Start < offset ? (middle + 1, high) : (low, middle);
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

/// <summary>A substitution as it is written.</summary>
internal readonly record struct FoundSubstitution(TextSpan Span, string Key, SubstitutionKind Kind);

/// <summary>Finds the substitutions of a text in one pass.</summary>
/// <param name="text">The text.</param>
/// <param name="isTemplate">Whether the text is a Terraform template, in which <c>${ }</c> may hold any expression and <c>%{ }</c> is a directive.</param>
internal sealed class SubstitutionFinder(string text, bool isTemplate)
{
    private static readonly SearchValues<char> Openings = SearchValues.Create("{$");
    private static readonly SearchValues<char> TemplateOpenings = SearchValues.Create("{$%");
    private static readonly SearchValues<char> ReferenceCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-[]");
    private static readonly SearchValues<char> KeyEnds = SearchValues.Create("{}\"\r\n\0");
    private readonly ImmutableArray<FoundSubstitution>.Builder _found = ImmutableArray.CreateBuilder<FoundSubstitution>();

    /// <summary>Up to here no expression of a template ends on its line, so that none is looked for.</summary>
    private int _openUntil;

    /// <summary>The substitutions in document order; none overlaps another.</summary>
    public ImmutableArray<FoundSubstitution> Find()
    {
        var openings = isTemplate ? TemplateOpenings : Openings;
        var position = 0;
        while (text.AsSpan(position).IndexOfAny(openings) is >= 0 and var distance)
        {
            position += distance;
            position = text[position] == '{' ? ReadArchy(position) : ReadTerraform(position);
        }

        return _found.DrainToImmutable();
    }

    /// <summary>Takes <c>{{key}}</c>; returns where to go on.</summary>
    private int ReadArchy(int start)
    {
        if (start + 1 == text.Length || text[start + 1] != '{')
        {
            return start + 1;
        }

        var inner = text.AsSpan(start + 2);
        var length = inner.IndexOfAny(KeyEnds);
        if (length < 0)
        {
            return text.Length;
        }

        var key = inner[..length].Trim(" \t");
        if (key.IsEmpty || !inner[length..].StartsWith("}}"))
        {
            return length == 0 ? start + 1 : start + 2;
        }

        return Add(start, length + 4, key.ToString(), SubstitutionKind.Archy);
    }

    /// <summary>Takes <c>${key}</c> or, in a template, <c>%{directive}</c>; returns where to go on.</summary>
    private int ReadTerraform(int start)
    {
        var rest = text.AsSpan(start);
        var isEscaped = rest.Length > 2 && rest[1] == rest[0] && rest[2] == '{';
        if (isEscaped || rest.Length < 2 || rest[1] != '{')
        {
            return start + (isEscaped ? 2 : 1);
        }

        var inner = rest[2..];
        var length = inner.IndexOfAnyExcept(ReferenceCharacters);
        if (rest[0] == '$' && length > 0 && inner[length] == '}' && (char.IsAsciiLetter(inner[0]) || inner[0] == '_'))
        {
            return Add(start, length + 3, inner[..length].ToString(), SubstitutionKind.Terraform);
        }

        if (!isTemplate || start < _openUntil)
        {
            return start + 1;
        }

        length = LengthOfExpression(inner);
        if (length < 0)
        {
            var lineEnd = inner.IndexOfAny('\r', '\n');
            _openUntil = lineEnd < 0 ? text.Length : start + 2 + lineEnd;
            return start + 1;
        }

        var key = inner[..length].Trim(" \t~").ToString();
        return key.Length == 0 ? start + 1 : Add(start, length + 3, key, rest[0] == '$' ? SubstitutionKind.Terraform : SubstitutionKind.TerraformDirective);
    }

    /// <summary>The characters before the brace that closes an expression; -1 when none does on this line.</summary>
    private static int LengthOfExpression(ReadOnlySpan<char> inner)
    {
        var depth = 0;
        var isQuoted = false;
        for (var i = 0; i < inner.Length && inner[i] is not ('\r' or '\n'); i++)
        {
            switch (inner[i])
            {
                case '\\' when isQuoted:
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '{' when !isQuoted:
                    depth++;
                    break;
                case '}' when !isQuoted && depth-- == 0:
                    return i;
            }
        }

        return -1;
    }

    private int Add(int start, int length, string key, SubstitutionKind kind)
    {
        _found.Add(new FoundSubstitution(new TextSpan(start, length), key, kind));
        return start + length;
    }
}
