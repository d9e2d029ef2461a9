using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>What is wrong with a file that is read by <see cref="MappingReader"/>, and where variables of the environment come from.</summary>
/// <param name="source">The file.</param>
/// <param name="environment">Gives the value of a variable, or null; null where <c>${env:NAME}</c> means nothing.</param>
internal sealed class FileProblems(SourceText source, Func<string, string?>? environment)
{
    /// <summary>How the names of all variables end that hold a secret of Patchbay's: those of OAuth clients and of webhooks.</summary>
    private const string SecretSuffix = "_SECRET";

    /// <summary>The problems found so far.</summary>
    public ImmutableArray<Diagnostic>.Builder Found { get; } = ImmutableArray.CreateBuilder<Diagnostic>();

    /// <summary>Adds a problem.</summary>
    public void Report(string id, TextSpan span, string message, params ImmutableArray<RelatedPlace> related) => Found.Add(new Diagnostic(id, Severity.Error, span, message) { Related = related });

    /// <summary>Reports every <c>{{key}}</c> of an unquoted key or value: flows have them filled in, files of Patchbay do not.</summary>
    public void ReportPlaceholders(SyntaxTree tree)
    {
        var open = new Stack<SyntaxNode?>([tree.Substitutions.IsEmpty ? null : tree.Root]);
        while (open.TryPop(out var node))
        {
            switch (node)
            {
                case ScalarNode { Style: ScalarStyle.Plain }:
                    foreach (var placeholder in tree.SubstitutionsIn(node.Span).Where(placeholder => placeholder.Kind == SubstitutionKind.Archy))
                    {
                        Report("syntax", placeholder.Span, $"\"{source.GetText(placeholder.Span)}\" is a placeholder, and nothing fills it in here. Write the value itself; where the braces are part of a text, put all of it in quotes.");
                    }

                    break;
                case SequenceNode sequence:
                    foreach (var item in sequence.Items)
                    {
                        open.Push(item);
                    }

                    break;
                case MappingNode mapping:
                    foreach (var entry in mapping.Entries)
                    {
                        open.Push(entry.KeyNode);
                        open.Push(entry.Value);
                    }

                    break;
            }
        }
    }

    /// <summary>The text of a scalar, with every <c>${env:NAME}</c> replaced; a variable that is not set, or is a secret, is reported at its place and stays.</summary>
    public string Expand(ScalarNode scalar)
    {
        if (environment is null || !scalar.Value.Contains("${env:", StringComparison.Ordinal))
        {
            return scalar.Value;
        }

        var searchFrom = scalar.Span.Start;
        return EnvironmentPatterns.Variable().Replace(scalar.Value, match =>
        {
            var at = source.Text.IndexOf(match.Value, searchFrom, Math.Max(0, scalar.Span.End - searchFrom), StringComparison.Ordinal);
            searchFrom = at < 0 ? searchFrom : at + match.Length;
            var name = match.Groups[1].Value;
            var span = at < 0 ? scalar.Span : new TextSpan(at, match.Length);
            if (name.EndsWith(SecretSuffix, StringComparison.OrdinalIgnoreCase))
            {
                Report("secret-environment-variable", span, $"The environment variable \"{name}\" is a secret, and its value would stand for all to read in plans, journals and flows. Name another variable.");
                return match.Value;
            }

            if (environment(name) is { } value)
            {
                return value;
            }

            Report("unset-environment-variable", span, $"The environment variable \"{name}\" is not set. Set it, or write the value itself.");
            return match.Value;
        });
    }
}

