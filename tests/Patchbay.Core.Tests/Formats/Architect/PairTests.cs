using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Tests.Formats.Architect;

/// <summary>Holds the YAML reader against the platform's own configuration of the same flow: every edge of one must be an edge of the other, and every use of a thing of the org.</summary>
public sealed class PairTests
{
    /// <summary>The files that truly differ: one of the two was changed after it was exported, or says something that the other cannot.</summary>
    private static readonly ImmutableDictionary<string, (string Reason, string[] Lines)> Differences = new Dictionary<string, (string, string[])>
    {
        ["architect-yaml/GenesysCloudBlueprints__design-architect-flow-data-actions-for-resiliency/CacheExampleFlow.yaml"] =
            ("written by hand without error handling, so the platform added its own", ["json only: ErrorHandling -Error \"\"-> outside", "json only: ErrorHandling: ErrorHandling disconnect Final", "json only: outside -Error \"error\"-> ErrorHandling"]),
        ["architect-yaml/GenesysCloudBlueprints__genesys-cloud-call-park/in-queue-orbit-call-park-hold.yaml"] =
            ("another prompt than in the export was put in by hand, as text", ["json only: Prompt used by Task/1", "json only: Prompt used by Task/3"]),
        ["architect-yaml/GenesysCloudBlueprints__automatic-offer-callback-for-disconnected-call/SMS Schedule Callback.yaml"] =
            ("the skill was taken out by hand", ["json only: Skill used by State/2/yes2"]),
        ["architect-yaml/GenesysCloudBlueprints__merge-ephemeral-message-to-external-contact-blueprint/MergeExternalContactBot.yaml"] =
            ("YAML names the slot that is asked for, where the configuration names the variable that takes it", ["yaml only: slot.email declared string in the flow in out r0 w0", "json only: slot.email declared string in the flow in out r0 w1"]),
        ["architect-yaml/GenesysCloudBlueprints__terminate-voice-calls-with-no-queue/terminate-outbound-call-missing-queue.yaml"] = UnusedVariables,
        ["architect-yaml/GenesysCloudBlueprints__terminate-voice-calls-with-no-queue/terminate-outbound-call-missing-queue-with-pstn-call-leg-check.yaml"] = UnusedVariables,
        ["architect-yaml-history/GenesysCloudBlueprints__terminate-voice-calls-with-no-queue/Terminate Outbound Call Missing Queue@04049c71.yaml"] = UnusedVariables,
        ["architect-yaml-history/GenesysCloudBlueprints__terminate-voice-calls-with-no-queue/Terminate Outbound Call Missing Queue with PSTN Call Leg Check@04049c71.yaml"] = UnusedVariables,
    }.ToImmutableDictionary();

    private static (string Reason, string[] Lines) UnusedVariables =>
        ("another version declares four inputs that nothing reads", [.. new[] { "addressto", "ani", "dnis", "provider" }.Select(name => $"yaml only: flow.{name} declared string in the flow in r0 w0")]);

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (yaml, json) in FlowPairs.All)
            {
                data.Add(yaml, json);
            }

            return data;
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Pairs))]
    public void Both_notations_of_a_flow_give_one_graph_and_use_the_same(string yaml, string json)
    {
        var (left, right) = (FlowPairs.Open(yaml), FlowPairs.Open(json));
        var found = Compare(GraphText.Of(left), GraphText.Of(right)).Concat(Compare(GraphText.Uses(left), GraphText.Uses(right)));
        var (reason, expected) = Differences.GetValueOrDefault(yaml, ("the same", []));
        found.ShouldBe(expected, ignoreOrder: true, customMessage: $"{yaml}: {reason}");
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Pairs))]
    public void Both_notations_of_a_flow_have_the_same_names(string yaml, string json)
    {
        var names = GraphText.Labels(FlowPairs.Open(json));
        var unlike = GraphText.Labels(FlowPairs.Open(yaml)).Where(place => place.Value.Length > 0 && !place.Value.Contains("{{") && names.TryGetValue(place.Key, out var name) && name != place.Value);
        unlike.ShouldBeEmpty();
    }

    [Fact]
    public void There_are_pairs_of_most_flow_types()
    {
        RealFlows.Files(".yaml");
        FlowPairs.All.Count().ShouldBeGreaterThan(30);
        FlowPairs.All.Select(pair => FlowPairs.Open(pair.Json).Type).Distinct().Count().ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public void What_the_platform_calls_reachable_is_reached()
    {
        foreach (var file in RealFlows.Files(".json"))
        {
            var flow = FlowFormats.Read(SyntaxTree.Parse(RealFlows.Read(file))).ShouldNotBeNull();
            var reached = Reached(flow);
            for (var i = 0; i < flow.Elements.Length; i++)
            {
                foreach (var path in ((flow.Elements[i].Node as MappingNode)?["paths"] as SequenceNode)?.Mappings ?? [])
                {
                    if (flow.Elements[i].Kind == ElementKind.Action && path.GetString("unreachable") is { } unreachable)
                    {
                        reached[i].ShouldBe(unreachable == "false", $"{file}: {flow.Elements[i].Id}");
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Compare(SortedSet<string> yaml, SortedSet<string> json) =>
        yaml.Except(json).Select(line => "yaml only: " + line).Concat(json.Except(yaml).Select(line => "json only: " + line));

    private static bool[] Reached(Flow flow)
    {
        var graph = FlowGraph.Of(flow);
        var reached = new bool[graph.Count];
        var waiting = new Stack<int>(graph.Entries);
        while (waiting.TryPop(out var node))
        {
            if (!reached[node])
            {
                reached[node] = true;
                foreach (var target in graph.Targets(node))
                {
                    if (target >= 0)
                    {
                        waiting.Push(target);
                    }
                }
            }
        }

        return reached;
    }
}
