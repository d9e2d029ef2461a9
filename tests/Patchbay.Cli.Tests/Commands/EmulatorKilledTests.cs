using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Patchbay.Cli.Tests.Commands;

/// <summary>The emulator as a process of its own, killed while it is written to.</summary>
public sealed class EmulatorKilledTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("patchbay-killed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Killed_amid_writes_it_comes_back_with_all_that_it_acknowledged(int seed)
    {
        var chance = new Random(seed);
        var file = Path.Combine(_folder, "org.db");
        var acknowledged = new ConcurrentDictionary<string, (int Version, string Revision)>(StringComparer.Ordinal);
        for (var life = 0; life < 2; life++)
        {
            using var emulator = await EmulatorProcess.StartAsync(file);
            await CompareAsync(emulator, acknowledged);
            var enough = acknowledged.Values.Sum(flow => flow.Version) + 20 + chance.Next(60);

            await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => WriteUntilKilledAsync(emulator, $"{seed}-{life}-{writer}", new Random(chance.Next()), acknowledged, enough)));
        }

        using var last = await EmulatorProcess.StartAsync(file);
        await CompareAsync(last, acknowledged);
        acknowledged.Count.ShouldBeGreaterThan(4);
    }

    /// <summary>Writes one thing after the other, some flows new and some again; whoever sees that enough was acknowledged kills the emulator, with the others' writes under way.</summary>
    private static async Task WriteUntilKilledAsync(EmulatorProcess emulator, string writer, Random chance, ConcurrentDictionary<string, (int Version, string Revision)> acknowledged, int enough)
    {
        var mine = new List<string>();
        try
        {
            for (var act = 0; ; act++)
            {
                var isNew = mine.Count == 0 || chance.Next(3) == 0;
                var id = isNew ? "" : mine[chance.Next(mine.Count)];
                var answer = isNew
                    ? await emulator.SendAsync(HttpMethod.Post, "/api/v2/flows", Flow($"Flow {writer} {act}"))
                    : await emulator.SendAsync(HttpMethod.Patch, $"/api/v2/flows/{id}", $$"""{"version": {{acknowledged[id].Version}}, "description": "{{new string('x', chance.Next(2000))}}"}""");
                id = answer.GetProperty("id").GetString()!;
                acknowledged[id] = (answer.GetProperty("version").GetInt32(), answer.GetProperty("revisionId").GetString()!);
                if (isNew)
                {
                    mine.Add(id);
                }

                if (acknowledged.Values.Sum(flow => flow.Version) >= enough)
                {
                    emulator.Kill();
                }
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // It was killed.
        }
    }

    /// <summary>Every flow is at the version that was acknowledged last, or at the one that was under way after it, and every version before it is there.</summary>
    private static async Task CompareAsync(EmulatorProcess emulator, ConcurrentDictionary<string, (int Version, string Revision)> acknowledged)
    {
        foreach (var (id, known) in acknowledged)
        {
            var flow = await emulator.SendAsync(HttpMethod.Get, $"/api/v2/flows/{id}");
            flow.GetProperty("version").GetInt32().ShouldBeInRange(known.Version, known.Version + 1);
            var versions = (await emulator.SendAsync(HttpMethod.Get, $"/api/v2/flows/{id}/versions")).GetProperty("entities").EnumerateArray().ToList();
            versions.Count.ShouldBe(flow.GetProperty("version").GetInt32());
            versions.Single(version => version.GetProperty("version").GetInt32() == known.Version).GetProperty("revisionId").GetString().ShouldBe(known.Revision);
            acknowledged[id] = (flow.GetProperty("version").GetInt32(), flow.GetProperty("revisionId").GetString()!);
        }
    }

    private static string Flow(string name) => $$"""
        {"name": "{{name}}", "type": "call", "actions": [{"id": "greet", "type": "playAudio", "text": "Welcome", "next": "bye"}, {"id": "bye", "type": "disconnect"}]}
        """;

    /// <summary><c>patchbay emulator</c>, started as a user starts it.</summary>
    private sealed class EmulatorProcess : IDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http = new();

        private EmulatorProcess(Process process) => _process = process;

        public static async Task<EmulatorProcess> StartAsync(string file)
        {
            var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "patchbay.exe" : "patchbay");
            var start = new ProcessStartInfo(program, ["emulator", "--data", file, "--port", "0", "--rate-limit", "0", "--json"]) { RedirectStandardOutput = true };
            var emulator = new EmulatorProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started."));
            emulator._http.BaseAddress = new Uri(await emulator.ReadUrlAsync());
            using var form = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "patchbay"), new("client_secret", "patchbay")]);
            using var answer = await emulator._http.PostAsync(new Uri("/oauth/token", UriKind.Relative), form);
            using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            emulator._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
            return emulator;
        }

        public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body = null)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            ((int)response.StatusCode).ShouldBeInRange((int)HttpStatusCode.OK, (int)HttpStatusCode.Created, text);
            return JsonDocument.Parse(text).RootElement;
        }

        public void Kill() => _process.Kill();

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _http.Dispose();
        }

        /// <summary>What is printed first is one JSON object on several lines.</summary>
        private async Task<string> ReadUrlAsync()
        {
            var printed = new StringBuilder();
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                printed.Append(line);
                if (line == "}")
                {
                    return JsonDocument.Parse(printed.ToString()).RootElement.GetProperty("url").GetString()!;
                }
            }

            throw new InvalidOperationException($"The emulator ended before it listened: {printed}");
        }
    }
}
