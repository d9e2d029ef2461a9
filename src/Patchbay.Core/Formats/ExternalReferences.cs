using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>What became of a reference into another file.</summary>
public enum ExternalState
{
    /// <summary>What it names exists.</summary>
    Found,

    /// <summary>The file does not exist.</summary>
    MissingFile,

    /// <summary>The file exists, and has no such part.</summary>
    MissingPart,

    /// <summary>What it names is itself a reference, and these lead round in a circle.</summary>
    Circle,

    /// <summary>It holds a substitution, so that nobody knows yet what it names.</summary>
    Open,
}

/// <summary>A reference into another file, looked up.</summary>
/// <param name="Reference">The reference.</param>
/// <param name="Path">The file's path, as the flow's own is given.</param>
/// <param name="State">What became of it.</param>
public sealed record ExternalReference(ElementReference Reference, string Path, ExternalState State)
{
    /// <summary>The file that holds what is meant, after references of its own were followed; null where there is none.</summary>
    public Flow? File { get; init; }

    /// <summary>What is meant; null where it was not found.</summary>
    public SyntaxNode? Part { get; init; }
}

/// <summary>Looks up the references of a flow into other files: <c>./shared/tasks.yaml#/tasks/task[x]</c>. Paths are relative to the file that holds the reference.</summary>
public static class ExternalReferences
{
    /// <summary>References are followed through so many files.</summary>
    private const int MaxHops = 64;

    /// <summary>Looks up all of them, each file once.</summary>
    /// <param name="flow">The flow; its text's name is its path.</param>
    /// <param name="open">Reads a file; null where there is none.</param>
    public static ImmutableArray<ExternalReference> Resolve(Flow flow, Func<string, Flow?> open)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(open);
        var files = new Dictionary<string, OpenedFile?>(StringComparer.Ordinal);
        return [.. flow.References.Where(reference => reference.File.Length > 0).Select(reference => Resolve(flow, reference, open, files))];
    }

    /// <summary>The path of a file that another names, relative to where that lies; without <c>.</c> and, where it can be, without <c>..</c>.</summary>
    /// <param name="from">The path of the file that names it.</param>
    /// <param name="file">The name, with <c>/</c>.</param>
    public static string PathOf(string from, string file)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(file);
        var plain = from.Replace('\\', '/');
        var isRooted = file.StartsWith('/') || plain.StartsWith('/');
        var parts = new List<string>();
        var folder = file.StartsWith('/') ? "" : plain[..Math.Max(plain.LastIndexOf('/'), 0)];
        foreach (var part in folder.Split('/').Concat(file.Replace('\\', '/').Split('/')))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return (isRooted ? "/" : "") + string.Join('/', parts);
    }

    private static ExternalReference Resolve(Flow flow, ElementReference reference, Func<string, Flow?> open, Dictionary<string, OpenedFile?> files)
    {
        var path = PathOf(flow.Tree.Source.Path, reference.File);
        if (IsOpen(reference.Text))
        {
            return new ExternalReference(reference, path, ExternalState.Open);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (text, at) = (reference.Text, path);
        while (seen.Count < MaxHops && seen.Add($"{at}#{PartOf(text)}"))
        {
            if (!files.TryGetValue(at, out var file))
            {
                files[at] = file = open(at) is { } opened ? new OpenedFile(opened) : null;
            }

            if (file is null)
            {
                return new ExternalReference(reference, at, ExternalState.MissingFile);
            }

            if (file.Find(ArchitectReference.Parse(PartOf(text))) is not { } part)
            {
                return new ExternalReference(reference, at, ExternalState.MissingPart) { File = file.Flow };
            }

            if (part is not ScalarNode { IsNull: false } next || ArchitectReference.Parse(next.Value) is not { File.Length: > 0 } on)
            {
                return new ExternalReference(reference, at, ExternalState.Found) { File = file.Flow, Part = part };
            }

            if (IsOpen(next.Value))
            {
                return new ExternalReference(reference, at, ExternalState.Open);
            }

            (text, at) = (next.Value, PathOf(at, on.File));
        }

        return new ExternalReference(reference, at, ExternalState.Circle);
    }

    private static bool IsOpen(string text) => text.Contains("{{", StringComparison.Ordinal) || text.Contains("${", StringComparison.Ordinal);

    private static string PartOf(string text)
    {
        var hash = text.IndexOf("#/", StringComparison.Ordinal);
        return hash < 0 ? text : text[(hash + 1)..];
    }

    /// <summary>A file with its parts by the last step of what a reference says: kind and <c>refId</c>.</summary>
    private sealed class OpenedFile(Flow flow)
    {
        private readonly Lazy<Dictionary<(string, string), SyntaxNode>> _parts = new(() => IndexParts(flow));

        public Flow Flow => flow;

        public SyntaxNode? Find(ArchitectReference reference)
        {
            if (reference.Last is { RefId: { } refId, Name: var kind })
            {
                return _parts.Value.GetValueOrDefault((kind, refId));
            }

            var node = flow.Tree.Root;
            foreach (var step in reference.Segments)
            {
                node = (node as MappingNode)?[step.Name];
            }

            return reference.Segments.IsEmpty ? null : node;
        }

        private static Dictionary<(string, string), SyntaxNode> IndexParts(Flow flow)
        {
            var parts = new Dictionary<(string, string), SyntaxNode>();
            foreach (var element in flow.Elements.Where(element => element.RefId.Length > 0))
            {
                parts.TryAdd((ArchitectReference.KindOf(element), element.RefId), element.Node);
            }

            return parts;
        }
    }
}
