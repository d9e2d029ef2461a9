using System.Collections.Immutable;

namespace Patchbay.Core.Flows;

/// <summary>What is known of a flow that others may call or route to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, in any spelling.</param>
public sealed record CatalogueFlow(string Id, string Name, string Type)
{
    /// <summary>How the store finds it, where that is another id than the one by which flows call it.</summary>
    /// <value>Default: <see cref="Id"/>.</value>
    public string StoreId
    {
        get => field ?? Id;
        init;
    }

    /// <summary>The division's id, where known.</summary>
    public string? DivisionId { get; init; }

    /// <summary>Ids of the flows that it calls; default (not empty) when its definition was not looked at.</summary>
    public ImmutableArray<string> Calls { get; init; }

    /// <summary>The variables of its definition; default (not empty) when its definition was not looked at.</summary>
    public ImmutableArray<FlowVariable> Variables { get; init; }

    /// <summary>The types of the flows that may call it, as the platform's API spells them; default (not empty) when its definition was not looked at or does not say.</summary>
    public ImmutableArray<string> CompatibleTypes { get; init; }

    /// <summary>Whether its definition says that flows of a type may not call it.</summary>
    /// <param name="callerType">The type of a flow that calls it or would, in any spelling.</param>
    public bool Excludes(string callerType) => !CompatibleTypes.IsDefault && !CompatibleTypes.Any(type => FlowTypes.Same(type, callerType));

    /// <summary>The same flow with what its definition tells: what it calls, its variables, and who may call it.</summary>
    /// <param name="flow">Its definition.</param>
    public CatalogueFlow LookedInto(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return this with
        {
            Calls = [.. flow.Elements.Select(element => element.Call?.FlowId).OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)],
            Variables = flow.Variables,
            CompatibleTypes = flow.CompatibleTypes,
        };
    }
}

/// <summary>A place where callers wait for an agent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
public sealed record CatalogueQueue(string Id, string Name);

/// <summary>What surrounds a flow: the other flows and the queues of its org, as far as they are known. Unknown names are faults only where the catalogue is complete.</summary>
public sealed class OrgCatalogue
{
    private readonly Dictionary<string, CatalogueFlow> _flows;
    private readonly Dictionary<(string Id, string Type), CatalogueFlow> _byType = [];
    private readonly HashSet<string> _routingTargets;

    /// <summary>Makes a catalogue.</summary>
    /// <param name="flows">The flows; of two with the same id the first counts.</param>
    /// <param name="queues">The queues; default when the queues are not known.</param>
    /// <param name="knowsAllFlows">Whether a flow that is not listed does not exist.</param>
    public OrgCatalogue(IEnumerable<CatalogueFlow> flows, ImmutableArray<CatalogueQueue> queues, bool knowsAllFlows)
    {
        _flows = new Dictionary<string, CatalogueFlow>(StringComparer.Ordinal);
        foreach (var flow in flows)
        {
            _flows.TryAdd(flow.Id, flow);
            _byType.TryAdd((flow.Id, FlowTypes.Normalize(flow.Type)), flow);
        }

        Queues = queues;
        KnowsAllFlows = knowsAllFlows;
        _routingTargets = queues.IsDefault ? [] : [.. queues.Select(q => q.Id)];
    }

    /// <summary>A catalogue that knows nothing, and so finds nothing wrong.</summary>
    public static OrgCatalogue Unknown { get; } = new([], default, knowsAllFlows: false);

    /// <summary>Whether a flow that is not listed does not exist.</summary>
    public bool KnowsAllFlows { get; }

    /// <summary>Whether a queue that is not listed does not exist.</summary>
    public bool KnowsAllQueues => !Queues.IsDefault;

    /// <summary>The queues; default when they are not known.</summary>
    public ImmutableArray<CatalogueQueue> Queues { get; }

    /// <summary>Reads a file beside a flow, by its path as the flow's own is given: null where there is none.</summary>
    /// <value>Default: null, where no files are at hand.</value>
    public Func<string, Flow?>? Files { get; init; }

    /// <summary>The flows.</summary>
    public IReadOnlyCollection<CatalogueFlow> Flows => _byType.Values;

    /// <summary>What else the org has, by name; the flows and queues above are not repeated here.</summary>
    /// <value>Default: nothing is known.</value>
    public OrgNames Names { get; private init; } = OrgNames.Unknown;

    /// <summary>The flow with an id, or null.</summary>
    /// <param name="id">The id, compared exactly.</param>
    public CatalogueFlow? FindFlow(string id) => _flows.GetValueOrDefault(id);

    /// <summary>The flow that a call means, or null. Architect flows call others by name, and flows of different types may share one: there the type decides.</summary>
    /// <param name="call">The call.</param>
    public CatalogueFlow? FindCalled(SharedFlowCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.FlowType.Length == 0 ? FindFlow(call.FlowId) : _byType.GetValueOrDefault((call.FlowId, FlowTypes.Normalize(call.FlowType)));
    }

    /// <summary>The same org, with more known of some of its flows.</summary>
    /// <param name="flows">The flows, which take the place of those with the same id and type.</param>
    public OrgCatalogue With(IEnumerable<CatalogueFlow> flows) => new(flows.Concat(Flows), Queues, KnowsAllFlows) { Names = Names, Files = Files };

    /// <summary>The same org, with more names known.</summary>
    /// <param name="names">The names, beside those that are known already.</param>
    public OrgCatalogue With(OrgNames names) => new(Flows, Queues, KnowsAllFlows) { Names = Names.With(names), Files = Files };

    /// <summary>The same org, with the files that flows may refer to.</summary>
    /// <param name="files">Reads a file by its path; null where there is none. May be asked by several threads at a time.</param>
    public OrgCatalogue WithFiles(Func<string, Flow?> files) => new(Flows, Queues, KnowsAllFlows) { Names = Names, Files = files };

    /// <summary>Whether callers can be routed to this id: a queue or a flow.</summary>
    /// <param name="id">The id, compared exactly.</param>
    public bool IsRoutingTarget(string id) => _routingTargets.Contains(id) || _flows.ContainsKey(id);
}
