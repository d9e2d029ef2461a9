using System.Net;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class ScopesTests
{
    [Theory]
    [InlineData("flow:flow:read", true)]
    [InlineData("flow:read", true)]
    [InlineData("routing:flow:view", true)]
    [InlineData("flow:write", false)]
    [InlineData("flow:flow:execute", false)]
    public async Task Reading_needs_a_read_scope(string scope, bool isEnough)
    {
        await using var org = await StartAsync(scope);

        var answer = await org.GetAsync($"/api/v2/flows/{org.IdOf("Main IVR")}");

        answer.Status.ShouldBe(isEnough ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        if (!isEnough)
        {
            answer.Message!.ShouldContain("flow:flow:read");
            answer.Json.GetProperty("details")[0].GetProperty("errorCode").GetString().ShouldBe("missing.scope");
        }
    }

    [Theory]
    [InlineData("flow:flow:write", true)]
    [InlineData("flow:write", true)]
    [InlineData("routing:flow:manage", true)]
    [InlineData("flow:read", false)]
    [InlineData("routing:flow:publish", false)]
    public async Task Writing_needs_a_write_scope(string scope, bool isEnough)
    {
        await using var org = await StartAsync(scope);

        var answer = await org.PatchAsync($"/api/v2/flows/{org.IdOf("Main IVR")}", """{"version": 14, "description": "New"}""");

        answer.Status.ShouldBe(isEnough ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("routing:flow:publish", true)]
    [InlineData("flow:write", true)]
    [InlineData("flow:read", false)]
    public async Task Publishing_needs_the_publish_scope_or_a_write_scope(string scope, bool isEnough)
    {
        await using var org = await StartAsync(scope);
        var id = org.IdOf("Main IVR");

        var answer = await org.PostAsync($"/api/v2/routing/flows/{id}/publish", JsonSerializer.Serialize(new { flowId = id, revisionId = "unknown", activateAt = "" }));

        answer.Status.ShouldBe(isEnough ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Analytics_and_audits_have_scopes_of_their_own()
    {
        await using var org = await StartAsync("flow:read");

        var analytics = await org.PostAsync("/api/v2/analytics/flows/summary/query", """{"flowIds": ["x"]}""");
        var audits = await org.GetAsync("/api/v2/audits/flows");

        (analytics.Status, audits.Status).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
        analytics.Message!.ShouldContain("analytics:flows:view");
        audits.Message!.ShouldContain("auditlog:read");
    }

    [Fact]
    public async Task The_scope_for_modules_reads_modules_and_nothing_else()
    {
        await using var org = await StartAsync("flow:module:read");

        var module = await org.GetAsync($"/api/v2/flows/{org.IdOf("Common_Validation_Module")}");
        var call = await org.GetAsync($"/api/v2/flows/{org.IdOf("Main IVR")}");
        var found = await org.PostAsync("/api/v2/flows/query", "{}");

        (module.Status, call.Status).ShouldBe((HttpStatusCode.OK, HttpStatusCode.Forbidden));
        found.Json.GetProperty("entities").EnumerateArray().Select(flow => flow.GetProperty("type").GetString()).Distinct().ShouldBe(["module"]);
    }

    [Fact]
    public async Task A_client_of_one_division_sees_and_changes_that_one_alone()
    {
        await using var org = await TestOrg.StartAsync(
            options => options with { Clients = [new OAuthClient("sales", "secret") { Divisions = ["Sales"] }] }, "sales", "secret");
        var own = org.IdOf("Inbound_Sales_Phones");
        var foreign = org.IdOf("Inbound_Support_Billing");

        (await org.GetAsync($"/api/v2/flows/{own}")).Status.ShouldBe(HttpStatusCode.OK);
        var read = await org.GetAsync($"/api/v2/flows/{foreign}");
        var write = await org.PatchAsync($"/api/v2/flows/{foreign}", """{"version": 14, "description": "Mine now"}""");
        var found = await org.PostAsync("/api/v2/flows/query", """{"pageSize": 100}""");
        var asked = await org.PostAsync("/api/v2/flows/query", """{"divisionIds": ["division_support"]}""");

        read.Status.ShouldBe(HttpStatusCode.Forbidden);
        read.Message!.ShouldContain("Support");
        (write.Status, asked.Status).ShouldBe((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden));
        found.Json.GetProperty("entities").EnumerateArray().Select(flow => flow.GetProperty("division").GetProperty("name").GetString()).Distinct().ShouldBe(["Sales"]);
    }

    [Fact]
    public async Task A_client_of_one_division_cannot_move_a_flow_out_of_it()
    {
        await using var org = await TestOrg.StartAsync(
            options => options with { Clients = [new OAuthClient("sales", "secret") { Divisions = ["division_sales"] }] }, "sales", "secret");
        var id = org.IdOf("Inbound_Sales_Phones");

        var answer = await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "division": {"id": "division_support"}}""");

        answer.Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static Task<TestOrg> StartAsync(string scope) =>
        TestOrg.StartAsync(options => options with { Clients = [new OAuthClient("limited", "secret") { Scopes = [scope] }] }, "limited", "secret");
}
