using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Simulation;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Graph;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Simulation;

public sealed class CallSimulatorTests
{
    private const string Caller = """
        {"name": "Caller", "type": "call", "definition": {"nodes": {
          "call": {"type": "CallModule", "content": {"moduleId": "shared"}, "outputNodes": {"success": "good", "error": "bad"}},
          "good": {"type": "disconnect", "outputNodes": {}},
          "bad": {"type": "disconnect", "outputNodes": {}}
        }}}
        """;

    private const string Shared = """
        {"name": "Shared", "type": "module", "definition": {"nodes": {
          "check": {"type": "decision", "outputNodes": {"yes": "done", "no": ""}},
          "done": {"type": "end", "outputNodes": {}}
        }}}
        """;

    private const string Routing = """
        {"name": "Routing", "type": "call", "definition": {"nodes": {
          "menu": {"type": "menu", "menu": {"options": [
            {"key": "1", "prompt": "Sales", "routingTarget": "queue_sales"},
            {"key": "2", "prompt": "Another flow", "routingTarget": "caller"},
            {"key": "3", "prompt": "Again", "routingTarget": "menu"}
          ]}}
        }}}
        """;

    [Fact]
    public void Visits_only_what_can_be_reached()
    {
        var ways = ArbMap.Default.GeneratorFor<(byte From, byte To)>().ListOf();
        Prop.ForAll(ways.ToArbitrary(), ArbMap.Default.ArbFor<int>(), (edges, seed) =>
        {
            const int nodes = 12;
            var graph = Sketch.Graph(nodes, edges.Select(edge => (edge.From % nodes, (edge.To % (nodes + 1)) - 1)));
            var reached = Reachability.FromEntries(graph);

            var walk = CallSimulator.Walk(graph, _ => null, seed, maxSteps: 200);

            return walk.Visits.Length <= 200 && walk.Visits.All(visit => visit.Graph == graph && reached[visit.Element]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_same_seed_walks_the_same_way()
    {
        var graph = Read(Routing);

        for (var seed = 0; seed < 20; seed++)
        {
            CallSimulator.Walk(graph, _ => null, seed).Visits.ShouldBe(CallSimulator.Walk(graph, _ => null, seed).Visits);
        }
    }

    [Fact]
    public void A_call_goes_into_the_shared_flow_and_comes_back_on_the_way_of_success()
    {
        var (caller, shared) = (Read(Caller), Read(Shared));

        for (var seed = 0; seed < 50; seed++)
        {
            var walk = CallSimulator.Walk(caller, id => id == "shared" ? shared : null, seed);

            walk.Entered.ShouldBe([caller, shared]);
            walk.End.ShouldBe(CallEnd.Finished);
            Names(walk).First().ShouldBe("call");
            Names(walk).ShouldContain("check");
            Names(walk).Last().ShouldBe("good");
        }
    }

    [Fact]
    public void A_call_to_a_flow_that_is_not_there_takes_the_error_way()
    {
        var walk = CallSimulator.Walk(Read(Caller), _ => null, seed: 1);

        Names(walk).ShouldBe(["call", "bad"]);
    }

    [Fact]
    public void Callers_choose_every_option_of_a_menu()
    {
        var (routing, caller) = (Read(Routing), Read(Caller));
        var walks = Enumerable.Range(0, 200).Select(seed => CallSimulator.Walk(routing, id => id == "caller" ? caller : null, seed)).ToList();

        walks.ShouldContain(walk => walk.End == CallEnd.Routed && walk.RoutedTo == "queue_sales");
        walks.ShouldContain(walk => walk.Entered.Contains(caller));
        walks.ShouldContain(walk => Names(walk).Count(name => name == "menu") > 1);
    }

    [Fact]
    public void Going_in_circles_ends_after_the_steps_allowed()
    {
        var walk = CallSimulator.Walk(Sketch.Graph("a>b b>a"), _ => null, seed: 1, maxSteps: 10);

        walk.End.ShouldBe(CallEnd.TooLong);
        walk.Visits.Length.ShouldBe(10);
    }

    [Fact]
    public void Shared_flows_that_call_each_other_without_end_are_given_up()
    {
        var shared = Read(Caller);

        var walk = CallSimulator.Walk(shared, _ => shared, seed: 1);

        walk.End.ShouldBe(CallEnd.TooLong);
        walk.Visits.Length.ShouldBeLessThanOrEqualTo(CallSimulator.MaxDepth + 1);
    }

    [Fact]
    public void A_flow_without_an_entry_leaves_the_caller_stranded()
    {
        CallSimulator.Walk(Sketch.Graph(""), _ => null, seed: 1).End.ShouldBe(CallEnd.Stranded);
    }

    private static IEnumerable<string> Names(CallWalk walk) => walk.Visits.Select(visit => visit.Graph.Flow.Elements[visit.Element].Id);

    private static FlowGraph Read(string text) => FlowGraph.Of(FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))).ShouldBeOfType<Flow>());
}
