using System.Collections.Immutable;
using System.Text;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>A file of a folder that an org starts with.</summary>
/// <param name="Name">Its path below the folder, with slashes.</param>
/// <param name="Content">The flow in it, with its substitutions filled in; null where it holds none.</param>
/// <param name="Problem">Where and why it holds none.</param>
internal sealed record ArchitectFile(string Name, FlowContent? Content, string Problem);

/// <summary>Reads the Architect flows of a folder, on all processors.</summary>
internal static class ArchitectFiles
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads every <c>.yaml</c> and <c>.yml</c> file of a folder and its subfolders, those whose names begin with a dot left out; sorted by name.</summary>
    /// <param name="root">The folder's full path.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ImmutableArray<ArchitectFile> Read(string root) =>
    [
        .. Directory.EnumerateFiles(root, "*.y*ml", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/')))
            .Where(file => !file.Name.Split('/').Any(part => part.StartsWith('.')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .AsParallel().AsOrdered()
            .Select(file => ReadFile(file.Path, file.Name)),
    ];

    private static ArchitectFile ReadFile(string path, string name)
    {
        string text;
        try
        {
            text = File.ReadAllText(path, StrictUtf8);
        }
        catch (DecoderFallbackException)
        {
            return new ArchitectFile(name, null, "1:1: This is not text in UTF-8.");
        }

        return FlowContent.Read(text) is not { } content ? new ArchitectFile(name, null, "1:1: This is not an Architect flow in YAML.")
            : FillIn(content, Path.GetFileNameWithoutExtension(name)) is not { Flow.Name.Length: > 0 } filled ? new ArchitectFile(name, null, "1:1: The flow has no name.")
            : new ArchitectFile(name, filled, "");
    }

    /// <summary>Fills in what a deployment would have: <c>{{key}}</c> becomes <c>key</c>, a language <c>en-us</c>, and a flow's whole name that of its file.</summary>
    private static FlowContent FillIn(FlowContent content, string fileName)
    {
        var tree = content.Flow.Tree;
        var name = content.Flow.NameSpan;
        var edits = tree.Substitutions
            .Where(open => open is { IsResolved: false, Kind: SubstitutionKind.Archy } && open.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            .Select(open => new TextEdit(open.Span, IsWhole(tree.Source, name, open) ? Plain(fileName) : open.Key.Contains("lang", StringComparison.OrdinalIgnoreCase) ? "en-us" : open.Key))
            .ToList();
        return edits.Count == 0 ? content : content.With(edits);
    }

    private static bool IsWhole(SourceText source, TextSpan name, Substitution open) =>
        name.Start <= open.Span.Start && open.Span.End <= name.End && source.Text.AsSpan(name.Start, name.Length).Trim("\"' ").Length == open.Span.Length;

    /// <summary>A name that is plain YAML in any place.</summary>
    private static string Plain(string fileName) =>
        new string([.. fileName.Select(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_' or '.' ? letter : '_')]).Trim(' ', '-', '.') is { Length: > 0 } plain ? plain : "flow";
}
