using System.Collections.Immutable;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Applying;

/// <summary>Finds what changed in an org since its flows were fetched into a folder, or changed from there by a run: whichever was later.</summary>
/// <param name="store">The org.</param>
/// <param name="runs">The runs made from here.</param>
/// <param name="folder">The folder whose files were fetched.</param>
public sealed class DriftFinder(IFlowStore store, RunFolder runs, string folder)
{
    private readonly Dictionary<string, RunFlow> _lastRuns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunFlow> _lastWrites = new(StringComparer.Ordinal);

    /// <summary>Looks at all flows that have a file here. Definitions are read only of those that moved.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="StoreException">No file here came from the org, or the org or a file cannot be read.</exception>
    public async Task<Drift> FindAsync(CancellationToken cancellationToken = default)
    {
        var state = WorkspaceState.Open(folder);
        var files = state.FilesOf(store.DisplayName, folder);
        if (files.Count == 0)
        {
            var elsewhere = state.Files.Where(file => file.Value.Org == store.DisplayName).Select(file => Path.GetDirectoryName(file.Key)).FirstOrDefault(other => other is { Length: > 0 });
            throw new StoreException($"No file in \"{folder}\" was fetched from {store.DisplayName}, so nothing can have moved since. {(elsewhere is null ? "Fetch its flows first with \"patchbay flows pull\"." : $"Its flows were fetched into \"{elsewhere}\": look there with \"patchbay drift {elsewhere}\".")}", StoreFailure.NotFound);
        }

        ReadRuns();
        var headers = new Dictionary<string, FlowHeader>(StringComparer.Ordinal);
        await foreach (var header in store.FindAsync(FlowQuery.All, cancellationToken))
        {
            headers[header.Id] = header;
        }

        var found = ImmutableArray.CreateBuilder<DriftedFlow>();
        var applied = ImmutableArray.CreateBuilder<FlowHeader>();
        foreach (var (path, file) in files)
        {
            if (!headers.TryGetValue(file.Id, out var header))
            {
                // Whoever has deleted the file as well has taken note of it.
                if (File.Exists(path))
                {
                    found.Add(new DriftedFlow(file.Id, file.Name ?? Path.GetFileNameWithoutExtension(path), path));
                }
            }
            else if (HasMoved(header, file) && IsAsLeft(header, file))
            {
                applied.Add(header);
            }
            else if (HasMoved(header, file) || file.IsCalledOtherwise(header))
            {
                found.Add(await LookAsync(path, file, header, cancellationToken));
            }
        }

        var selections = state.SelectionsOf(store.DisplayName, folder);
        var without = headers.Values.ExceptBy(files.Select(file => file.File.Id), header => header.Id).ToList();
        var made = without.FindAll(header => header.Version.Length > 0 && selections.Any(selection => selection.TakesIn(header)));
        foreach (var header in made)
        {
            var versions = await store.VersionsAsync(header.Id, cancellationToken);
            found.Add(new DriftedFlow(header.Id, header.Name, Path: null) { Header = header, First = versions.Count > 0 ? versions[^1] : null });
        }

