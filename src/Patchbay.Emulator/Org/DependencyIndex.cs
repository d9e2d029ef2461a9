using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Emulator.Org;

/// <summary>Who uses what, as dependency tracking knows it: of each flow the version checked in last and the live one, and what other resources refer to. It is brought up to date flow by flow, a while after each change. All of it is used under the org's lock.</summary>
/// <param name="org">The org.</param>
/// <param name="agenda">What will happen in the org by itself.</param>
internal sealed class DependencyIndex(EmulatorOrg org, Agenda agenda)
{
    private static readonly ImmutableArray<string> InQueueTypes = ["inqueuecall", "inqueueshortmessage", "inqueueemail"];

    /// <summary>The types of flows that callers can be transferred to, with which they are met first.</summary>
    private static readonly ImmutableArray<string> EntryTypes =
        [.. ArchitectFlowTypes.All.Select(type => type.ApiType).Where(type => type is not ("commonmodule" or "bot" or "digitalbot") && !type.StartsWith("inqueue", StringComparison.Ordinal))];

    private readonly Dictionary<(string Type, string Id), DependencyConsumer> _consumers = [];
    private readonly Dictionary<(string Type, string Id), HashSet<(string Type, string Id)>> _usersOf = [];
    private readonly Dictionary<string, FlowState> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _pending = new(StringComparer.Ordinal);
    private bool _isHeld;
    private int _builds;

    /// <summary>The last build that somebody asked for, or null.</summary>
    public DependencyBuild? Build { get; private set; }

    /// <summary>Whether it lags behind, so that what it says may be old.</summary>
    public bool IsBehind => _pending.Count > 0 || Build is { CompletedAt: null };

    /// <summary>Whether what it says of a flow may be old.</summary>
    public bool IsUnknown(string flowId) => Build is { CompletedAt: null } || _pending.ContainsKey(flowId);

    /// <summary>A flow may have changed.</summary>
    public void Changed(PlatformFlow flow)
    {
        var state = new FlowState(flow.CheckedIn, flow.Published, flow.Published?.Modules, flow.IsDeleted);
        if (_isHeld || _seen.GetValueOrDefault(flow.Id) == state)
        {
            return;
        }

        _seen[flow.Id] = state;
        if (org.Faults.Strike("POST", $"/api/v2/flows/{flow.Id}", FaultKind.IndexMisses) is not null)
        {
            return;
        }

        if (org.Options.DependencyLag <= TimeSpan.Zero)
        {
            Take(flow, state);
            return;
        }

        _pending[flow.Id] = _pending.GetValueOrDefault(flow.Id) + 1;
        agenda.Add(org.Now + org.Options.DependencyLag, () =>
        {
            Take(flow, state);
            if (--_pending[flow.Id] == 0)
            {
                _pending.Remove(flow.Id);
            }
        });
    }

    /// <summary>A resource was added, changed or deleted. That is known at once.</summary>
    public void Changed(OrgResource resource)
    {
        if (resource.Kind.DependencyType.Length > 0)
        {
            var uses = resource.IsDeleted ? [] : resource.References().Select(reference => TargetOf(reference)).OfType<DependencyUse>().Distinct().ToImmutableArray();
            var known = new DependencyUses(null, uses, HasUnknown: false);
            Set((resource.Kind.DependencyType, resource.Id), known, known);
        }
    }

    /// <summary>Takes in what was known before. A flow that changed after that is looked at after the usual lag.</summary>
    public void Restore(IEnumerable<(string Type, string Id, DependencyConsumer Uses)> known)
    {
        foreach (var (type, id, uses) in known)
        {
            Set((type, id), uses.CheckedIn, uses.Published);
        }

        foreach (var flow in org.Platform.AllEver)
        {
            var uses = Find(DependencyTypes.Of(flow), flow.Id);
            if (uses?.Published?.Version == flow.Published?.Id && (flow.IsDeleted || uses?.CheckedIn?.Version == flow.CheckedIn?.Id))
            {
                _seen[flow.Id] = new FlowState(flow.CheckedIn, flow.Published, flow.Published?.Modules, flow.IsDeleted);
            }
            else
            {
                Changed(flow);
            }
        }
    }

    /// <summary>Does something that changes many flows, and looks at all of them only afterwards, when each finds what it names.</summary>
    public void Hold(Action act)
    {
        _isHeld = true;
        try
        {
            act();
        }
        finally
        {
            _isHeld = false;
        }

        TakeAll();
    }

    /// <summary>Starts to look at everything anew, which takes as long as the index lags.</summary>
    /// <returns>Whether it was started; otherwise another build is running.</returns>
    public bool TryBuild(Actor actor)
    {
        if (Build is { CompletedAt: null })
        {
            return false;
        }

        var build = new DependencyBuild(EmulatorOrg.IdFrom("dependency build", $"{org.Id}\n{++_builds}"), actor, org.Now, CompletedAt: null);
        Build = build;
        org.Notifications.Tell(build);
        var lag = org.Options.DependencyLag > org.Options.CompileDelay ? org.Options.DependencyLag : org.Options.CompileDelay;
        agenda.Add(org.Now + lag, () =>
        {
            TakeAll();
            Build = build with { CompletedAt = org.Now };
            org.Notifications.Tell(Build);
            org.PlatformAudits.Add(org.Now, actor, PlatformAudits.Architect, "DependencyTrackingBuild", build.Id, "Dependency tracking", "Create");
        });
        return true;
    }

