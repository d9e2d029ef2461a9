using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>The values of substitutions, by key. Keys are compared exactly. Immutable.</summary>
/// <remarks>A value takes its place inside the scalar that holds the substitution, and stays a text there: a line break, a leading dash or a colon in it makes no YAML structure,
/// and quotes or backslashes in it need no escape. Archy and Terraform put it into the raw text instead, where such characters are read as YAML.</remarks>
public sealed class SubstitutionValues
{
    private readonly ImmutableDictionary<string, string> _values;

    private SubstitutionValues(ImmutableDictionary<string, string> values) => _values = values;

    /// <summary>No values at all: every substitution stays as it is written.</summary>
    public static SubstitutionValues None { get; } = new(ImmutableDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>The keys that have a value, sorted.</summary>
    public IEnumerable<string> Keys => _values.Keys.Order(StringComparer.Ordinal);

    /// <summary>Number of keys that have a value.</summary>
    public int Count => _values.Count;

    /// <summary>Takes values from pairs; of a key that occurs twice the last value counts.</summary>
    /// <param name="values">Keys and values.</param>
    public static SubstitutionValues Of(IEnumerable<KeyValuePair<string, string>> values) => None.With(values);

    /// <summary>These values and others; where both have one for a key, the other one counts.</summary>
    /// <param name="values">Keys and values, such as those of a command line.</param>
    public SubstitutionValues With(IEnumerable<KeyValuePair<string, string>> values) => new(_values.SetItems(values));

    /// <summary>Finds the value of a key.</summary>
    /// <param name="key">The key, without braces.</param>
    /// <param name="value">The value, when there is one.</param>
    public bool TryGet(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);

    /// <summary>Reads a file of values, YAML or JSON: a mapping of keys to single values, or an options file of Archy, whose mapping <c>substitutions</c> counts.</summary>
    /// <param name="source">The text. Never throws for what it holds.</param>
    /// <returns>The values that could be read, and everything wrong with the file.</returns>
    public static SubstitutionValuesResult Read(SourceText source)
    {
        var tree = SyntaxTree.Parse(source);
        var diagnostics = tree.Diagnostics.ToBuilder();
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        switch (tree.Root)
        {
            case MappingNode root:
                ReadValues(MappingOf(root, diagnostics), tree.IsWellFormed, values, diagnostics);
                break;
            case null or ScalarNode { IsNull: true }:
                break;
            default:
                diagnostics.Add(new Diagnostic("wrong-value", Severity.Error, tree.Root.Span with { Length = 0 }, "A file of substitution values is a mapping of keys to values, or has one under \"substitutions\"; this text is none."));
                break;
        }

        return new SubstitutionValuesResult(new SubstitutionValues(values.ToImmutable()), [.. diagnostics.OrderBy(diagnostic => diagnostic.Span.Start)]);
    }

    /// <summary>An options file of Archy is known by its mapping <c>substitutions</c>; its other keys are parameters.</summary>
    private static MappingNode? MappingOf(MappingNode root, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        switch (root["substitutions"])
        {
            case MappingNode substitutions:
                return substitutions;
            case ScalarNode { Style: ScalarStyle.Missing } when root.Entries.Length == 1:
                return null;
            case SequenceNode sequence:
                diagnostics.Add(new Diagnostic("wrong-value", Severity.Error, sequence.Span, "\"substitutions\" must be a mapping of keys to values."));
                return null;
            default:
                return root;
        }
    }

    private static void ReadValues(MappingNode? mapping, bool isWellFormed, ImmutableDictionary<string, string>.Builder values, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        foreach (var entry in mapping?.Entries ?? [])
        {
            if (entry.KeyNode is not ScalarNode { Value.Length: > 0 } key || key.Value.Trim() != key.Value)
            {
                Report(entry.KeyNode, $"\"{entry.Key}\" cannot be the key of a substitution: a key has at least one character, and no blanks at its ends.");
            }
            else if (entry.Value is not ScalarNode value)
            {
                Report(entry.Value, $"The value of \"{key.Value}\" must be a text, a number, true or false.");
            }
            else if (value is { IsQuoted: false, IsNull: true })
            {
                // In broken text the value may be what could not be read.
                if (!isWellFormed)
                {
                    continue;
                }

                Report(value.Span.Length > 0 ? value : key, $"\"{key.Value}\" has no value. Give it one, or write \"\" for an empty text.");
            }
            else
            {
                values[key.Value] = value.Value;
            }
        }

        void Report(SyntaxNode node, string message) => diagnostics.Add(new Diagnostic("wrong-value", Severity.Error, node.Span, message));
    }
}

/// <summary>What reading a file of substitution values gives.</summary>
/// <param name="Values">The values that could be read.</param>
/// <param name="Diagnostics">What is wrong with the file, in document order.</param>
public sealed record SubstitutionValuesResult(SubstitutionValues Values, ImmutableArray<Diagnostic> Diagnostics);
