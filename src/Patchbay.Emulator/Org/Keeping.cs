using System.Security.Cryptography.X509Certificates;
using Patchbay.Core.Flows;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org.Storage;

namespace Patchbay.Emulator.Org;

/// <content>Keeping the org in a file. The org in memory is what is read; each change is noted by the record that it concerns, and the records noted are written together before anybody is told of what they say.</content>
public sealed partial class EmulatorOrg : IDisposable
{
    private readonly OrgFile? _file;
    private readonly OrgJson _json;
    private readonly Dictionary<(string Kind, string Id), Func<object?>> _changed = [];
    private StoredOrg? _stored;

    /// <summary>Whether the org has a data file.</summary>
    internal bool IsKept => _file is not null;

    /// <summary>Whether the org was in its data file already when it was started.</summary>
    public bool IsRestored { get; private set; }

    /// <summary>Writes what has changed to the file, if the org has one. Nothing that has changed may be told before.</summary>
    /// <exception cref="DataFileException">The file cannot be written. The next call tries again.</exception>
    internal void Save()
    {
        if (_file is null)
        {
            return;
        }

        lock (_gate)
        {
            var state = new StoredOrg(Options.Api, Options.OrgName)
            {
                Sequence = _sequence,
                FlowSequence = Platform.Sequence,
                JobSequence = Jobs.Sequence,
                ResourceSequence = Resources.Sequence,
                ResourceSecret = Convert.ToBase64String(Resources.Secret.AsSpan()),
                ClockOffset = Time is MovableClock clock ? clock.Offset : TimeSpan.Zero,
            };
            if (_changed.Count == 0 && state == _stored)
            {
                return;
            }

            var records = _changed.Select(change => (change.Key.Kind, change.Key.Id, change.Value() is { } value ? _json.Write(value) : null)).Append((Kinds.Org, "", _json.Write(state))).ToList();
            _file.Write(records, _json.NewTexts);
            _json.TextsWritten();
            _changed.Clear();
            _stored = state;
        }
    }

    /// <summary>The certificate that the org is served with: the one that the file keeps if it is good, else a new one, which the file keeps from now on.</summary>
    internal X509Certificate2 Certificate()
    {
        lock (_gate)
        {
            var kept = _file?.Read(Kinds.Certificate).Select(record => LocalhostCertificate.Read(record.Value)).FirstOrDefault();
            if (kept is not null && LocalhostCertificate.IsGood(kept, Options.Address))
            {
                return kept;
            }

            kept?.Dispose();
            var made = LocalhostCertificate.Make(Options.Address);
            _file?.Write([(Kinds.Certificate, "", made.Export(X509ContentType.Pkcs12))], []);
            return made;
        }
    }

    /// <summary>Writes what is left to write, and lets go of the file.</summary>
    public void Dispose()
    {
        try
        {
            Save();
        }
        finally
        {
            _file?.Dispose();
        }
    }

    /// <summary>Notes that a record is no longer what the file says.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="id">The record's id in its kind.</param>
    /// <param name="current">Gives what it is when it is written; null when it is no more.</param>
    private void Note(string kind, string id, Func<object?> current)
    {
        if (_file is not null)
        {
            _changed[(kind, id)] = current;
        }
    }

    /// <summary>Notes that a resource was put in its place.</summary>
    internal void Note(OrgResource resource) => Note(Kinds.Resource, $"{resource.Kind.Noun}/{resource.Parent}/{resource.Id}", () => resource);

    /// <summary>Notes that dependency tracking knows more of something.</summary>
    internal void Note(string type, string id, DependencyConsumer uses) => Note(Kinds.Consumer, $"{type}/{id}", () => new StoredConsumer(type, id, uses));

    private void Note(OrgFlow flow) => Note(Kinds.Flow, flow.Id, () => _flows.ContainsKey(flow.Id) ? StoredFlow.Of(flow) : null);

    /// <summary>A number whose order as a text is its order as a number.</summary>
    private static string Ordered(long number) => $"{number:d12}";

