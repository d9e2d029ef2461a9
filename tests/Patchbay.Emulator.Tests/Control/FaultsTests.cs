using System.Net;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Control;

public sealed class FaultsTests
{
    [Theory]
    [InlineData("429", HttpStatusCode.TooManyRequests)]
    [InlineData("500", HttpStatusCode.InternalServerError)]
    [InlineData("503", HttpStatusCode.ServiceUnavailable)]
    public async Task A_status_is_answered_as_often_as_asked(string kind, HttpStatusCode status)
    {
        await using var org = await TestOrg.StartAsync();
        await org.PostAsync("/_emulator/faults", $$"""{"kind": "{{kind}}", "method": "GET", "path": "/api/v2/routing/*", "skip": 1, "count": 2, "retryAfter": 7}""");

        List<HttpStatusCode> statuses = [];
        for (var i = 0; i < 4; i++)
        {
            var answer = await org.GetAsync("/api/v2/routing/flows/settings");
            statuses.Add(answer.Status);
            answer.Headers.TryGetValue("Retry-After", out var retryAfter);
            retryAfter.ShouldBe(i is 1 or 2 && kind != "500" ? "7" : null);
        }

        statuses.ShouldBe([HttpStatusCode.OK, status, status, HttpStatusCode.OK]);
        org.App.Org.Requests.WithStatus((int)status).ShouldBe(2);
    }

    [Fact]
    public async Task Chances_are_the_same_for_the_same_seed()
    {
        await using var first = await TestOrg.StartAsync();
        await using var second = await TestOrg.StartAsync();

        var one = await FateAsync(first);
        var other = await FateAsync(second);

        one.ShouldBe(other);
        one.ShouldContain(HttpStatusCode.OK);
        one.ShouldContain(HttpStatusCode.InternalServerError);

        static async Task<List<HttpStatusCode>> FateAsync(TestOrg org)
        {
            org.App.Org.Faults.Add(new FaultRule(FaultKind.InternalError) { Probability = 0.5, Seed = 42 });
            List<HttpStatusCode> fate = [];
            for (var i = 0; i < 20; i++)
            {
                fate.Add((await org.GetAsync("/api/v2/routing/flows/settings")).Status);
            }

            return fate;
        }
    }

    [Fact]
    public async Task A_cut_does_nothing_and_a_lost_answer_has_done_it()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMap("N"));

        org.App.Org.Faults.Add(new FaultRule(FaultKind.Cut) { Method = "PATCH", Count = 1 });
        await Should.ThrowAsync<HttpRequestException>(() => org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "description": "Cut"}"""));
        org.App.Org.VersionOf(id).ShouldBe(1);

        org.App.Org.Faults.Add(new FaultRule(FaultKind.LostAnswer) { Method = "PATCH", Count = 1 });
        await Should.ThrowAsync<HttpRequestException>(() => org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "description": "Lost"}"""));
        org.App.Org.VersionOf(id).ShouldBe(2);
        org.App.Org.DefinitionOf(id)!.ShouldContain("\"description\": \"Lost\"");
    }

    [Fact]
    public async Task In_a_conflict_somebody_else_writes_just_before()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMap("N"));
        await org.PostAsync("/_emulator/faults", """{"kind": "conflict", "count": 1, "author": "maria", "edit": {"description": "Mine"}}""");

        var write = await org.PutAsync($"/api/v2/flows/{id}", """{"version": 1, "description": "Yours"}""");
        var versions = await org.GetAsync($"/api/v2/flows/{id}/versions");

        write.Status.ShouldBe(HttpStatusCode.Conflict);
        versions.Json.GetProperty("entities")[0].GetProperty("author").GetString().ShouldBe("maria");
        org.App.Org.DefinitionOf(id)!.ShouldContain("\"description\": \"Mine\"");
    }

    [Fact]
    public async Task Rules_are_listed_with_how_often_they_struck_and_can_be_removed()
    {
        await using var org = await TestOrg.StartAsync();
        var added = await org.PostAsync("/_emulator/faults", """{"kind": 503}""");
        await org.GetAsync("/api/v2/routing/flows/settings");

        var list = await org.GetAsync("/_emulator/faults");
        var removed = await org.DeleteAsync($"/_emulator/faults/{added.Json.GetProperty("id").GetInt32()}");

        list.Json.GetProperty("faults")[0].GetProperty("struck").GetInt32().ShouldBe(1);
        removed.Status.ShouldBe(HttpStatusCode.NoContent);
        (await org.GetAsync("/api/v2/routing/flows/settings")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_unknown_kind_is_refused_with_the_known_ones()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/_emulator/faults", """{"kind": "gremlins"}""");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain("lost-answer");
    }
}
