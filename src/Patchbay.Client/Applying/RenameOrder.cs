using Patchbay.Client.Modules;
using Patchbay.Client.Stores;
using Patchbay.Core.Formats;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Client.Applying;

/// <summary>The order in which flows are written where some of them get other names: a flow comes before those whose new definitions call it by its new name.</summary>
internal sealed class RenameOrder
{
    private readonly Dictionary<string, IReadOnlyList<RenamedFlow>> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _levels = new(StringComparer.Ordinal);

    /// <summary>Looks through what is to be written.</summary>
    /// <param name="flows">The flows, each with the definition that it has and the one to write, in the order that decides among flows that use each other in a circle.</param>
    public RenameOrder(IEnumerable<(string Id, string Before, string After)> flows)
    {
        var all = flows.ToList();
        var renamed = all.Select(flow => Renamed(flow.Id, flow.Before, flow.After)).OfType<RenamedFlow>().ToList();
        if (renamed.Count == 0)
        {
            return;
        }

        foreach (var (id, _, text) in all)
        {
            _uses[id] = FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))) is { } flow
                ? [.. renamed.Where(other => other.Id != id && RenameFlow.IsUsedBy(flow, other.Name, other.Type))]
                : [];
        }

        _levels = ConsumerOrder.Levels(all.Select(flow => flow.Id), _uses.ToDictionary(flow => flow.Key, flow => (IReadOnlyList<string>)[.. flow.Value.Select(other => other.Id)], StringComparer.Ordinal));
    }

    /// <summary>In which wave a flow is written: 0 is the first.</summary>
    /// <param name="id">The flow's id.</param>
    public int WaveOf(string id) => _levels.GetValueOrDefault(id);

    /// <summary>The flows that get other names and that a flow uses by these.</summary>
    /// <param name="id">The flow's id.</param>
    public IReadOnlyList<RenamedFlow> UsedBy(string id) => _uses.GetValueOrDefault(id) ?? [];

    private static RenamedFlow? Renamed(string id, string before, string after) =>
        before != after && FlowName.In(before) is { } old && FlowName.In(after) is { } name && name != old && FlowFormats.ReadHead(new SourceText(after)) is { } flow ? new RenamedFlow(id, old, name, flow.Type) : null;
}

/// <summary>A flow that gets another name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Old">The name that it has.</param>
/// <param name="Name">The name that it gets.</param>
/// <param name="Type">Its type.</param>
internal sealed record RenamedFlow(string Id, string Old, string Name, string Type);
