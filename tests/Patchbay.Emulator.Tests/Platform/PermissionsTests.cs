using System.Net;
using System.Net.Http.Headers;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class PermissionsTests
{
    private const string North = """
        inboundCall:
          name: North
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
                  - disconnect:
                      name: Disconnect

        """;

    [Theory]
    [InlineData("GET", "/api/v2/flows", "architect:flow:view")]
    [InlineData("POST", "/api/v2/flows/actions/checkout?flow=any", "architect:flow:edit")]
    [InlineData("POST", "/api/v2/flows/actions/checkin?flow=any", "architect:flow:edit, architect:flow:unlock")]
    [InlineData("POST", "/api/v2/flows/actions/publish?flow=any", "architect:flow:publish, architect:flow:unlock")]
    [InlineData("POST", "/api/v2/flows/jobs", "architect:job:create")]
    [InlineData("GET", "/api/v2/flows/export/jobs/any", "architect:jobExport:view")]
    [InlineData("DELETE", "/api/v2/flows/any", "architect:flow:delete")]
    public async Task An_act_without_its_permission_is_403_and_names_it(string method, string path, string permissions)
    {
        await using var org = await StartAsync(new OAuthClient("narrow", "secret") { Permissions = ["analytics:flowAggregate:view"] });

        var answer = await org.SendAsync(new HttpMethod(method), path, null);

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
        answer.Code.ShouldBe("architect.missing.permission");
        answer.Field("message").ShouldContain(permissions);
    }

    [Fact]
    public async Task Any_of_the_permissions_named_is_enough_and_a_star_stands_for_many()
    {
        await using var org = await StartAsync(new OAuthClient("narrow", "secret") { Permissions = ["architect:flow:v*", "architect:flow:unlock"] });
        var id = (await org.GetAsync("/api/v2/flows?name=Sales")).Json.GetProperty("entities")[0].GetProperty("id").GetString();

        (await org.PostAsync($"/api/v2/flows/actions/publish?flow={id}&version=1.0", "")).Status.ShouldBe(HttpStatusCode.OK);
        (await org.PostAsync($"/api/v2/flows/actions/deactivate?flow={id}", "")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_client_of_one_division_sees_and_changes_the_flows_of_that_division_alone()
    {
        await using var org = await StartAsync(new OAuthClient("northern", "secret") { Divisions = ["North"] });
        using var everybody = await org.TokenAsync("patchbay", "patchbay");
        var all = await org.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/api/v2/flows?name=Sales")
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", everybody.RootElement.GetProperty("access_token").GetString()) },
        });
        var sales = all.Json.GetProperty("entities")[0].GetProperty("id").GetString();

        var seen = (await org.GetAsync("/api/v2/flows")).Json.GetProperty("entities").EnumerateArray().Select(flow => flow.GetProperty("name").GetString());
        var foreign = await org.PostAsync($"/api/v2/flows/actions/checkout?flow={sales}", "");

        seen.ShouldBe(["North"]);
        foreign.Status.ShouldBe(HttpStatusCode.Forbidden);
        foreign.Field("message").ShouldContain("architect:flow:edit");
        foreign.Field("message").ShouldContain("\"Home\"");
    }

    [Fact]
    public async Task A_job_of_a_client_of_one_division_takes_and_gives_the_flows_of_that_division_alone()
    {
        await using var org = await StartAsync(new OAuthClient("northern", "secret") { Divisions = ["North"] });

        var own = await org.PublishAsync(North);
        var foreign = await org.PublishAsync(PlatformFlows.Call("Sales", "Good day."));
        var made = await org.PublishAsync(PlatformFlows.Call("New in the home division"));
        var export = await org.PostAsync("/api/v2/flows/export/jobs", """{"flows": [{"flow": {"name": "Sales", "type": "inboundcall"}}]}""");

        own.Field("status").ShouldBe("Success");
        foreach (var refused in (Answer[])[foreign, made, await org.GetAsync($"{export.Field("selfUri")}?expand=messages")])
        {
            refused.Field("status").ShouldBe("Failure");
            refused.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldNotBeNull().ShouldContain("missing in division \"Home\"");
        }
    }

    [Fact]
    public async Task A_person_holds_a_lock_as_a_user_and_a_client_as_a_client()
    {
        await using var org = await StartAsync(OAuthClient.BuiltIn);
        var flows = (await org.GetAsync("/api/v2/flows")).Json.GetProperty("entities").EnumerateArray().Select(flow => flow.GetProperty("id").GetString() ?? "").ToList();
        org.App.Org.LockAsSomebodyElse(flows[0], "maria.lopez");
        await org.PostAsync($"/api/v2/flows/actions/checkout?flow={flows[1]}", "");

        var byPerson = (await org.GetAsync($"/api/v2/flows/{flows[0]}")).Json;
        var byClient = (await org.GetAsync($"/api/v2/flows/{flows[1]}")).Json;

        byPerson.GetProperty("lockedUser").GetProperty("id").GetString().ShouldBe("maria.lopez");
        byPerson.TryGetProperty("lockedClient", out _).ShouldBeFalse();
        byClient.GetProperty("lockedClient").GetProperty("id").GetString().ShouldBe("patchbay");
        byClient.TryGetProperty("lockedUser", out _).ShouldBeFalse();
    }

    private static async Task<TestOrg> StartAsync(OAuthClient client) => await PlatformFlows.StartAsync(
        options => options with { Clients = client == OAuthClient.BuiltIn ? [client] : [OAuthClient.BuiltIn, client] }, client, PlatformFlows.Call("Sales"), North);
}
