using System.Net;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>Attributes the contacts of flows to the versions of a module that they held.</summary>
/// <remarks>
/// Analytics tell how many contacts went through which version of a flow, and the org tells of each version only when it was published last. A version that was published again, as it is to take a new module, held an older one before; the index speaks of what it holds now.
/// So its contacts are parted at the last publish, and those before it are judged by what the module can have been then. Where that leaves a doubt the audit trail is asked: since the module's live version went live, whatever a flow was published with is that version.
/// </remarks>
internal sealed class AdoptionReader
{
    private const int Parallelism = 8;
    private const int MostFlowsPerRequest = 100;

    /// <summary>The shortest time that analytics tell apart.</summary>
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    /// <summary>So far the audit trail and the flow may differ about the time of one publish.</summary>
    private static readonly TimeSpan SamePublish = TimeSpan.FromMinutes(1);

    private readonly PlatformApi _api;
    private readonly ModuleEntry _module;
    private readonly string _version;
    private readonly DateTimeOffset _since;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, PlatformFlow> _flows;
    private readonly Lazy<Task<Trail>> _trail;

    public AdoptionReader(PlatformApi api, ModuleLedger ledger, ModuleEntry module, string version, DateTimeOffset since, CancellationToken cancellationToken)
    {
        (_api, _module, _version, _since, _cancellationToken) = (api, module, version, since, cancellationToken);
        _flows = ledger.Flows.ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        _trail = new(ReadTrailAsync);
    }

