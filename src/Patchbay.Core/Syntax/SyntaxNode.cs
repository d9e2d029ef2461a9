using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>A part of a document. YAML and JSON text yield the same four kinds, so that nothing past this folder knows the notation.</summary>
/// <param name="Span">The characters from the first to the last that belong to the node, brackets and quotes included.</param>
public abstract record SyntaxNode(TextSpan Span);

/// <summary>How a scalar is written.</summary>
public enum ScalarStyle
{
    /// <summary>Without quotes: in JSON a number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Plain,

    /// <summary>In single quotes (YAML).</summary>
    SingleQuoted,

    /// <summary>In double quotes: the only string of JSON.</summary>
    DoubleQuoted,

    /// <summary>A YAML block scalar, <c>|</c> or <c>&gt;</c>.</summary>
    Block,

    /// <summary>Nothing is written where a value was expected: an empty YAML value, or a hole in broken input.</summary>
    Missing,
}

/// <summary>A single value.</summary>
/// <param name="Span">The characters, quotes included.</param>
/// <param name="Value">The value: escapes and folding resolved. A number keeps its spelling.</param>
/// <param name="Style">How it is written.</param>
public sealed record ScalarNode(TextSpan Span, string Value, ScalarStyle Style) : SyntaxNode(Span)
{
    /// <summary>Whether the scalar is a text and not a number, boolean or null by its spelling.</summary>
    public bool IsQuoted => Style is ScalarStyle.DoubleQuoted or ScalarStyle.SingleQuoted or ScalarStyle.Block;

    /// <summary>Whether the value is a null: unquoted <c>null</c> or <c>~</c>, or nothing at all.</summary>
    public bool IsNull => Style == ScalarStyle.Missing || (Style == ScalarStyle.Plain && Value is "null" or "~" or "");
}

/// <summary>An entry of a mapping.</summary>
/// <param name="KeyNode">The key. In valid JSON, and in nearly all YAML, a <see cref="ScalarNode"/>.</param>
/// <param name="Value">The value; a scalar of style <see cref="ScalarStyle.Missing"/> where none is written.</param>
public sealed record MappingEntry(SyntaxNode KeyNode, SyntaxNode Value)
{
    /// <summary>The key's text; empty when the key is not a scalar.</summary>
    public string Key => (KeyNode as ScalarNode)?.Value ?? "";

    /// <summary>From the start of the key to the end of the value.</summary>
    public TextSpan Span => TextSpan.FromBounds(KeyNode.Span.Start, Math.Max(KeyNode.Span.End, Value.Span.End));
}

/// <summary>A mapping (JSON: object), in the order written. A key may occur twice in a broken document; the first one counts.</summary>
/// <param name="Span">The characters, braces included.</param>
/// <param name="Entries">The entries in document order.</param>
public sealed record MappingNode(TextSpan Span, ImmutableArray<MappingEntry> Entries) : SyntaxNode(Span)
{
    private const int SmallMapping = 12;
    private Dictionary<string, MappingEntry>? _index;

    /// <summary>The value under a key, or null when there is none.</summary>
    /// <param name="key">The key, compared exactly.</param>
    public SyntaxNode? this[string key] => Find(key)?.Value;

    /// <summary>The entry under a key, or null when there is none.</summary>
    /// <param name="key">The key, compared exactly.</param>
    public MappingEntry? Find(string key)
    {
        if (Entries.Length <= SmallMapping)
        {
            foreach (var entry in Entries)
            {
                if (entry.Key == key)
                {
                    return entry;
                }
            }

            return null;
        }

        if (_index is null)
        {
            var index = new Dictionary<string, MappingEntry>(Entries.Length, StringComparer.Ordinal);
            foreach (var entry in Entries)
            {
                index.TryAdd(entry.Key, entry);
            }

            _index = index;
        }

        return _index.GetValueOrDefault(key);
    }

    /// <summary>The text under a key, or null when there is none or it is not a scalar or a null.</summary>
    /// <param name="key">The key, compared exactly.</param>
    public string? GetString(string key) => this[key] is ScalarNode { IsNull: false } scalar ? scalar.Value : null;

    /// <summary>The mapping under a key, or null.</summary>
    /// <param name="key">The key, compared exactly.</param>
    public MappingNode? GetMapping(string key) => this[key] as MappingNode;

