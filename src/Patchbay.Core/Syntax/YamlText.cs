using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Reads YAML 1.2 text into a tree with exact spans. Broken input yields a tree as far as it goes.</summary>
/// <remarks>Values stay text: <c>yes</c> is "yes", and a number keeps its spelling. Anchors and tags belong to no node's span. Of several documents the first one counts.</remarks>
public static class YamlText
{
    /// <summary>Collections may nest this deep; a deeper one is reported, and nothing from there on is read.</summary>
    public const int MaxDepth = 512;

    /// <summary>So many faults are told; a text of many megabytes may hold millions, and nobody reads on.</summary>
    public const int MaxFaults = 1000;

    /// <summary>So often a text is read again with what was at fault taken for text or for nothing, so that faults further down are found too.</summary>
    internal const int MostRepairs = 8;

    /// <summary>Parses a text. Never throws for what the text holds.</summary>
    /// <param name="source">The text. It may hold substitutions such as <c>{{key}}</c> anywhere; a scalar keeps them as they are written.</param>
    /// <param name="values">Values that scalars hold in place of the substitutions of their keys; null for none. Spans stay those of the text as it is written, and a plain scalar stays plain.</param>
    public static SyntaxTree Parse(SourceText source, SubstitutionValues? values = null) => Parse(source, values, out _);

    /// <summary>Parses a text, and counts the work that was: characters scanned and tokens read, in all rounds.</summary>
    internal static SyntaxTree Parse(SourceText source, SubstitutionValues? values, out long work)
    {
        ArgumentNullException.ThrowIfNull(source);
        var conflicts = MergeConflicts.Find(source.Text);
        var shadow = ShadowText.Of(source, values ?? SubstitutionValues.None).Repaired(conflicts.Repairs);
        var told = conflicts.Diagnostics.ToList();
        var lines = told.Select(LineOf).ToHashSet();
        var parser = new YamlParser(shadow);
        var root = parser.ParseDocument();
        work = parser.Work;
        for (var round = 0; round < MostRepairs && shadow.Repaired(parser.Repairs) is var repaired && repaired.Text != shadow.Text; round++)
        {
            told.AddRange(parser.Repaired.Where(diagnostic => lines.Add(LineOf(diagnostic))));
            shadow = repaired;
            parser = new YamlParser(shadow);
            root = parser.ParseDocument();
            work += parser.Work;
        }

        // Of a line on which a fault was repaired nothing else is told.
        told.AddRange(parser.Diagnostics.Where(diagnostic => lines.Count == 0 || !lines.Contains(LineOf(diagnostic))));
        return new SyntaxTree(source, Notation.Yaml, root, [.. told.OrderBy(diagnostic => diagnostic.Span.Start).Take(MaxFaults)]) { Comments = parser.Comments, Substitutions = shadow.Substitutions };

        int LineOf(Diagnostic diagnostic) => source.GetPosition(diagnostic.Span.Start).Line;
    }
}
