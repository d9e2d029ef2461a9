using System.Buffers;
using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

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
