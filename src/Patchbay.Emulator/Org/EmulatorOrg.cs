using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org.Storage;

namespace Patchbay.Emulator.Org;

/// <summary>The state of an emulated org: its flows with all their versions, its divisions and queues, and what is going to happen in it. Everything in this folder is part of it.</summary>
/// <remarks>Safe for use from several threads: each public member sees and leaves a consistent org.</remarks>
public sealed partial class EmulatorOrg
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OrgFlow> _flows = new(StringComparer.Ordinal);
    private readonly SortedList<int, OrgFlow> _ordered = [];
    private readonly HashSet<string> _usedIds = new(StringComparer.Ordinal);
    private readonly List<OrgDivision> _divisions = [];
    private readonly List<CatalogueQueue> _queues = [];
    private readonly Agenda _agenda = new();
    private readonly AuditTrail _audits;
    private readonly PlatformCallers _platformCallers;
    private OrgCatalogue? _catalogue;
    private int _sequence;

    internal EmulatorOrg(EmulatorOptions options, TimeProvider time, OrgFile? file = null)
    {
        Options = options;
        _file = file;
        _json = new OrgJson(this);
        _audits = new AuditTrail(entry => Note(Kinds.Audit, Ordered(entry.Sequence), () => entry));
        PlatformAudits = new PlatformAudits((number, entry) => Note(Kinds.Audit, Ordered(number), () => entry));
        Contacts = new ContactLog((contact, number) => Note(Kinds.Contact, Ordered(number), () => contact));
        PlatformContacts = new PlatformContacts((number, contact) => Note(Kinds.Contact, Ordered(number), () => contact));
        Time = time;
        Id = IdFrom("organization", options.OrgName);
        Accounts = new Accounts(options.Clients, options.Users, options.TokenLifetime ?? (options.Api == EmulatorApi.Platform ? TimeSpan.FromSeconds(86_399) : TimeSpan.FromHours(1)), time);
        Limiter = new RateLimiter(options.RateLimit, options.RateWindow);
        LoginLimiter = new RateLimiter(options.LoginLimit, TimeSpan.FromMinutes(1));
        ListingLimiter = new RateLimiter(options.ListingLimit, TimeSpan.FromMinutes(1));
        HomeDivision = AddDivision("division_home", "Home");
        Notifications = new Notifications(this);
        Platform = new PlatformFlows(this, _agenda);
        Platform.Watchers.Add(Notifications.Tell);
        _agenda.Added = Notifications.Wake;
        Jobs = new PlatformJobs(this, Platform, _agenda);
        Configurations = new FlowConfigurations(this);
        _platformCallers = new PlatformCallers(Platform, PlatformContacts);
        Dependencies = new DependencyIndex(this, _agenda);
        Resources = new OrgResources(this);
        Gaps = new OrgGaps(this);
        SystemPrompts.Fill(this);
        Platform.Watchers.Add(flow => Note(Kinds.Flow, flow.Id, () => StoredPlatformFlow.Of(flow)));
        Jobs.Watchers.Add(job => Note(Kinds.Job, job.Id, () => Jobs.Has(job) ? job : null));
        if (file is not null)
        {
            try
            {
                Restore(file);
            }
            catch (JsonException exception)
            {
                throw new DataFileException(file.Path, $"It is damaged: {exception.Message} Name another file, or bring back a copy of this one.", exception);
            }
        }
    }

    /// <summary>The org's id.</summary>
    public string Id { get; }

    /// <summary>The org's name.</summary>
    public string Name => Options.OrgName;

    /// <summary>The clock that the org goes by.</summary>
    public TimeProvider Time { get; }

    /// <summary>The division of flows that name none.</summary>
    public OrgDivision HomeDivision { get; }

    /// <summary>The requests that were answered.</summary>
    public RequestLog Requests { get; } = new();

    /// <summary>The rules by which requests go wrong; none at first.</summary>
    public FaultRules Faults { get; } = new();

    internal EmulatorOptions Options { get; }

    /// <summary>The flows of an org that speaks the platform's API. Under the lock.</summary>
    internal PlatformFlows Platform { get; }

    /// <summary>The jobs of an org that speaks the platform's API. Under the lock.</summary>
    internal PlatformJobs Jobs { get; }

    /// <summary>Who did what in an org that speaks the platform's API. Under the lock.</summary>
    internal PlatformAudits PlatformAudits { get; }

    /// <summary>What an org that speaks the platform's API has beside its flows. Under the lock.</summary>
    internal OrgResources Resources { get; }

    /// <summary>What flows name and the org lacks. Under the lock.</summary>
    internal OrgGaps Gaps { get; }

    /// <summary>Who uses what in an org that speaks the platform's API. Under the lock.</summary>
    internal DependencyIndex Dependencies { get; }

    /// <summary>The channels by which the org tells of its changes.</summary>
    internal Notifications Notifications { get; }

    /// <summary>When something happens next by itself; null when nothing is to come. Under the lock.</summary>
    internal DateTimeOffset? NextDue => _agenda.NextDue;

    internal Accounts Accounts { get; }

    internal RateLimiter Limiter { get; }

    /// <summary>Counts requests for tokens, by client.</summary>
    internal RateLimiter LoginLimiter { get; }

    /// <summary>Counts the flows that listings may show, for the whole org.</summary>
    internal RateLimiter ListingLimiter { get; }

    /// <summary>Adds a division, or returns the one that has the id already.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name.</param>
    public OrgDivision AddDivision(string id, string name)
    {
        lock (_gate)
        {
            var division = _divisions.Find(division => division.Id == id);
            if (division is null)
            {
                division = new OrgDivision(id, name);
                _divisions.Add(division);
                Resources?.ForgetNames();
                Note(Kinds.Division, Ordered(_divisions.Count), () => new StoredDivision(id, name));
            }

            return division;
        }
    }

    /// <summary>Adds a queue, unless one with the id exists.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="name">Its name.</param>
    public void AddQueue(string id, string name)
    {
        lock (_gate)
        {
            if (_queues.TrueForAll(queue => queue.Id != id))
            {
                var queue = new CatalogueQueue(id, name);
                _queues.Add(queue);
                Note(Kinds.Queue, Ordered(_queues.Count), () => queue);
                _catalogue = null;
            }
        }
    }

    /// <summary>The id of the flow with a name, or null when no flow, or several flows, have it.</summary>
    /// <param name="name">The exact name.</param>
    /// <param name="type">The type, in any spelling; null for any type.</param>
    public string? FindFlowId(string name, string? type = null)
    {
        lock (_gate)
        {
            var found = _ordered.Values.Where(flow => flow.Name == name && (type is null || FlowTypes.Same(type, flow.Type))).Take(2).ToList();
            return found.Count == 1 ? found[0].Id : null;
        }
    }

    /// <summary>The definition of a flow's newest version as a definition file holds it, or null when there is no such flow.</summary>
    /// <param name="flowId">The flow's id.</param>
    public string? DefinitionOf(string flowId)
    {
        lock (_gate)
        {
            return _flows.GetValueOrDefault(flowId)?.Newest.Document.Text;
        }
    }

    /// <summary>The number of a flow's newest version, or 0 when there is no such flow.</summary>
    /// <param name="flowId">The flow's id.</param>
    public int VersionOf(string flowId)
    {
        lock (_gate)
        {
            return _flows.GetValueOrDefault(flowId)?.Newest.Number ?? 0;
        }
    }

    /// <summary>Changes a flow as somebody else would who edits it at the same time: a new version, whatever version it is at.</summary>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="author">Who edits it.</param>
    /// <param name="mergePatch">The edit as a JSON merge patch; null changes the description.</param>
    /// <returns>The number of the new version.</returns>
    /// <exception cref="ArgumentException">There is no such flow, or the patch is not a JSON object.</exception>
    public int EditAsSomebodyElse(string flowId, string author, string? mergePatch = null)
    {
        lock (_gate)
        {
            Settle();
            var flow = _flows.GetValueOrDefault(flowId) ?? throw new ArgumentException($"No flow has the id \"{flowId}\".", nameof(flowId));
            var edit = JsonText.Parse(new SourceText(mergePatch ?? $"{{\"description\":{JsonPrinter.Quote($"Edited by {author} at version {flow.Newest.Number}.")}}}"));
            if (!edit.IsWellFormed || edit.Root is not MappingNode patch)
            {
                throw new ArgumentException("The edit is not a JSON object.", nameof(mergePatch));
            }

            return AddVersion(flow, flow.Newest.Document.Merge(edit.Source, patch), author, "Update").Number;
        }
    }

    /// <summary>The division with a name, without regard to case, or null. Under the lock.</summary>
    internal OrgDivision? FindDivision(string name) => _divisions.Find(division => string.Equals(division.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Runs something under the org's lock, after everything that is due has happened.</summary>
    internal T Read<T>(Func<EmulatorOrg, T> look)
    {
        lock (_gate)
        {
            Settle();
            return look(this);
        }
    }

    /// <summary>The flows in the org's own order. Under the lock.</summary>
    internal IEnumerable<OrgFlow> Flows => _ordered.Values;

    internal IReadOnlyList<CatalogueQueue> Queues => _queues;

    internal IReadOnlyList<OrgDivision> Divisions => _divisions;

    internal IReadOnlyList<AuditEntry> Audits => _audits.Entries;

    internal ContactLog Contacts { get; }

    /// <summary>The configurations of the flows of an org that speaks the platform's API. Under the lock.</summary>
    internal FlowConfigurations Configurations { get; }

    /// <summary>The contacts of an org that speaks the platform's API. Under the lock.</summary>
    internal PlatformContacts PlatformContacts { get; }

    /// <summary>The time; for what happens by itself the time that it was due, however late somebody looks.</summary>
    internal DateTimeOffset Now => _agenda.Happening ?? Time.GetUtcNow();

    internal OrgFlow Flow(string id) => _flows.GetValueOrDefault(id) ?? throw ServiceErrors.FlowNotFound(id);

    /// <summary>What the linter knows of the org: everything.</summary>
    internal OrgCatalogue Catalogue => _catalogue ??= new OrgCatalogue(_ordered.Values.Select(Describe), [.. _queues], knowsAllFlows: true);

    /// <summary>A stable id for something that is known by its kind and name, in the form of a UUID.</summary>
    internal static string IdFrom(string kind, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{name}"));
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString();
    }

    private static CatalogueFlow Describe(OrgFlow flow)
    {
        var known = new CatalogueFlow(flow.Id, flow.Name, flow.Type) { DivisionId = flow.Division.Id, Calls = [], Variables = [] };
        return flow.Newest.Document.Flow is { } definition ? known.LookedInto(definition) : known;
    }

    private void Settle() => _agenda.Settle(Now);

    private FlowVersion AddVersion(OrgFlow flow, FlowDocument document, string author, string action)
    {
        var now = Now;
        var number = flow.Versions.Count + 1;
        var version = new FlowVersion(number, document, document.RevisionId(flow.Id, number), author, now);
        flow.Versions.Add(version);
        flow.Division = FindDivision(document) ?? flow.Division;
        _catalogue = null;
        _audits.Add(now, author, action, flow, version);
        Note(flow);
        if (Options.CompileDelay <= TimeSpan.Zero)
        {
            Compile(flow, version);
        }
        else
        {
            _agenda.Add(now + Options.CompileDelay, () => Compile(flow, version));
        }

        return version;
    }

    private void Compile(OrgFlow flow, FlowVersion version)
    {
        // A write refuses what is wrong within the flow; an import does not, and the compiler stops at it.
        var problems = DefinitionChecks.Check(version.Document, Catalogue, flow.Id)
            .Where(diagnostic => diagnostic.Moment != Moment.Advice)
            .Select(diagnostic => DefinitionChecks.ToProblem(version.Document, diagnostic))
            .ToImmutableArray();
        version.Problems = problems;
        version.Status = problems.IsEmpty ? CompilationStatus.Success : CompilationStatus.Failed;
        Note(flow);
    }

    /// <summary>The division that a definition names, by id or name, or null when it names none.</summary>
    private OrgDivision? FindDivision(FlowDocument document)
    {
        var named = document.Root["division"] switch
        {
            ScalarNode { IsNull: false } scalar => scalar.Value,
            MappingNode mapping => mapping.GetString("id") ?? mapping.GetString("name"),
            _ => null,
        };
        return named is null ? null : _divisions.Find(division => division.Id == named || string.Equals(division.Name, named, StringComparison.OrdinalIgnoreCase));
    }
}