        return new Drift(await ReadAsync(found, cancellationToken), applied.DrainToImmutable(), files.Count, without.Count - made.Count);
    }

    private static bool HasMoved(FlowHeader header, TrackedFile file) => header.Revision.Value != file.Revision;

    /// <summary>The newest run that touched each flow, and the newest that left a version of it.</summary>
    private void ReadRuns()
    {
        foreach (var flow in runs.List().Where(run => run.Store == store.DisplayName && run.Problem.Length == 0).SelectMany(run => run.Flows).Where(flow => flow.Written is not null || flow.Live is not null || flow.Restored is not null))
        {
            _lastRuns.TryAdd(flow.Id, flow);
            if (VersionLeftBy(flow) is not null)
            {
                _lastWrites.TryAdd(flow.Id, flow);
            }
        }
    }

    /// <summary>Whether a flow is as the last runs from here left it.</summary>
    private bool IsAsLeft(FlowHeader header, TrackedFile file) =>
        _lastRuns.TryGetValue(header.Id, out var run)
        && header.Version == (VersionLeftFor(header.Id) ?? file.Version)
        && (NameLeftFor(header.Id) ?? file.Name ?? header.Name) == header.Name
        && (run.Live is not { ActivateAt: null } live || header.Published?.Version == live.Version);

    private async Task<DriftedFlow> LookAsync(string path, TrackedFile file, FlowHeader header, CancellationToken cancellationToken)
    {
        var versions = await store.VersionsAsync(header.Id, cancellationToken);
        var known = new[] { file.Version, VersionLeftFor(header.Id) };
        var since = versions.TakeWhile(version => !known.Contains(version.Version, StringComparer.Ordinal)).ToImmutableArray();
        var baseline = since.Length < versions.Count ? versions[since.Length] : null;
        var isCalledOtherwise = file.IsCalledOtherwise(header);
        var found = new DriftedFlow(header.Id, header.Name, path)
        {
            Header = header,
            Baseline = baseline?.Version ?? file.Version,
            Since = baseline?.At,
            Versions = baseline is null ? [] : since,
            NameBefore = isCalledOtherwise && file.Name != header.Name ? file.Name : null,
            DescriptionBefore = isCalledOtherwise && (file.Description ?? "") != header.Description ? file.Description ?? "" : null,
        };
        if (!HasMoved(header, file))
        {
            return found;
        }

        var text = baseline is null || baseline.Version == file.Version ? UneditedText(path, file) : null;
        return found with { Before = text ?? (baseline is null ? null : (await store.ReadAsync(header.Id, baseline.Version, cancellationToken)).Text) };
    }

    /// <summary>Adds the newest definitions where there is one to compare them with.</summary>
    private async Task<ImmutableArray<DriftedFlow>> ReadAsync(IReadOnlyCollection<DriftedFlow> found, CancellationToken cancellationToken)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var flow in store.ReadManyAsync([.. found.Where(flow => flow.Before is not null).Select(flow => flow.Id)], cancellationToken))
        {
            texts[flow.Header.Id] = flow.Text;
        }

        return [.. found.Select(flow => flow with { After = texts.GetValueOrDefault(flow.Id) }).OrderBy(flow => flow.Name, StringComparer.Ordinal)];
    }

    private string? VersionLeftFor(string id) => _lastWrites.TryGetValue(id, out var write) ? VersionLeftBy(write) : null;

    private static string? VersionLeftBy(RunFlow run) => (run.Restored ?? run.Written)?.Version;

    /// <summary>The name in the definition that was left of a flow; null where none was, or none with a name.</summary>
    private string? NameLeftFor(string id) => _lastWrites.TryGetValue(id, out var write) ? FlowName.In((write.Restored is null ? write.After : write.Before) ?? "") : null;

    /// <summary>What was fetched, where the file still holds it.</summary>
    private static string? UneditedText(string path, TrackedFile file)
    {
        try
        {
            var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
            return FolderStore.RevisionOf(bytes).Value == file.Sha256 ? Core.Text.SourceText.FromUtf8(bytes, path).Text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The file \"{path}\" cannot be read: {e.Message}", inner: e);
        }
    }
}

/// <summary>What changed in an org since its flows were fetched, or changed from here.</summary>
/// <param name="Flows">The flows that somebody else changed, made or deleted, by name.</param>
/// <param name="Applied">The flows that are as a run from here left them, while their file is older.</param>
/// <param name="Files">How many files came from the org.</param>
/// <param name="WithoutFile">How many other flows of the org have no file here.</param>
public sealed record Drift(ImmutableArray<DriftedFlow> Flows, ImmutableArray<FlowHeader> Applied, int Files, int WithoutFile);

/// <summary>A flow that somebody changed, made or deleted.</summary>
/// <param name="Id">Its id in the org.</param>
/// <param name="Name">Its name; where it was deleted, the last one known.</param>
/// <param name="Path">The full path of its file; null where it is new, and would have been fetched had it been there before.</param>
public sealed record DriftedFlow(string Id, string Name, string? Path)
{
    /// <summary>The flow as it is now; null where it was deleted.</summary>
    public FlowHeader? Header { get; init; }

    /// <summary>The version that is known here; null where that was not recorded.</summary>
    public string? Baseline { get; init; }

    /// <summary>When that version was made; null where the org does not list it.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The versions made since, newest first.</summary>
    public ImmutableArray<FlowVersion> Versions { get; init; } = [];

    /// <summary>Of a new flow its oldest version; null where the org lists none.</summary>
    public FlowVersion? First { get; init; }

    /// <summary>What it was called before; null where it still is.</summary>
    public string? NameBefore { get; init; }

    /// <summary>How it was described before; null where it still is.</summary>
    public string? DescriptionBefore { get; init; }

    /// <summary>The definition that is known here; null where neither the file nor the org has it, and where it is still the newest.</summary>
    public string? Before { get; init; }

    /// <summary>The newest definition; null where there is none to compare it with.</summary>
    public string? After { get; init; }
}
