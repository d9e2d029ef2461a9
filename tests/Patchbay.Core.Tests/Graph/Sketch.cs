using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Graph;

/// <summary>Flows drawn in one line, for tests that are about ways and not about a format: <c>"a>b b>c c>a"</c>. A way from <c>^</c> comes from the start, one to <c>$</c> leaves the flow; the first element named is the entry unless a way comes from the start.</summary>
internal static class Sketch
{
    public static FlowGraph Graph(string ways, params string[] waiting) => FlowGraph.Of(Flow(ways, waiting));

    public static Flow Flow(string ways, params string[] waiting)
    {
        var edges = ways.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(way => way.Split('>')).ToList();
        var ids = edges.SelectMany(edge => edge).Where(id => id is not ("^" or "$" or "")).Distinct().ToList();
        return Flow(ids, edges.Where(edge => edge.Length == 2).Select(edge => (Index(edge[0]), Index(edge[1]))), waiting);

        int Index(string id) => id is "^" or "$" ? -1 : ids.IndexOf(id);
    }

    public static FlowGraph Graph(int nodes, IEnumerable<(int From, int To)> edges) => FlowGraph.Of(Flow([.. Enumerable.Range(0, nodes).Select(i => $"n{i}")], edges, []));

    private static Flow Flow(List<string> ids, IEnumerable<(int From, int To)> edges, string[] waiting)
    {
        ImmutableArray<FlowWay> ways = [.. edges.Select(edge => new FlowWay(edge.From, edge.To, WayKind.Always, "", default))];
        return new Flow("sketch", SyntaxTree.Parse(new SourceText("{}")))
        {
            Elements = [.. ids.Select(id => new FlowElement(id, "Step", default)
            {
                Node = new ScalarNode(default, id, ScalarStyle.DoubleQuoted),
                Role = waiting.Contains(id) ? ElementRole.Waits : ElementRole.Ordinary,
            })],
            Ways = ways,
            Entry = ids.Count > 0 && !ways.Any(way => way.From == FlowWay.FromStart) ? 0 : -1,
        };
    }
}
