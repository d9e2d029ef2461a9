using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests;

/// <summary>A running emulator on a free port.</summary>
internal sealed class LocalOrg : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LocalOrg(WebApplication app) => _app = app;

    /// <summary>Its address, as <c>--org</c> takes it.</summary>
    public string Url => _app.Address.ToString().TrimEnd('/');

    /// <summary>How messages call it.</summary>
    public string Name => _app.Address.Authority;

    /// <summary>The org itself.</summary>
    public EmulatorOrg Org => _app.Org;

    /// <summary>Starts one, and points a command line at it.</summary>
    public static async Task<LocalOrg> StartAsync(CommandLine shell, Func<EmulatorOptions, EmulatorOptions>? adjust = null)
    {
        var options = new EmulatorOptions { Port = 0, CompileDelay = TimeSpan.Zero, RateLimit = 0 };
        var app = EmulatorApp.Build(adjust is null ? options : adjust(options));
        await app.StartAsync();
        var org = new LocalOrg(app);
        shell.Variables["PATCHBAY_ORG"] = org.Url;
        return org;
    }

    /// <summary>The id of the flow with a name.</summary>
    public string IdOf(string name) => Org.FindFlowId(name) ?? throw new InvalidOperationException($"No flow \"{name}\".");

    /// <summary>Publishes a flow as somebody else would, who uses the platform's own API.</summary>
    public async Task PublishAsync(string yaml)
    {
        using var connection = new ApiConnection(new OrgLogin(Region.Parse(Url), "patchbay", new Secret("patchbay")));
        var jobs = new PlatformApi(connection).Jobs;
        var job = await jobs.RegisterAsync();
        await jobs.UploadAsync(job, yaml);
        (await jobs.GetAsync(job.Id)).Status.ShouldBe("Success");
    }

    /// <summary>Makes a request as somebody else would, and gives the answer's body.</summary>
    public async Task<string> SendAsync(HttpMethod method, string path, string? json = null, string client = "patchbay")
    {
        using var http = new HttpClient { BaseAddress = _app.Address };
        using var login = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", client)]);
        var token = JsonDocument.Parse(await (await http.PostAsync(new Uri("/oauth/token", UriKind.Relative), login)).Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString();
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(body);
        return body;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