    /// <summary>Takes the org out of its file, if it is there. What had not yet happened by itself is still going to happen.</summary>
    private void Restore(OrgFile file)
    {
        if (file.Read(Kinds.Org).Select(record => _json.Read<StoredOrg>(record.Value)).FirstOrDefault() is not { } stored)
        {
            return;
        }

        if (stored.Api != Options.Api || stored.Name != Options.OrgName)
        {
            throw new DataFileException(file.Path, $"It holds the org \"{stored.Name}\", which speaks {(stored.Api == EmulatorApi.Platform ? "the platform's API" : "the definitions API")}. Name another file, or run the emulator for that org.");
        }

        _json.TextsRead(file.ReadTexts());
        foreach (var division in Records<StoredDivision>(file, Kinds.Division))
        {
            AddDivision(division.Id, division.Name);
        }

        _queues.AddRange(Records<CatalogueQueue>(file, Kinds.Queue));
        (Time as MovableClock)?.AdvanceTo(stored.ClockOffset);
        _sequence = stored.Sequence;
        Platform.Sequence = stored.FlowSequence;
        Jobs.Sequence = stored.JobSequence;
        Resources.Sequence = stored.ResourceSequence;
        Resources.Secret = [.. Convert.FromBase64String(stored.ResourceSecret)];
        if (Options.Api == EmulatorApi.Platform)
        {
            RestorePlatform(file);
        }
        else
        {
            RestoreDefinitions(file);
        }

        _changed.Clear();
        _stored = stored;
        IsRestored = true;
    }

    private IEnumerable<T> Records<T>(OrgFile file, string kind) => file.Read(kind).Select(record => _json.Read<T>(record.Value));

    private void RestoreDefinitions(OrgFile file)
    {
        foreach (var entry in Records<AuditEntry>(file, Kinds.Audit))
        {
            _audits.Add(entry);
        }

        foreach (var contact in Records<Contact>(file, Kinds.Contact))
        {
            Contacts.Add(contact);
        }

        foreach (var (id, _) in file.Read(Kinds.DeletedFlow))
        {
            _usedIds.Add(id);
        }

        foreach (var flow in Records<StoredFlow>(file, Kinds.Flow).Select(record => record.ToFlow()))
        {
            Enter(flow);
        }

        ResumeWhatWasPending();
    }

    /// <summary>What dependency tracking has not seen yet it sees after its usual lag.</summary>
    private void RestorePlatform(OrgFile file)
    {
        foreach (var entry in Records<PlatformAudit>(file, Kinds.Audit))
        {
            PlatformAudits.Add(entry);
        }

        foreach (var flow in Records<StoredPlatformFlow>(file, Kinds.Flow))
        {
            Platform.Restore(flow.ToFlow());
        }

        foreach (var contact in Records<PlatformContact>(file, Kinds.Contact))
        {
            PlatformContacts.Add(contact);
        }

        foreach (var resource in Records<OrgResource>(file, Kinds.Resource))
        {
            Resources.Put(resource);
        }

        foreach (var job in Records<PlatformJob>(file, Kinds.Job))
        {
            Jobs.Restore(job);
        }

        Dependencies.Restore(Records<StoredConsumer>(file, Kinds.Consumer).Select(known => (known.Type, known.Id, known.Uses)));
    }

    /// <summary>Compilations and schedules go on from where they were: those that fell due in the meantime happen at the first look.</summary>
    private void ResumeWhatWasPending()
    {
        foreach (var flow in _ordered.Values)
        {
            foreach (var version in flow.Versions.Where(version => version.Status == CompilationStatus.Pending))
            {
                _agenda.Add(version.At + Options.CompileDelay, () => Compile(flow, version));
            }

            if (flow.Scheduled is { } scheduled)
            {
                _agenda.Add(scheduled.At, () => Activate(flow, scheduled));
            }
        }
    }

    /// <summary>The kinds of records.</summary>
    private static class Kinds
    {
        public const string Org = "org";
        public const string Certificate = "certificate";
        public const string Division = "division";
        public const string Queue = "queue";
        public const string Flow = "flow";
        public const string DeletedFlow = "deleted-flow";
        public const string Job = "job";
        public const string Resource = "resource";
        public const string Consumer = "consumer";
        public const string Audit = "audit";
        public const string Contact = "contact";
    }

    /// <summary>A division. Everywhere else it is its id.</summary>
    private sealed record StoredDivision(string Id, string Name);

    /// <summary>What dependency tracking knows that something uses.</summary>
    private sealed record StoredConsumer(string Type, string Id, DependencyConsumer Uses);

    /// <summary>What an org is as a whole.</summary>
    private sealed record StoredOrg(EmulatorApi Api, string Name)
    {
        public int Sequence { get; init; }

        public int FlowSequence { get; init; }

        public int JobSequence { get; init; }

        public int ResourceSequence { get; init; }

        public string ResourceSecret { get; init; } = "";

        public TimeSpan ClockOffset { get; init; }
    }
}