    /// <summary>What the index knows of a flow or a resource; null when it does not know it.</summary>
    public DependencyConsumer? Find(string type, string id) => _consumers.GetValueOrDefault((type, id));

    /// <summary>Everything that uses something, in the version that was checked in last or in the live one; sorted by name.</summary>
    public IReadOnlyList<DependencyNode> UsersOf(string type, string id) =>
        [.. _usersOf.GetValueOrDefault((type, id), []).Select(user => Node(user.Type, user.Id)).OfType<DependencyNode>().OrderBy(node => node.Name, StringComparer.OrdinalIgnoreCase).ThenBy(node => node.Id, StringComparer.Ordinal)];

    /// <summary>What something is called now, whether it was deleted or not; null for what never was there.</summary>
    public DependencyNode? Node(string type, string id)
    {
        if (type == DependencyTypes.Language)
        {
            return _usersOf.ContainsKey((type, id)) ? new DependencyNode(type, id, id, "", IsDeleted: false) : null;
        }

        if (DependencyTypes.IsFlow(type))
        {
            return org.Platform.FindById(id) is { } flow && DependencyTypes.Of(flow) == type ? new DependencyNode(type, id, flow.Name, $"/api/v2/flows/{id}", flow.IsDeleted) : null;
        }

        var kind = ResourceKinds.All.FirstOrDefault(kind => kind.DependencyType == type);
        return kind is not null && org.Resources.FindAny(kind, id) is { } resource ? new DependencyNode(type, id, resource.Name, kind.Path.Length > 0 ? kind.Uri(id) : "", resource.IsDeleted) : null;
    }

    /// <summary>Everything that the index knows: flows, resources, languages.</summary>
    public IEnumerable<DependencyNode> Nodes() => _consumers.Keys.Concat(_usersOf.Keys).Distinct().Select(key => Node(key.Type, key.Id)).OfType<DependencyNode>();

    /// <summary>What a version of a flow uses; nothing for one that is newer than what the index has seen.</summary>
    public DependencyUses UsesOf(PlatformFlow flow, PlatformVersion version)
    {
        var known = Find(DependencyTypes.Of(flow), flow.Id);
        return known?.Published?.Version == version.Id ? known.Published
            : known?.CheckedIn?.Version == version.Id ? known.CheckedIn
            : IsUnknown(flow.Id) ? new DependencyUses(version.Id, [], HasUnknown: true)
            : Look(flow, version);
    }

    /// <summary>The live version of a flow as far as the index has seen; null where there is none.</summary>
    public string? PublishedVersionOf(string type, string id) => Find(type, id)?.Published?.Version;

    /// <summary>Whether the flow that holds this copy of a common module lacks a newer one that went live since.</summary>
    public bool IsUpdated(DependencyUse use) => use.Copied is { } copied && PublishedVersionOf(use.Type, use.Id) is { } live && live != copied;

    private void TakeAll()
    {
        foreach (var flow in org.Platform.AllEver)
        {
            Take(flow, _seen[flow.Id] = new FlowState(flow.CheckedIn, flow.Published, flow.Published?.Modules, flow.IsDeleted));
        }
    }

    private void Take(PlatformFlow flow, FlowState state)
    {
        var published = state is { IsDeleted: false, Published: { } live } ? Look(flow, live) : null;
        var checkedIn = state is { IsDeleted: false, CheckedIn: { } newest } ? ReferenceEquals(newest, state.Published) ? published : Look(flow, newest) : null;
        Set((DependencyTypes.Of(flow), flow.Id), checkedIn, published);
    }

    private void Set((string Type, string Id) key, DependencyUses? checkedIn, DependencyUses? published)
    {
        foreach (var use in _consumers.GetValueOrDefault(key)?.All ?? [])
        {
            if (_usersOf.TryGetValue((use.Type, use.Id), out var users) && users.Remove(key) && users.Count == 0)
            {
                _usersOf.Remove((use.Type, use.Id));
            }
        }

        var consumer = new DependencyConsumer(checkedIn, published);
        _consumers[key] = consumer;
        org.Note(key.Type, key.Id, consumer);
        foreach (var use in consumer.All)
        {
            if (!_usersOf.TryGetValue((use.Type, use.Id), out var users))
            {
                _usersOf[(use.Type, use.Id)] = users = [];
            }

            users.Add(key);
        }
    }

