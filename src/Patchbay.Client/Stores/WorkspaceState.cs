using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patchbay.Client.Stores;

/// <summary>What is remembered of files that came from an org: <c>.patchbay/state.json</c>, so that what the server owns never enters the files themselves.</summary>
/// <remarks>The directory <c>.patchbay</c> is the nearest one at or above the folder, or beside the nearest <c>patchbay.yaml</c>; failing both it is made in the folder itself. Paths inside are relative to where it lies.</remarks>
public sealed class WorkspaceState
{
    private const string DirectoryName = ".patchbay";
    private const string FileName = "state.json";
    private readonly string _workspace;
    private readonly SortedDictionary<string, TrackedFile> _files;

    private WorkspaceState(string workspace, SortedDictionary<string, TrackedFile> files)
    {
        _workspace = workspace;
        _files = files;
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
        var files = new SortedDictionary<string, TrackedFile>(StringComparer.Ordinal);
        try
        {
            if (File.Exists(location))
            {
                using var stream = File.OpenRead(location);
                var read = JsonSerializer.Deserialize(stream, WorkspaceJson.Default.WorkspaceDocument);
                foreach (var (path, file) in read?.Files ?? [])
                {
                    files[path] = file ?? throw new JsonException($"Nothing is said of \"{path}\".");
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StoreException($"The workspace state \"{location}\" cannot be read: {e.Message} Delete it to start afresh; \"patchbay flows pull\" writes it again.", inner: e);
        }

        return new WorkspaceState(workspace, files);
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

    /// <summary>Writes the state.</summary>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public void Save()
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(_workspace, DirectoryName));
            var json = JsonSerializer.SerializeToUtf8Bytes(new WorkspaceDocument { Files = _files }, WorkspaceJson.Default.WorkspaceDocument);
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
}

internal sealed record WorkspaceDocument
{
    public int Format { get; init; } = 1;

    public SortedDictionary<string, TrackedFile> Files { get; init; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(WorkspaceDocument))]
internal sealed partial class WorkspaceJson : JsonSerializerContext;
