using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>How a flow leads to another.</summary>
public enum FlowLinkKind
{
    /// <summary>Calls it and goes on afterwards.</summary>
    Calls,

    /// <summary>Hands the caller over to it.</summary>
    Transfers,

    /// <summary>Lets the caller wait with it.</summary>
    Waits,
}

/// <summary>A place where a flow leads to another flow.</summary>
/// <param name="Kind">How.</param>
/// <param name="Target">The other flow as written: its name in Architect flows, its id elsewhere.</param>
/// <param name="Element">Index of the element that does it; -1 for the flow itself.</param>
/// <param name="Span">The characters that name the other flow.</param>
public sealed record FlowLink(FlowLinkKind Kind, string Target, int Element, TextSpan Span)
{
    /// <summary>What the other flow must be; null where anything may be meant, as in a format that calls by id.</summary>
    public DependencyKind? Named { get; init; }

    /// <summary>Whether it uses the other flow in its own right: every link of an Architect flow; elsewhere a call, and not a menu that routes callers on.</summary>
    public bool IsCall => Named is not null || Kind == FlowLinkKind.Calls;

    /// <summary>The places where a flow leads to other flows, in document order. Where a format routes callers to ids, that may be queues as well.</summary>
    /// <param name="flow">The flow.</param>
    public static IEnumerable<FlowLink> Of(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return flow.Api == FlowApi.Platform
            ? flow.Dependencies.Where(used => KindOf(used.Kind) is not null).Select(used => new FlowLink(KindOf(used.Kind) ?? default, used.Name, used.Element, used.Span) { Named = used.Kind })
            : flow.Elements.Select((element, i) => (element.Call, i)).Where(pair => pair.Call is { FlowId.Length: > 0 }).Select(pair => new FlowLink(FlowLinkKind.Calls, pair.Call?.FlowId ?? "", pair.i, pair.Call?.Span ?? default))
                .Concat(flow.Ways.Where(way => way is { IsRouting: true, To: < 0, Target.Length: > 0 }).Select(way => new FlowLink(FlowLinkKind.Transfers, way.Target, way.From, way.Span)));
    }

    /// <summary>Whether the link can mean a flow: names and types decide in Architect flows, elsewhere the id.</summary>
    /// <param name="catalogueId">The flow's id in definitions.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type, in any spelling; empty where it is not known.</param>
    public bool Means(string catalogueId, string name, string type) => Named is { } named ? Target == name && (type.Length == 0 || Fits(named, type)) : Target == catalogueId;

    /// <summary>Whether a flow of this type can stand where this kind of flow is named.</summary>
    /// <param name="named">What is named.</param>
    /// <param name="type">A type in any known spelling.</param>
    private static bool Fits(DependencyKind named, string type)
    {
        var plain = FlowTypes.Normalize(type);
        return named switch
        {
            DependencyKind.CommonModule => plain == "commonmodule",
            DependencyKind.BotFlow => plain == "bot",
            DependencyKind.DigitalBotFlow => plain == "digitalbot",
            DependencyKind.InQueueFlow => plain.StartsWith("inqueue", StringComparison.Ordinal),
            _ => plain is not ("commonmodule" or "bot" or "digitalbot") && !plain.StartsWith("inqueue", StringComparison.Ordinal),
        };
    }

    private static FlowLinkKind? KindOf(DependencyKind kind) => kind switch
    {
        DependencyKind.CommonModule or DependencyKind.BotFlow or DependencyKind.DigitalBotFlow => FlowLinkKind.Calls,
        DependencyKind.Flow => FlowLinkKind.Transfers,
        DependencyKind.InQueueFlow => FlowLinkKind.Waits,
        _ => null,
    };
}
