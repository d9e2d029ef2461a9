using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    /// <summary>What became of the folder that the org was started with; null where it was started without one.</summary>
    public FolderImport? StartFolder { get; internal set; }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Takes in every <c>.json</c> file of a folder and its subfolders as a flow. Nothing that a definition says is refused; a file that is not a JSON object is left out and told.</summary>
    /// <param name="folder">The folder. Where it belongs to a workspace (<c>.patchbay/state.json</c>), flows get the ids remembered there, so that their references to each other hold.</param>
    /// <param name="publish">Whether the flows are live at once.</param>
    /// <remarks>A flow that the org has already, by its id or else by its name and type, gets a new version, or none where the file says the same. Divisions that flows name are added. So are queues, by id, for routing targets that nothing else explains: a folder does not tell which queues an org has.</remarks>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="IOException">A file, or the state of the workspace, cannot be read.</exception>
    public FolderImport ImportFolder(string folder, bool publish = true)
    {
        var root = Path.GetFullPath(folder);
        var ids = KnownIds(root);
        var left = ImmutableArray.CreateBuilder<string>();
        var count = 0;
        lock (_gate)
        {
            Settle();
            foreach (var path in Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
                if (name.Split('/').Any(part => part.StartsWith('.')))
                {
                    continue;
                }

                try
                {
                    ImportFile(File.ReadAllText(path, StrictUtf8), name, ids.GetValueOrDefault(path), publish);
                    count++;
                }
                catch (Exception exception) when (exception is ArgumentException or DecoderFallbackException)
                {
                    left.Add($"{name}:{exception.Message.Split(" (Parameter")[0]}");
                }
            }

            AddMissingQueues();
        }

        return new FolderImport(count, left.DrainToImmutable());
    }

    /// <summary>Writes every flow's newest version as a definition file. A flow that came from a folder goes to a file of the same name.</summary>
    /// <param name="folder">The folder; made where it does not exist.</param>
    /// <returns>How many files were written.</returns>
    public int ExportFolder(string folder)
    {
        var root = Path.GetFullPath(folder);
        List<(string Path, string Text)> files = [];
        lock (_gate)
        {
            var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            foreach (var flow in _ordered.Values)
            {
                var name = flow.ImportedFrom ?? $"{FileName(flow.Name)}.json";
                for (var again = 2; !taken.Add(name); again++)
                {
                    name = $"{FileName(flow.Name)}_{again}.json";
                }

                files.Add((Path.Combine(root, name), flow.Newest.Document.Text + "\n"));
            }
        }

        Directory.CreateDirectory(root);
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? root);
            File.WriteAllText(path, text, StrictUtf8);
        }

        return files.Count;
    }

    private void ImportFile(string text, string name, string? id, bool publish)
    {
        var tree = JsonText.Parse(new SourceText(text));
        if (tree.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error) is { } problem)
        {
            throw new ArgumentException($"{tree.Source.GetPosition(problem.Span.Start)}: {problem.Message}", nameof(text));
        }

        var root = tree.Root as MappingNode ?? throw new ArgumentException("1:1: A definition must be a JSON object.", nameof(text));
        AddNamedDivision(root["division"]);
        var document = FlowDocument.From(tree.Source, root);
        id ??= root.GetString("id");
        var known = id is null
            ? _ordered.Values.FirstOrDefault(flow => flow.Name == document.Name && FlowTypes.Same(flow.Type, document.Type))
            : _flows.GetValueOrDefault(id);
        if (known is null)
        {
            Import([document], id, publish, importedFrom: name);
        }
        else if (known.Newest.Document.Text != document.Text)
        {
            ImportOver(known, document, publish);
        }
    }

    /// <summary>A new version of a flow that the org has already.</summary>
    private void ImportOver(OrgFlow flow, FlowDocument document, bool publish)
    {
        var version = AddVersion(flow, document, Importer, "Import");
        if (publish)
        {
            flow.Activations.Add(new Activation(version, Now));
            Note(flow);
        }
    }

    private void AddNamedDivision(SyntaxNode? division)
    {
        var name = division switch
        {
            ScalarNode { IsNull: false } scalar => scalar.Value,
            MappingNode mapping => mapping.GetString("name") ?? mapping.GetString("id"),
            _ => null,
        };
        var id = (division as MappingNode)?.GetString("id");
        if (name is not null && !_divisions.Exists(known => known.Id == (id ?? name) || (id is null && string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))))
        {
            AddDivision(id ?? $"division_{FileName(name).ToLowerInvariant()}", name);
        }
    }

    private void AddMissingQueues()
    {
        var targets = _ordered.Values
            .SelectMany(flow => flow.Newest.Document.Flow?.Ways ?? [])
            .Where(way => way.IsRouting && way.Target.Length > 0 && !Catalogue.IsRoutingTarget(way.Target))
            .Select(way => way.Target)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        foreach (var target in targets)
        {
            AddQueue(target, target);
        }
    }

    /// <summary>The ids that a workspace remembers for files, by full path.</summary>
    private static Dictionary<string, string> KnownIds(string folder)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var here = folder; here is not null; here = Path.GetDirectoryName(here))
        {
            var state = Path.Combine(here, ".patchbay", "state.json");
            if (!File.Exists(state))
            {
                continue;
            }

            AddIds(ids, here, state);
            break;
        }

        return ids;
    }

    private static void AddIds(Dictionary<string, string> ids, string workspace, string state)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(state));
            if (document.RootElement.TryGetProperty("files", out var files))
            {
                foreach (var file in files.EnumerateObject())
                {
                    ids[Path.GetFullPath(Path.Combine(workspace, file.Name))] = file.Value.GetProperty("id").GetString() ?? "";
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new IOException($"The workspace state \"{state}\" cannot be read: {broken.Message} Delete it to give the flows new ids.", broken);
        }
    }

    /// <summary>A name that every file system takes.</summary>
    private static string FileName(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_')).TrimStart('.') is { Length: > 0 } safe ? safe : "flow";
}

/// <summary>What became of the files of a folder.</summary>
/// <param name="Flows">How many became flows.</param>
/// <param name="LeftOut">Files that did not, each with the place and the reason.</param>
public sealed record FolderImport(int Flows, ImmutableArray<string> LeftOut)
{
    /// <summary>What was made up because flows name it, by kind; empty for definitions.</summary>
    /// <value>Default: nothing.</value>
    public ImmutableArray<MadeThings> Made { get; init; } = [];
}

/// <summary>Things that were made up because flows of a folder name them.</summary>
/// <param name="Noun">What people call one of them, such as <c>queue</c>.</param>
/// <param name="Count">How many.</param>
public sealed record MadeThings(string Noun, int Count);
