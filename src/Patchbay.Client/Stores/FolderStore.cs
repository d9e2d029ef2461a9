using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Client.Stores;

/// <summary>Flows as files: every file below a directory that one of <see cref="FlowFormats"/> recognises. A flow's id is its path below the directory, with <c>/</c>; its revision is the SHA-256 of its bytes.</summary>
/// <remarks>A file that is not UTF-8 text is told once and found as far as its head can be read; it cannot be read itself. Symbolic links, hidden files and directories, and build output (<c>bin</c>, <c>obj</c>, <c>node_modules</c>) are left out. What nobody edited keeps every byte.</remarks>
public sealed class FolderStore : IFlowStore
{
    private static readonly string[] Extensions = [".json", ".yaml", ".yml", ".tftpl"];
    private static readonly string[] SkippedDirectories = ["bin", "obj", "node_modules"];

    private readonly string _root;
    private readonly string? _onlyFile;
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<string, InvalidByte> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Opens a directory.</summary>
    /// <param name="directory">The directory, absolute or relative to the working directory.</param>
    /// <param name="displayName">How messages and plans call it; null for the directory as given.</param>
    /// <exception cref="StoreException">It does not exist.</exception>
    public FolderStore(string directory, string? displayName = null)
        : this(displayName ?? directory, Path.GetFullPath(directory), onlyFile: null)
    {
        if (!Directory.Exists(_root))
        {
            throw new StoreException($"The folder \"{directory}\" does not exist.", StoreFailure.NotFound);
        }
    }

    private FolderStore(string displayName, string root, string? onlyFile)
    {
        DisplayName = displayName;
        _root = root;
        _onlyFile = onlyFile;
    }

    /// <inheritdoc/>
    public string DisplayName { get; }

    /// <inheritdoc/>
    public StoreCapabilities Capabilities { get; } = new(Draft: true, Publish: false, Schedule: false, History: false);

    /// <summary>Is told once of each file that is not UTF-8 text, in full sentences.</summary>
    /// <value>Default: null, for nobody.</value>
    public IProgress<string>? Notices { get; init; }

    /// <summary>The files that are not UTF-8 text, of those that were looked at so far, by id. Not all of them may be flows.</summary>
    public IReadOnlyCollection<string> Unreadable => [.. _unreadable.Keys];

    /// <summary>A flow's text that lies in no file, as if it did.</summary>
    /// <param name="source">The text; its name stands for the file's.</param>
    public static StoredFlow Wrap(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var flow = FlowFormats.Read(FlowFormats.Parse(source));
        return new StoredFlow(new FlowHeader(source.Path, flow is { Name.Length: > 0 } ? flow.Name : source.Path, flow?.Type ?? "", RevisionOf(source.ToUtf8())) { Division = flow?.Division, Description = flow?.Description ?? "" }, source.Text);
    }

