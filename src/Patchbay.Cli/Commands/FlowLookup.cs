using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Cli.Commands;

/// <summary>Finds the flow that a user named.</summary>
internal static class FlowLookup
{
    private const int MostCandidates = 5;

    /// <summary>The one flow with a name or id.</summary>
    /// <param name="store">Where to look.</param>
    /// <param name="name">A name, in any case, or an id.</param>
    /// <param name="stop">Stops the search.</param>
    /// <exception cref="CliException">There is none, or there are several; the message names candidates.</exception>
    public static async Task<FlowHeader> FindAsync(IFlowStore store, string name, CancellationToken stop) =>
        Pick(store.DisplayName, await AllAsync(store, FlowQuery.All, stop), name);

    /// <summary>The one flow with a name or id, among those found already.</summary>
    /// <exception cref="CliException">There is none, or there are several; the message names candidates.</exception>
    public static FlowHeader Pick(string store, List<FlowHeader> all, string name)
    {
        if (all.Find(flow => flow.Id == name) is { } byId)
        {
            return byId;
        }

        var named = all.FindAll(flow => flow.Name == name);
        named = named.Count > 0 ? named : all.FindAll(flow => string.Equals(flow.Name, name, StringComparison.OrdinalIgnoreCase));
        return named.Count switch
        {
            1 => named[0],
            0 => throw Unknown(store, all, name),
            _ => throw CliException.Failed($"{named.Count} flows in {store} are called \"{name}\": {Candidates(named)}. Name the one you mean by its id."),
        };
    }

    /// <summary>All flows that a query finds, sorted by name, then id.</summary>
    public static async Task<List<FlowHeader>> AllAsync(IFlowStore store, FlowQuery query, CancellationToken stop)
    {
        var found = new List<FlowHeader>();
        await foreach (var flow in store.FindAsync(query, stop))
        {
            found.Add(flow);
        }

        found.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name) is var byName and not 0 ? byName : string.CompareOrdinal(left.Id, right.Id));
        return found;
    }

    /// <summary>Says that there is no such flow, and which may have been meant.</summary>
    public static CliException Unknown(string store, List<FlowHeader> all, string name) =>
        CliException.Failed($"There is no flow \"{name}\" in {store}.{Nearest.DidYouMean(name, all.Select(flow => flow.Name))} \"patchbay flows list\" shows all {all.Count}.");

    private static string Candidates(List<FlowHeader> flows) =>
        string.Join(", ", flows.Take(MostCandidates).Select(flow => $"{flow.Id} ({flow.Type}{(flow.Division is { } division ? $", {division.Name}" : "")})"))
        + (flows.Count > MostCandidates ? $" and {flows.Count - MostCandidates} more" : "");
}