    public async Task<ModuleAdoption> CountAsync(DateTimeOffset from, DateTimeOffset to)
    {
        var before = new Dictionary<string, long>(StringComparer.Ordinal);
        var after = new List<VersionContacts>();
        var start = from < _since ? _since : from;
        foreach (var some in _module.Consumers.Select(consumer => consumer.Id).Chunk(MostFlowsPerRequest))
        {
            foreach (var contacts in from < _since ? await _api.Analytics.ContactsAsync(some, from, (_since < to ? _since : to) - Instant, _cancellationToken) : [])
            {
                before[contacts.FlowId] = before.GetValueOrDefault(contacts.FlowId) + contacts.Contacts;
            }

            after.AddRange(start < to ? await _api.Analytics.ContactsAsync(some, start, to, _cancellationToken) : []);
        }

        var byFlow = after.ToLookup(contacts => contacts.FlowId, StringComparer.Ordinal);
        var counted = new ConsumerCallers[_module.Consumers.Length];
        await Parallel.ForEachAsync(Enumerable.Range(0, counted.Length), new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = _cancellationToken }, async (i, _) =>
        {
            var consumer = _module.Consumers[i];
            var tally = new Tally();
            foreach (var contacts in byFlow[consumer.Id].OrderBy(contacts => contacts.Version, StringComparer.Ordinal))
            {
                await AttributeAsync(consumer, contacts, start, tally);
            }

            counted[i] = new ConsumerCallers(consumer, before.GetValueOrDefault(consumer.Id), tally.New, tally.Old, tally.Unknown) { WhyUnknown = string.Join(' ', tally.Reasons) };
        });
        return new ModuleAdoption(_module, from, to, [.. counted]);
    }

    private async Task AttributeAsync(ModuleConsumer consumer, VersionContacts contacts, DateTimeOffset start, Tally tally)
    {
        if (await VersionAsync(consumer, contacts.Version) is not { DatePublished: { } published, DateCheckedIn: { } checkedIn } version)
        {
            tally.Add(Held.Unknown($"The org does not tell when version {contacts.Version ?? "?"} of the flow was live."), contacts.Contacts);
            return;
        }

        var now = await HeldAsync(consumer, version.Id, published);
        var made = DateTimeOffset.FromUnixTimeMilliseconds(checkedIn);
        var earlier = HeldIn(version.Id, made, published);
        if (published <= start || made >= published || (now.IsNew is not null && now.IsNew == earlier.IsNew))
        {
            tally.Add(now, contacts.Contacts);
            return;
        }

        var first = await CountAsync(consumer, version.Id, start, published);
        tally.Add(now, contacts.Contacts - first);
        if (first > 0 && earlier.IsNew is null)
        {
            await AttributeByTrailAsync(consumer, version, first, now, start, tally);
        }
        else
        {
            tally.Add(earlier, first);
        }
    }

    /// <summary>Contacts through a version before its last publish, which may have gone through several publishes of it.</summary>
    private async Task AttributeByTrailAsync(ModuleConsumer consumer, PlatformVersion version, long contacts, Held now, DateTimeOffset start, Tally tally)
    {
        var (published, checkedIn) = (version.DatePublished ?? default, DateTimeOffset.FromUnixTimeMilliseconds(version.DateCheckedIn ?? 0));
        var trail = await _trail.Value;
        var publishes = trail.Publishes[consumer.Id].Where(at => at < published + SamePublish).Order().ToList();
        if (publishes.Count == 0 || publishes[^1] < published - SamePublish)
        {
            tally.Add(Held.Unknown($"Version {version.Id} of the flow was published again at {published.UtcDateTime:u}, and the org does not tell what it held before. {trail.Trouble}".TrimEnd()), contacts);
            return;
        }

        // Up to the first publish since then the flow was as it had been; whatever was published since then took the live version of the module.
        var first = publishes[0];
        var asBefore = first >= published - SamePublish ? contacts : first <= start ? 0 : await CountAsync(consumer, version.Id, start, first);
        tally.Add(HeldIn(version.Id, checkedIn, _since), asBefore);
        tally.Add(now, contacts - asBefore);
    }

    private async Task<long> CountAsync(ModuleConsumer consumer, string version, DateTimeOffset from, DateTimeOffset to) =>
        (await _api.Analytics.ContactsAsync([consumer.Id], from, to - Instant, _cancellationToken)).Where(contacts => contacts.Version == version).Sum(contacts => contacts.Contacts);

    private async Task<PlatformVersion?> VersionAsync(ModuleConsumer consumer, string? version) =>
        version is null ? null
        : version == consumer.LiveVersion && _flows.GetValueOrDefault(consumer.Id)?.PublishedVersion is { DateCheckedIn: not null } live ? live
        : await _api.Flows.VersionsAsync(consumer.Id, _cancellationToken).FirstOrDefaultAsync(known => known.Id == version, _cancellationToken);

    /// <summary>What a version holds since its last publish: of the live one the ledger knows; of others the times tell, and where these allow the live version of the module, the index must say so too.</summary>
    private async Task<Held> HeldAsync(ModuleConsumer consumer, string version, DateTimeOffset published)
    {
        if (version == consumer.LiveVersion)
        {
            return consumer.Holds is { } holds ? Held.Known(holds == _version) : Held.Unknown(consumer.WhyUnknown);
        }

        var possible = _module.Times.PossibleAt(published);
        if (possible.Count > 0 && !possible.Contains(_version))
        {
            return Held.Known(isNew: false);
        }

        var used = await _api.Dependencies.ConsumedAsync(consumer.Id, DependencyClient.TypeOf(consumer.Type), version, DependencyClient.CommonModule, _cancellationToken).FirstOrDefaultAsync(used => used.Id == _module.Id, _cancellationToken);
        return (used, possible) switch
        {
            (null, _) => Held.Known(isNew: false),
            ({ StateUnknown: true }, _) => Held.Unknown("The org's index does not know how the flow stands."),
            ({ Version: { } named }, _) when possible.Contains(named) => Held.Known(named == _version),
            ({ Version: null }, [_]) => Held.Known(isNew: true),
            _ => Held.Unknown($"Which version of the module version {version} of the flow held, index and times do not tell."),
        };
    }

    /// <summary>What a version held that was published at some time in a span, by what the module can have been then.</summary>
    private Held HeldIn(string version, DateTimeOffset from, DateTimeOffset to)
    {
        var possible = _module.Times.PossibleIn(from, to);
        return possible.Count == 0 || (possible.Contains(_version) && possible.Count > 1)
            ? Held.Unknown($"Which version of the module version {version} of the flow held before {to.UtcDateTime:u}, the org does not tell.")
            : Held.Known(possible[0] == _version);
    }

    /// <summary>When flows were published since the module's live version went live. That a client may not read the audit trail is no reason to tell nothing.</summary>
    private async Task<Trail> ReadTrailAsync()
    {
        try
        {
            var entries = await _api.Audits.FlowsAsync(null, _since, _module.Consumers.Max(consumer => consumer.LiveSince ?? _since) + SamePublish, _cancellationToken)
                .Where(entry => entry is { Action: "Publish", Status: null or "SUCCESS", Entity: not null } && entry.EventDate >= _since)
                .ToListAsync(_cancellationToken);
            return new Trail(entries.ToLookup(entry => entry.Entity?.Id ?? "", entry => entry.EventDate, StringComparer.Ordinal), "Its audit trail does not list that publish.");
        }
        catch (ApiException error) when (error.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented or HttpStatusCode.BadRequest)
        {
            return new Trail(Enumerable.Empty<DateTimeOffset>().ToLookup(_ => ""), $"Its audit trail, which would, could not be read: {error.Message}");
        }
    }

    /// <summary>Whether a version held the module's live version; null where nobody can tell, and why.</summary>
    private readonly record struct Held(bool? IsNew, string Why)
    {
        public static Held Known(bool isNew) => new(isNew, "");

        public static Held Unknown(string why) => new(null, why);
    }

    /// <param name="Publishes">When each flow was published, by its id.</param>
    /// <param name="Trouble">What to say where a publish is not among them.</param>
    private sealed record Trail(ILookup<string, DateTimeOffset> Publishes, string Trouble);

    private sealed class Tally
    {
        private readonly List<string> _reasons = [];

        public long New { get; private set; }

        public long Old { get; private set; }

        public long Unknown { get; private set; }

        public IEnumerable<string> Reasons => _reasons.Distinct(StringComparer.Ordinal);

        public void Add(Held held, long contacts)
        {
            New += held.IsNew == true ? contacts : 0;
            Old += held.IsNew == false ? contacts : 0;
            Unknown += held.IsNew is null ? contacts : 0;
            if (held.IsNew is null && contacts > 0)
            {
                _reasons.Add(held.Why);
            }
        }
    }
}
