using System.Runtime.CompilerServices;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Stores;

/// <summary>Takes flows out of an org that speaks the platform's API: from the mirror where the version is there, else by export jobs of a hundred flows.</summary>
/// <remarks>A text has the name that its flow has now, whatever the flow was called when the version was made or fetched: a rename makes no version.</remarks>
/// <param name="api">The API of the org.</param>
/// <param name="org">How messages call the org.</param>
/// <param name="mirror">What was fetched before; null for nothing.</param>
internal sealed class ArchitectExports(PlatformApi api, string org, FlowMirror? mirror)
{
    /// <summary>So many export jobs run at a time.</summary>
    private const int Parallelism = 4;

    /// <summary>The requests that one job takes as a rule: one starts it, one looks at it. The download goes to another host and counts against no limit.</summary>
    private const int RequestsPerJob = 2;

    private readonly JobWait _wait = new(api.Connection.Time, org);

    /// <summary>Whether a version need not be fetched.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="version">The version; null for none.</param>
    public bool IsHere(PlatformFlow flow, PlatformVersion? version) => version is not null && mirror?.Holds(flow.Id, version.Id, version.DateCheckedIn, flow.Called) == true;

    /// <summary>The text of a version where it need not be fetched; null where it must be.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="version">The version.</param>
    public string? Find(PlatformFlow flow, PlatformVersion version) => mirror?.Find(flow.Id, version.Id, version.DateCheckedIn, flow.Called);

    /// <summary>The requests that it takes to fetch flows, as a rule.</summary>
    /// <param name="flows">How many.</param>
    public static int RequestsFor(int flows) => (flows + JobsClient.MaxExported - 1) / JobsClient.MaxExported * RequestsPerJob;

    /// <summary>The newest checked-in definitions of flows. A flow that has none yet is left out.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StoreException">The org does not export them.</exception>
    public IAsyncEnumerable<(PlatformFlow Flow, string Text)> ReadAsync(IEnumerable<PlatformFlow> flows, CancellationToken cancellationToken) =>
        ReadAsync(flows, flow => flow.CheckedInVersion, cancellationToken);

    /// <summary>The live definitions of flows. A flow that is not published is left out.</summary>
    /// <param name="flows">The flows.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StoreException">The org does not export them.</exception>
    public IAsyncEnumerable<(PlatformFlow Flow, string Text)> ReadLiveAsync(IEnumerable<PlatformFlow> flows, CancellationToken cancellationToken) =>
        ReadAsync(flows, flow => flow.PublishedVersion, cancellationToken);

    private async IAsyncEnumerable<(PlatformFlow Flow, string Text)> ReadAsync(IEnumerable<PlatformFlow> flows, Func<PlatformFlow, PlatformVersion?> pick, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missing = new List<(PlatformFlow, PlatformVersion)>();
        foreach (var flow in flows)
        {
            if (pick(flow) is not { } version)
            {
                continue;
            }

            if (Find(flow, version) is { } text)
            {
                yield return (flow, FlowName.Put(text, flow.Name));
            }
            else
            {
                missing.Add((flow, version));
            }
        }

        foreach (var some in missing.Chunk(JobsClient.MaxExported).Chunk(Parallelism))
        {
            foreach (var (flow, text) in (await Task.WhenAll(some.Select(part => FetchAsync(part, cancellationToken)))).SelectMany(read => read))
            {
                yield return (flow, text);
            }
        }
    }

    /// <summary>The definition of one version.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="version">The version's id.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="StoreException">The org does not export it.</exception>
    public async Task<string> ReadAsync(PlatformFlow flow, string version, CancellationToken cancellationToken)
    {
        // Of other versions the flow does not tell when they were checked in.
        var checkedIn = new[] { flow.CheckedInVersion, flow.PublishedVersion }.FirstOrDefault(known => known?.Id == version)?.DateCheckedIn;
        if (mirror?.Find(flow.Id, version, checkedIn, flow.Called) is { } kept)
        {
            return FlowName.Put(kept, flow.Name);
        }

        var text = TextOf(flow, await ExportAsync([(flow.Id, version)], $"version {version} of flow \"{flow.Name}\"", cancellationToken), isOnly: true);
        mirror?.Keep(flow.Id, version, checkedIn, flow.Called, text);
        return text;
    }

    private async Task<List<(PlatformFlow Flow, string Text)>> FetchAsync((PlatformFlow Flow, PlatformVersion Version)[] wanted, CancellationToken cancellationToken)
    {
        var what = wanted.Length == 1 ? $"flow \"{wanted[0].Flow.Name}\"" : $"{wanted.Length} flows";
        var texts = await ExportAsync([.. wanted.Select(pair => (pair.Flow.Id, (string?)pair.Version.Id))], what, cancellationToken);
        var read = new List<(PlatformFlow, string)>();
        foreach (var (flow, version) in wanted)
        {
            var text = TextOf(flow, texts, wanted.Length == 1);
            mirror?.Keep(flow.Id, version.Id, version.DateCheckedIn, flow.Called, text);
            read.Add((flow, text));
        }

        return read;
    }

    private string TextOf(PlatformFlow flow, IReadOnlyDictionary<string, string> texts, bool isOnly)
    {
        var text = isOnly && texts.Count == 1 ? texts.Values.First() : texts.GetValueOrDefault(flow.Id);
        return text switch
        {
            null => throw new StoreException($"The export from {org} lacks flow \"{flow.Name}\" ({flow.Id}). Try again; if it is missing once more, fetch the others without it."),
            _ when string.IsNullOrWhiteSpace(text) => throw new StoreException($"The export from {org} holds nothing of flow \"{flow.Name}\" ({flow.Id}): its file is empty. Try again; if it is empty once more, look at the flow in Architect."),
            _ => FlowName.Put(text, flow.Name),
        };
    }

    private async Task<IReadOnlyDictionary<string, string>> ExportAsync(IReadOnlyList<(string Id, string? Version)> flows, string what, CancellationToken cancellationToken)
    {
        var job = await _wait.RunAsync(() => api.Jobs.ExportAsync(flows, cancellationToken), id => api.Jobs.GetExportAsync(id, cancellationToken), "export job", cancellationToken);
        if (!job.HasSucceeded)
        {
            throw new StoreException($"{org} could not export {what}: {string.Join(' ', JobMessages.Sentences(job))}");
        }

        var texts = job.DownloadUrl is { } address
            ? await api.Jobs.DownloadAsync(address, cancellationToken)
            : throw new StoreException($"{org} says that the export of {what} is done, and gives no address to fetch it from. Try again.");
        return texts.Count > 0 ? texts : throw new StoreException($"The export of {what} from {org} is an empty archive. Try again.");
    }
}
