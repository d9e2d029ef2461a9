using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Platform;

/// <summary>Two clients who do whatever comes to their minds, at the same flows, at once.</summary>
public sealed class FlowRandomActsTests
{
    private static readonly string[] Names = ["Sales", "Support", "Desk"];
    private static readonly HttpStatusCode[] Documented = [HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed, HttpStatusCode.Conflict, HttpStatusCode.Gone];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_two_clients_do_every_answer_is_documented_and_every_flow_makes_sense(int seed)
    {
        using var clock = new VirtualClock();
        var other = new OAuthClient("other", "secret");
        await using var org = await PlatformFlows.StartAsync(
            options => options with { Clients = [OAuthClient.BuiltIn, other], RateLimit = 0, CompileDelay = TimeSpan.FromSeconds(4), Time = clock, TokenLifetime = TimeSpan.FromDays(9) },
            PlatformFlows.Call("Sales"), PlatformFlows.Call("Support"));
        using var token = await org.TokenAsync("other", "secret");
        var bearer = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
        var random = new Random(seed);
        var versions = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var step = 0; step < 300; step++)
        {
            var flows = (await org.GetAsync("/api/v2/flows?deleted=true&pageSize=100")).Json.GetProperty("entities").EnumerateArray().ToList();
            var living = flows.FindAll(flow => !flow.GetProperty("deleted").GetBoolean());
            using var request = Act(random, random.Next(10) > 0 && living.Count > 0 ? living[random.Next(living.Count)] : flows[random.Next(flows.Count)]);
            if (random.Next(2) == 0)
            {
                request.Headers.Authorization = bearer;
            }

            var answer = await org.SendAsync(request);
            Documented.ShouldContain(answer.Status, $"step {step}: {request.Method} {request.RequestUri} {answer.Text}");
            if (request.RequestUri!.AbsolutePath == "/api/v2/flows/jobs")
            {
                using var http = new HttpClient();
                using var content = new StringContent(PlatformFlows.Call(Names[random.Next(Names.Length)]));
                (await http.PutAsync(new Uri(answer.Field("presignedUrl")), content)).StatusCode.ShouldBe(HttpStatusCode.OK);
            }

            clock.Advance(TimeSpan.FromSeconds(random.Next(8)));
            foreach (var flow in (await org.GetAsync("/api/v2/flows?deleted=true&pageSize=100")).Json.GetProperty("entities").EnumerateArray())
            {
                CheckSense(flow, versions, $"step {step}: {request.Method} {request.RequestUri}");
            }
        }

        versions.Values.Sum().ShouldBeGreaterThan(20);
    }

    private static HttpRequestMessage Act(Random random, JsonElement flow)
    {
        var id = flow.GetProperty("id").GetString();
        var name = Names[random.Next(Names.Length)];
        return random.Next(14) switch
        {
            0 or 1 or 2 => Post($"actions/checkout?flow={id}"),
            3 or 4 => Post($"actions/checkin?flow={id}"),
            5 => Post($"actions/revert?flow={id}"),
            6 => Post($"actions/unlock?flow={id}"),
            7 or 8 => Post($"actions/publish?flow={id}"),
            9 => Post($"actions/publish?flow={id}&version={random.Next(1, 4)}.0"),
            10 => Post($"actions/deactivate?flow={id}"),
            11 => new HttpRequestMessage(HttpMethod.Put, $"/api/v2/flows/{id}") { Content = Json($$"""{"name": "{{name}}"}""") },
            12 => random.Next(8) > 0 ? Post("jobs") : new HttpRequestMessage(HttpMethod.Delete, $"/api/v2/flows/{id}"),
            _ => new HttpRequestMessage(HttpMethod.Post, "/api/v2/flows") { Content = Json($$"""{"name": "{{name}}", "type": "inboundcall"}""") },
        };

        static HttpRequestMessage Post(string path) => new(HttpMethod.Post, $"/api/v2/flows/{path}");
        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }

    private static void CheckSense(JsonElement flow, Dictionary<string, int> versions, string when)
    {
        var id = flow.GetProperty("id").GetString()!;
        var newest = Number(flow.VersionIn("checkedInVersion"));
        newest.ShouldBeInRange(versions.GetValueOrDefault(id), versions.GetValueOrDefault(id) + 2, when);
        versions[id] = newest;
        Number(flow.VersionIn("publishedVersion")).ShouldBeLessThanOrEqualTo(newest, when);
        flow.GetProperty("active").GetBoolean().ShouldBe(flow.VersionIn("publishedVersion") is not null, when);
        if (flow.VersionIn("savedVersion") is not null)
        {
            flow.TryGetProperty("lockedClient", out _).ShouldBeTrue(when);
        }

        if (flow.GetProperty("deleted").GetBoolean())
        {
            flow.TryGetProperty("lockedClient", out _).ShouldBeFalse(when);
            flow.GetProperty("active").GetBoolean().ShouldBeFalse(when);
        }
    }

    private static int Number(string? version) => version is null ? 0 : int.Parse(version[..^2], CultureInfo.InvariantCulture);
}
