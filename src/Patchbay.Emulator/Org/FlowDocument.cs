using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>A flow's definition: its own keys as they were sent, without those that the server owns. Immutable; a write makes a new one.</summary>
internal sealed class FlowDocument
{
    /// <summary>The keys that the server owns, in both spellings. A client that sends them back is ignored.</summary>
    private static readonly FrozenSet<string> ServerOwned = new[]
    {
        "id", "version", "revisionId", "revision_id", "compilationStatus", "compilation_status", "compilationErrors", "compilation_errors", "published", "scheduled",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly ReadAgain<Reading> _reading;

    private FlowDocument(string json)
    {
        var reading = Reading.Of(JsonPrinter.Indented(JsonText.Parse(new SourceText(json))));
        Packed = PackedText.Of(reading.Tree.Source.Text);
        Name = reading.Root.GetString("name") ?? "";
        Type = reading.Root.GetString("type") ?? "";
        _reading = new ReadAgain<Reading>(Read, reading);
    }

    private FlowDocument(PackedText packed, string name, string type)
    {
        Packed = packed;
        Name = name;
        Type = type;
        _reading = new ReadAgain<Reading>(Read);
    }

    /// <summary>The text as it is kept.</summary>
    public PackedText Packed { get; }

    /// <summary>The definition, laid out as definition files are, without a line break at the end.</summary>
    public string Text => Tree.Source.Text;

    public SyntaxTree Tree => _reading.Value.Tree;

    public MappingNode Root => _reading.Value.Root;

    public string Name { get; }

    public string Type { get; }

    /// <summary>The flow as the formats read it; null when none of them recognises it.</summary>
    public Flow? Flow => _reading.Value.Flow.Value;

    /// <summary>A definition that was kept, with the name and the type that it says.</summary>
    public static FlowDocument Kept(PackedText packed, string name, string type) => new(packed, name, type);

    public static FlowDocument From(SourceText source, MappingNode body) => new(Print(Own(source, body)));

    /// <summary>A new state with the fields of a PUT: those given replace, nulls and absent ones leave what there is.</summary>
    public FlowDocument Replace(SourceText source, MappingNode body)
    {
        var given = Own(source, body).Where(entry => body[entry.Name] is not ScalarNode { IsNull: true }).ToList();
        var kept = Own(Tree.Source, Root).ConvertAll(entry => given.Find(g => g.Name == entry.Name) ?? entry);
        kept.AddRange(given.Where(entry => Root[entry.Name] is null));
        return new FlowDocument(Print(kept));
    }

    /// <summary>A new state with a JSON merge patch (RFC 7396) applied.</summary>
    public FlowDocument Merge(SourceText source, MappingNode patch)
    {
        var own = new MappingNode(patch.Span, [.. patch.Entries.Where(entry => !ServerOwned.Contains(entry.Key))]);
        var text = new StringBuilder();
        AppendMerged(text, Tree.Source, Root, source, own);
        return new FlowDocument(text.ToString());
    }

    /// <summary>The hash that names this state of a flow: over the flow's id, the version and the canonical content.</summary>
    public string RevisionId(string flowId, int version)
    {
        var reading = _reading.Value;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{flowId}\n{version}\n{JsonPrinter.Canonical(reading.Tree.Source, reading.Root)}")));
    }

    private Reading Read() => Reading.Of(Packed.Unpack());

    private static List<OwnEntry> Own(SourceText source, MappingNode body)
    {
        var entries = new List<OwnEntry>(body.Entries.Length);
        foreach (var entry in body.Entries)
        {
            if (!ServerOwned.Contains(entry.Key))
            {
                entries.Add(new OwnEntry(entry.Key, JsonPrinter.Compact(source, entry.KeyNode), JsonPrinter.Compact(source, entry.Value)));
            }
        }

        return entries;
    }

    private static string Print(IEnumerable<OwnEntry> entries) => $"{{{string.Join(",", entries.Select(entry => $"{entry.Key}:{entry.Value}"))}}}";

    private static void AppendMerged(StringBuilder text, SourceText targetSource, SyntaxNode? target, SourceText patchSource, SyntaxNode patch)
    {
        if (patch is not MappingNode patchMapping)
        {
            text.Append(JsonPrinter.Compact(patchSource, patch));
            return;
        }

        var targetMapping = target as MappingNode;
        var first = true;
        text.Append('{');
        foreach (var entry in targetMapping?.Entries ?? [])
        {
            var change = patchMapping[entry.Key];
            if (change is ScalarNode { IsNull: true })
            {
                continue;
            }

            StartEntry(targetSource, entry);
            if (change is null)
            {
                text.Append(JsonPrinter.Compact(targetSource, entry.Value));
            }
            else
            {
                AppendMerged(text, targetSource, entry.Value, patchSource, change);
            }
        }

        foreach (var entry in patchMapping.Entries)
        {
            if (targetMapping?[entry.Key] is null && entry.Value is not ScalarNode { IsNull: true })
            {
                StartEntry(patchSource, entry);
                AppendMerged(text, targetSource, null, patchSource, entry.Value);
            }
        }

        text.Append('}');

        void StartEntry(SourceText source, MappingEntry entry)
        {
            text.Append(first ? "" : ",").Append(JsonPrinter.Compact(source, entry.KeyNode)).Append(':');
            first = false;
        }
    }

    /// <summary>The definition, read.</summary>
    private sealed record Reading(SyntaxTree Tree, MappingNode Root)
    {
        public Lazy<Flow?> Flow { get; } = new(() => FlowFormats.Read(Tree));

        public static Reading Of(string text)
        {
            var tree = JsonText.Parse(new SourceText(text));
            return new Reading(tree, (MappingNode)(tree.Root ?? throw new ArgumentException("The definition is not a JSON object.", nameof(text))));
        }
    }

    /// <summary>An entry as JSON text, beside its name as it reads.</summary>
    private sealed record OwnEntry(string Name, string Key, string Value);
}
