using System.Net;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class DependencyTrackingTests : IAsyncLifetime
{
    private const string Base = "/api/v2/architect/dependencytracking";

    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(30);

    private readonly Patchbay.Emulator.Org.VirtualClock _clock = new();
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await StartAsync(TimeSpan.Zero);

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _clock.Dispose();
    }

    [Fact]
    public async Task What_a_version_uses_is_told_with_types_and_ids()
    {
        var used = await ListAsync($"consumedresources?id={await IdAsync("Sales")}&version=1.0&objectType=INBOUNDCALLFLOW");

        used.Select(use => $"{Text(use, "type")} {Text(use, "name")}").ShouldBe(["COMMONMODULEFLOW Identify", "LANGUAGE en-us", "QUEUE Desk", "SYSTEMPROMPT processing", "USERPROMPT welcome"]);
        var queue = (await _org.GetAsync("/api/v2/routing/queues?name=Desk")).Json.GetProperty("entities")[0].GetProperty("id").GetString();
        Text(used[2], "id").ShouldBe(queue);
        Text(used[2], "selfUri").ShouldBe($"/api/v2/routing/queues/{queue}");
        (await ListAsync($"consumedresources?id={await IdAsync("Sales")}&version=1.0&objectType=INBOUNDCALLFLOW&resourceType=QUEUE,USERPROMPT")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_live_flow_names_the_module_version_that_it_holds_and_is_updated_when_a_newer_one_is_live()
    {
        await _org.PublishAsync(Module("Identify", "Again."));
        var stale = await ListAsync("updatedresourceconsumers?objectType=INBOUNDCALLFLOW&consumedResources=true&consumedResourceType=COMMONMODULEFLOW");

        Text(stale.ShouldHaveSingleItem(), "name").ShouldBe("Sales");
        var held = stale[0].GetProperty("consumedResources")[0];
        Text(held, "version").ShouldBe("1.0");
        held.GetProperty("updated").GetBoolean().ShouldBeTrue();

        await _org.PublishAsync(Caller("Sales"));
        (await ListAsync("updatedresourceconsumers?objectType=INBOUNDCALLFLOW")).ShouldBeEmpty();
        Text((await ListAsync($"consumedresources?id={await IdAsync("Sales")}&version=2.0&objectType=INBOUNDCALLFLOW&resourceType=COMMONMODULEFLOW")).ShouldHaveSingleItem(), "version").ShouldBe("2.0");
        Text((await ListAsync($"consumedresources?id={await IdAsync("Sales")}&version=1.0&objectType=INBOUNDCALLFLOW&resourceType=COMMONMODULEFLOW")).ShouldHaveSingleItem(), "version").ShouldBe("1.0");
    }

    [Fact]
    public async Task A_module_that_is_checked_in_and_not_published_makes_nobody_updated()
    {
        var id = await IdAsync("Identify");
        await _org.PostAsync($"/api/v2/flows/actions/checkout?flow={id}", "");
        await _org.PostAsync($"/api/v2/flows/actions/checkin?flow={id}", "");

        (await ListAsync("updatedresourceconsumers")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_uses_a_module_is_told_by_what_is_live_or_checked_in()
    {
        var module = await IdAsync("Identify");

        var live = await ListAsync($"consumingresources?id={module}&objectType=COMMONMODULEFLOW&resourceType=INBOUNDCALLFLOW&flowFilter=published");
        Text(live.ShouldHaveSingleItem(), "name").ShouldBe("Sales");
        Text(live[0], "version").ShouldBe("1.0");

        await _org.PostAsync($"/api/v2/flows/actions/deactivate?flow={await IdAsync("Sales")}", "");
        (await ListAsync($"consumingresources?id={module}&objectType=COMMONMODULEFLOW&flowFilter=published")).ShouldBeEmpty();
        (await ListAsync($"consumingresources?id={module}&objectType=COMMONMODULEFLOW&flowFilter=checkedIn")).ShouldHaveSingleItem();
        (await ListAsync($"consumingresources?id={module}&objectType=COMMONMODULEFLOW&version=9.0")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Call_routes_use_flows_and_schedule_groups_use_schedules()
    {
        var flow = await IdAsync("Sales");
        await _org.PostAsync("/api/v2/architect/ivrs", $$$"""{"name": "Front door", "openHoursFlow": {"id": "{{{flow}}}"}}""");

        var users = await ListAsync($"consumingresources?id={flow}&objectType=INBOUNDCALLFLOW");

        Text(users.ShouldHaveSingleItem(), "type").ShouldBe("IVRCONFIGURATION");
    }

    [Fact]
    public async Task Objects_are_found_by_name_and_by_id()
    {
        var found = await ListAsync("?name=*&objectType=QUEUE,COMMONMODULEFLOW&consumingResources=true");
        found.Select(node => Text(node, "name")).ShouldBe(["Desk", "Identify"]);
        Text(found[0].GetProperty("consumingResources")[0], "name").ShouldBe("Sales");

        var one = await _org.GetAsync($"{Base}/object?id={await IdAsync("Sales")}&objectType=INBOUNDCALLFLOW&version=1.0&consumedResources=true&consumedResourceType=QUEUE");
        one.Field("version").ShouldBe("1.0");
        one.Json.GetProperty("consumedResources").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_search_names_users_in_their_live_and_in_their_newest_version_and_does_not_tell_which()
    {
        await _org.PostAsync("/api/v2/architect/prompts", """{"name": "later"}""");
        var sales = await IdAsync("Sales");
        await _org.PublishAsync(Caller("Sales").Replace("Prompt.welcome", "Prompt.later", StringComparison.Ordinal));
        await _org.PostAsync($"/api/v2/flows/actions/publish?flow={sales}&version=1.0", "");
        _clock.Advance(Lag);

        var found = await ListAsync("?name=*&objectType=USERPROMPT&consumingResources=true");

        found.Select(node => Text(node, "name")).ShouldBe(["later", "welcome"]);
        found.ShouldAllBe(node => node.GetProperty("consumingResources").GetArrayLength() == 1 && Text(node.GetProperty("consumingResources")[0], "version") == "1.0");
        Text((await ListAsync($"consumedresources?id={sales}&version=1.0&objectType=INBOUNDCALLFLOW&resourceType=USERPROMPT")).ShouldHaveSingleItem(), "name").ShouldBe("welcome");
    }

    [Fact]
    public async Task A_data_table_deleted_by_force_leaves_consumers_of_what_is_gone()
    {
        await using var org = await PlatformFlows.StartAsync(null, Lookup("Branch finder"));
        var table = (await org.GetAsync("/api/v2/flows/datatables?name=Branches")).Json.GetProperty("entities")[0].GetProperty("selfUri").GetString();

        (await org.DeleteAsync($"{table}")).Status.ShouldBe(HttpStatusCode.Conflict);
        (await org.DeleteAsync($"{table}?force=true")).Status.ShouldBe(HttpStatusCode.NoContent);

        var left = (await org.GetAsync($"{Base}/deletedresourceconsumers?consumedResources=true")).Json.GetProperty("entities");
        Text(left[0], "name").ShouldBe("Branch finder");
        left[0].GetProperty("consumedResources")[0].GetProperty("deleted").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task The_index_lags_and_says_so()
    {
        await using var org = await StartAsync(Lag);
        var module = await IdAsync("Identify", org);
        (await org.GetAsync($"{Base}/build")).Field("status").ShouldBe("OPERATIONAL");

        await org.PublishAsync(Module("Identify", "Again."));
        var behind = await org.GetAsync($"{Base}/updatedresourceconsumers");
        behind.Status.ShouldBe(HttpStatusCode.PartialContent);
        behind.Json.GetProperty("total").GetInt32().ShouldBe(0);
        (await org.GetAsync($"{Base}/build")).Field("status").ShouldBe("BUILDINPROGRESS");
        (await org.GetAsync($"{Base}/object?id={module}&objectType=COMMONMODULEFLOW")).Json.GetProperty("stateUnknown").GetBoolean().ShouldBeTrue();

        _clock.Advance(Lag);
        var ready = await org.GetAsync($"{Base}/updatedresourceconsumers");
        ready.Status.ShouldBe(HttpStatusCode.OK);
        ready.Json.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_change_that_the_index_misses_is_not_known_until_a_build_and_nobody_says_so()
    {
        var module = await IdAsync("Identify");
        var sales = await IdAsync("Sales");
        await _org.PostAsync("/_emulator/faults", $$"""{"kind": "index-misses", "path": "/api/v2/flows/{{sales}}"}""");

        await _org.PublishAsync(PlatformFlows.Call("Sales"));

        (await _org.GetAsync($"{Base}/build")).Field("status").ShouldBe("OPERATIONAL");
        Text((await ListAsync($"consumingresources?id={module}&objectType=COMMONMODULEFLOW")).ShouldHaveSingleItem(), "version").ShouldBe("1.0");

        (await _org.PostAsync($"{Base}/build", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        _clock.Advance(Lag);
        (await ListAsync($"consumingresources?id={module}&objectType=COMMONMODULEFLOW")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_build_takes_a_while_and_only_one_runs()
    {
        await using var org = await StartAsync(Lag);

        (await org.PostAsync($"{Base}/build", "")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await org.PostAsync($"{Base}/build", "")).Code.ShouldBe("architect.dependencies.build.in.progress");
        (await org.GetAsync($"{Base}/build")).Json.TryGetProperty("dateCompleted", out _).ShouldBeFalse();

        _clock.Advance(Lag);
        var done = await org.GetAsync($"{Base}/build");
        done.Field("status").ShouldBe("OPERATIONAL");
        done.Json.GetProperty("client").GetProperty("id").GetString().ShouldBe("patchbay");
        done.Field("dateCompleted").ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("", "architect.dependency.object.name.not.specified")]
    [InlineData("?name=a&objectType=TELEPATHY", "architect.dependency.object.invalid.type")]
    [InlineData("/consumedresources?id=a&objectType=QUEUE", "architect.dependency.object.not.found")]
    [InlineData("/consumedresources?objectType=QUEUE&version=1.0", "architect.query.parameter.missing")]
    [InlineData("/consumingresources?id=a", "architect.query.parameter.missing")]
    [InlineData("/consumingresources?id=a&objectType=QUEUE", "architect.dependency.object.not.found")]
    [InlineData("/deletedresourceconsumers?flowFilter=yesterday", "architect.dependency.invalid.filter")]
    [InlineData("/types/TELEPATHY", "not.found")]
    public async Task What_cannot_be_answered_is_said_with_the_code_that_is_documented(string query, string code) => (await _org.GetAsync(Base + query)).Code.ShouldBe(code);

    [Fact]
    public async Task Types_are_listed_with_whether_they_have_versions()
    {
        var all = await _org.GetAsync($"{Base}/types?pageSize=500");

        all.Json.GetProperty("total").GetInt32().ShouldBe(88);
        (await _org.GetAsync($"{Base}/types/WORKFLOW")).Json.GetProperty("versioned").GetBoolean().ShouldBeTrue();
        (await _org.GetAsync($"{Base}/types/QUEUE")).Json.GetProperty("versioned").GetBoolean().ShouldBeFalse();
    }

    private Task<TestOrg> StartAsync(TimeSpan lag) => PlatformFlows.StartAsync(options => options with { Time = _clock, DependencyLag = lag, RateLimit = 0 }, Module("Identify", "Hello."), Caller("Sales"));

    private async Task<List<JsonElement>> ListAsync(string query)
    {
        var answer = await _org.GetAsync(query.StartsWith('?') ? Base + query : $"{Base}/{query}");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("entities").EnumerateArray()];
    }

    private static string? Text(JsonElement entity, string name) => entity.GetProperty(name).GetString();

    private async Task<string> IdAsync(string name, TestOrg? org = null) => (await (org ?? _org).GetAsync($"/api/v2/flows?name={name}")).Json.GetProperty("entities")[0].GetProperty("id").GetString()!;

    private static string Module(string name, string says) => $"""
        commonModule:
          name: {name}
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          startUpTaskActions:
            - playAudio:
                name: Greeting
                audio:
                  tts: {says}

        """;

    private static string Caller(string name) => $"""
        inboundCall:
          name: {name}
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
                      name: Greeting
                      audio:
                        exp: Append(Prompt.welcome, PromptSystem.processing)
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
                  - transferToAcd:
                      name: To the desk
                      targetQueue:
                        lit:
                          name: Desk
                  - disconnect:
                      name: Disconnect

        """;

    private static string Lookup(string name) => $"""
        inboundCall:
          name: {name}
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
                  - dataTableLookup:
                      name: Find the branch
                      lookupValue:
                        exp: Call.Ani
                      dataTable:
                        Branches:
                          foundOutputs:
                            noValue: true
                  - disconnect:
                      name: Disconnect

        """;
}
