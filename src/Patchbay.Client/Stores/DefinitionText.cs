using System.Collections.Frozen;
using System.Text;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Client.Stores;

/// <summary>The definition of a flow as JSON text, without what the server owns: what the definitions store reads and writes.</summary>
internal sealed class DefinitionText
{
    private static readonly FrozenSet<string> ServerOwned = new[]
    {
        "id", "version", "revisionId", "revision_id", "compilationStatus", "compilation_status", "compilationErrors", "compilation_errors", "published", "scheduled",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly SyntaxTree _tree;

    private DefinitionText(SyntaxTree tree, MappingNode root)
    {
        _tree = tree;
        Root = root;
    }

    /// <summary>The flow's own keys, in their order.</summary>
    public MappingNode Root { get; }

    /// <summary>The text that the nodes are part of.</summary>
    public SourceText Source => _tree.Source;

    /// <summary>Reads a definition, with or without what the server owns.</summary>
    /// <param name="text">JSON text.</param>
    /// <param name="problem">Where the text is no definition: why not, as a full sentence.</param>
    public static DefinitionText? Parse(string text, out string problem)
    {
        var tree = JsonText.Parse(new SourceText(text));
        if (!tree.IsWellFormed)
        {
            var first = tree.Diagnostics.First(diagnostic => diagnostic.Severity == Core.Diagnostics.Severity.Error);
            problem = $"The definition is not valid JSON at {tree.Source.GetPosition(first.Span.Start)}: {first.Message}";
            return null;
        }

        if (tree.Root is not MappingNode root)
        {
            problem = "The definition is not a JSON object.";
            return null;
        }

        problem = "";
        return new DefinitionText(tree, new MappingNode(root.Span, [.. root.Entries.Where(entry => !ServerOwned.Contains(entry.Key))]));
    }

    /// <summary>The text as files hold it: indented by two blanks, keys in their order, with a line break at the end.</summary>
    public string Indented() => JsonPrinter.Indented(_tree with { Root = Root }) + "\n";

    /// <summary>The body of a PUT: everything, with the version that it was made from.</summary>
    public string WithVersion(int version)
    {
        var body = new StringBuilder($"{{\"version\":{version}");
        foreach (var entry in Root.Entries)
        {
            body.Append(',').Append(JsonPrinter.Compact(Source, entry.KeyNode)).Append(':').Append(JsonPrinter.Compact(Source, entry.Value));
        }

        return body.Append('}').ToString();
    }

    /// <summary>Whether two definitions say the same: order of keys and layout aside, and a null at the top being the same as nothing.</summary>
    public bool SaysTheSameAs(DefinitionText other) => Canonical() == other.Canonical();

    private string Canonical() => JsonPrinter.Canonical(Source, new MappingNode(Root.Span, [.. Root.Entries.Where(entry => entry.Value is not ScalarNode { IsNull: true })]));
}
