using System.Text.Json;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class FlowSearchTests
{
    [Fact]
    public async Task Pages_follow_one_another_until_there_is_no_next()
    {
        await using var org = await TestOrg.StartAsync();
        List<string> ids = [];
        var token = "null";
        int total;
        do
        {
            var page = await org.PostAsync("/api/v2/flows/query", $"{{\"pageSize\": 10, \"pageToken\": {token}}}");
            ids.AddRange(page.Json.GetProperty("entities").EnumerateArray().Select(entity => entity.GetProperty("id").GetString()!));
            total = page.Json.GetProperty("total").GetInt32();
            token = page.Json.TryGetProperty("nextPage", out var next) ? JsonSerializer.Serialize(next.GetString()) : "";
        }
        while (token.Length > 0);

        ids.Count.ShouldBe(total);
        ids.Distinct().Count().ShouldBe(total);
    }

    [Theory]
    [InlineData("continuation_token")]
    [InlineData("continuationToken")]
    public async Task The_page_token_is_also_taken_from_the_address(string parameter)
    {
        await using var org = await TestOrg.StartAsync();
        var first = await org.PostAsync("/api/v2/flows/query", """{"pageSize": 2}""");
        var token = Uri.EscapeDataString(first.Json.GetProperty("nextPage").GetString()!);

        var second = await org.PostAsync($"/api/v2/flows/query?{parameter}={token}", """{"pageSize": 2}""");

        second.Json.GetProperty("entities")[0].GetProperty("id").GetString().ShouldNotBe(first.Json.GetProperty("entities")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Finds_flows_by_type_and_a_name_with_wildcards()
    {
        await using var org = await TestOrg.StartAsync();

        var found = await org.PostAsync("/api/v2/flows/flow", """{"type": "call", "name": "Inbound_Support_*"}""");

        found.Json.GetProperty("total").GetInt32().ShouldBe(54);
        found.Json.GetProperty("entities").GetArrayLength().ShouldBe(54);
    }

    [Fact]
    public async Task Nothing_found_is_an_empty_list()
    {
        await using var org = await TestOrg.StartAsync();

        var found = await org.PostAsync("/api/v2/flows/flow", """{"type": "call", "name": "No such flow"}""");

        found.Text.ShouldBe("""{"entities":[],"total":0}""");
    }

    [Fact]
    public async Task Entities_are_flows_without_their_content()
    {
        await using var org = await TestOrg.StartAsync();

        var found = await org.PostAsync("/api/v2/flows/query", """{"query": "name:Common_Validation_Module"}""");

        var flow = found.Json.GetProperty("entities").EnumerateArray().ShouldHaveSingleItem();
        flow.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["id", "version", "revisionId", "compilationStatus", "compilationErrors", "published", "scheduled", "name", "type", "description", "division"]);
    }
}
