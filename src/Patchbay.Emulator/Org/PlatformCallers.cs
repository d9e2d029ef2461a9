using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;
using Patchbay.Core.Simulation;

namespace Patchbay.Emulator.Org;

/// <summary>Lets callers walk the flows of an org that speaks the platform's API. Used under the org's lock.</summary>
/// <remarks>A caller meets the versions that are live when the call begins. A common module is walked as the version that the published caller holds a copy of, not as the newest, and counts for the flow that called it: it has no contacts of its own.</remarks>
/// <param name="flows">The org's flows.</param>
/// <param name="contacts">Takes what the callers did.</param>
internal sealed class PlatformCallers(PlatformFlows flows, PlatformContacts contacts)
{
    private readonly ConditionalWeakTable<PlatformVersion, FlowGraph> _graphs = [];

    /// <summary>Whether callers reach flows of a type by themselves, and not only through other flows.</summary>
    public static bool IsCalledDirectly(string type) =>
        type is "inboundcall" or "outboundcall" or "inboundchat" or "inboundemail" or "inboundshortmessage" or "workflow" or "workitem" or "surveyinvite";

    /// <summary>Lets callers call.</summary>
    /// <param name="calls">How many, and where.</param>
    /// <param name="now">The time of the last call.</param>
    /// <exception cref="ArgumentException">No published flow fits, so that nobody could call.</exception>
    public CallSummary Simulate(SimulatedCalls calls, DateTimeOffset now)
    {
        var called = flows.All.Where(flow => flow.Published is not null && calls.Matches(flow.Id, flow.Name, flow.Type, IsCalledDirectly(flow.Type))).ToList();
        if (called.Count == 0)
        {
            throw new ArgumentException("No published flow fits; nobody can call.", nameof(calls));
        }

        var chance = new Random(calls.Seed);
        var tally = new CallTally();
        for (var i = 0; i < calls.Count; i++)
        {
            var at = now - (calls.Over * ((calls.Count - 1.0 - i) / calls.Count));
            var (flow, seed) = (called[chance.Next(called.Count)], chance.Next());
            if (LiveAt(flow, at) is { } version)
            {
                new Call(this, at, seed).Run(flow, version, tally);
            }
        }

        return tally.ToSummary();
    }

    private static PlatformVersion? LiveAt(PlatformFlow flow, DateTimeOffset at) =>
        flow.Versions.FindLast(version => version.PublishedAt <= at && (version.PublishedEnd is not { } end || end > at));

    private FlowGraph GraphOf(PlatformVersion version) => _graphs.GetValue(version, version => FlowGraph.Of(version.Content));

    /// <summary>One call.</summary>
    private sealed class Call(PlatformCallers callers, DateTimeOffset at, int seed)
    {
        private readonly Dictionary<FlowGraph, (PlatformFlow Flow, PlatformVersion Version)> _known = new(ReferenceEqualityComparer.Instance);

        public void Run(PlatformFlow flow, PlatformVersion version, CallTally tally)
        {
            var walk = CallSimulator.Walk(Know(flow, version), Find, seed);
            tally.Count(walk.End);
            foreach (var entered in walk.Entered)
            {
                var (called, live) = _known[entered.Graph];
                if (IsModule(called))
                {
                    tally.CountModule(called.Id, live.Id);
                }
            }

            foreach (var contact in new ContactsOfWalk(walk, at, seed, entered => _known[entered.Graph] is var (called, live) && !IsModule(called) ? (called.Id, live.Id) : null).Read(callers.ContactNumber))
            {
                callers.Add(contact);
                tally.CountContact(contact.FlowId);
            }
        }

        private FlowGraph Know(PlatformFlow flow, PlatformVersion version)
        {
            var graph = callers.GraphOf(version);
            _known.TryAdd(graph, (flow, version));
            return graph;
        }

        private FlowGraph? Find(ElementVisit from, string target)
        {
            var element = from.Graph.Flow.Elements[from.Element];
            return (element.Call is { } call ? Called(_known[from.Graph].Version, call) : HandedTo(from, element, _known[from.Graph].Flow.Type)) is var (flow, version) ? Know(flow, version) : null;
        }

        /// <summary>A common module is a copy within the calling version; a bot is whatever is live.</summary>
        private (PlatformFlow Flow, PlatformVersion Version)? Called(PlatformVersion caller, SharedFlowCall call)
        {
            if (callers.Flow(call.FlowId, call.FlowType) is not { } flow)
            {
                return null;
            }

            var version = IsModule(flow) ? caller.Modules.GetValueOrDefault(flow.Name) is { } held ? flow.FindVersion(held) : null : LiveAt(flow, at);
            return version is null ? null : (flow, version);
        }

        /// <summary>The flow that a transfer to a flow names: of the secure ones, or of the caller's own type before others.</summary>
        private (PlatformFlow Flow, PlatformVersion Version)? HandedTo(ElementVisit from, FlowElement element, string type)
        {
            var name = from.Graph.Flow.Dependencies.FirstOrDefault(used => used.Kind == DependencyKind.Flow && used.Element == from.Element)?.Name;
            if (name is null || !element.Type.Contains("TransferToFlow", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            var first = element.Type.EndsWith("Secure", StringComparison.Ordinal) ? "securecall" : type;
            return (callers.Flow(name, first) ?? callers.FlowOfAnyType(name)) is { } flow && LiveAt(flow, at) is { } version ? (flow, version) : null;
        }

        private static bool IsModule(PlatformFlow flow) => flow.Type == "commonmodule";
    }

    private PlatformFlow? Flow(string name, string type) => flows.Find(name, type);

    private PlatformFlow? FlowOfAnyType(string name) => flows.All.FirstOrDefault(flow => flow.Name == name && !FlowTypes.IsShared(flow.Type));

    private long ContactNumber() => contacts.Next;

    private void Add(PlatformContact contact) => contacts.Add(contact);
}

/// <summary>Counts what became of calls.</summary>
internal sealed class CallTally
{
    private readonly SortedDictionary<string, int> _contacts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<CallEnd, int> _ends = [];
    private readonly SortedDictionary<(string Id, string Version), int> _modules = [];

    public void Count(CallEnd end) => _ends[end] = _ends.GetValueOrDefault(end) + 1;

    public void CountContact(string flowId) => _contacts[flowId] = _contacts.GetValueOrDefault(flowId) + 1;

    public void CountModule(string id, string version) => _modules[(id, version)] = _modules.GetValueOrDefault((id, version)) + 1;

    public CallSummary ToSummary() => new([.. _ends], [.. _contacts]) { Modules = [.. _modules.Select(module => new ModuleRun(module.Key.Id, module.Key.Version, module.Value))] };
}
