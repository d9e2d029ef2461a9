using System.Text.Json;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class PlatformCallersTests
{
    /// <summary>Plays, sets an outcome, and ends: the caller comes back.</summary>
    private const string Greeting = """
        commonModule:
          name: Greeting
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          settingsCommonModule:
            compatibleFlowTypes:
              - flowType: inboundcall
          startUpTaskActions:
            - setFlowOutcome:
                name: Greeted
                flowOutcomeValue: SUCCESS
                flowOutcome:
                  name: OUTCOME

        """;

    private const string Caller = """
        inboundCall:
          name: Caller
          startUpRef: "/inboundCall/tasks/task[Start_10]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          tasks:
            - task:
                name: Start
                refId: Start_10
                actions:
                  - callCommonModule:
                      name: Greet
                      commonModule:
                        Greeting:
                          ver_latestPublished:
                            none: true
                  - decision:
                      name: Always
                      condition:
                        exp: 1 == 1
                      outputs:
                        yes:
                          actions:
                            - transferToAcd:
                                name: To sales
                                targetQueue:
                                  lit:
                                    name: Sales
                        no:
                          actions:
                            - addFlowMilestone:
                                name: Never
                                milestone:
                                  name: Impossible
                  - disconnect:
                      name: Nobody is there

        """;

    [Fact]
    public async Task Callers_walk_menus_and_tasks_and_every_flow_they_enter_counts()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"), PlatformFlows.Call("Support"));

        var summary = await CallAsync(org, """{"count": 50, "seed": 3}""");

        summary.GetProperty("answered").GetInt32().ShouldBe(50);
        summary.GetProperty("ends").GetProperty("finished").GetInt32().ShouldBe(50);
        summary.GetProperty("contacts").EnumerateObject().Sum(flow => flow.Value.GetInt32()).ShouldBe(50);
        summary.GetProperty("contacts").EnumerateObject().Count().ShouldBe(2);
        summary.TryGetProperty("modules", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_caller_runs_the_copy_of_a_module_that_the_flow_was_published_with_not_the_newest()
    {
        await using var org = await PlatformFlows.StartAsync(options => options with { CreateMissing = true }, Greeting.Replace("OUTCOME", "Old", StringComparison.Ordinal), Caller);
        (await org.PublishAsync(Greeting.Replace("OUTCOME", "New", StringComparison.Ordinal))).Field("status").ShouldBe("Success");

        var stale = await CallAsync(org, """{"count": 5}""");
        var outcomes = await OutcomesAsync(org);
        (await org.PublishAsync(Caller)).Field("status").ShouldBe("Success");
        var fresh = await CallAsync(org, """{"count": 7}""");

        stale.GetProperty("modules").EnumerateObject().Single().Value.GetRawText().ShouldBe("""{"1.0":5}""");
        outcomes.ShouldBe([("Old", 5)]);
        fresh.GetProperty("modules").EnumerateObject().Single().Value.GetRawText().ShouldBe("""{"2.0":7}""");
        (await OutcomesAsync(org)).ShouldBe([("New", 7), ("Old", 5)]);
        fresh.GetProperty("contacts").EnumerateObject().Count().ShouldBe(1, "a module is a part of its caller");
    }

    [Fact]
    public async Task A_condition_that_always_holds_is_heeded()
    {
        await using var org = await PlatformFlows.StartAsync(null, Greeting.Replace("OUTCOME", "Old", StringComparison.Ordinal), Caller);

        await CallAsync(org, """{"count": 200, "seed": 9}""");

        (await FlowAnalyticsTests.QueryAsync(org, """{"metrics": ["nFlowMilestone"]}""")).TryGetProperty("results", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Contacts_are_kept_in_the_orgs_data_file()
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-").FullName;
        var data = Path.Combine(folder, "org.db");
        await using (var first = await PlatformFlows.StartAsync(options => options with { DataFile = data }, Greeting.Replace("OUTCOME", "Old", StringComparison.Ordinal), Caller))
        {
            await CallAsync(first, """{"count": 6}""");
        }

        await using (var again = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, DataFile = data }))
        {
            (await OutcomesAsync(again)).ShouldBe([("Old", 6)]);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_calls()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"), PlatformFlows.Call("Support"));

        var first = await CallAsync(org, """{"count": 40, "seed": 5}""");

        (await CallAsync(org, """{"count": 40, "seed": 5}""")).GetRawText().ShouldBe(first.GetRawText());
    }

    [Fact]
    public async Task Where_no_flow_fits_nobody_can_call_and_the_answer_says_so()
    {
        await using var org = await PlatformFlows.StartAsync(null, Greeting.Replace("OUTCOME", "Old", StringComparison.Ordinal));

        var answer = await org.PostAsync("/_emulator/callers", """{"count": 1}""");

        answer.Message.ShouldNotBeNull().ShouldContain("nobody can call");
    }

    private static async Task<JsonElement> CallAsync(TestOrg org, string body) => (await org.PostAsync("/_emulator/callers", body)).Json;

    private static async Task<IEnumerable<(string, int)>> OutcomesAsync(TestOrg org) =>
        (await FlowAnalyticsTests.QueryAsync(org, """{"groupBy": ["flowOutcome"], "metrics": ["nFlowOutcome"]}""")).GetProperty("results").EnumerateArray()
            .Select(result => (result.GetProperty("group").GetProperty("flowOutcome").GetString() ?? "", result.GetProperty("data")[0].GetProperty("metrics")[0].GetProperty("stats").GetProperty("count").GetInt32())).ToList();
}
