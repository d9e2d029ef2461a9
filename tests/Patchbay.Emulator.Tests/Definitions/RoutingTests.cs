namespace Patchbay.Emulator.Tests.Definitions;

public sealed class RoutingTests
{
    [Fact]
    public async Task Queues_come_page_by_page()
    {
        await using var org = await TestOrg.StartAsync();

        var first = await org.GetAsync("/api/v2/routing/queues?pageSize=5&pageNumber=1");
        var last = await org.GetAsync("/api/v2/routing/queues?pageSize=5&pageNumber=3");
        var beyond = await org.GetAsync("/api/v2/routing/queues?pageSize=5&pageNumber=4");

        first.Json.GetProperty("entities")[0].GetRawText().ShouldBe("""{"id":"queue_sales","name":"Sales"}""");
        first.Json.GetProperty("total").GetInt32().ShouldBe(12);
        (first.Json.GetProperty("entities").GetArrayLength(), last.Json.GetProperty("entities").GetArrayLength(), beyond.Json.GetProperty("entities").GetArrayLength()).ShouldBe((5, 2, 0));
    }

    [Fact]
    public async Task A_token_tells_which_org_it_belongs_to()
    {
        await using var org = await TestOrg.StartAsync();

        var answer = await org.GetAsync("/api/v2/organizations/me");

        answer.Json.GetProperty("id").GetString().ShouldBe(org.App.Org.Id);
        answer.Json.GetProperty("name").GetString().ShouldBe("Patchbay Emulator");
    }
}
