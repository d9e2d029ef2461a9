using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;
using Patchbay.Core.Simulation;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    private readonly ConditionalWeakTable<FlowVersion, FlowGraph> _graphs = [];

    /// <summary>Lets callers call. Each walks the versions that are live at the time of the call, shared flows included, and counts as one contact of every flow that it enters.</summary>
    /// <param name="calls">How many, and where.</param>
    /// <exception cref="ArgumentException">No published flow fits, so that nobody could call.</exception>
    public CallSummary SimulateCallers(SimulatedCalls calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        lock (_gate)
        {
            Settle();
            var now = Now;
            if (Options.Api == EmulatorApi.Platform)
            {
                return _platformCallers.Simulate(calls, now);
            }

            var flows = _ordered.Values.Where(flow => flow.Published is not null && calls.Matches(flow.Id, flow.Name, flow.Type, !FlowTypes.IsShared(flow.Type))).ToList();
            if (flows.Count == 0)
            {
                throw new ArgumentException("No published flow fits; nobody can call.", nameof(calls));
            }

            var chance = new Random(calls.Seed);
            var tally = new CallTally();
            for (var i = 0; i < calls.Count; i++)
            {
                var at = now - (calls.Over * ((calls.Count - 1.0 - i) / calls.Count));
                Call(flows[chance.Next(flows.Count)], at, chance.Next(), tally);
            }

            return tally.ToSummary();
        }
    }

    /// <summary>One call. When the flow was not live at that time nobody answers, and nothing is counted.</summary>
    private void Call(OrgFlow flow, DateTimeOffset at, int seed, CallTally tally)
    {
        var entered = new Dictionary<FlowGraph, Contact>(ReferenceEqualityComparer.Instance);
        if (Answer(flow) is not { } first)
        {
            return;
        }

        var walk = CallSimulator.Walk(first, (_, id) => _flows.GetValueOrDefault(id) is { } called ? Answer(called) : null, seed);
        foreach (var graph in walk.Entered.Select(flow => flow.Graph).Distinct())
        {
            var contact = entered[graph];
            Contacts.Add(contact);
            tally.CountContact(contact.FlowId);
        }

        tally.Count(walk.End);

        FlowGraph? Answer(OrgFlow called)
        {
            if (called.LiveAt(at)?.Version is not { Document.Flow: { } definition } version)
            {
                return null;
            }

            var graph = _graphs.GetValue(version, _ => FlowGraph.Of(definition));
            entered[graph] = new Contact(at, called.Id, version.RevisionId);
            return graph;
        }
    }
}

/// <summary>Callers to simulate.</summary>
/// <param name="Count">How many calls.</param>
public sealed record SimulatedCalls(int Count)
{
    /// <summary>Where the chances start from.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>The time over which the calls are spread evenly, back from now.</summary>
    /// <value>Default: none; all call now.</value>
    public TimeSpan Over { get; init; }

    /// <summary>The names of the flows that are called, which may hold <c>*</c> and <c>?</c>.</summary>
    /// <value>Default: null, which is every name.</value>
    public string? Name { get; init; }

    /// <summary>The type of the flows that are called, in any spelling.</summary>
    /// <value>Default: null, which is every type that callers reach without another flow.</value>
    public string? Type { get; init; }

    /// <summary>The ids of the flows that are called.</summary>
    /// <value>Default: empty, which is every id.</value>
    public ImmutableArray<string> FlowIds { get; init; } = [];

    internal bool Matches(string id, string name, string type, bool isCalledDirectly) =>
        (Name is null || NamePattern.Matches(Name, name))
        && (Type is null ? isCalledDirectly : FlowTypes.Same(Type, type))
        && (FlowIds.IsDefaultOrEmpty || FlowIds.Contains(id));
}

/// <summary>What became of simulated calls.</summary>
/// <param name="Ends">How many ended in which way.</param>
/// <param name="Contacts">How many contacts each flow had, by id.</param>
public sealed record CallSummary(ImmutableArray<KeyValuePair<CallEnd, int>> Ends, ImmutableArray<KeyValuePair<string, int>> Contacts)
{
    /// <summary>Which versions of common modules the callers walked, as copies within the flows that they called. Only an org that speaks the platform's API has such copies.</summary>
    public ImmutableArray<ModuleRun> Modules { get; init; } = [];
}

/// <summary>How often callers walked a version of a common module.</summary>
/// <param name="FlowId">The module's id.</param>
/// <param name="Version">The version, such as <c>2.0</c>.</param>
/// <param name="Times">How often.</param>
public sealed record ModuleRun(string FlowId, string Version, int Times);
