using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests.Recipes;

public sealed class PublishingTests
{
    private const string Publish = "call Common_Validation_Module --into Inbound_Support_Billing --publish --yes";

    [Fact]
    public async Task One_flow_too_many_is_told_before_anything_is_written()
    {
        await using var here = await Recipe.StartAsync(options => options with { MaxFlows = 138 });
        here.Shell.Write("new/billing.json", Samples.Billing);
        here.Org.Org.ImportFolder(Path.Combine(here.Shell.Folder, "new"), publish: false);

        var answer = (await here.RunAsync("call Common_Validation_Module --into Billing --publish --yes")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("138");
        here.Version("Billing").ShouldBe(1);
        here.Org.Org.Requests.Of("getRoutingFlowsSettings").ShouldBe(1);
    }

    [Fact]
    public async Task What_was_written_goes_live_at_its_time()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("call Common_Validation_Module --into Inbound_Support_Billing --activate-at 2099-01-01T06:00:00+01:00 --yes")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("1 live from 2099-01-01 05:00:00Z.");
        var header = await here.HeaderAsync("Inbound_Support_Billing");
        header.Text("published", "version").ShouldBe("14");
        header.Text("scheduled", "revision").ShouldBe(header.Text("revision"));
        var clock = (MovableClock)here.Org.Org.Time;
        clock.Advance(new DateTimeOffset(2099, 1, 1, 5, 0, 1, TimeSpan.Zero) - clock.GetUtcNow());
        (await here.LiveAsync("Inbound_Support_Billing")).ShouldBe("15");
    }

    [Fact]
    public async Task The_revision_published_is_the_one_that_was_written()
    {
        await using var here = await Recipe.StartAsync();

        (await here.RunAsync("call Common_Validation_Module --into Inbound_Support_Billing --yes")).ShouldEnd(ExitCode.Done);
        here.Org.Org.EditAsSomebodyElse(here.Org.IdOf("Inbound_Support_Billing"), "maria.lopez");
        var run = (await here.RunAsync("runs list --json")).Out.Split("\"id\": \"")[1].Split('"')[0];
        (await here.RunAsync($"publish --run {run} --yes")).ShouldEnd(ExitCode.Done);

        here.Version("Inbound_Support_Billing").ShouldBe(16);
        (await here.LiveAsync("Inbound_Support_Billing")).ShouldBe("15");
    }

