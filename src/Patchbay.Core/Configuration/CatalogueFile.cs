using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Configuration;

/// <summary>A catalogue that was read, or what is wrong with it.</summary>
/// <param name="Names">The names; null when anything is wrong.</param>
/// <param name="Diagnostics">Everything that is wrong, in document order, with places in the file.</param>
public sealed record CatalogueFileResult(OrgNames? Names, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Reads a catalogue file: the names of what an org has, for checking flows where no org can be asked. A mapping from kinds (<c>queues</c>, <c>data-actions</c>) to lists of names, and <c>complete</c>: <c>true</c>, or the kinds of which nothing else exists.</summary>
public static class CatalogueFileReader
{
    private const string Complete = "complete";

    /// <summary>The keys of the file.</summary>
    internal static ImmutableArray<string> FileKeys => [.. OrgNames.Keys, Complete];

    /// <summary>The JSON Schema (draft 2020-12) of the file.</summary>
    public static string Schema => EmbeddedText.Read("catalogue.schema.json");

    /// <summary>Reads the file, YAML or JSON. Never throws for what the text holds; an empty one knows nothing.</summary>
    /// <param name="source">The text.</param>
    public static CatalogueFileResult Read(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var tree = SyntaxTree.Parse(source);
        var problems = new FileProblems(source, environment: null);
        problems.Found.AddRange(tree.Diagnostics);
        problems.ReportPlaceholders(tree);
        var names = OrgNames.Unknown;
        if (tree.Root is MappingNode root)
        {
            names = ReadFile(root, problems);
        }
        else if (tree.IsWellFormed && tree.Root is not (null or ScalarNode { IsNull: true }))
        {
            problems.Report("wrong-value", tree.Root.Span with { Length = 0 }, "A catalogue is a mapping from kinds such as \"queues\" to lists of names; this text is none.");
        }

        var diagnostics = problems.Found.OrderBy(diagnostic => diagnostic.Span.Start).ToImmutableArray();
        return new CatalogueFileResult(diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error) ? null : names, diagnostics);
    }

    private static OrgNames ReadFile(MappingNode root, FileProblems problems)
    {
        var reader = new MappingReader(root, "the catalogue", FileKeys, problems);
        var complete = ReadComplete(reader, problems);
        var kinds = ImmutableDictionary.CreateBuilder<DependencyKind, KnownNames>();
        foreach (var entry in root.Entries)
        {
            if (OrgNames.KindOf(entry.Key) is { } kind && !kinds.ContainsKey(kind))
            {
                kinds[kind] = KnownNames.Of(ReadNames(entry, reader, problems), complete.Contains(kind));
            }
        }

        return new OrgNames(kinds.ToImmutable());
    }

    private static IEnumerable<string> ReadNames(MappingEntry entry, MappingReader reader, FileProblems problems)
    {
        if (entry.Value is not SequenceNode list)
        {
            if (entry.Value is not ScalarNode { IsNull: true })
            {
                reader.WrongType(entry, "a list of names");
            }

            return [];
        }

        var names = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is ScalarNode { Value.Length: > 0 } name && (name.IsQuoted || !name.IsNull))
            {
                names.Add(name.Value);
            }
            else
            {
                problems.Report("wrong-value", item.Span, $"A name in \"{entry.Key}\" must be a text.");
            }
        }

        return names;
    }

    private static HashSet<DependencyKind> ReadComplete(MappingReader reader, FileProblems problems)
    {
        switch (reader.Node(Complete))
        {
            case null or ScalarNode { Value: "false" }:
                return [];
            case ScalarNode { Value: "true" }:
                return [.. OrgNames.Keys.Select(OrgNames.KindOf).OfType<DependencyKind>()];
            case SequenceNode list:
                var kinds = new HashSet<DependencyKind>();
                foreach (var item in list.Items)
                {
                    if (item is ScalarNode { } key && OrgNames.KindOf(key.Value) is { } kind)
                    {
                        kinds.Add(kind);
                    }
                    else
                    {
                        var near = item is ScalarNode written ? MappingReader.Near(written.Value, OrgNames.Keys) : null;
                        problems.Report("wrong-value", item.Span, $"This is no kind of name.{(near is null ? $" The kinds are {string.Join(", ", OrgNames.Keys)}." : $" Did you mean \"{near}\"?")}");
                    }
                }

                return kinds;
            default:
                reader.WrongType(Complete, "true, or a list of kinds");
                return [];
        }
    }
}