/// <summary>The way a variable of the environment is written.</summary>
internal static partial class EnvironmentPatterns
{
    /// <summary>Finds <c>${env:NAME}</c>.</summary>
    [GeneratedRegex(@"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex Variable();
}

/// <summary>Reads a mapping whose keys are known. Everything wrong with it is reported, each at its place: unknown keys with the one that was meant, wrong types, keys that are missing.</summary>
internal sealed class MappingReader
{
    private readonly MappingNode _node;
    private readonly string _what;
    private readonly FileProblems _problems;

    /// <summary>Keys that a misspelt one was probably meant to be: these are reported once, where they stand, and not as missing too.</summary>
    private readonly HashSet<string> _misspelt = new(StringComparer.Ordinal);

    /// <summary>Takes a mapping and reports its unknown keys.</summary>
    /// <param name="node">The mapping.</param>
    /// <param name="what">What the mapping is, for messages: <c>a call step</c>.</param>
    /// <param name="keys">The keys it may have.</param>
    /// <param name="problems">Where problems go.</param>
    public MappingReader(MappingNode node, string what, IReadOnlyCollection<string> keys, FileProblems problems)
    {
        _node = node;
        _what = what;
        _problems = problems;
        foreach (var entry in node.Entries.Where(entry => !keys.Contains(entry.Key)))
        {
            var near = Near(entry.Key, keys);
            _misspelt.Add(near ?? "");
            problems.Report("unknown-key", entry.KeyNode.Span, $"\"{entry.Key}\" is not a key of {what}; {(near is null ? $"its keys are {Listed(keys)}" : $"did you mean \"{near}\"?")}{(near is null ? "." : "")}");
        }
    }

    /// <summary>The characters of the mapping.</summary>
    public TextSpan Span => _node.Span;

    /// <summary>Whether a key is written, with or without a value.</summary>
    public bool Has(string key) => _node.Find(key) is not null;

    /// <summary>The place of a key; that of the mapping when it is not written.</summary>
    public TextSpan PlaceOf(string key) => _node.Find(key)?.KeyNode.Span ?? Start;

    /// <summary>The place of a key's value; that of the mapping when it is not written.</summary>
    public TextSpan ValuePlaceOf(string key) => _node.Find(key) is { } entry ? Place(entry) : Start;

    /// <summary>The one of two spellings that is written; the first when neither is. Both together are reported.</summary>
    public string Spelling(string first, string second)
    {
        if (Has(first) && Has(second))
        {
            _problems.Report("duplicate-key", PlaceOf(second), $"\"{first}\" and \"{second}\" are two spellings of one key. Delete one of them.", new RelatedPlace(PlaceOf(first), "It stands here first."));
        }

        return Has(second) && !Has(first) ? second : first;
    }

    /// <summary>A text; null when it is not written, or is wrong, which is reported.</summary>
    public string? Text(string key, bool required = false)
    {
        if (Value(key, required) is not { } entry)
        {
            return null;
        }

        if (entry.Value is ScalarNode { IsNull: false } scalar && _problems.Expand(scalar) is { } text && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        WrongType(entry, "a text");
        return null;
    }

    /// <summary>One text or a list of them; empty when it is not written.</summary>
    public ImmutableArray<string> Texts(string key)
    {
        if (Value(key, required: false) is not { } entry)
        {
            return [];
        }

        var nodes = entry.Value is SequenceNode list ? list.Items : [entry.Value];
        if (nodes.IsEmpty || !nodes.All(node => node is ScalarNode { IsNull: false, Value.Length: > 0 }))
        {
            WrongType(entry, "a text or a list of texts");
            return [];
        }

        return [.. nodes.Cast<ScalarNode>().Select(_problems.Expand)];
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key)
    {
        if (Value(key, required: false) is not { } entry)
        {
            return false;
        }

        switch (entry.Value)
        {
            case ScalarNode { Style: ScalarStyle.Plain, Value: "true" }:
                return true;
            case ScalarNode { Style: ScalarStyle.Plain, Value: "false" }:
                return false;
            default:
                WrongType(entry, "true or false");
                return false;
        }
    }

    /// <summary>Names and texts, in the order written; empty when it is not written.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Pairs(string key)
    {
        if (Mapping(key) is not { } mapping)
        {
            return [];
        }

        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var entry in mapping.Entries)
        {
            if (entry is { Key.Length: > 0, Value: ScalarNode scalar } && (scalar.IsQuoted || !scalar.IsNull))
            {
                pairs.Add(new(entry.Key, _problems.Expand(scalar)));
            }
            else
            {
                WrongType(entry, "a text");
            }
        }

        return pairs.DrainToImmutable();
    }

    /// <summary>A mapping; null when it is not written, or is something else, which is reported.</summary>
    public MappingNode? Mapping(string key, bool required = false) => Typed<MappingNode>(key, required, "a mapping");

    /// <summary>A list; null when it is not written, or is something else, which is reported.</summary>
    public SequenceNode? List(string key, bool required = false) => Typed<SequenceNode>(key, required, "a list");

    /// <summary>The value of a key; null when it is not written, which is reported where it is required.</summary>
    public SyntaxNode? Node(string key, bool required = false) => Value(key, required)?.Value;

    /// <summary>Reports that a value is of the wrong type.</summary>
    public void WrongType(MappingEntry entry, string expected) => _problems.Report("wrong-value", Place(entry), $"\"{entry.Key}\" in {_what} must be {expected}.");

    /// <summary>Reports that the value of a key is of the wrong type.</summary>
    public void WrongType(string key, string expected) => WrongType(_node.Find(key) ?? throw new ArgumentException($"\"{key}\" is not written.", nameof(key)), expected);

    /// <summary>The name that was meant by one that does not exist: one slip away, the same but for case and separators, or the same beginning.</summary>
    public static string? Near(string name, IEnumerable<string> names)
    {
        var all = names.ToList();
        return new NearNames(all).Find(name).FirstOrDefault()
            ?? all.Find(candidate => Bare(candidate) == Bare(name))
            ?? all.Find(candidate => name.Length >= 3 && (candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase) || (candidate.Length >= 2 && name.StartsWith(candidate, StringComparison.OrdinalIgnoreCase))));
    }

    private TextSpan Start => _node.Span with { Length = Math.Min(1, _node.Span.Length) };

    private T? Typed<T>(string key, bool required, string expected)
        where T : SyntaxNode
    {
        if (Value(key, required) is not { } entry)
        {
            return null;
        }

        if (entry.Value is not T node)
        {
            WrongType(entry, expected);
            return null;
        }

        return node;
    }

    private MappingEntry? Value(string key, bool required)
    {
        var entry = _node.Find(key);
        if (entry is null && required && !_misspelt.Contains(key))
        {
            _problems.Report("missing-key", Start, $"The key \"{key}\" is missing in {_what}.");
        }

        return entry;
    }

    private static TextSpan Place(MappingEntry entry) => entry.Value.Span.Length > 0 ? entry.Value.Span : entry.KeyNode.Span;

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static string Listed(IEnumerable<string> keys) => string.Join(", ", keys.Select(key => $"\"{key}\""));
}