    [Fact]
    public async Task A_time_without_an_offset_is_refused()
    {
        await using var here = await Recipe.StartAsync();

        var answer = (await here.RunAsync("publish Inbound_Support_Billing --activate-at 2099-01-01T06:00:00 --yes")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain("takes a time with its offset");
    }

    [Fact]
    public async Task A_scheduled_publish_is_cancelled()
    {
        await using var here = await Recipe.StartAsync();
        here.Org.Org.EditAsSomebodyElse(here.Org.IdOf("Main IVR"), "maria.lopez");
        (await here.RunAsync("publish \"Main IVR\" --activate-at 2099-01-01T06:00:00Z --yes")).ShouldEnd(ExitCode.Done);

        (await here.RunAsync("publish \"Main IVR\" --cancel --yes")).ShouldEnd(ExitCode.Done).Out.ShouldBe("1 scheduled publish taken back.\n");

        (await here.HeaderAsync("Main IVR")).TryGetProperty("scheduled", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Throttled_while_publishing_it_waits_and_publishes_once()
    {
        await using var here = await Recipe.StartAsync();
        here.Org.Org.Faults.Add(new FaultRule(FaultKind.TooManyRequests) { Count = 1, RetryAfter = 1, Path = "*/publish" });

        (await here.RunAsync(Publish)).ShouldEnd(ExitCode.Done).Out.ShouldContain("1 live.");

        here.Org.Org.Requests.WithStatus(429).ShouldBe(1);
        (await here.LiveAsync("Inbound_Support_Billing")).ShouldBe("15");
    }

    [Fact]
    public async Task A_command_receives_each_event_and_one_that_fails_stops_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are those of a POSIX shell.");
        await using var here = await Recipe.StartAsync();
        var file = Path.Combine(here.Shell.Folder, "events.jsonl");

        var answer = (await here.RunAsync($"{Publish} --on-event \"exit 3\" --on-event \"cat >> {file}\"")).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldContain("exit code 3");
        var events = here.Shell.Read("events.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        events.Select(told => told.Text("body", "status")).ShouldBe(["written", "published"]);
        events.ShouldAllBe(told => told.Text("flow", "name") == "Inbound_Support_Billing" && told.GetProperty("status").GetInt32() == 200 && told.GetProperty("latency_ms").GetDouble() > 0);
    }

    [Fact]
    public async Task A_webhook_receives_each_event_signed()
    {
        const string Secret = "s3cret-of-the-webhook";
        await using var here = await Recipe.StartAsync();
        here.Shell.Variables["PATCHBAY_WEBHOOK_SECRET"] = Secret;
        var received = new ConcurrentQueue<(string Signature, string Body)>();
        await using var receiver = await ReceiverAsync(received);

        var answer = (await here.RunAsync($"{Publish} --webhook {Address(receiver)}/changes")).ShouldEnd(ExitCode.Done);

        received.Select(told => JsonDocument.Parse(told.Body).RootElement.Text("body", "status")).ShouldBe(["written", "published"]);
        received.ShouldAllBe(told => told.Signature == "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(told.Body))));
        (answer.Out + answer.Error).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Each_deployment_leaves_an_audit_line_here_and_an_entry_in_the_org()
    {
        await using var here = await Recipe.StartAsync();

        (await here.RunAsync(Publish)).ShouldEnd(ExitCode.Done);

        var line = JsonDocument.Parse(here.Shell.Read(".patchbay/audit.jsonl")).RootElement;
        line.EnumerateObject().Select(property => property.Name).ShouldBe(["event_type", "flow_id", "revision_id", "status", "latency_ms", "deployed_at"]);
        line.Text("event_type").ShouldBe("FLOW_DEPLOYMENT");
        line.Text("flow_id").ShouldBe(here.Org.IdOf("Inbound_Support_Billing"));
        line.Text("status").ShouldBe("SUCCESS");
        (await here.RunAsync("audit --local")).ShouldEnd(ExitCode.Done).Out.ShouldContain("Inbound_Support_Billing");
        (await here.RunAsync("audit Inbound_Support_Billing --limit 2")).ShouldEnd(ExitCode.Done).Out.ShouldMatch("patchbay  Publish  Inbound_Support_Billing  15\n.+patchbay  Update   Inbound_Support_Billing  15");
    }

    [Fact]
    public async Task Adoption_counts_callers_before_and_after()
    {
        await using var here = await Recipe.StartAsync();
        here.Org.Org.SimulateCallers(new SimulatedCalls(30) { Name = "Inbound_Support_Billing" });
        ((MovableClock)here.Org.Org.Time).Advance(TimeSpan.FromMinutes(1));
        (await here.RunAsync(Publish)).ShouldEnd(ExitCode.Done);
        ((MovableClock)here.Org.Org.Time).Advance(TimeSpan.FromMinutes(1));
        here.Org.Org.SimulateCallers(new SimulatedCalls(50) { Name = "Inbound_Support_Billing" });

        var answer = (await here.RunAsync("adoption Inbound_Support_Billing --interval 2000-01-01T00:00:00Z/2099-01-01T00:00:00Z --json")).ShouldEnd(ExitCode.Done);

        var flow = answer.Json.GetProperty("flows")[0];
        (flow.GetProperty("before").GetInt32(), flow.GetProperty("after").GetInt32()).ShouldBe((30, 50));
    }

    private static async Task<WebApplication> ReceiverAsync(ConcurrentQueue<(string Signature, string Body)> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            received.Enqueue((context.Request.Headers["X-Patchbay-Signature"].ToString(), await reader.ReadToEndAsync()));
        });
        await app.StartAsync();
        return app;
    }

    private static string Address(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
}