    /// <summary>The sequence under a key, or null.</summary>
    /// <param name="key">The key, compared exactly.</param>
    public SequenceNode? GetSequence(string key) => this[key] as SequenceNode;

    /// <summary>Finds the entry under a key.</summary>
    /// <param name="key">The key, compared exactly.</param>
    /// <param name="entry">The entry, when found.</param>
    public bool TryFind(string key, [NotNullWhen(true)] out MappingEntry? entry) => (entry = Find(key)) is not null;

    /// <summary>Two mappings are the same only when they are the same node.</summary>
    /// <param name="other">The other node.</param>
    public bool Equals(MappingNode? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>A sequence (JSON: array).</summary>
/// <param name="Span">The characters, brackets included.</param>
/// <param name="Items">The items in document order.</param>
public sealed record SequenceNode(TextSpan Span, ImmutableArray<SyntaxNode> Items) : SyntaxNode(Span)
{
    /// <summary>The items that are mappings, in order.</summary>
    public IEnumerable<MappingNode> Mappings => Items.OfType<MappingNode>();
}

/// <summary>A YAML alias: stands for the node that carries the anchor.</summary>
/// <param name="Span">The characters, asterisk included.</param>
/// <param name="Anchor">The anchor's name.</param>
public sealed record AliasNode(TextSpan Span, string Anchor) : SyntaxNode(Span);

/// <summary>A comment.</summary>
/// <param name="Span">The characters from <c>#</c> to the end of the line.</param>
public readonly record struct CommentTrivia(TextSpan Span);

/// <summary>The notation of a document.</summary>
public enum Notation
{
    /// <summary>JSON text.</summary>
    Json,

    /// <summary>YAML text.</summary>
    Yaml,
}

/// <summary>A parsed document. Broken input yields a tree as far as it goes, and diagnostics; never an exception.</summary>
/// <param name="Source">The text.</param>
/// <param name="Notation">How it is written.</param>
/// <param name="Root">The outermost node; null for a text without one.</param>
/// <param name="Diagnostics">What the parser found wrong, in document order.</param>
public sealed record SyntaxTree(SourceText Source, Notation Notation, SyntaxNode? Root, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>The comments, in document order.</summary>
    /// <value>Default: none; JSON has none.</value>
    public ImmutableArray<CommentTrivia> Comments { get; init; } = [];

    /// <summary>The substitutions of a YAML text, such as <c>{{key}}</c>, in document order: those in keys, in values and in comments.</summary>
    /// <value>Default: none; JSON has none.</value>
    public ImmutableArray<Substitution> Substitutions { get; init; } = [];

    /// <summary>Whether the text could be read without an error.</summary>
    public bool IsWellFormed => !Diagnostics.Any(d => d.Severity == Severity.Error);

    /// <summary>The substitutions within a span, in document order.</summary>
    /// <param name="span">A span of the text, such as that of a node.</param>
    public ImmutableArray<Substitution> SubstitutionsIn(TextSpan span)
    {
        var (low, high) = (0, Substitutions.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Substitutions[middle].Span.Start < span.Start ? (middle + 1, high) : (low, middle);
        }

        var end = low;
        while (end < Substitutions.Length && Substitutions[end].Span.End <= span.End)
        {
            end++;
        }

        return Substitutions[low..end];
    }

    /// <summary>Parses a text in the notation that its name or, failing that, its beginning tells: a text that starts with <c>[</c>, or with <c>{</c> and no second one, is JSON.</summary>
    /// <param name="source">The text; its path's extension decides when it is <c>.json</c>, <c>.yaml</c> or <c>.yml</c>.</param>
    /// <param name="values">Values that scalars of a YAML text hold in place of its substitutions; null for none.</param>
    public static SyntaxTree Parse(SourceText source, SubstitutionValues? values = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        var isJson = Path.GetExtension(source.Path).ToLowerInvariant() switch
        {
            ".json" => true,
            ".yaml" or ".yml" => false,
            _ => source.Text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['[', ..] or ['{'] or ['{', not '{', ..],
        };
        return isJson ? JsonText.Parse(source) : YamlText.Parse(source, values);
    }
}
