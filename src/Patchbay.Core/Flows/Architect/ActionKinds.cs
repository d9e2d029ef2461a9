using System.Collections.Immutable;

namespace Patchbay.Core.Flows.Architect;

/// <summary>The kinds of actions, as data: to add one, add a row to the list of its group. A kind that is not listed is kept, graphed by the paths that it shows, and reported as unknown.</summary>
/// <remarks>Keys, order and paths of the rows that are seen come from real exports; the others from the vendor's scripting library, whose members are named like the keys wherever both are known.</remarks>
public static partial class ActionKinds
{
    /// <summary>All rows.</summary>
    public static ImmutableArray<ActionKind> All { get; } =
    [
        .. AudioKinds(),
        .. InputKinds(),
        .. DataKinds(),
        .. ContactKinds(),
        .. FindKinds(),
        .. LogicalKinds(),
        .. TaskKinds(),
        .. FlowKinds(),
        .. TransferKinds(),
        .. EndKinds(),
        .. MessageKinds(),
        .. OtherKinds(),
    ];

    private static readonly Dictionary<string, ActionKind> ByKey = All.ToDictionary(kind => kind.Name, StringComparer.Ordinal);
    private static readonly Dictionary<string, ActionKind> ByJsonType = All.Where(kind => kind.JsonType.Length > 0).ToDictionary(kind => kind.JsonType, StringComparer.Ordinal);

    /// <summary>The kind with a YAML key, or null where it is unknown.</summary>
    /// <param name="name">The key, compared exactly.</param>
    public static ActionKind? Find(string name) => ByKey.GetValueOrDefault(name);

    /// <summary>The kind with a type of the configuration JSON, or null where it is unknown.</summary>
    /// <param name="type">The type, compared exactly.</param>
    public static ActionKind? FromJsonType(string type) => ByJsonType.GetValueOrDefault(type);
}
