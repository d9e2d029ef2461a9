using System.Net;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class CreateAndDeleteTests
{
    [Fact]
    public async Task A_name_and_type_can_be_taken_once()
    {
        await using var org = await TestOrg.StartAsync();

        (await org.PostAsync("/api/v2/flows", Flows.NodeMap("Twin"))).Status.ShouldBe(HttpStatusCode.Created);
        var again = await org.PostAsync("/api/v2/flows", Flows.NodeMap("Twin", type: "inboundcall"));
        var otherType = await org.PostAsync("/api/v2/flows", Flows.NodeMap("Twin", type: "chat"));

        (again.Status, again.Code).ShouldBe((HttpStatusCode.Conflict, "flow.already.exists"));
        otherType.Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_rename_to_a_taken_name_is_a_conflict()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync(Flows.NodeMap("One"));
        var id = await org.CreateAsync(Flows.NodeMap("Two"));

        var answer = await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "name": "One"}""");

        (answer.Status, answer.Code).ShouldBe((HttpStatusCode.Conflict, "flow.already.exists"));
    }

    [Fact]
    public async Task The_type_of_a_flow_stays()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMap("One"));

        (await org.PutAsync($"/api/v2/flows/{id}", """{"version": 1, "type": "module"}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "type": "module"}""")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await org.PutAsync($"/api/v2/flows/{id}", """{"version": 1, "type": "inboundcall"}""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_flow_that_others_call_cannot_be_deleted()
    {
        await using var org = await TestOrg.StartAsync();
        var module = await org.CreateAsync(Flows.NodeMap("Shared", type: "module"));
        var caller = await org.CreateAsync(Flows.NodeMapCalling("Caller", module));

        var refused = await org.DeleteAsync($"/api/v2/flows/{module}");
        var first = await org.DeleteAsync($"/api/v2/flows/{caller}");
        var second = await org.DeleteAsync($"/api/v2/flows/{module}");

        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Message!.ShouldContain("\"Caller\"");
        (first.Status, second.Status).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NoContent));
        (await org.GetAsync($"/api/v2/flows/{module}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_id_is_never_given_twice()
    {
        await using var org = await TestOrg.StartAsync();
        var first = await org.CreateAsync(Flows.NodeMap("Phoenix"));
        await org.DeleteAsync($"/api/v2/flows/{first}");

        (await org.CreateAsync(Flows.NodeMap("Phoenix"))).ShouldNotBe(first);
    }

    [Theory]
    [InlineData("""{"type": "call"}""", "name")]
    [InlineData("""{"name": "N"}""", "type")]
    public async Task A_new_flow_needs_a_name_and_a_type(string body, string field)
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows", body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain($"\"{field}\"");
    }

    [Fact]
    public async Task An_unknown_division_is_refused_with_the_known_ones()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.PostAsync("/api/v2/flows", "{\"division\": {\"id\": \"nowhere\"}, " + Flows.NodeMap("N").TrimStart()[1..]);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain("\"Support\"");
    }
}