    private DependencyUses Look(PlatformFlow flow, PlatformVersion version)
    {
        var uses = ImmutableArray.CreateBuilder<DependencyUse>();
        var hasUnknown = false;
        foreach (var named in version.Content.Dependencies.Where(named => named.Kind is not (DependencyKind.File or DependencyKind.Integration)).DistinctBy(named => (named.Kind, named.Name)))
        {
            if (TargetOf(flow, version, named) is { } use)
            {
                uses.Add(use);
            }
            else
            {
                hasUnknown = true;
            }
        }

        var body = (version.Content.Tree.Root as MappingNode)?.Entries.FirstOrDefault()?.Value as MappingNode;
        uses.AddRange((body?.GetMapping("supportedLanguages")?.Entries ?? []).Select(entry => new DependencyUse(DependencyTypes.Language, entry.Key, null)));
        uses.AddRange(SystemPromptsIn(version.Text));
        return new DependencyUses(version.Id, [.. uses.Distinct()], hasUnknown);
    }

    private DependencyUse? TargetOf(PlatformFlow flow, PlatformVersion version, FlowDependency named)
    {
        if (named.Kind == DependencyKind.Division)
        {
            return org.FindDivision(named.Name) is { } division ? new DependencyUse("DIVISION", division.Id, null) : null;
        }

        if (ResourceKinds.Of(named.Kind) is { } kind)
        {
            return org.Resources.FindByKey(kind, named.Name) is { } resource ? new DependencyUse(kind.DependencyType, resource.Id, null) : null;
        }

        return FindNamed(named, flow.Type) is { } used ? new DependencyUse(DependencyTypes.Of(used), used.Id, version.Modules.GetValueOrDefault(used.Name)) : null;
    }

    private DependencyUse? TargetOf(ResourceReference reference) =>
        reference.Target != ResourceKinds.Flow ? new DependencyUse(ResourceKinds.Of(reference.Target).DependencyType, reference.Id, null)
        : org.Platform.FindById(reference.Id) is { } flow ? new DependencyUse(DependencyTypes.Of(flow), flow.Id, null)
        : null;

    /// <summary>The system prompts that a text plays; the flow's model tells of prompts of the org's own only.</summary>
    private IEnumerable<DependencyUse> SystemPromptsIn(string text)
    {
        const string prefix = "PromptSystem.";
        for (var at = text.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at = text.IndexOf(prefix, at, StringComparison.Ordinal))
        {
            at += prefix.Length;
            var end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            if (org.Resources.FindByKey(ResourceKinds.SystemPrompt, text[at..end]) is { } prompt)
            {
                yield return new DependencyUse(ResourceKinds.SystemPrompt.DependencyType, prompt.Id, null);
            }
        }
    }

    /// <summary>The flow that a name means: of a transfer first one of the same type.</summary>
    public PlatformFlow? FindNamed(FlowDependency named, string callerType) => TypesOf(named.Kind, callerType).Select(type => org.Platform.Find(named.Name, type)).FirstOrDefault(found => found is not null);

    /// <summary>The types that a flow named so can have, the likeliest first.</summary>
    public static IEnumerable<string> TypesOf(DependencyKind kind, string callerType) => kind switch
    {
        DependencyKind.CommonModule => ["commonmodule"],
        DependencyKind.BotFlow => ["bot"],
        DependencyKind.DigitalBotFlow => ["digitalbot"],
        DependencyKind.InQueueFlow => InQueueTypes.OrderBy(type => type["inqueue".Length..] == callerType.Replace("inbound", "", StringComparison.Ordinal) ? 0 : 1),
        _ => EntryTypes.OrderBy(type => type == callerType ? 0 : 1),
    };

    /// <summary>What of a flow decides on what it uses.</summary>
    private sealed record FlowState(PlatformVersion? CheckedIn, PlatformVersion? Published, ImmutableDictionary<string, string>? Modules, bool IsDeleted);
}

/// <summary>Something that is used.</summary>
/// <param name="Type">The word for what it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Copied">The version of a common module of which a live flow holds a copy; null for what is looked up anew whenever a caller gets there.</param>
internal sealed record DependencyUse(string Type, string Id, string? Copied);

/// <summary>What a version uses.</summary>
/// <param name="Version">The version; null for what has none.</param>
/// <param name="Uses">What it uses.</param>
/// <param name="HasUnknown">Whether it names something that could not be found, or was not looked at yet.</param>
internal sealed record DependencyUses(string? Version, ImmutableArray<DependencyUse> Uses, bool HasUnknown);

/// <summary>What something uses: as it was checked in last, and as it is live.</summary>
internal sealed record DependencyConsumer(DependencyUses? CheckedIn, DependencyUses? Published)
{
    public IEnumerable<DependencyUse> All => (CheckedIn?.Uses ?? []).Concat(Published?.Uses ?? []);
}

/// <summary>Something that is used or uses others.</summary>
/// <param name="Type">The word for what it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name now.</param>
/// <param name="Uri">Where it lies; empty where nowhere.</param>
/// <param name="IsDeleted">Whether it was deleted.</param>
internal sealed record DependencyNode(string Type, string Id, string Name, string Uri, bool IsDeleted);

/// <summary>A build of the index that somebody asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Actor">Who asked.</param>
/// <param name="StartedAt">When.</param>
/// <param name="CompletedAt">When it was done; null while it runs.</param>
internal sealed record DependencyBuild(string Id, Actor Actor, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt);
