using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Stores;

/// <summary>What is remembered of files that came from an org: <c>.patchbay/state.json</c>, so that what the server owns never enters the files themselves.</summary>
/// <remarks>The directory <c>.patchbay</c> is the nearest one at or above the folder, or beside the nearest <c>patchbay.yaml</c>; failing both it is made in the folder itself. Paths inside are relative to where it lies.</remarks>
public sealed class WorkspaceState
{
    private const string DirectoryName = ".patchbay";
    private const string FileName = "state.json";
    private readonly string _workspace;
    private readonly SortedDictionary<string, TrackedFile> _files;
    private readonly SortedDictionary<string, IReadOnlyList<PullSelection>> _selections;

    private WorkspaceState(string workspace, WorkspaceDocument document)
    {
        _workspace = workspace;
        _files = document.Files;
        _selections = document.Selections ?? [];
    }

    /// <summary>The full path of the state file, whether or not it exists yet.</summary>
    public string Location => Path.Combine(_workspace, DirectoryName, FileName);

    /// <summary>The files known, by path relative to the workspace, sorted.</summary>
    public IReadOnlyDictionary<string, TrackedFile> Files => _files;

    /// <summary>Reads the state that a folder belongs to; empty where none was written yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="StoreException">The state file cannot be read.</exception>
    public static WorkspaceState Open(string folder)
    {
        var workspace = Locate(Path.GetFullPath(folder));
        var location = Path.Combine(workspace, DirectoryName, FileName);
        var document = new WorkspaceDocument { Selections = new(StringComparer.Ordinal) };
        try
        {
            if (File.Exists(location))
            {
                using var stream = File.OpenRead(location);
                var read = JsonSerializer.Deserialize(stream, WorkspaceJson.Default.WorkspaceDocument);
                foreach (var (path, file) in read?.Files ?? [])
                {
                    document.Files[path] = file ?? throw new JsonException($"Nothing is said of \"{path}\".");
                }

                foreach (var (path, selections) in read?.Selections ?? [])
                {
                    document.Selections[path] = selections?.Contains(null!) == false ? selections : throw new JsonException($"What was fetched into \"{path}\" is not said.");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StoreException($"The workspace state \"{location}\" cannot be read: {e.Message} Delete it to start afresh; \"patchbay flows pull\" writes it again.", inner: e);
        }

        return new WorkspaceState(workspace, document);
    }

    /// <summary>What is known of a file; null where it never came from an org.</summary>
    /// <param name="path">The file's full path.</param>
    public TrackedFile? Find(string path) => _files.GetValueOrDefault(KeyOf(path));

    /// <summary>The full path of the file that holds an org's flow; null where none does.</summary>
    /// <param name="org">The org, as its store's display name.</param>
    /// <param name="id">The flow's id there.</param>
    /// <param name="below">Only files below this directory count.</param>
    public string? FindFile(string org, string id, string below)
    {
        var prefix = Path.GetFullPath(below) + Path.DirectorySeparatorChar;
        return _files
            .Where(file => file.Value.Org == org && file.Value.Id == id)
            .Select(file => Path.GetFullPath(Path.Combine(_workspace, file.Key)))
            .FirstOrDefault(path => path.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>The files below a directory that came from an org, by full path, sorted.</summary>
    /// <param name="org">The org, as its store's display name.</param>
    /// <param name="below">The directory.</param>
    public IReadOnlyList<(string Path, TrackedFile File)> FilesOf(string org, string below)
    {
        var prefix = Path.GetFullPath(below) + Path.DirectorySeparatorChar;
        return [.. _files.Where(file => file.Value.Org == org).Select(file => (Path: Path.GetFullPath(Path.Combine(_workspace, file.Key)), File: file.Value)).Where(file => file.Path.StartsWith(prefix, StringComparison.Ordinal))];
    }

    /// <summary>Remembers where a file came from, in place of what was known of it. Nothing is written before <see cref="Save"/>.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="file">What to remember.</param>
    public void Track(string path, TrackedFile file) => _files[KeyOf(path)] = file;

    /// <summary>Which flows of an org were fetched into a folder, as they were asked for; empty where that was not kept.</summary>
    /// <param name="org">The org, as its store's display name.</param>
    /// <param name="folder">The folder.</param>
    public IReadOnlyList<PullSelection> SelectionsOf(string org, string folder) => [.. _selections.GetValueOrDefault(KeyOf(folder), []).Where(selection => selection.Org == org)];

    /// <summary>Remembers that a selection was fetched into a folder whole. One that takes in every flow stands for all others of its org. Nothing is written before <see cref="Save"/>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="selection">The selection.</param>
    public void Select(string folder, PullSelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var all = new PullSelection(selection.Org);
        var known = _selections.GetValueOrDefault(KeyOf(folder), []);
        if (!known.Contains(selection) && !known.Contains(all))
        {
            _selections[KeyOf(folder)] = [.. known.Where(other => selection != all || other.Org != selection.Org), selection];
        }
    }

    /// <summary>Writes the state.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public void Save()
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(_workspace, DirectoryName));
            var json = JsonSerializer.SerializeToUtf8Bytes(new WorkspaceDocument { Files = _files, Selections = _selections.Count > 0 ? _selections : null }, WorkspaceJson.Default.WorkspaceDocument);
            AtomicFile.Write(Location, [.. json, (byte)'\n']);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The workspace state \"{Location}\" could not be written: {e.Message}", inner: e);
        }
    }

