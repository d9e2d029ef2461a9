using System.Collections.Immutable;

namespace Patchbay.Core.Syntax;

/// <summary>What is to be written into a YAML document: a small immutable tree without places.</summary>
internal abstract record YamlValue
{
    /// <summary>A text. It is quoted where it would otherwise be read as something else: <c>yes</c>, <c>1.0</c>, <c>a: b</c>.</summary>
    /// <param name="value">The text.</param>
    /// <param name="style">How to write it where that is possible; null for plain where possible, and else as the document quotes.</param>
    public static YamlScalar Text(string value, ScalarStyle? style = null) => new(value, IsText: true, style);

    /// <summary>A number, a boolean, a null, or a substitution that stands for one: written without quotes where it can be read back.</summary>
    /// <param name="value">Its spelling.</param>
    public static YamlScalar Literal(string value) => new(value, IsText: false, null);

    /// <summary>A mapping.</summary>
    /// <param name="entries">Its entries, in order.</param>
    public static YamlMapping Mapping(params ReadOnlySpan<(string Key, YamlValue Value)> entries)
    {
        var pairs = ImmutableArray.CreateBuilder<(YamlValue, YamlValue)>(entries.Length);
        foreach (var (key, value) in entries)
        {
            pairs.Add((Text(key), value));
        }

        return new YamlMapping(pairs.MoveToImmutable());
    }

    /// <summary>A sequence.</summary>
    /// <param name="items">Its items, in order.</param>
    public static YamlSequence Sequence(params ReadOnlySpan<YamlValue> items) => new([.. items]);

    /// <summary>A node as it is, without its comments and its layout. An alias, and a key that is a collection, stay what they are.</summary>
    /// <param name="node">The node.</param>
    public static YamlValue Of(SyntaxNode node) => node switch
    {
        MappingNode mapping => new YamlMapping([.. mapping.Entries.Select(entry => (Of(entry.KeyNode), Of(entry.Value)))]),
        SequenceNode sequence => new YamlSequence([.. sequence.Items.Select(Of)]),
        AliasNode alias => new YamlAlias(alias.Anchor),
        ScalarNode { Style: ScalarStyle.Missing } => Literal("null"),
        ScalarNode scalar => new YamlScalar(scalar.Value, scalar.IsQuoted, scalar.Style),
        _ => throw new ArgumentException($"{node.GetType().Name} is no kind of node that is known.", nameof(node)),
    };
}

/// <summary>A single value.</summary>
/// <param name="Value">Its characters.</param>
/// <param name="IsText">Whether it is a text, whatever it looks like.</param>
/// <param name="Style">How to write it where that is possible.</param>
internal sealed record YamlScalar(string Value, bool IsText, ScalarStyle? Style) : YamlValue;

/// <summary>A mapping.</summary>
/// <param name="Entries">The entries, in order.</param>
internal sealed record YamlMapping(ImmutableArray<(YamlValue Key, YamlValue Value)> Entries) : YamlValue;

/// <summary>A sequence.</summary>
/// <param name="Items">The items, in order.</param>
internal sealed record YamlSequence(ImmutableArray<YamlValue> Items) : YamlValue;

/// <summary>An alias.</summary>
/// <param name="Anchor">The anchor's name.</param>
internal sealed record YamlAlias(string Anchor) : YamlValue;

/// <summary>Lines that are taken from a document as they are and moved to another column.</summary>
/// <param name="Lines">The lines, from the first character of a comment or a dash to the end of the last line.</param>
/// <param name="Column">The column that the first character had.</param>
internal sealed record YamlLines(string Lines, int Column) : YamlValue;
