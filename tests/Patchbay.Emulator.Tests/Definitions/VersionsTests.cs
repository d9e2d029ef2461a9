using System.Net;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class VersionsTests
{
    [Fact]
    public async Task Every_write_adds_a_version_that_can_be_read_whole()
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMap("N"));
        await org.PatchAsync($"/api/v2/flows/{id}", """{"version": 1, "description": "Second"}""");
        org.App.Org.EditAsSomebodyElse(id, "maria", """{"description": "Third"}""");

        var list = await org.GetAsync($"/api/v2/flows/{id}/versions");
        var second = await org.GetAsync($"/api/v2/flows/{id}/versions/2");

        list.Json.GetProperty("entities").EnumerateArray().Select(version => version.GetProperty("version").GetInt32()).ShouldBe([3, 2, 1]);
        list.Json.GetProperty("entities")[0].GetProperty("author").GetString().ShouldBe("maria");
        list.Json.GetProperty("entities").EnumerateArray().Select(version => version.GetProperty("revisionId").GetString()).Distinct().Count().ShouldBe(3);
        second.Version.ShouldBe(2);
        second.Json.GetProperty("description").GetString().ShouldBe("Second");
        second.Json.GetProperty("definition").GetProperty("nodes").EnumerateObject().Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("latest")]
    public async Task A_version_that_is_not_there_is_404(string version)
    {
        await using var org = await TestOrg.StartAsync();
        var id = await org.CreateAsync(Flows.NodeMap("N"));

        (await org.GetAsync($"/api/v2/flows/{id}/versions/{version}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_revision_is_the_same_for_the_same_content_however_it_is_laid_out()
    {
        await using var one = await TestOrg.StartAsync();
        await using var other = await TestOrg.StartAsync();
        var id = await one.CreateAsync("""{"name": "N", "type": "call", "definition": {"nodes": {"bye": {"type": "disconnect", "label": "Bye"}}}}""");
        await other.CreateAsync("""{"type":"call",  "definition":{"nodes":{"bye":{"label":"Bye","type":"disconnect"}}}, "name":"\u004e"}""");

        var revision = (await one.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("revisionId").GetString();

        (await other.GetAsync($"/api/v2/flows/{id}")).Json.GetProperty("revisionId").GetString().ShouldBe(revision);
    }
}
