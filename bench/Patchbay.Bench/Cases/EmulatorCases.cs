using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Patchbay.Emulator;

namespace Patchbay.Bench.Cases;

/// <summary>The emulator as a server: reads of an org of a thousand Architect flows over HTTP, beside a bare web server that answers with the same bytes.</summary>
internal static class EmulatorCases
{
    private const int Flows = 1_000;
    private const int Connections = 8;
    private const int Wanted = 2_000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("an emulated org takes in 500 Architect flows of 20 KB from a folder, to listening", "under 10 s by the clock", _ => TakeInAsync().GetAwaiter().GetResult()),
        new($"the emulator answers GET of one flow, client included, {Connections} connections", $"at least {Wanted:N0} a second", _ => ReadsAsync("/api/v2/flows/{id}").GetAwaiter().GetResult()),
        new("the same, the versions of a flow", $"at least {Wanted:N0} a second", _ => ReadsAsync("/api/v2/flows/{id}/versions").GetAwaiter().GetResult()),
        new("the same, a listing of 25 flows out of 1,000", $"at least {Wanted:N0} a second", _ => ReadsAsync("/api/v2/flows?pageSize=25").GetAwaiter().GetResult()),
    ];

    /// <summary>Writes Architect flows of some 20 KB, all without a fault.</summary>
    public static void WriteFlows(string folder, int count)
    {
        for (var i = 0; i < count; i++)
        {
            File.WriteAllText(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"line{i}.yaml")), GeneratedArchitectFlow.Write(i, tasks: 6));
        }
    }

    private static async Task<Result> TakeInAsync()
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-bench-");
        try
        {
            WriteFlows(folder.FullName, 500);
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            await using var app = await StartAsync(folder.FullName);
            var took = System.Diagnostics.Stopwatch.GetElapsedTime(start);
            return new Result($"{took.TotalSeconds:0.0} s", took < TimeSpan.FromSeconds(10));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Result> ReadsAsync(string path)
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-bench-");
        try
        {
            WriteFlows(folder.FullName, Flows);
            await using var app = await StartAsync(folder.FullName);
            using var client = await SignInAsync(app.Address);
            using var flows = JsonDocument.Parse(await client.GetStringAsync(new Uri("/api/v2/flows?pageSize=1", UriKind.Relative)));
            var id = flows.RootElement.GetProperty("entities")[0].GetProperty("id").GetString();
            var address = new Uri(path.Replace("{id}", id, StringComparison.Ordinal), UriKind.Relative);
            await using var bare = await BareAsync(await client.GetByteArrayAsync(address));
            using var toBare = new HttpClient { BaseAddress = new Uri(bare.Urls.First()) };

            // In turn, so that both meet the same machine; the first turn only warms up.
            var (served, floor) = (0.0, 0.0);
            for (var turn = 0; turn < 2; turn++)
            {
                served = await PerSecondAsync(client, address);
                floor = await PerSecondAsync(toBare, address);
            }

            return new Result($"{served:N0} a second", served >= Wanted, $"{floor:N0} a second: a bare Kestrel with the same bytes");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> PerSecondAsync(HttpClient client, Uri address)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            var count = 0;
            for (; System.Diagnostics.Stopwatch.GetElapsedTime(start) < Length; count++)
            {
                await client.GetByteArrayAsync(address);
            }

            return count;
        }));
        return counts.Sum() / System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<WebApplication> StartAsync(string folder)
    {
        var app = EmulatorApp.Build(new EmulatorOptions { Port = 0, Api = EmulatorApi.Platform, Folder = folder, RateLimit = 0 });
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpClient> SignInAsync(Uri address)
    {
        var client = new HttpClient { BaseAddress = address };
        using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "patchbay"), new("client_secret", "patchbay")]);
        using var answer = await client.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
        return client;
    }

    private static async Task<WebApplication> BareAsync(byte[] bytes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentLength = bytes.Length;
            return context.Response.Body.WriteAsync(bytes).AsTask();
        });
        await app.StartAsync();
        return app;
    }
}
