using System.Net;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class MissingThingsTests
{
    private const string Caller = """
        inboundCall:
          name: Sales
          division: North
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
                  - playAudio:
                      name: Welcome
                      audio:
                        prompt: Prompt.welcome
                  - callCommonModule:
                      name: Identify the caller
                      commonModule:
                        Identify:
                          ver_latestPublished:
                            noValue: true
                  - callData:
                      name: Find the customer
                      timeout:
                        lit:
                          minutes: 1
                      category:
                        Customers:
                          dataAction:
                            Find Customer:
                              failureOutputs:
                                errorType:
                                  noValue: true
                  - evaluateSchedule:
                      name: Open
                      evaluationType:
                        schedule:
                          selectedSchedule:
                            lit:
                              name: Weekdays
                          evaluationTimeZone: Europe/Berlin
                          scheduleTimeZone:
                            lit: Europe/Berlin
                          evaluate:
                            now: true
                  - transferToAcd:
                      name: To the desk
                      targetQueue:
                        lit:
                          name: Desk
                  - disconnect:
                      name: Disconnect

        """;

    [Fact]
    public async Task A_publish_that_names_what_the_org_lacks_fails_with_one_message_for_each_and_its_look_up()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Support"));

        var job = await org.PublishAsync(Caller);

        job.Field("status").ShouldBe("Failure");
        var messages = job.Json.GetProperty("messages").EnumerateArray().Where(message => message.TryGetProperty("details", out _)).ToList();
        messages.Select(message => message.GetProperty("details")[0].GetProperty("url").GetString()).ShouldBe(
            [
                "/api/v2/authorization/divisions?name=North",
                "/api/v2/architect/prompts?name=welcome",
                "/api/v2/flows?name=Identify",
                "/api/v2/integrations/actions?name=Customers%2FFind%20Customer",
                "/api/v2/architect/schedules?name=Weekdays",
                "/api/v2/routing/queues?name=Desk",
            ],
            ignoreOrder: true);
        (await org.GetAsync("/api/v2/flows")).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await org.GetAsync("/api/v2/routing/queues")).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task An_org_that_makes_what_is_missing_takes_the_same_publish()
    {
        await using var org = await PlatformFlows.StartAsync(options => options with { CreateMissing = true }, PlatformFlows.Call("Support"));

        var job = await org.PublishAsync(Caller);

        job.Field("status").ShouldBe("Success", job.Text);
        foreach (var (path, name) in ((string, string)[])[("routing/queues", "Desk"), ("architect/prompts", "welcome"), ("architect/schedules", "Weekdays"), ("integrations/actions", "Find Customer"), ("authorization/divisions", "North"), ("flows", "Identify")])
        {
            (await org.GetAsync($"/api/v2/{path}?name={Uri.EscapeDataString(name)}")).Json.GetProperty("total").GetInt32().ShouldBe(1, path);
        }
    }

    [Fact]
    public async Task A_flow_that_is_wrong_otherwise_leaves_nothing_behind()
    {
        await using var org = await PlatformFlows.StartAsync(options => options with { CreateMissing = true }, PlatformFlows.Call("Support"));

        var job = await org.PublishAsync(Caller.Replace("task[Start_10]", "task[Nobody_1]", StringComparison.Ordinal));

        job.Field("status").ShouldBe("Failure");
        foreach (var path in (string[])["routing/queues", "architect/prompts", "architect/schedules", "integrations/actions"])
        {
            (await org.GetAsync($"/api/v2/{path}")).Json.GetProperty("total").GetInt32().ShouldBe(0, path);
        }
    }

    [Fact]
    public async Task What_was_added_by_request_is_found_by_the_next_publish()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Support"));
        var greeting = PlatformFlows.Call("Sales").Replace("tts: Hello.", "prompt: Prompt.welcome", StringComparison.Ordinal);
        (await org.PublishAsync(greeting)).Field("status").ShouldBe("Failure");

        (await org.PostAsync("/api/v2/architect/prompts", """{"name": "welcome"}""")).Status.ShouldBe(HttpStatusCode.OK);

        (await org.PublishAsync(greeting)).Field("status").ShouldBe("Success");
    }
}
