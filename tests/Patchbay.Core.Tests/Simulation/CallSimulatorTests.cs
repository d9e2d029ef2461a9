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

            var walk = CallSimulator.Walk(graph, (_, _) => null, seed, maxSteps: 200);

            return walk.Visits.Length <= 200 && walk.Visits.All(visit => visit.Graph == graph && reached[visit.Element]);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_same_seed_walks_the_same_way()
    {
        var graph = Read(Routing);

        for (var seed = 0; seed < 20; seed++)
        {
            CallSimulator.Walk(graph, (_, _) => null, seed).Visits.ShouldBe(CallSimulator.Walk(graph, (_, _) => null, seed).Visits);
        }
    }

    [Fact]
    public void A_call_goes_into_the_shared_flow_and_comes_back_on_the_way_of_success()
    {
        var (caller, shared) = (Read(Caller), Read(Shared));

        for (var seed = 0; seed < 50; seed++)
        {
            var walk = CallSimulator.Walk(caller, (_, id) => id == "shared" ? shared : null, seed);

            walk.Entered.ShouldBe([new EnteredFlow(caller, -1), new EnteredFlow(shared, 0)]);
            walk.End.ShouldBe(CallEnd.Finished);
            Names(walk).First().ShouldBe("call");
            Names(walk).ShouldContain("check");
            Names(walk).Last().ShouldBe("good");
        }
    }

    [Fact]
    public void A_call_to_a_flow_that_is_not_there_takes_the_error_way()
    {
        var walk = CallSimulator.Walk(Read(Caller), (_, _) => null, seed: 1);

        Names(walk).ShouldBe(["call", "bad"]);
    }

    [Fact]
    public void Callers_choose_every_option_of_a_menu()
    {
        var (routing, caller) = (Read(Routing), Read(Caller));
        var walks = Enumerable.Range(0, 200).Select(seed => CallSimulator.Walk(routing, (_, id) => id == "caller" ? caller : null, seed)).ToList();

        walks.ShouldContain(walk => walk.End == CallEnd.Routed && walk.RoutedTo == "queue_sales");
        walks.ShouldContain(walk => walk.Entered.Any(flow => flow.Graph == caller));
        walks.ShouldContain(walk => Names(walk).Count(name => name == "menu") > 1);
    }

    [Fact]
    public void Going_in_circles_ends_after_the_steps_allowed()
    {
        var walk = CallSimulator.Walk(Sketch.Graph("a>b b>a"), (_, _) => null, seed: 1, maxSteps: 10);

        walk.End.ShouldBe(CallEnd.TooLong);
        walk.Visits.Length.ShouldBe(10);
    }

    [Fact]
    public void Shared_flows_that_call_each_other_without_end_are_given_up()
    {
        var shared = Read(Caller);

        var walk = CallSimulator.Walk(shared, (_, _) => shared, seed: 1);

        walk.End.ShouldBe(CallEnd.TooLong);
        walk.Visits.Length.ShouldBeLessThanOrEqualTo(CallSimulator.MaxDepth + 1);
    }

    [Fact]
    public void A_flow_without_an_entry_leaves_the_caller_stranded()
    {
        CallSimulator.Walk(Sketch.Graph(""), (_, _) => null, seed: 1).End.ShouldBe(CallEnd.Stranded);
    }

    /// <summary>A task that is called and ends on a path of its own; a decision that always holds; a case that never does.</summary>
    private const string Tasks = """
        inboundCall:
          name: Tasks
          startUpRef: "/inboundCall/tasks/task[Start_10]"
          tasks:
            - task:
                name: Start
                refId: Start_10
                actions:
                  - callTask:
                      name: Ask
                      targetTaskRef: "/inboundCall/tasks/task[Ask_11]"
                      outputs:
                        default:
                          actions:
                            - playAudio:
                                name: Not this way
                        Answered:
                          actions:
                            - switch:
                                name: Which
                                evaluate:
                                  firstTrue:
                                    default:
                                      actions:
                                        - playAudio:
                                            name: Neither
                                    cases:
                                      - case:
                                          value:
                                            exp: 1 == 2
                                          actions:
                                            - playAudio:
                                                name: Never
                                      - case:
                                          value:
                                            lit: true
                                          actions:
                                            - transferToAcd:
                                                name: To sales
                                                targetQueue:
                                                  lit:
                                                    name: Sales
            - task:
                name: Ask
                refId: Ask_11
                actions:
                  - endTask:
                      name: Done
                      outputPath:
                        name: Answered
                outputPaths:
                  - outputPath:
                      name: Answered
          settingsErrorHandling:
            errorHandling:
              disconnect:
                none: true

        """;

    [Fact]
    public void A_called_task_comes_back_on_the_path_that_its_end_names_and_constant_conditions_are_heeded()
    {
        var graph = FlowGraph.Of(FlowFormats.Read(YamlText.Parse(new SourceText(Tasks))).ShouldNotBeNull());
        for (var seed = 0; seed < 100; seed++)
        {
            var walk = CallSimulator.Walk(graph, (_, _) => null, seed);

            walk.Visits.Select(visit => graph.Flow.Elements[visit.Element].Label).ShouldBe(["Start", "Ask", "Ask", "Done", "Which", "To sales"]);
            (walk.End, walk.RoutedTo).ShouldBeOneOf((CallEnd.Routed, "Sales"), (CallEnd.Finished, ""));
        }
    }

    [Fact]
    public void Hanging_up_within_a_shared_flow_ends_the_call_and_does_not_come_back()
    {
        var caller = FlowGraph.Of(FlowFormats.Read(YamlText.Parse(new SourceText("""
            inboundCall:
              name: Caller
              startUpRef: "/inboundCall/tasks/task[Start_10]"
              tasks:
                - task:
                    name: Start
                    refId: Start_10
                    actions:
                      - callCommonModule:
                          name: Call
                          commonModule:
                            Shared:
                              ver_latestPublished:
                                none: true
                      - playAudio:
                          name: Behind
            """))).ShouldNotBeNull());
        var shared = FlowGraph.Of(FlowFormats.Read(YamlText.Parse(new SourceText("commonModule:\n  name: Shared\n  startUpTaskActions:\n    - disconnect:\n        name: Bye\n"))).ShouldNotBeNull());

        var walk = CallSimulator.Walk(caller, (_, name) => name == "Shared" ? shared : null, seed: 1);

        walk.Entered.ShouldBe([new EnteredFlow(caller, -1), new EnteredFlow(shared, 0)]);
        walk.End.ShouldBe(CallEnd.Finished);
        walk.Visits.ShouldNotContain(visit => visit.Graph.Flow.Elements[visit.Element].Label == "Behind");
    }

    private static IEnumerable<string> Names(CallWalk walk) => walk.Visits.Select(visit => visit.Graph.Flow.Elements[visit.Element].Id);

    private static FlowGraph Read(string text) => FlowGraph.Of(FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))).ShouldBeOfType<Flow>());
}
