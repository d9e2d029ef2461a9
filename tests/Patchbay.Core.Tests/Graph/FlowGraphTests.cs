using Patchbay.Core.Graph;

namespace Patchbay.Core.Tests.Graph;

public sealed class FlowGraphTests
{
    [Fact]
    public void Gives_the_ways_of_each_element_in_document_order()
    {
        var graph = Sketch.Graph("a>b b>c a>c c>$");

        graph.Out(0).ToArray().ShouldBe([0, 2]);
        graph.Targets(0).ToArray().ShouldBe([1, 2]);
        graph.In(2).ToArray().ShouldBe([1, 2]);
        graph.Sources(2).ToArray().ShouldBe([1, 0]);
        graph.Out(2).ToArray().ShouldBe([3]);
        graph.Targets(2).ToArray().ShouldBe([-1]);
        graph.In(0).Length.ShouldBe(0);
    }

    [Fact]
    public void Enters_where_ways_come_from_the_start_each_once()
    {
        Sketch.Graph("^>b a>b ^>a ^>b b>$").Entries.ShouldBe([0, 1]);
        Sketch.Graph("a>b").Entries.ShouldBe([0]);
        Sketch.Graph("").Entries.ShouldBeEmpty();
    }

    [Fact]
    public void Reaches_what_ways_lead_to_and_nothing_else()
    {
        var reached = Reachability.FromEntries(Sketch.Graph("a>b b>a b>$ c>b c>d"));

        Enumerable.Range(0, 4).Select(node => reached[node]).ShouldBe([true, true, false, false]);
        reached.Count.ShouldBe(2);
    }

    [Fact]
    public void Falls_into_parts_whatever_the_direction_of_ways()
    {
        var parts = ConnectedParts.Of(Sketch.Graph("x>y ^>a ^>c b>a d>c"));

        parts.Parts.Length.ShouldBe(2);
        parts.Parts[0].ShouldBe([2, 3, 4, 5]);
        parts.Parts[1].ShouldBe([0, 1]);
        parts[4].ShouldBe(0);
        parts[1].ShouldBe(1);
        ConnectedParts.Of(Sketch.Graph("")).Parts.ShouldBeEmpty();
    }

    [Fact]
    public void Looks_at_each_way_once_however_large_the_flow_is()
    {
        foreach (var length in (int[])[10, 1000])
        {
            var ladder = Sketch.Graph(length * 2, Enumerable.Range(0, (length * 2) - 2).SelectMany(i => ((int, int)[])[(i, i + 1), (i, i + 2)]));
            var ways = ladder.Flow.Ways.Length;

            Reachability.FromEntries(ladder).EdgesVisited.ShouldBeLessThanOrEqualTo(ways);
            StrongComponents.Of(ladder).EdgesVisited.ShouldBeLessThanOrEqualTo(ways);
            ConnectedParts.Of(ladder).EdgesVisited.ShouldBeLessThanOrEqualTo(2 * ways);
        }
    }
}
