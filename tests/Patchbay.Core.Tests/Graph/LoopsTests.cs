using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Tests.Graph;

public sealed class LoopsTests
{
    [Fact]
    public void Finds_nothing_where_ways_only_go_forward() => Loops.Find(Sketch.Graph("a>b a>c b>d c>d d>$")).ShouldBeEmpty();

    [Fact]
    public void Shows_the_shortest_circle_through_the_first_element()
    {
        var loop = Loops.Find(Sketch.Graph("s>a a>b b>c c>a a>d d>a c>$")).ShouldHaveSingleItem();

        loop.Elements.ShouldBe([1, 2, 3, 4]);
        loop.Witness.ShouldBe([4, 5]);
    }

    [Fact]
    public void Shows_an_element_that_leads_to_itself()
    {
        var loop = Loops.Find(Sketch.Graph("a>b b>b b>c")).ShouldHaveSingleItem();

        loop.Elements.ShouldBe([1]);
        loop.Witness.ShouldBe([1]);
    }

    [Fact]
    public void Shows_one_circle_for_each_group_in_document_order()
    {
        var loops = Loops.Find(Sketch.Graph("a>b x>y y>x b>x b>a"));

        loops.Select(loop => loop.Elements.AsEnumerable()).ShouldBe([[0, 1], [2, 3]]);
        loops.Select(loop => loop.Witness.AsEnumerable()).ShouldBe([[0, 4], [1, 2]]);
    }

    [Fact]
    public void Finds_a_loop_beside_an_element_that_is_left_out()
    {
        var graph = Sketch.Graph("menu>a a>b b>a b>menu menu>c c>menu", "menu");

        var loop = Loops.Find(graph, node => graph.Flow.Elements[node].Role == ElementRole.Waits).ShouldHaveSingleItem();

        loop.Elements.ShouldBe([1, 2]);
        loop.Witness.ShouldBe([1, 2]);
    }

    [Fact]
    public void Agrees_with_brute_force_on_every_small_random_graph()
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var random = new Random(seed);
            var nodes = random.Next(1, 9);
            var edges = Enumerable.Range(0, random.Next(0, 16)).Select(_ => (random.Next(nodes), random.Next(-2, nodes))).ToList();
            var graph = Sketch.Graph(nodes, edges);
            var reaches = Closure(nodes, edges);

            var components = StrongComponents.Of(graph);
            for (var a = 0; a < nodes; a++)
            {
                for (var b = 0; b < nodes; b++)
                {
                    (components[a] == components[b]).ShouldBe(a == b || (reaches[a, b] < Far && reaches[b, a] < Far), $"seed {seed}, elements {a} and {b}");
                }
            }

            var loops = Loops.Find(graph);
            loops.SelectMany(loop => loop.Elements).Order().ShouldBe(Enumerable.Range(0, nodes).Where(node => reaches[node, node] < Far), $"seed {seed}");
            foreach (var loop in loops)
            {
                ShouldBeACircle(graph, loop, seed);
                loop.Witness.Length.ShouldBe(reaches[loop.Elements[0], loop.Elements[0]], $"seed {seed}");
            }
        }
    }

    [Fact]
    public void Looks_at_no_way_more_than_twice_though_there_are_countless_circles()
    {
        foreach (var diamonds in (int[])[40, 4000])
        {
            var graph = RingOfDiamonds(diamonds);

            var loop = Loops.Find(graph, leaveOut: null, out var edgesVisited).ShouldHaveSingleItem();

            loop.Elements.Length.ShouldBe(3 * diamonds);
            loop.Witness.Length.ShouldBe(2 * diamonds);
            edgesVisited.ShouldBeLessThanOrEqualTo(2 * graph.Flow.Ways.Length);
        }
    }

    [Fact]
    public void Follows_a_chain_of_any_length()
    {
        const int length = 200_000;
        var graph = Sketch.Graph(length, Enumerable.Range(0, length).Select(i => (i, (i + 1) % length)));

        Loops.Find(graph).ShouldHaveSingleItem().Witness.Length.ShouldBe(length);
    }

    private const int Far = 1_000_000;

    private static FlowGraph RingOfDiamonds(int diamonds) => Sketch.Graph(
        3 * diamonds,
        Enumerable.Range(0, diamonds).SelectMany(i =>
        {
            var top = 3 * i;
            var next = 3 * ((i + 1) % diamonds);
            return ((int, int)[])[(top, top + 1), (top, top + 2), (top + 1, next), (top + 2, next)];
        }));

    private static void ShouldBeACircle(FlowGraph graph, Loop loop, int seed)
    {
        var ways = graph.Flow.Ways;
        ways[loop.Witness[0]].From.ShouldBe(loop.Elements[0], $"seed {seed}");
        for (var i = 0; i < loop.Witness.Length; i++)
        {
            ways[loop.Witness[i]].To.ShouldBe(ways[loop.Witness[(i + 1) % loop.Witness.Length]].From, $"seed {seed}");
        }
    }

    /// <summary>The length of the shortest walk of at least one way between any two elements (Floyd and Warshall).</summary>
    private static int[,] Closure(int nodes, List<(int From, int To)> edges)
    {
        var length = new int[nodes, nodes];
        for (var a = 0; a < nodes; a++)
        {
            for (var b = 0; b < nodes; b++)
            {
                length[a, b] = edges.Contains((a, b)) ? 1 : Far;
            }
        }

        for (var via = 0; via < nodes; via++)
        {
            for (var a = 0; a < nodes; a++)
            {
                for (var b = 0; b < nodes; b++)
                {
                    length[a, b] = Math.Min(length[a, b], length[a, via] + length[via, b]);
                }
            }
        }

        return length;
    }
}
