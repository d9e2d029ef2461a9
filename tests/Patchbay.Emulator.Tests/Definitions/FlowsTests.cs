using System.Net;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class FlowsTests
{
    private const string Small = """
        {"zeta": 1.0, "name": "Small", "type": "call", "limit": 1e3, "unknownField": {"b": [1, 2.50], "a": null},
         "definition": {"nodes": {"bye": {"type": "disconnect", "label": "Bye", "outputNodes": {}}}}}
        """;

    [Fact]
    public async Task Gives_content_back_as_it_was_sent()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Small);

        var answer = await org.GetAsync($"/api/v2/flows/{id}");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldContain("""
            "zeta":1.0,"name":"Small","type":"call","limit":1e3,"unknownField":{"b":[1,2.50],"a":null},"definition":{"nodes":{"bye":{"type":"disconnect","label":"Bye","outputNodes":{}}}}
            """.Trim());
        answer.Version.ShouldBe(1);
        answer.Json.GetProperty("revisionId").GetString()!.Length.ShouldBe(64);
        answer.Json.GetProperty("division").GetProperty("name").GetString().ShouldBe("Home");
        answer.Json.GetProperty("published").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Says_which_flow_is_not_there()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.GetAsync("/api/v2/flows/nobody");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
        answer.Message!.ShouldContain("\"nobody\"");
        answer.Json.GetProperty("contextId").GetString().ShouldBe(answer.Headers["ININ-Correlation-Id"]);
    }

    [Fact]
    public async Task A_put_keeps_what_it_does_not_give_and_takes_null_for_absent()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Small);

        var answer = await org.PutAsync($"/api/v2/flows/{id}", """{"version": 1, "id": "other", "revisionId": "mine", "published": {}, "zeta": null, "limit": 5, "added": true}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Version.ShouldBe(2);
        answer.Text.ShouldContain("\"zeta\":1.0,\"name\":\"Small\",\"type\":\"call\",\"limit\":5,\"unknownField\"");
        answer.Text.ShouldContain("\"added\":true");
        answer.Json.GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task A_put_without_a_version_is_refused()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Small);

        var answer = await org.PutAsync($"/api/v2/flows/{id}", "{\"limit\": 5}");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Code.ShouldBe("missing.version");
    }

    [Fact]
    public async Task A_write_from_an_older_version_is_a_conflict_that_tells_both_versions()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Small);
        org.App.Org.EditAsSomebodyElse(id, "maria");

        var answer = await org.PutAsync($"/api/v2/flows/{id}", "{\"version\": 1, \"limit\": 5}");

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        var detail = answer.Json.GetProperty("details")[0];
        detail.GetProperty("errorCode").GetString().ShouldBe("version.conflict");
        detail.GetProperty("expected").GetInt32().ShouldBe(1);
        detail.GetProperty("current").GetInt32().ShouldBe(2);
        detail.GetProperty("entityId").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task A_patch_merges_and_null_removes()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Small);

        var answer = await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "zeta": null, "unknownField": {"b": {"c": 1}, "d": {"e": null, "f": 2}}}""");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text.ShouldContain("\"name\":\"Small\",\"type\":\"call\",\"limit\":1e3,\"unknownField\":{\"b\":{\"c\":1},\"a\":null,\"d\":{\"f\":2}}");
        answer.Text.ShouldNotContain("zeta");
    }

    [Theory]
    [InlineData("name")]
    [InlineData("type")]
    public async Task A_patch_cannot_remove_name_or_type(string field)
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Small);

        var answer = await org.PatchAsync($"/api/v2/flows/{id}", $"{{\"version\": 1, \"{field}\": null}}");

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }
}
