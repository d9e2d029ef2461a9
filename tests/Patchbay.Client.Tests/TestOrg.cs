using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests;

/// <summary>A running emulator on a free port, and connections to it.</summary>
internal sealed class TestOrg : IAsyncDisposable
{
    private readonly List<ApiConnection> _connections = [];

    private TestOrg(WebApplication app) => App = app;

    public WebApplication App { get; }

    public EmulatorOrg Org => App.Org;

    public static async Task<TestOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust = null)
    {
        var options = new EmulatorOptions { Port = 0, CompileDelay = TimeSpan.Zero };
        var app = EmulatorApp.Build(adjust is null ? options : adjust(options));
        await app.StartAsync();
        return new TestOrg(app);
    }

    public ApiConnection Connect(ApiOptions? options = null, string clientId = "patchbay", string secret = "patchbay", Func<HttpMessageHandler, HttpMessageHandler>? over = null)
    {
        var login = new OrgLogin(Region.Parse(App.Address.ToString()), clientId, new Secret(secret));
        HttpMessageHandler primary = new SocketsHttpHandler { AllowAutoRedirect = false };
        var connection = new ApiConnection(login, options, over is null ? primary : over(primary));
        _connections.Add(connection);
        return connection;
    }

    public DefinitionsStore Store(ApiOptions? options = null) => new(new DefinitionsApi(Connect(options)));

    public string IdOf(string name) => Org.FindFlowId(name) ?? throw new InvalidOperationException($"No flow \"{name}\".");

    /// <summary>A client that may use the whole API, as a person may; the caller disposes it.</summary>
    public async Task<HttpClient> LogInAsync()
    {
        var http = new HttpClient { BaseAddress = App.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "patchbay", ["client_secret"] = "patchbay" });
        using var answer = await http.PostAsync("/oauth/token", form);
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        _connections.ForEach(connection => connection.Dispose());
        await App.DisposeAsync();
    }
}

/// <summary>Stands between client and server, and sees, or spoils, what passes.</summary>
internal sealed class Wire(HttpMessageHandler inner, Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> pass) : DelegatingHandler(inner)
{
    public ConcurrentQueue<string> Sent { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Sent.Enqueue($"{request.Method} {request.RequestUri?.PathAndQuery}");
        return pass(request, () => base.SendAsync(request, cancellationToken));
    }
}
