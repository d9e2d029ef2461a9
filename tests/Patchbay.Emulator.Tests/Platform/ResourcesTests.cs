using System.Net;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class ResourcesTests : IAsyncLifetime
{
    private const string Schedule = """{"name": "Weekdays", "start": "2026-01-05T08:00:00.000000", "end": "2026-01-05T17:00:00.000000", "rrule": "FREQ=DAILY"}""";

    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"), PlatformFlows.Call("Support"));

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    public static TheoryData<string> Listings => new(
        "architect/prompts", "architect/systemprompts", "architect/grammars", "architect/ivrs", "architect/schedules", "architect/schedulegroups", "architect/emergencygroups",
        "routing/queues", "routing/skills", "routing/languages", "routing/wrapupcodes", "users", "groups", "integrations/actions", "flows/datatables", "flows/outcomes", "flows/milestones",
        "authorization/divisions", "authorization/divisions/deleted", "routing/queues/divisionviews", "architect/ivrs/divisionviews", "flows/datatables/divisionviews", "flows/outcomes/divisionviews");

    [Theory]
    [MemberData(nameof(Listings))]
    public async Task Every_listing_comes_in_pages(string path)
    {
        var answer = await _org.GetAsync($"/api/v2/{path}?pageSize=1&pageNumber=1");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var total = answer.Json.GetProperty("total").GetInt32();
        answer.Json.GetProperty("pageCount").GetInt32().ShouldBe(total);
        answer.Json.GetProperty("entities").GetArrayLength().ShouldBe(Math.Min(total, 1));
        answer.Json.GetProperty("selfUri").GetString().ShouldNotBeNull().ShouldStartWith($"/api/v2/{path}?");
        (await _org.GetAsync($"/api/v2/{path}?pageSize=0")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task What_is_added_can_be_read_changed_and_deleted()
    {
        var added = await _org.PostAsync("/api/v2/architect/schedules", Schedule);
        var path = $"/api/v2/architect/schedules/{added.Field("id")}";
        added.Status.ShouldBe(HttpStatusCode.OK, added.Text);
        added.Version.ShouldBe(1);
        added.Field("createdByApp").ShouldBe("patchbay");
        added.Field("state").ShouldBe("active");
        added.Field("selfUri").ShouldBe(path);

        var changed = await _org.PutAsync(path, """{"name": "Every day", "start": "2026-01-05T09:00:00.000000", "end": "2026-01-05T17:00:00.000000", "version": 1}""");
        changed.Version.ShouldBe(2);
        changed.Field("name").ShouldBe("Every day");
        changed.Json.TryGetProperty("rrule", out _).ShouldBeFalse();

        (await _org.DeleteAsync(path)).Status.ShouldBe(HttpStatusCode.OK);
        (await _org.GetAsync(path)).Code.ShouldBe("not.found");
    }

    [Fact]
    public async Task A_versioned_resource_is_changed_from_its_current_version_alone()
    {
        var path = $"/api/v2/architect/schedules/{(await _org.PostAsync("/api/v2/architect/schedules", Schedule)).Field("id")}";
        await _org.PutAsync(path, Schedule.Replace("{", """{"version": 1, """, StringComparison.Ordinal));

        var late = await _org.PutAsync(path, Schedule.Replace("{", """{"version": 1, """, StringComparison.Ordinal));
        var silent = await _org.PutAsync(path, Schedule);

        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Code.ShouldBe("general.conflict");
        late.Message.ShouldNotBeNull().ShouldContain("does not match the current version 2");
        silent.Status.ShouldBe(HttpStatusCode.BadRequest);
        silent.Message.ShouldNotBeNull().ShouldContain("\"version\"");
    }

    [Fact]
    public async Task A_name_can_be_taken_once()
    {
        await _org.PostAsync("/api/v2/architect/schedules", Schedule);
        await _org.PostAsync("/api/v2/architect/prompts", """{"name": "welcome"}""");

        (await _org.PostAsync("/api/v2/architect/schedules", Schedule)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await _org.PostAsync("/api/v2/architect/prompts", """{"name": "Welcome"}""")).Code.ShouldBe("architect.prompt.already.exists");
    }

    [Theory]
    [InlineData("architect/schedules", """{"start": "2026-01-05T08:00:00", "end": "2026-01-05T17:00:00"}""", "general.bad.request")]
    [InlineData("architect/schedules", """{"name": "Odd", "start": "soon", "end": "2026-01-05T17:00:00"}""", "general.bad.request")]
    [InlineData("architect/schedules", """{"name": "Odd", "end": "2026-01-05T17:00:00"}""", "general.bad.request")]
    [InlineData("architect/schedulegroups", """{"name": "Odd", "openSchedules": [{"id": "nobody"}]}""", "general.bad.request")]
    [InlineData("architect/schedulegroups", """{"name": "Odd", "openSchedules": "all"}""", "general.bad.request")]
    [InlineData("architect/ivrs", """{"name": "Odd", "openHoursFlow": {"id": "nobody"}}""", "general.bad.request")]
    [InlineData("architect/ivrs", """{"name": "Odd", "division": {"id": "nowhere"}}""", "general.bad.request")]
    [InlineData("architect/prompts", """{"description": "No name"}""", "architect.prompt.validate.failed.missing.name")]
    [InlineData("architect/prompts", """{"name": "good morning"}""", "architect.prompt.validate.failed.name")]
    [InlineData("flows/datatables", """{"name": "Odd", "schema": {"properties": {"colour": {}}}}""", "flows.datatables.schema.exception")]
    public async Task What_cannot_be_is_refused(string path, string body, string code)
    {
        var answer = await _org.PostAsync($"/api/v2/{path}", body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest, answer.Text);
        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Listings_take_names_with_wildcards_and_an_order()
    {
        foreach (var name in (string[])["alpha", "beta", "alarm"])
        {
            await _org.PostAsync("/api/v2/flows/milestones", $$"""{"name": "{{name}}"}""");
        }

        (await NamesAsync("/api/v2/flows/milestones?name=AL*&sortBy=name&sortOrder=desc")).ShouldBe(["alpha", "alarm"]);
        (await NamesAsync("/api/v2/flows/milestones?sortBy=name")).ShouldBe(["alarm", "alpha", "beta"]);
        (await _org.GetAsync("/api/v2/flows/milestones?sortBy=colour")).Code.ShouldBe("invalid.value");
        (await _org.GetAsync("/api/v2/flows/milestones?sortOrder=up")).Code.ShouldBe("invalid.value");
    }

    [Fact]
    public async Task An_ivr_leads_numbers_to_flows_and_each_number_to_one()
    {
        var sales = await FlowIdAsync("Sales");
        var ivr = await _org.PostAsync("/api/v2/architect/ivrs", $$$"""{"name": "Front door", "dnis": ["+15005550001"], "openHoursFlow": {"id": "{{{sales}}}"}}""");

        ivr.Json.GetProperty("openHoursFlow").GetProperty("name").GetString().ShouldBe("Sales");
        (await NamesAsync("/api/v2/architect/ivrs?dnis=%2B15005550001")).ShouldBe(["Front door"]);
        (await NamesAsync("/api/v2/architect/ivrs?dnis=%2B15005550002")).ShouldBeEmpty();
        (await _org.PostAsync("/api/v2/architect/ivrs", """{"name": "Back door", "dnis": ["+15005550001"]}""")).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task What_something_else_refers_to_cannot_be_deleted()
    {
        var schedule = (await _org.PostAsync("/api/v2/architect/schedules", Schedule)).Field("id");
        var group = (await _org.PostAsync("/api/v2/architect/schedulegroups", $$$"""{"name": "Hours", "timeZone": "Europe/Berlin", "openSchedules": [{"id": "{{{schedule}}}"}]}""")).Field("id");

        var refused = await _org.DeleteAsync($"/api/v2/architect/schedules/{schedule}");
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Message.ShouldNotBeNull().ShouldContain("\"Hours\"");

        await _org.DeleteAsync($"/api/v2/architect/schedulegroups/{group}");
        (await _org.DeleteAsync($"/api/v2/architect/schedules/{schedule}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_emergency_group_tells_the_flows_and_call_routes_that_it_names()
    {
        var flow = await FlowIdAsync("Support");
        var ivr = (await _org.PostAsync("/api/v2/architect/ivrs", """{"name": "Front door"}""")).Field("id");

        var group = await _org.PostAsync("/api/v2/architect/emergencygroups", $$$"""{"name": "Fire", "enabled": true, "emergencyCallFlows": [{"emergencyFlow": {"id": "{{{flow}}}"}, "ivrs": [{"id": "{{{ivr}}}"}]}]}""");

        var part = group.Json.GetProperty("emergencyCallFlows")[0];
        part.GetProperty("emergencyFlow").GetProperty("name").GetString().ShouldBe("Support");
        part.GetProperty("ivrs")[0].GetProperty("name").GetString().ShouldBe("Front door");
    }

    [Fact]
    public async Task A_changed_outcome_is_answered_with_an_operation()
    {
        var id = (await _org.PostAsync("/api/v2/flows/outcomes", """{"name": "Paid"}""")).Field("id");

        var operation = await _org.PutAsync($"/api/v2/flows/outcomes/{id}", """{"name": "Paid in full"}""");

        operation.Field("actionName").ShouldBe("UPDATE");
        operation.Json.GetProperty("complete").GetBoolean().ShouldBeTrue();
        (await _org.GetAsync($"/api/v2/flows/outcomes/{id}")).Field("name").ShouldBe("Paid in full");
    }

    [Fact]
    public async Task An_org_has_a_hundred_outcomes_at_most()
    {
        for (var number = 1; number <= 100; number++)
        {
            (await _org.PostAsync("/api/v2/flows/outcomes", $$"""{"name": "Outcome {{number}}"}""")).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await _org.PostAsync("/api/v2/flows/outcomes", """{"name": "One more"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_grammar_is_changed_in_part()
    {
        var added = await _org.PostAsync("/api/v2/architect/grammars", """{"name": "yes_no", "description": "Yes or no"}""");

        var changed = await _org.PatchAsync($"/api/v2/architect/grammars/{added.Field("id")}", """{"name": "yes_or_no"}""");

        changed.Field("name").ShouldBe("yes_or_no");
        changed.Field("description").ShouldBe("Yes or no");
    }

    [Fact]
    public async Task A_client_of_one_division_sees_and_changes_that_one_alone()
    {
        await using var org = await PlatformFlows.StartAsync(
            options => options with { Clients = [OAuthClient.BuiltIn, new OAuthClient("guest", "guest") { Divisions = ["Elsewhere"] }] }, PlatformFlows.Call("Sales").Replace("name: Sales", "name: Sales\n  division: Elsewhere", StringComparison.Ordinal));
        var home = (await org.PostAsync("/api/v2/architect/schedules", Schedule)).Field("id");
        await org.LogInAsync("guest", "guest");

        (await org.GetAsync("/api/v2/architect/schedules")).Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await org.GetAsync($"/api/v2/architect/schedules/{home}")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await org.PostAsync("/api/v2/architect/schedules", Schedule.Replace("Weekdays", "Mine", StringComparison.Ordinal))).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Without_the_permission_of_the_kind_nothing_is_told()
    {
        await using var org = await PlatformFlows.StartAsync(options => options with { Clients = [new OAuthClient("patchbay", "patchbay") { Permissions = ["routing:schedule:view"] }] }, PlatformFlows.Call("Sales"));

        (await org.GetAsync("/api/v2/architect/schedules")).Status.ShouldBe(HttpStatusCode.OK);
        (await org.PostAsync("/api/v2/architect/schedules", Schedule)).Code.ShouldBe("missing.permissions");
        (await org.GetAsync("/api/v2/architect/prompts")).Code.ShouldBe("architect.missing.permission");
        (await org.GetAsync("/api/v2/routing/languages")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_org_and_what_it_bought_hold_no_null_that_a_client_stumbles_over()
    {
        var me = await _org.GetAsync("/api/v2/organizations/me");
        var products = await _org.GetAsync("/api/v2/authorization/products");
        var home = await _org.GetAsync("/api/v2/authorization/divisions/home");

        me.Field("defaultCountryCode").ShouldBe("US");
        products.Json.GetProperty("total").GetInt32().ShouldBe(1);
        products.Json.GetProperty("entities")[0].GetProperty("id").GetString().ShouldNotBeNullOrEmpty();
        home.Json.GetProperty("homeDivision").GetBoolean().ShouldBeTrue();
        (await _org.GetAsync($"/api/v2/authorization/divisions/{home.Field("id")}?objectCount=true")).Json.GetProperty("objectCounts").GetProperty("FLOW").GetInt32().ShouldBe(2);
        (await _org.GetAsync("/api/v2/authorization/divisions/nowhere")).Code.ShouldBe("not.found");
    }

    private async Task<string> FlowIdAsync(string name) => (await _org.GetAsync($"/api/v2/flows?name={name}")).Json.GetProperty("entities")[0].GetProperty("id").GetString()!;

    private async Task<List<string?>> NamesAsync(string path) =>
        [.. (await _org.GetAsync(path)).Json.GetProperty("entities").EnumerateArray().Select(entity => entity.GetProperty("name").GetString())];
}
