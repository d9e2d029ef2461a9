using System.Net;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class FlowLifecycleTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await PlatformFlows.StartAsync(null, PlatformFlows.Module, PlatformFlows.Calling("Sales", "Greeting"));

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_new_flow_is_empty_and_locked_by_whoever_made_it()
    {
        var answer = await _org.PostAsync("/api/v2/flows?language=en-us", """{"name": "Waiting", "type": "INQUEUECALL", "description": "Music", "division": {"id": "division_home"}}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Field("type").ShouldBe("INQUEUECALL");
        answer.Field("description").ShouldBe("Music");
        answer.Json.GetProperty("lockedClient").GetProperty("id").GetString().ShouldBe("patchbay");
        answer.Json.GetProperty("currentOperation").GetProperty("actionName").GetString().ShouldBe("CREATE");
        answer.Json.VersionIn("checkedInVersion").ShouldBeNull();
        (await _org.ActAsync("checkin", answer.Field("id"))).Code.ShouldBe("architect.flow.cannot.checkin.missing.config");
        (await _org.ActAsync("publish", answer.Field("id"))).Code.ShouldBe("architect.flow.cannot.checkin.missing.config");
    }

    [Theory]
    [InlineData("""{"type": "inboundcall"}""", "architect.flow.validate.failed.missing.name", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "New"}""", "architect.flow.validate.failed.missing.type", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "a/b", "type": "inboundcall"}""", "architect.flow.validate.failed.invalid.name.contains.slash", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "New-debug", "type": "inboundcall"}""", "architect.flow.validate.failed.invalid.name.contains.debug", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "?!", "type": "inboundcall"}""", "architect.flow.validate.failed.invalid.name.no.alpha", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "New", "type": "telepathy"}""", "architect.flow.validate.failed", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "New", "type": "inboundcall", "division": {"id": "nowhere"}}""", "invalid.value", HttpStatusCode.BadRequest)]
    [InlineData("""{"name": "Sales", "type": "InboundCall"}""", "architect.flow.already.exists", HttpStatusCode.Conflict)]
    public async Task A_flow_that_cannot_be_made_is_refused_with_the_code_for_it(string body, string code, HttpStatusCode status)
    {
        var answer = await _org.PostAsync("/api/v2/flows", body);

        answer.Status.ShouldBe(status);
        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Names_with_commas_quotes_and_emoji_are_kept()
    {
        var made = await _org.PostAsync("/api/v2/flows", """{"name": "Sales, \"north\" 📞", "type": "inboundcall"}""");

        (await _org.FlowAsync("Sales, \"north\" 📞")).GetProperty("id").GetString().ShouldBe(made.Field("id"));
    }

    [Fact]
    public async Task A_saved_configuration_is_the_draft_then_a_version_and_then_live()
    {
        var id = (await _org.PostAsync("/api/v2/flows", """{"name": "Waiting", "type": "inqueuecall"}""")).Field("id");

        var saved = await _org.PostAsync($"/api/v2/flows/{id}/versions", PlatformFlows.Configuration);
        saved.Field("id").ShouldStartWith("saved_version_");
        saved.Field("type").ShouldBe("SAVE");
        saved.Json.GetProperty("dateSaved").GetInt64().ShouldBeGreaterThan(0);
        (await _org.GetAsync($"/api/v2/flows/{id}/versions/{saved.Field("id")}")).Field("id").ShouldBe(saved.Field("id"));

        (await _org.ActAsync("checkin", id)).Field("actionName").ShouldBe("CHECKIN");
        var checkedIn = await _org.FlowAsync("Waiting");
        checkedIn.VersionIn("checkedInVersion").ShouldBe("1.0");
        checkedIn.VersionIn("savedVersion").ShouldBeNull();
        checkedIn.TryGetProperty("lockedClient", out _).ShouldBeFalse();
        checkedIn.GetProperty("active").GetBoolean().ShouldBeFalse();

        (await _org.ActAsync("publish", id)).Field("actionName").ShouldBe("PUBLISH");
        var live = await _org.FlowAsync("Waiting");
        live.VersionIn("publishedVersion").ShouldBe("1.0");
        live.GetProperty("currentOperation").GetProperty("actionStatus").GetString().ShouldBe("SUCCESS");
    }

    [Theory]
    [InlineData("", "architect.flow.data.missing")]
    [InlineData("{}", "architect.flow.data.missing")]
    [InlineData("""{"type": "inboundcall", "flowSequenceItemList": []}""", "architect.object.validate.failed.value")]
    [InlineData("""{"flowSequenceItemList": []}""", "architect.flow.data.missing")]
    [InlineData("""{"type": "inqueuecall", "flowMetaData": {"flowDocumentVersion": "new"}, "flowSequenceItemList": []}""", "architect.flow.version.validate.failed.configuration.version")]
    public async Task What_is_no_configuration_is_not_saved(string body, string code)
    {
        var id = (await _org.PostAsync("/api/v2/flows", """{"name": "Waiting", "type": "inqueuecall"}""")).Field("id");

        var answer = await _org.PostAsync($"/api/v2/flows/{id}/versions", body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Checking_in_what_was_not_changed_still_makes_the_next_version_and_only_a_publish_makes_it_live()
    {
        var id = await _org.IdAsync("Sales");
        await _org.ActAsync("checkout", id);
        await _org.ActAsync("checkin", id);

        var checkedIn = await _org.FlowAsync("Sales");
        checkedIn.VersionIn("checkedInVersion").ShouldBe("2.0");
        checkedIn.VersionIn("publishedVersion").ShouldBe("1.0");

        await _org.ActAsync("publish", id, "2.0");
        (await _org.FlowAsync("Sales")).VersionIn("publishedVersion").ShouldBe("2.0");
    }

    [Fact]
    public async Task A_publish_without_a_version_checks_a_draft_in_first_and_an_older_version_can_be_made_live_again()
    {
        var id = await _org.IdAsync("Sales");
        await _org.ActAsync("checkout", id);

        await _org.ActAsync("publish", id);
        var published = await _org.FlowAsync("Sales");
        await _org.ActAsync("publish", id, "1.0");
        var back = await _org.FlowAsync("Sales");

        published.VersionIn("publishedVersion").ShouldBe("2.0");
        published.TryGetProperty("lockedClient", out _).ShouldBeFalse();
        back.VersionIn("publishedVersion").ShouldBe("1.0");
        back.VersionIn("checkedInVersion").ShouldBe("2.0");
        (await _org.GetAsync($"/api/v2/flows/{id}/versions/2.0")).Json.TryGetProperty("datePublishedEnd", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Publishing_a_version_that_does_not_exist_is_404()
    {
        var answer = await _org.ActAsync("publish", await _org.IdAsync("Sales"), "77.0");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Code.ShouldBe("architect.flow.version.missing");
        (await _org.FlowAsync("Sales")).VersionIn("publishedVersion").ShouldBe("1.0");
    }

    [Fact]
    public async Task A_publish_goes_from_started_by_generation_to_success()
    {
        using var clock = new VirtualClock();
        await using var org = await PlatformFlows.StartAsync(options => options with { CompileDelay = TimeSpan.FromSeconds(10), Time = clock }, PlatformFlows.Call("Sales"));
        var id = await org.IdAsync("Sales");

        var states = new List<string?> { (await org.ActAsync("publish", id)).Field("actionStatus") };
        foreach (var pause in (int[])[4, 2, 5])
        {
            clock.Advance(TimeSpan.FromSeconds(pause));
            states.Add((await org.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("currentOperation").GetProperty("actionStatus").GetString());
        }

        states.ShouldBe(["STARTED", "STARTED", "PENDING_GENERATION", "SUCCESS"]);
    }

    [Fact]
    public async Task What_uses_something_that_the_org_lacks_is_not_published_409()
    {
        var module = await _org.IdAsync("Greeting");
        var sales = await _org.IdAsync("Sales");
        await _org.ActAsync("deactivate", sales);
        await _org.DeleteAsync($"/api/v2/flows/{module}");

        var answer = await _org.ActAsync("publish", sales);

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Code.ShouldBe("architect.flow.cannot.publish.missing.dependencies");
        answer.Field("message").ShouldContain("Greeting");
    }

    [Fact]
    public async Task A_publish_of_what_is_wrong_ends_in_failure_and_says_where()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales").Replace("task[Start_10]", "task[Nobody_1]", StringComparison.Ordinal));
        var id = await org.IdAsync("Sales");
        await org.ActAsync("deactivate", id);

        (await org.ActAsync("publish", id)).Status.ShouldBe(HttpStatusCode.OK);
        var operation = (await org.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("currentOperation");

        operation.GetProperty("actionStatus").GetString().ShouldBe("FAILURE");
        operation.GetProperty("complete").GetBoolean().ShouldBeTrue();
        operation.GetProperty("errorCode").GetString().ShouldBe("architect.flow.validate.failed");
        operation.GetProperty("errorMessage").GetString().ShouldNotBeNull().ShouldContain("line 3:");
        operation.GetProperty("errorDetails")[0].GetProperty("entityId").GetString().ShouldBe(id);
        (await org.FlowAsync("Sales")).VersionIn("publishedVersion").ShouldBeNull();
    }

    [Fact]
    public async Task Deactivating_takes_the_live_version_away()
    {
        var deactivated = (await _org.ActAsync("deactivate", await _org.IdAsync("Sales"))).Json;

        deactivated.VersionIn("publishedVersion").ShouldBeNull();
        deactivated.GetProperty("active").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_renamed_flow_keeps_its_id_and_those_that_call_it()
    {
        var id = await _org.IdAsync("Greeting");
        await _org.ActAsync("checkout", id);

        var renamed = await _org.PutAsync($"/api/v2/flows/{id}", """{"name": "Welcome", "description": "Says hello"}""");

        renamed.Status.ShouldBe(HttpStatusCode.OK);
        renamed.Field("id").ShouldBe(id);
        renamed.Field("name").ShouldBe("Welcome");
        renamed.Field("description").ShouldBe("Says hello");
        var consumers = await _org.GetAsync($"/api/v2/architect/dependencytracking/consumingresources?id={id}&objectType=COMMONMODULEFLOW");
        consumers.Json.GetProperty("entities")[0].GetProperty("name").GetString().ShouldBe("Sales");
        _org.App.Org.ModulesHeldBy(await _org.IdAsync("Sales")).ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, string>("Welcome", "1.0"));
        (await _org.PublishAsync(PlatformFlows.Module.Replace("Greeting", "Welcome", StringComparison.Ordinal))).Json.GetProperty("flow").GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task A_new_name_outlasts_the_revert_that_gives_the_lock_back()
    {
        var id = await _org.IdAsync("Greeting");
        await _org.ActAsync("checkout", id);
        await _org.PutAsync($"/api/v2/flows/{id}", """{"name": "Welcome"}""");

        (await _org.ActAsync("revert", id)).Field("name").ShouldBe("Welcome");

        var after = await _org.FlowAsync("Welcome");
        after.TryGetProperty("lockedClient", out var _).ShouldBeFalse();
        (after.VersionIn("checkedInVersion"), after.VersionIn("publishedVersion"), after.VersionIn("savedVersion")).ShouldBe(("1.0", "1.0", null));
        (await _org.GetAsync($"/api/v2/flows/{id}/versions/1.0/configuration")).Field("name").ShouldBe("Welcome");
        (await _org.GetAsync($"/api/v2/flows/{await _org.IdAsync("Sales")}/versions/1.0/configuration")).Json.GetRawText().ShouldContain("\"Welcome\"");
    }

    [Theory]
    [InlineData("Help", 409, "architect.flow.already.exists")]
    [InlineData("Wel/come", 400, "architect.flow.validate.failed.invalid.name.contains.slash")]
    [InlineData("Welcome-debug", 400, "architect.flow.validate.failed.invalid.name.contains.debug")]
    [InlineData("---", 400, "architect.flow.validate.failed.invalid.name.no.alpha")]
    [InlineData("", 400, "architect.flow.validate.failed.missing.name")]
    public async Task A_flow_is_not_given_a_name_that_is_taken_or_that_none_may_have(string name, int status, string code)
    {
        await _org.PublishAsync(PlatformFlows.Module.Replace("Greeting", "Help", StringComparison.Ordinal));
        var id = await _org.IdAsync("Greeting");
        await _org.ActAsync("checkout", id);

        var answer = await _org.PutAsync($"/api/v2/flows/{id}", $$"""{"name": "{{name}}"}""");

        ((int)answer.Status, answer.Code).ShouldBe((status, code));
        (await _org.IdAsync("Greeting")).ShouldBe(id);
    }

    [Fact]
    public async Task Publishing_the_live_version_again_copies_its_modules_anew()
    {
        var caller = await _org.IdAsync("Sales");
        await _org.PublishAsync(PlatformFlows.Module.Replace("tts: ", "tts: Once more, ", StringComparison.Ordinal));
        _org.App.Org.ModulesHeldBy(caller)["Greeting"].ShouldBe("1.0");

        await _org.ActAsync("publish", caller, "1.0");

        (await _org.FlowAsync("Sales")).VersionIn("publishedVersion").ShouldBe("1.0");
        _org.App.Org.ModulesHeldBy(caller)["Greeting"].ShouldBe("2.0");
    }

    [Fact]
    public async Task A_rename_reaches_configurations_too()
    {
        const string Caller = """
            {"name": "Desk", "type": "inboundcall", "initialSequence": "t", "manifest": {"commonModuleFlow": [{"id": "m", "name": "Greeting", "context": [{"id": "c", "name": "Greeting", "actionName": "Call Common Module"}]}]},
             "flowSequenceItemList": [{"id": "t", "name": "Greeting", "__type": "Task", "startAction": "c", "actionList": [{"id": "c", "name": "Greeting", "__type": "CallCommonModuleAction", "flowName": "Greeting", "flowId": "m"}], "variables": []}]}
            """;
        var desk = (await _org.PostAsync("/api/v2/flows", """{"name": "Desk", "type": "inboundcall"}""")).Field("id");
        (await _org.PostAsync($"/api/v2/flows/{desk}/versions", Caller)).Status.ShouldBe(HttpStatusCode.OK);
        await _org.ActAsync("checkin", desk);
        await _org.ActAsync("publish", desk);
        var module = await _org.IdAsync("Greeting");
        await _org.ActAsync("checkout", module);
        await _org.ActAsync("checkout", desk);

        await _org.PutAsync($"/api/v2/flows/{module}", """{"name": "Welcome"}""");
        await _org.PutAsync($"/api/v2/flows/{desk}", """{"name": "Front desk"}""");

        var export = await _org.PostAsync("/api/v2/flows/export/jobs", $$$"""{"flows": [{"flow": {"id": "{{{desk}}}"}, "exportType": "Architect"}]}""");
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri((await _org.GetAsync(export.Field("selfUri"))).Field("downloadUrl")));
        Uri.UnescapeDataString(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(text))).ShouldBe(Caller
            .Replace("\"name\": \"Desk\"", "\"name\": \"Front desk\"", StringComparison.Ordinal)
            .Replace("\"id\": \"m\", \"name\": \"Greeting\"", "\"id\": \"m\", \"name\": \"Welcome\"", StringComparison.Ordinal)
            .Replace("\"flowName\": \"Greeting\"", "\"flowName\": \"Welcome\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  description: Old\n")]
    [InlineData("  description: |\n    Old\n    and long\n")]
    [InlineData("  description:\n")]
    public async Task What_a_flow_is_called_and_how_it_is_described_stands_in_its_export(string described)
    {
        await _org.PublishAsync(PlatformFlows.Call("Desk").Replace("  name: Desk\n", $"  name: Desk\n{described}", StringComparison.Ordinal));
        var id = await _org.IdAsync("Desk");
        await _org.ActAsync("checkout", id);

        await _org.PutAsync($"/api/v2/flows/{id}", """{"name": "Front desk", "description": "Says \"hello\""}""");

        (await ExportAsync(id)).ShouldStartWith("inboundCall:\n  name: Front desk\n  description: Says \"hello\"\n  ");
        await _org.PutAsync($"/api/v2/flows/{id}", """{"name": "Front desk", "description": ""}""");
        (await ExportAsync(id)).ShouldStartWith("inboundCall:\n  name: Front desk\n  description: \"\"\n  ");
    }

    private async Task<string> ExportAsync(string id)
    {
        var job = await _org.PostAsync("/api/v2/flows/export/jobs", $$$"""{"flows": [{"flow": {"id": "{{{id}}}", "version": "1.0"}}]}""");
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri((await _org.GetAsync(job.Field("selfUri"))).Field("downloadUrl")));
    }

    [Fact]
    public async Task A_rename_to_a_name_that_is_taken_is_409()
    {
        await _org.PublishAsync(PlatformFlows.Call("Support"));
        var id = await _org.IdAsync("Sales");
        await _org.ActAsync("checkout", id);

        (await _org.PutAsync($"/api/v2/flows/{id}", """{"name": "Support"}""")).Code.ShouldBe("architect.flow.already.exists");
    }

    [Fact]
    public async Task A_deleted_flow_is_404_and_410_to_every_write_and_its_name_is_free()
    {
        var id = await _org.IdAsync("Sales");

        (await _org.DeleteAsync($"/api/v2/flows/{id}")).Status.ShouldBe(HttpStatusCode.NoContent);

        (await _org.GetAsync($"/api/v2/flows/{id}")).Code.ShouldBe("architect.flow.not.found");
        (await _org.GetAsync($"/api/v2/flows/{id}?deleted=true")).Json.GetProperty("deleted").GetBoolean().ShouldBeTrue();
        (await _org.GetAsync("/api/v2/flows")).Json.GetProperty("total").GetInt32().ShouldBe(1);
        (await _org.GetAsync("/api/v2/flows?deleted=true")).Json.GetProperty("total").GetInt32().ShouldBe(2);
        foreach (var answer in (Answer[])[
            await _org.DeleteAsync($"/api/v2/flows/{id}"),
            await _org.PutAsync($"/api/v2/flows/{id}", """{"name": "Sales"}"""),
            await _org.PostAsync($"/api/v2/flows/{id}/versions", PlatformFlows.Configuration),
            await _org.ActAsync("checkout", id),
            await _org.ActAsync("publish", id)])
        {
            answer.Status.ShouldBe(HttpStatusCode.Gone);
            answer.Code.ShouldBe("architect.flow.deleted");
        }

        var again = await _org.PostAsync("/api/v2/flows", """{"name": "Sales", "type": "inboundcall"}""");
        again.Status.ShouldBe(HttpStatusCode.OK);
        again.Field("id").ShouldNotBe(id);
    }

    [Fact]
    public async Task A_flow_that_a_live_one_uses_cannot_be_deleted_unless_both_are()
    {
        var module = await _org.IdAsync("Greeting");
        var sales = await _org.IdAsync("Sales");

        var alone = await _org.DeleteAsync($"/api/v2/flows/{module}");
        var together = await _org.DeleteAsync($"/api/v2/flows?id={module},{sales}");

        alone.Status.ShouldBe(HttpStatusCode.Conflict);
        alone.Code.ShouldBe("architect.flow.cannot.delete.used.in.flows");
        alone.Json.GetProperty("details")[0].GetProperty("entityId").GetString().ShouldBe(sales);
        together.Field("actionName").ShouldBe("DELETE");
        (await _org.GetAsync("/api/v2/flows")).Json.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_flow_that_a_call_route_leads_to_is_neither_deactivated_nor_deleted_409()
    {
        var sales = await _org.IdAsync("Sales");
        var route = await _org.PostAsync("/api/v2/architect/ivrs", $$$"""{"name": "Main number", "dnis": ["+15005550000"], "openHoursFlow": {"id": "{{{sales}}}"}}""");

        var deactivated = await _org.ActAsync("deactivate", sales);
        var deleted = await _org.DeleteAsync($"/api/v2/flows/{sales}");

        deactivated.Status.ShouldBe(HttpStatusCode.Conflict);
        deactivated.Code.ShouldBe("architect.flow.cannot.deactivate.used.in.ivr.configs");
        deactivated.Json.GetProperty("details")[0].GetProperty("entityId").GetString().ShouldBe(route.Field("id"));
        deleted.Code.ShouldBe("architect.flow.cannot.delete.used.in.ivr.configs");
    }

    [Fact]
    public async Task A_flow_published_for_debugging_takes_no_acts_405()
    {
        await using var org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales-debug"));

        var answer = await org.ActAsync("checkout", await org.IdAsync("Sales-debug"));

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Code.ShouldBe("architect.debug.flow.invalid.operation");
    }

    [Fact]
    public async Task Several_flows_are_deleted_all_or_none()
    {
        var module = await _org.IdAsync("Greeting");
        var other = (await _org.PublishAsync(PlatformFlows.Call("Support"))).Json.GetProperty("flow").GetProperty("id").GetString();

        var answer = await _org.DeleteAsync($"/api/v2/flows?id={module}&id={other}");
        var none = await _org.DeleteAsync("/api/v2/flows");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("architect.batch.delete.failed");
        (await _org.GetAsync("/api/v2/flows")).Json.GetProperty("total").GetInt32().ShouldBe(3);
        none.Code.ShouldBe("architect.query.parameter.missing");
    }

    [Fact]
    public async Task A_history_tells_what_was_done_newest_first_and_can_be_narrowed()
    {
        var id = await _org.IdAsync("Sales");
        await _org.ActAsync("checkout", id);
        await _org.ActAsync("checkin", id);
        await _org.ActAsync("publish", id);
        await _org.GetAsync("/api/v2/flows");

        var asked = await _org.PostAsync($"/api/v2/flows/{id}/history", "");
        var whole = (await _org.GetAsync($"/api/v2/flows/{id}/history/{asked.Field("id")}?pageSize=3")).Json;
        var narrow = (await _org.GetAsync($"/api/v2/flows/{id}/history/{asked.Field("id")}?action=checkout,create&sortBy=action&sortOrder=asc")).Json;

        asked.Field("actionName").ShouldBe("HISTORY");
        whole.GetProperty("actionStatus").GetString().ShouldBe("SUCCESS");
        whole.GetProperty("entities").EnumerateArray().Select(act => act.GetProperty("action").GetString()).ShouldBe(["PUBLISH", "CHECKIN", "CHECKOUT"]);
        whole.GetProperty("entities")[0].GetProperty("version").GetString().ShouldBe("2.0");
        whole.GetProperty("total").GetInt32().ShouldBe(4);
        narrow.GetProperty("entities").EnumerateArray().Select(act => act.GetProperty("action").GetString()).ShouldBe(["CHECKOUT", "CREATE"]);
        (await _org.GetAsync($"/api/v2/flows/{id}/history/unknown")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_act_on_a_flow_is_taken_down_with_who_did_it()
    {
        var id = await _org.IdAsync("Sales");
        await _org.ActAsync("checkout", id);
        await _org.ActAsync("publish", id);
        await _org.ActAsync("deactivate", id);

        var audits = _org.App.Org.Read(org => org.PlatformAudits.Entries.Where(audit => audit.EntityId == id).ToList());

        audits.Select(audit => $"{audit.Actor.Id} {audit.Action} {audit.Version}".TrimEnd()).ShouldBe(["import Create 1.0", "patchbay Checkout", "patchbay Checkin 2.0", "patchbay Publish 2.0", "patchbay Deactivate 2.0"]);
    }
}
