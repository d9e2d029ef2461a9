using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>A flow of an org or a folder, with what it leads to.</summary>
/// <param name="CatalogueId">The id by which definitions call it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, in any spelling.</param>
/// <param name="Definition">Its definition; null where no format reads it.</param>
public sealed record OrgFlow(string CatalogueId, string Name, string Type, Flow? Definition);

/// <summary>Draws which flow leads to which.</summary>
public static class OrgDrawing
{
    private const string Alone = "alone";

    /// <summary>Lays out flows and what they call, hand callers over to, and let callers wait with. A flow that is called and not among them is drawn as missing; ways that close a circle of flows are drawn as going back; flows that have to do with no other stand in a frame of their own.</summary>
    /// <param name="name">What the drawing is called.</param>
    /// <param name="flows">The flows.</param>
    /// <param name="queues">Ids to which callers are routed and that are no flows; null where they are not known.</param>
    public static GraphDrawing Of(string name, IReadOnlyList<OrgFlow> flows, IReadOnlySet<string>? queues = null)
    {
        ArgumentNullException.ThrowIfNull(flows);
        return new Maker(flows, queues).Draw(name);
    }

    private sealed class Maker(IReadOnlyList<OrgFlow> flows, IReadOnlySet<string>? queues)
    {
        private readonly ILookup<string, int> _byId = Enumerable.Range(0, flows.Count).ToLookup(i => flows[i].CatalogueId, StringComparer.Ordinal);
        private readonly ILookup<string, int> _byName = Enumerable.Range(0, flows.Count).ToLookup(i => flows[i].Name, StringComparer.Ordinal);
        private readonly Dictionary<(DependencyKind? Named, string Target), DrawnNode> _missing = [];
        private readonly Dictionary<(int From, string To, FlowLinkKind Kind), int> _counts = [];
        private readonly List<(int From, string To, FlowLinkKind Kind)> _order = [];

        public GraphDrawing Draw(string name)
        {
            for (var i = 0; i < flows.Count; i++)
            {
                foreach (var link in flows[i].Definition is { } definition ? FlowLink.Of(definition) : [])
                {
                    Count(i, link);
                }
            }

            var circles = Circles();
            var linked = _order.SelectMany(link => new[] { Key(link.From), link.To }).ToHashSet(StringComparer.Ordinal);
            var isAlone = flows.Select((_, i) => !linked.Contains(Key(i))).ToArray();
            var frames = isAlone.Contains(true) && isAlone.Contains(false);
            return new GraphDrawing(
                name,
                [.. Enumerable.Range(0, flows.Count).OrderBy(i => isAlone[i]).Select(i => NodeOf(i, flows[i], frames && isAlone[i], circles)), .. _missing.Values],
                [.. _order.Select(link => WayOf(link, circles))])
            {
                Groups = frames ? [new DrawnGroup(Alone, "call no flow, called by none", "")] : [],
            };
        }

        private static string Key(int flow) => $"f{flow}";

        private void Count(int from, FlowLink link)
        {
            var to = Find(link);
            if (to < 0 && link.Named is null && link.Kind == FlowLinkKind.Transfers && (queues is null || queues.Contains(link.Target)))
            {
                // A queue, or something of which nobody knows whether it is one.
                return;
            }

            var key = (from, to >= 0 ? Key(to) : Missing(link), link.Kind);
            if (!_counts.TryGetValue(key, out var count))
            {
                _order.Add(key);
            }

            _counts[key] = count + 1;
        }

        private int Find(FlowLink link)
        {
            foreach (var i in link.Named is null ? _byId[link.Target] : _byName[link.Target])
            {
                if (link.Means(flows[i].CatalogueId, flows[i].Name, flows[i].Type))
                {
                    return i;
                }
            }

            return -1;
        }

        private string Missing(FlowLink link)
        {
            if (!_missing.TryGetValue((link.Named, link.Target), out var node))
            {
                node = new DrawnNode($"missing{_missing.Count}", NodeShape.Missing, link.Target) { Id = link.Target, Detail = $"{(link.Named is { } named ? ElementCaption.Word(named) : "flow")}, not here" };
                _missing[(link.Named, link.Target)] = node;
            }

            return node.Key;
        }

        private static DrawnNode NodeOf(int index, OrgFlow flow, bool isAlone, FlowCircles circles)
        {
            var type = FlowTypes.Normalize(flow.Type);
            return new DrawnNode(Key(index), ShapeOf(type), flow.Name.Length > 0 ? flow.Name : "(no name)")
            {
                Id = flow.CatalogueId,
                Type = flow.Type,
                Detail = ArchitectFlowTypes.FromApiType(type) is { } known && flow.Definition is { Api: FlowApi.Platform } ? known.Title : flow.Type,
                Group = isAlone ? Alone : "",
                IsHighlighted = circles.Holds(index),
            };
        }

        private static NodeShape ShapeOf(string type) => type switch
        {
            "commonmodule" or "subflow" => NodeShape.Call,
            "bot" or "digitalbot" => NodeShape.Waits,
            _ when type.StartsWith("inqueue", StringComparison.Ordinal) => NodeShape.Outside,
            _ => NodeShape.Step,
        };

        private DrawnWay WayOf((int From, string To, FlowLinkKind Kind) link, FlowCircles circles)
        {
            var word = link.Kind switch
            {
                FlowLinkKind.Calls => "calls",
                FlowLinkKind.Transfers => "transfers",
                _ => "waits with",
            };
            var count = _counts[link];
            var isCircle = link.To[0] == 'f' && circles.Joins(link.From, int.Parse(link.To[1..], System.Globalization.CultureInfo.InvariantCulture));
            return new DrawnWay(Key(link.From), link.To, isCircle ? WayKind.Repeat : link.Kind == FlowLinkKind.Calls ? WayKind.Call : WayKind.Always, count > 1 ? $"{word} {count} times" : word);
        }

        private FlowCircles Circles()
        {
            var edges = _order.Where(link => link.To[0] == 'f').Select(link => (link.From, int.Parse(link.To[1..], System.Globalization.CultureInfo.InvariantCulture))).ToImmutableArray();
            return FlowCircles.Of(flows.Count, edges);
        }
    }
}
