using System.Runtime.CompilerServices;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Client.Stores;

/// <summary>Fetches definitions of an org into a folder, one file per flow, and remembers in <see cref="WorkspaceState"/> where each came from. What was edited here is never overwritten unless forced.</summary>
public sealed class FlowPuller
{
    private readonly IFlowStore _source;
    private readonly string _folder;
    private readonly WorkspaceState _state;
    private readonly Dictionary<string, string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Prepares to fetch. Nothing is read or written yet but the state.</summary>
    /// <param name="source">The org.</param>
    /// <param name="folder">The folder to fetch into; made when it does not exist.</param>
    /// <exception cref="StoreException">The state cannot be read.</exception>
    public FlowPuller(IFlowStore source, string folder)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _folder = Path.GetFullPath(folder);
        _state = WorkspaceState.Open(_folder);
    }

    /// <summary>Whether flows are read again though they have not changed, as what their definitions name may have another name by now.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool IsFresh { get; init; }

    /// <summary>Which flows were asked for, remembered once all of them are here, so that a flow that is made later is known to belong to them.</summary>
    /// <value>Default: null, and nothing is remembered.</value>
    public PullSelection? Selection { get; init; }

    /// <summary>Of flows those whose definitions would have to be read from the org: they changed since they were last fetched, or their files are missing.</summary>
    /// <param name="flows">The headers of the flows wanted.</param>
    /// <param name="force">Whether to overwrite what was edited here.</param>
    /// <exception cref="StoreException">The folder cannot be read.</exception>
    public IReadOnlyList<FlowHeader> ToRead(IReadOnlyCollection<FlowHeader> flows, bool force = false) => [.. Place(flows).Where(placed => WithoutReading(placed.Flow, placed.Path, force) is null).Select(placed => placed.Flow)];

    /// <summary>Fetches flows, and tells what became of each as it arrives. Flows that have not changed since they were last fetched are not read again.</summary>
    /// <param name="flows">The headers of the flows wanted.</param>
    /// <param name="force">Whether to overwrite what was edited here.</param>
    /// <param name="cancellationToken">Stops it; what was fetched by then is kept and remembered.</param>
    /// <exception cref="StoreException">The org or the folder refuses.</exception>
    public async IAsyncEnumerable<PulledFlow> PullAsync(IReadOnlyCollection<FlowHeader> flows, bool force = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        MakeFolder();
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (flow, path) in Place(flows))
        {
            if (WithoutReading(flow, path, force) is { } outcome)
            {
                yield return new PulledFlow(flow, path, outcome);
            }
            else
            {
                wanted[flow.Id] = path;
            }
        }

        try
        {
            await foreach (var read in _source.ReadManyAsync([.. wanted.Keys], cancellationToken))
            {
                yield return new PulledFlow(read.Header, wanted[read.Header.Id], Store(read, wanted[read.Header.Id], force));
            }

            if (Selection is not null)
            {
                _state.Select(_folder, Selection);
            }
        }
        finally
        {
            _state.Save();
        }
    }

    /// <summary>Gives each flow its file, by name.</summary>
    private List<(FlowHeader Flow, string Path)> Place(IReadOnlyCollection<FlowHeader> flows)
    {
        var ordered = flows.OrderBy(flow => flow.Name, StringComparer.Ordinal).ThenBy(flow => flow.Id, StringComparer.Ordinal).ToList();

        // Files that are known keep their names before new ones are given, so that a new flow never takes an old one's.
        foreach (var flow in ordered.Where(flow => KnownFile(flow) is not null))
        {
            _taken[KnownFile(flow) ?? ""] = flow.Id;
        }

        var placed = new List<(FlowHeader, string)>();
        foreach (var flow in ordered)
        {
            var path = KnownFile(flow) ?? NewFile(flow);
            _taken[path] = flow.Id;
            placed.Add((flow, path));
        }

        return placed;
    }

    private string? KnownFile(FlowHeader flow) => _state.FindFile(_source.DisplayName, flow.Id, _folder);

    /// <summary>What can be told without asking the org; null where it must be asked.</summary>
    private PullOutcome? WithoutReading(FlowHeader flow, string path, bool force)
    {
        if (_state.Find(path) is not { } known || known.Revision != flow.Revision.Value || known.IsCalledOtherwise(flow) || ReadFile(path) is not { } bytes)
        {
            return null;
        }

        var isEdited = FolderStore.RevisionOf(bytes).Value != known.Sha256;
        return isEdited ? (force ? null : PullOutcome.KeptEdited) : IsFresh ? null : PullOutcome.Unchanged;
    }

    private PullOutcome Store(StoredFlow read, string path, bool force)
    {
        var bytes = new SourceText(read.Text).ToUtf8();
        var here = ReadFile(path);
        var isSame = here is not null && here.AsSpan().SequenceEqual(bytes);
        if (here is not null && !isSame && !force && FolderStore.RevisionOf(here).Value != _state.Find(path)?.Sha256)
        {
            return PullOutcome.KeptEdited;
        }

        if (!isSame)
        {
            WriteFile(path, bytes);
        }

        _state.Track(path, new TrackedFile(_source.DisplayName, read.Header.Id, read.Header.Revision.Value, FolderStore.RevisionOf(bytes).Value)
        {
            Version = read.Header.Version.Length > 0 ? read.Header.Version : null,
            Name = read.Header.Name,
            Description = read.Header.Description.Length > 0 ? read.Header.Description : null,
        });
        return here is null ? PullOutcome.New : isSame ? PullOutcome.Unchanged : PullOutcome.Changed;
    }

    /// <summary>A name of its own for a flow that has no file yet: its name, then its name and type, then with a counter.</summary>
    private string NewFile(FlowHeader flow)
    {
        var name = FlowFileName.Of(flow.Name);
        var candidates = new[] { name, $"{name}.{FlowFileName.Of(flow.Type)}" }.Concat(Enumerable.Range(2, int.MaxValue - 2).Select(i => $"{name}.{FlowFileName.Of(flow.Type)}_{i}"));
        return candidates.Select(candidate => Path.Combine(_folder, candidate + _source.FileExtension)).First(path => _taken.GetValueOrDefault(path, flow.Id) == flow.Id && IsFree(path, flow));
    }

    /// <summary>Whether a flow may take a path: nothing is there, or, in a fresh checkout without state, the flow itself.</summary>
    private bool IsFree(string path, FlowHeader flow)
    {
        if (_state.Find(path) is { } known && (known.Org != _source.DisplayName || known.Id != flow.Id) && File.Exists(path))
        {
            return false;
        }

        if (ReadFile(path) is not { } bytes)
        {
            return !Directory.Exists(path);
        }

        try
        {
            var there = FlowFormats.Read(SyntaxTree.Parse(SourceText.FromUtf8(bytes, path)));
            return there is not null && there.Name == flow.Name && FlowTypes.Same(there.Type, flow.Type);
        }
        catch (System.Text.DecoderFallbackException)
        {
            // Something else entirely.
            return false;
        }
    }

    private void MakeFolder()
    {
        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The folder \"{_folder}\" could not be made: {e.Message}", inner: e);
        }
    }

    private static byte[]? ReadFile(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file \"{path}\" cannot be read: {e.Message}", inner: e);
        }
    }

    private static void WriteFile(string path, byte[] bytes)
    {
        try
        {
            AtomicFile.Write(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file \"{path}\" could not be written: {e.Message.TrimEnd('.')}. It is as it was.", inner: e);
        }
    }
}

/// <summary>What became of one flow that was fetched.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Path">The full path of its file.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record PulledFlow(FlowHeader Flow, string Path, PullOutcome Outcome);

/// <summary>What fetching a flow came to.</summary>
public enum PullOutcome
{
    /// <summary>The file is new.</summary>
    New,

    /// <summary>The file holds the newer definition.</summary>
    Changed,

    /// <summary>The file held this definition already.</summary>
    Unchanged,

    /// <summary>The file was edited here and is left as it is.</summary>
    KeptEdited,
}
