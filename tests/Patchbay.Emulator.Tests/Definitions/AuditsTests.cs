using System.Net;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Definitions;

public sealed class AuditsTests
{
    [Fact]
    public async Task Who_did_what_comes_newest_first_page_by_page()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock });
        var id = await org.CreateAsync(Flows.NodeMap("N"));
        for (var i = 0; i < 150; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            org.App.Org.EditAsSomebodyElse(id, i % 2 == 0 ? "maria" : "jonas");
        }

        var first = await org.GetAsync($"/api/v2/audits/flows?flowId={id}");
        var second = await org.GetAsync($"/api/v2/audits/flows?flowId={id}&pageToken={Uri.EscapeDataString(first.Json.GetProperty("nextPage").GetString()!)}");

        first.Json.GetProperty("total").GetInt32().ShouldBe(151);
        first.Json.GetProperty("entities")[0].GetProperty("user").GetString().ShouldBe("jonas");
        first.Json.GetProperty("entities")[0].GetProperty("version").GetInt32().ShouldBe(151);
        second.Json.GetProperty("entities").GetArrayLength().ShouldBe(51);
        second.Json.GetProperty("entities")[50].GetProperty("action").GetString().ShouldBe("Create");
        second.Json.TryGetProperty("nextPage", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_span_of_time_can_be_asked_for()
    {
        using var clock = new VirtualClock();
        await using var org = await TestOrg.StartAsync(options => options with { Time = clock, Sample = false });
        var id = await org.CreateAsync(Flows.NodeMap("N"));
        clock.Advance(TimeSpan.FromMinutes(30));
        org.App.Org.EditAsSomebodyElse(id, "maria");

        var late = await org.GetAsync("/api/v2/audits/flows?from=2026-01-05T08:10:00Z");
        var early = await org.GetAsync("/api/v2/audits/flows?to=2026-01-05T09:10:00%2B01:00");
        var wrong = await org.GetAsync("/api/v2/audits/flows?from=today");

        late.Json.GetProperty("entities").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()).ShouldBe(["Update"]);
        early.Json.GetProperty("entities").EnumerateArray().Select(entry => entry.GetProperty("action").GetString()).ShouldBe(["Create"]);
        wrong.Status.ShouldBe(HttpStatusCode.BadRequest);
    }
}