    private string KeyOf(string path) => Path.GetRelativePath(_workspace, Path.GetFullPath(path)).Replace(Path.DirectorySeparatorChar, '/');

    private static string Locate(string folder)
    {
        for (var here = folder; here is not null; here = Path.GetDirectoryName(here))
        {
            if (Directory.Exists(Path.Combine(here, DirectoryName)) || File.Exists(Path.Combine(here, "patchbay.yaml")))
            {
                return here;
            }
        }

        return folder;
    }
}

/// <summary>Where a file came from.</summary>
/// <param name="Org">The org, as its store's display name.</param>
/// <param name="Id">The flow's id there.</param>
/// <param name="Revision">The revision that was fetched, in the org's spelling.</param>
/// <param name="Sha256">The SHA-256 of the file as it was written, in lower-case hexadecimal: a file that differs was edited here.</param>
public sealed record TrackedFile(string Org, string Id, string Revision, string Sha256)
{
    /// <summary>The version that was fetched, as people call it; null where the state was written before that was kept.</summary>
    public string? Version { get; init; }

    /// <summary>What the org called the flow then; null where the state was written before that was kept.</summary>
    public string? Name { get; init; }

    /// <summary>The description that the org gave it then; null for none, and where <see cref="Name"/> is null.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the org calls or describes the flow differently by now. A flow can get another name and description without a new version.</summary>
    /// <param name="flow">The flow as it is now.</param>
    public bool IsCalledOtherwise(FlowHeader flow) => Name is not null && (Name != flow.Name || (Description ?? "") != flow.Description);
}

/// <summary>Which flows of an org were asked for; parts that are null leave the choice open.</summary>
/// <param name="Org">The org, as its store's display name.</param>
public sealed record PullSelection(string Org)
{
    /// <summary>A name, which may hold <c>*</c> and <c>?</c>.</summary>
    public string? Name { get; init; }

    /// <summary>A type in any spelling.</summary>
    public string? Type { get; init; }

    /// <summary>A division's name or id.</summary>
    public string? Division { get; init; }

    /// <summary>Whether a flow would be among them.</summary>
    /// <param name="flow">The flow.</param>
    public bool TakesIn(FlowHeader flow) => new FlowQuery { Name = Name, Type = Type, Division = Division }.Matches(flow);
}

internal sealed record WorkspaceDocument
{
    public int Format { get; init; } = 1;

    public SortedDictionary<string, TrackedFile> Files { get; init; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, IReadOnlyList<PullSelection>>? Selections { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(WorkspaceDocument))]
internal sealed partial class WorkspaceJson : JsonSerializerContext;
