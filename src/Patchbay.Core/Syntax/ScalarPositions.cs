using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Tells where in a document the characters of a scalar's value come from, past quotes, escapes, folded lines and indentation: so that a fault within an expression can be shown where it is written.</summary>
public sealed class ScalarPositions
{
    private readonly TextSpan _whole;
    private readonly DecodedScalar? _decoded;

    private ScalarPositions(TextSpan whole, DecodedScalar? decoded)
    {
        _whole = whole;
        _decoded = decoded;
    }

    /// <summary>Whether every character has its place. It has not where substitutions were filled in; then every place is the whole scalar.</summary>
    public bool IsExact => _decoded is not null;

    /// <summary>Finds the places of a scalar's characters, in time linear to its length.</summary>
    /// <param name="source">The document's text.</param>
    /// <param name="scalar">A scalar of that document, in any style of YAML or JSON.</param>
    public static ScalarPositions Of(SourceText source, ScalarNode scalar)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(scalar);
        var text = source.Text;
        var decoded = scalar.Style switch
        {
            ScalarStyle.Plain => FoldedScalar.Decode(text, scalar.Span, quote: '\0'),
            ScalarStyle.SingleQuoted when scalar.Span.Length > 1 => FoldedScalar.Decode(text, Inside(scalar.Span), quote: '\''),
            ScalarStyle.DoubleQuoted when scalar.Span.Length > 1 => FoldedScalar.Decode(text, Inside(scalar.Span), quote: '"'),
            ScalarStyle.Block => BlockScalar.Decode(text, scalar.Span, scalar.Value),
            _ => null,
        };
        return new ScalarPositions(scalar.Span, decoded?.Value == scalar.Value ? decoded : null);
    }

    /// <summary>The characters of the document that a part of the value comes from.</summary>
    /// <param name="part">A span within the value; an empty one stands for the place before its character.</param>
    /// <returns>Their span; that of the whole scalar when the places are not exact.</returns>
    public TextSpan ToSource(TextSpan part)
    {
        if (_decoded is null)
        {
            return _whole;
        }

        var start = _decoded.StartOf(part.Start);
        return TextSpan.FromBounds(start, part.Length == 0 ? start : Math.Max(start, _decoded.EndOf(part.End - 1)));
    }

    private static TextSpan Inside(TextSpan quoted) => new(quoted.Start + 1, quoted.Length - 2);
}
