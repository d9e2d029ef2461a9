using System.Runtime.CompilerServices;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Client.Stores;

/// <summary>Where flows live: a folder of files, or an org through one of its APIs. All else in Patchbay sees flows only through this.</summary>
public interface IFlowStore
{
    /// <summary>How messages and plans call the store: a folder's path, an org's host and name.</summary>
    string DisplayName { get; }

    /// <summary>What the store can do.</summary>
    StoreCapabilities Capabilities { get; }

    /// <summary>The extension of files that hold what this store gives, dot included. The default is <c>.json</c>.</summary>
    string FileExtension => ".json";

    /// <summary>Finds flows. Headers come as pages arrive, in the store's own order, each flow once.</summary>
    /// <remarks>A header's revision is the one that <see cref="ReadAsync"/> would give, so a store makes it from what its listing tells, not from content.</remarks>
    /// <param name="query">Which flows; an empty query finds all.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    IAsyncEnumerable<FlowHeader> FindAsync(FlowQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads a flow's definition as text: what server-owned fields there are is left out of the text and stands in the header.</summary>
    /// <param name="id">The flow's id in this store.</param>
    /// <param name="version">An older version as <see cref="VersionsAsync"/> names it; null for the newest state.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="StoreException">The flow or version does not exist, or the store cannot be read.</exception>
    Task<StoredFlow> ReadAsync(string id, string? version = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the newest definitions of several flows, in the order in which they arrive. A store that can fetch many at once overrides this; the default reads <see cref="ReadParallelism"/> at a time.</summary>
    /// <param name="ids">The flows' ids in this store.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    /// <exception cref="StoreException">A flow does not exist, or the store cannot be read.</exception>
    async IAsyncEnumerable<StoredFlow> ReadManyAsync(IReadOnlyCollection<string> ids, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = stop.Token;
        var slots = new SemaphoreSlim(ReadParallelism);
        try
        {
            await foreach (var read in Task.WhenEach(ids.Select(ReadOneAsync)).WithCancellation(cancellationToken))
            {
                yield return await read;
            }
        }
        finally
        {
            // A reader that stops early, or a flow that cannot be read, leaves no request behind.
            await stop.CancelAsync();
        }

        async Task<StoredFlow> ReadOneAsync(string id)
        {
            await slots.WaitAsync(token);
            try
            {
                return await ReadAsync(id, version: null, token);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    /// <summary>How many definitions are read at a time where a store cannot fetch many at once.</summary>
    const int ReadParallelism = 8;

    /// <summary>What <see cref="ReadManyAsync"/> would cost, as far as it can be told without asking anybody. The default takes one request for each flow.</summary>
    /// <param name="flows">The flows, as they were just found.</param>
    ReadEstimate EstimateRead(IReadOnlyCollection<FlowHeader> flows) => new(0, flows.Count);

    /// <summary>The versions of a flow, newest first; empty for a store without history.</summary>
    /// <param name="id">The flow's id in this store.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<IReadOnlyList<FlowVersion>> VersionsAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Writes a definition, if the flow is still in the state expected. Takes and releases a lock where the store has locks. A definition with another name renames the flow, which stays the flow that it is.</summary>
    /// <param name="write">What to write over what.</param>
    /// <param name="cancellationToken">Stops the write; where the answer is lost, the outcome is unknown.</param>
    /// <exception cref="StoreException">The store could not be reached or gave up; the outcome is unknown when <see cref="StoreException.OutcomeUnknown"/> says so.</exception>
    Task<WriteResult> WriteAsync(FlowWrite write, CancellationToken cancellationToken = default);

    /// <summary>Makes a revision live, now or at a time. Publishing what is live already does nothing.</summary>
    /// <param name="id">The flow's id in this store.</param>
    /// <param name="revision">The revision; of any version, which is how to go back.</param>
    /// <param name="activateAt">When; null for now.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    Task<PublishResult> PublishAsync(string id, Revision revision, DateTimeOffset? activateAt, CancellationToken cancellationToken = default);

    /// <summary>Takes back a publish that waits for its time; where none waits, nothing happens.</summary>
    /// <param name="id">The flow's id in this store.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="StoreException">The flow does not exist, or the store does not publish at a set time.</exception>
    Task CancelPublishAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Takes a flow off, so that nothing of it is live; where nothing is, nothing happens. The default is a store that does not.</summary>
    /// <param name="id">The flow's id in this store.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <returns>Null where nothing of it is live now; else why something is, as the end of a sentence.</returns>
    /// <exception cref="StoreException">The flow does not exist, or the store could not be reached.</exception>
    Task<string?> DeactivateAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult<string?>("the service takes no flow off");

    /// <summary>How many flows may be live at a time; null where the store sets no limit. The default sets none.</summary>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<int?> ReadPublishLimitAsync(CancellationToken cancellationToken = default) => Task.FromResult<int?>(null);

    /// <summary>What is known of the org around the flows: all flows by name, and the queues.</summary>
    /// <param name="flows">The headers of all flows, where the caller has just found them, which spares the store asking again; null to find them.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    Task<OrgCatalogue> ReadCatalogueAsync(IReadOnlyCollection<FlowHeader>? flows = null, CancellationToken cancellationToken = default);
}

/// <summary>What a store can do. The applier asks this, never which store it has.</summary>
/// <param name="Draft">Whether a write can stay unpublished; otherwise every write goes live at once.</param>
/// <param name="Publish">Whether it publishes at all; a folder does not.</param>
/// <param name="Schedule">Whether it publishes at a set time by itself.</param>
/// <param name="History">Whether older versions can be read and published.</param>
public sealed record StoreCapabilities(bool Draft, bool Publish, bool Schedule, bool History);

/// <summary>Which flows to find. Parts that a store cannot ask for are filtered after the answer, so that every store finds the same.</summary>
public sealed record FlowQuery
{
    /// <summary>A name, which may hold <c>*</c> and <c>?</c>; null for every name.</summary>
    public string? Name { get; init; }

    /// <summary>A type in any spelling; null for every type.</summary>
    public string? Type { get; init; }

    /// <summary>A division's name or id; null for every division.</summary>
    public string? Division { get; init; }

    /// <summary>Ids; null for every id.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }

    /// <summary>A query that finds every flow.</summary>
    public static FlowQuery All { get; } = new();

    /// <summary>Whether a flow fits every part that is given.</summary>
    /// <param name="flow">The flow.</param>
    public bool Matches(FlowHeader flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return (Name is null || NamePattern.Matches(Name, flow.Name))
            && (Type is null || FlowTypes.Same(Type, flow.Type))
            && (Division is null || (flow.Division is { } division && (Division == division.Id || string.Equals(Division, division.Name, StringComparison.OrdinalIgnoreCase))))
            && (Ids is null || Ids.Contains(flow.Id));
    }
}

/// <summary>A flow with its definition.</summary>
/// <param name="Header">What the store says of it.</param>
/// <param name="Text">Its definition, without server-owned fields; indented by two blanks where it came over HTTP.</param>
public sealed record StoredFlow(FlowHeader Header, string Text);

/// <summary>What it would cost to read flows.</summary>
/// <param name="Here">How many need no reading, since what they hold was fetched before.</param>
/// <param name="Requests">About how many requests the others take; waiting for the org can make it more.</param>
public sealed record ReadEstimate(int Here, int Requests);

/// <summary>A version of a flow.</summary>
/// <param name="Version">The version as people call it.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Author">Who made it; empty where the store does not say.</param>
/// <param name="At">When it was made.</param>
public sealed record FlowVersion(string Version, Revision Revision, string Author, DateTimeOffset At);

/// <summary>How far a write goes.</summary>
public enum WriteMode
{
    /// <summary>Stored, not live.</summary>
    Draft,

    /// <summary>Stored and made live in one go: for stores that cannot keep a draft.</summary>
    Live,
}

/// <summary>A write.</summary>
/// <param name="Id">The flow's id in the store.</param>
/// <param name="Expected">The state it must still be in.</param>
/// <param name="Before">The definition of that state, as read.</param>
/// <param name="After">The definition to store.</param>
/// <param name="Mode">How far it goes.</param>
public sealed record FlowWrite(string Id, Revision Expected, string Before, string After, WriteMode Mode)
{
    /// <summary>Whether this very write was sent before and nobody knows how far it came: what it left behind is then the caller's own, to be finished or cleared away.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool WasBegun { get; init; }
}

/// <summary>What became of a write.</summary>
public abstract record WriteResult
{
    private WriteResult()
    {
    }

    /// <summary>Why nothing was stored, as full sentences; empty where something was.</summary>
    internal string Told => this switch
    {
        Refused refused => string.Join(' ', refused.Reasons),
        Held held => $"{held.Sentence}.",
        Conflict => "The flow had moved.",
        _ => "",
    };

    /// <summary>It is stored.</summary>
    /// <param name="Revision">The new state.</param>
    /// <param name="Version">The new version as people call it.</param>
    public sealed record Written(Revision Revision, string Version) : WriteResult
    {
        /// <summary>What the user should know beside it, in full sentences.</summary>
        /// <value>Default: none.</value>
        public IReadOnlyList<string> Remarks { get; init; } = [];
    }

    /// <summary>Somebody else wrote in between; nothing was stored.</summary>
    /// <param name="Current">The state it is in now, where the store says.</param>
    public sealed record Conflict(Revision? Current) : WriteResult;

    /// <summary>Somebody holds the flow's lock; nothing was stored.</summary>
    /// <param name="By">Who.</param>
    /// <param name="Since">Since when, where the store says.</param>
    public sealed record Held(string By, DateTimeOffset? Since) : WriteResult
    {
        /// <summary>Whether no other flow is to be begun.</summary>
        /// <value>Default: <c>false</c>.</value>
        public bool EndsRun { get; init; }

        /// <summary>Whether the holder is the client that the store itself works as, as while a job of an earlier run goes on.</summary>
        /// <value>Default: <c>false</c>.</value>
        public bool IsSelf { get; init; }

        /// <summary>Who holds it, and since when where that is known, as a sentence without its end.</summary>
        internal string Sentence => $"{(IsSelf ? $"The client in use, {By}, itself" : By)} holds the flow's lock{(Since is { } at ? $" since {at:u}" : "")}";

        /// <summary>What to do about it, as a sentence.</summary>
        /// <param name="then">What comes after it is free, as the sentence goes on after "then".</param>
        internal string Advice(string then) => $"{(IsSelf ? "A job that it began may still run: wait for its end" : "Ask them to let go of it")}, then {then}.";
    }

    /// <summary>The store found the definition wrong; nothing was stored.</summary>
    /// <param name="Reasons">What it said, as full sentences.</param>
    public sealed record Refused(IReadOnlyList<string> Reasons) : WriteResult;
}

/// <summary>What became of a publish.</summary>
public abstract record PublishResult
{
    private PublishResult()
    {
    }

    /// <summary>It is live.</summary>
    /// <param name="Version">The live version as people call it.</param>
    public sealed record Published(string Version) : PublishResult;

    /// <summary>It will go live by itself.</summary>
    /// <param name="Version">The version as people call it.</param>
    /// <param name="ActivateAt">When.</param>
    public sealed record Scheduled(string Version, DateTimeOffset ActivateAt) : PublishResult;

    /// <summary>Compilation has not finished; ask again.</summary>
    public sealed record Pending : PublishResult;

    /// <summary>The store refused.</summary>
    /// <param name="Reason">What it said, as a full sentence.</param>
    public sealed record Refused(string Reason) : PublishResult;
}