    /// <summary>Opens one file as a store that holds just that flow, whether or not a format recognises it.</summary>
    /// <param name="path">The file; a symbolic link stands for what it points at.</param>
    /// <exception cref="StoreException">It does not exist.</exception>
    public static FolderStore ForFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!File.Exists(path))
        {
            throw new StoreException($"The file \"{path}\" does not exist.", StoreFailure.NotFound);
        }

        var full = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        return new FolderStore(path, Path.GetDirectoryName(full) ?? full, Path.GetFileName(full));
    }

    /// <summary>The full path of a flow's file.</summary>
    /// <param name="id">The flow's id in this store.</param>
    /// <exception cref="StoreException">The id leads out of the folder.</exception>
    public string PathOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var path = Path.GetFullPath(Path.Combine(_root, id.Replace('/', Path.DirectorySeparatorChar)));
        return path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || _root == Path.GetPathRoot(_root)
            ? path
            : throw new StoreException($"\"{id}\" does not lie in the folder \"{DisplayName}\".", StoreFailure.NotFound);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<FlowHeader> FindAsync(FlowQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var workspace = WorkspaceState.Open(_root);
        foreach (var id in Ids(query))
        {
            var (bytes, source) = await LookAsync(id, cancellationToken);
            if (ReadHead(source) is { } flow && HeaderOf(id, bytes, flow, workspace) is var header && query.Matches(header))
            {
                yield return header;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<StoredFlow> ReadAsync(string id, string? version = null, CancellationToken cancellationToken = default)
    {
        if (version is not null)
        {
            throw new StoreException($"Version {version} of \"{id}\" cannot be read: a folder keeps no older versions. Look for it in version control.", StoreFailure.NotFound);
        }

        var (bytes, source) = await LookAsync(id, cancellationToken);
        return _unreadable.TryGetValue(id, out var invalid) ? throw new StoreException(NotUtf8(id, invalid)) : new StoredFlow(HeaderOf(id, bytes, Parse(source), WorkspaceState.Open(_root)), source.Text);
    }

    /// <inheritdoc/>
    public ReadEstimate EstimateRead(IReadOnlyCollection<FlowHeader> flows) => new(flows.Count, 0);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FlowVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<FlowVersion>>([]);

    /// <inheritdoc/>
    public Task<WriteResult> WriteAsync(FlowWrite write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(write.Id);
        if (I3Export.HasName(path))
        {
            throw new StoreException($"\"{write.Id}\" is an export of Architect, which is only read. Export the flow as YAML, and change that file. Nothing was written.");
        }

        var bytes = new SourceText(write.After).ToUtf8();
        var wanted = RevisionOf(bytes);
        try
        {
            lock (_writing)
            {
                return Task.FromResult(Replace(path, write.Expected, bytes, wanted));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"\"{write.Id}\" could not be written to \"{DisplayName}\": {e.Message.TrimEnd('.')}. The file is as it was.", inner: e);
        }
    }

    /// <inheritdoc/>
    public Task<PublishResult> PublishAsync(string id, Revision revision, DateTimeOffset? activateAt, CancellationToken cancellationToken = default) =>
        Task.FromResult<PublishResult>(new PublishResult.Refused("A folder has no callers, so nothing can be published in it. Write to an org to publish there."));

    /// <inheritdoc/>
    public Task CancelPublishAsync(string id, CancellationToken cancellationToken = default) =>
        throw new StoreException("A folder publishes nothing, so nothing waits for its time in it.");

    /// <inheritdoc/>
    public async Task<OrgCatalogue> ReadCatalogueAsync(IReadOnlyCollection<FlowHeader>? flows = null, CancellationToken cancellationToken = default)
    {
        var workspace = WorkspaceState.Open(_root);
        var known = new List<CatalogueFlow>();
        foreach (var id in flows?.Select(header => header.Id) ?? Ids(FlowQuery.All))
        {
            var (bytes, source) = await LookAsync(id, cancellationToken);
            if (ReadHead(source) is not { } head)
            {
                continue;
            }

            // Of the platform's flows only those that others call are looked into.
            var header = HeaderOf(id, bytes, head, workspace);
            var entry = new CatalogueFlow(header.CatalogueId, header.Name, header.Type) { DivisionId = header.Division?.Id };
            var looksInto = head.Api == FlowApi.Definitions || FlowTypes.IsCalledByName(head.Type);
            known.Add(looksInto && Parse(source) is { } flow ? entry.LookedInto(flow) : entry);
        }

        // Other flows of the org may well lie elsewhere, and a folder knows nothing of queues.
        return new OrgCatalogue(known, queues: default, knowsAllFlows: false);
    }

    /// <summary>The revision of a file with these bytes.</summary>
    internal static Revision RevisionOf(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(SHA256.HashData(bytes)));

    private static WriteResult Replace(string path, Revision expected, byte[] bytes, Revision wanted)
    {
        if (CurrentRevision(path) is not { } current)
        {
            return new WriteResult.Conflict(Current: null);
        }

        if (current == wanted)
        {
            return new WriteResult.Written(wanted, Version: "");
        }

        // Looked at again after the new bytes are on the disk, to leave an editor that saves meanwhile as little room as a file system allows.
        return current == expected && AtomicFile.Write(path, bytes, stillExpected: () => CurrentRevision(path) == expected)
            ? new WriteResult.Written(wanted, Version: "")
            : new WriteResult.Conflict(CurrentRevision(path));
    }

    private static Revision? CurrentRevision(string path) => File.Exists(path) ? RevisionOf(File.ReadAllBytes(path)) : null;

    private Flow? Parse(SourceText source)
    {
        var tree = FlowFormats.Parse(source);
        var flow = FlowFormats.Read(tree);
        return flow is null && (_onlyFile is not null || I3Export.HasName(source.Path)) ? new Flow("", tree) : flow;
    }

    private Flow? ReadHead(SourceText source) => FlowFormats.ReadHead(source) ?? (_onlyFile is null && !I3Export.HasName(source.Path) ? null : Parse(source));

    private FlowHeader HeaderOf(string id, byte[] bytes, Flow? flow, WorkspaceState workspace) =>
        new(id, string.IsNullOrEmpty(flow?.Name) ? Path.GetFileNameWithoutExtension(id) : flow.Name, flow?.Type ?? "", RevisionOf(bytes))
        {
            CatalogueId = flow is { Api: FlowApi.Platform, Name.Length: > 0 } && FlowTypes.IsCalledByName(flow.Type) ? flow.Name : workspace.Find(PathOf(id))?.Id ?? id,
            Division = flow?.Division,
            Description = flow?.Description ?? "",
        };

    private async Task<(byte[] Bytes, SourceText Source)> LookAsync(string id, CancellationToken cancellationToken)
    {
        var path = PathOf(id);
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            var source = SourceText.FromUtf8(bytes, Path.GetRelativePath(Environment.CurrentDirectory, path), out var invalid);
            if (invalid is { } first && _unreadable.TryAdd(id, first))
            {
                Notices?.Report(NotUtf8(id, first));
            }

            return (bytes, I3Export.HasName(path) && I3Export.TryDecode(source, out var decoded, out _) ? decoded : source);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StoreException($"The folder \"{DisplayName}\" has no file \"{id}\".", StoreFailure.NotFound, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file \"{path}\" cannot be read: {e.Message}", inner: e);
        }
    }

    private string NotUtf8(string id, InvalidByte invalid) => $"The file \"{Path.GetRelativePath(Environment.CurrentDirectory, PathOf(id))}\" is not UTF-8 text (first at byte {invalid.Offset}). Convert it to UTF-8, or move it out of the folder.";

    private IEnumerable<string> Ids(FlowQuery query)
    {
        var ids = _onlyFile is not null ? [_onlyFile] : Walk(_root);
        return query.Ids is { } wanted ? ids.Where(new HashSet<string>(wanted, StringComparer.Ordinal).Contains) : ids;
    }

    private IEnumerable<string> Walk(string directory)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The folder \"{directory}\" cannot be listed: {e.Message}", inner: e);
        }

        foreach (var entry in entries.Where(entry => !IsSkipped(entry)))
        {
            if (entry is DirectoryInfo)
            {
                foreach (var id in Walk(entry.FullName))
                {
                    yield return id;
                }
            }
            else if (Extensions.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase) || I3Export.HasName(entry.Name))
            {
                yield return Path.GetRelativePath(_root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
            }
        }
    }

    private static bool IsSkipped(FileSystemInfo entry) =>
        entry.Name.StartsWith('.')
        || entry.LinkTarget is not null
        || entry.Attributes.HasFlag(FileAttributes.Hidden)
        || (entry is DirectoryInfo && SkippedDirectories.Contains(entry.Name, StringComparer.OrdinalIgnoreCase));
}
