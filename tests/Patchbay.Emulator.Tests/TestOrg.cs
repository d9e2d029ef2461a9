using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace Patchbay.Emulator.Tests;

/// <summary>A running emulator on a free port, and a plain HTTP client that talks to it.</summary>
internal sealed class TestOrg : IAsyncDisposable
{
    private readonly HttpClient _http;

    private TestOrg(WebApplication app)
    {
        App = app;
        _http = new HttpClient { BaseAddress = app.Address };
    }

    public WebApplication App { get; }

    public static async Task<TestOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust = null, string clientId = "patchbay", string secret = "patchbay", Action<WebApplication>? beforeStart = null)
    {
        var options = new EmulatorOptions { Port = 0, CompileDelay = TimeSpan.Zero, TokenLifetime = TimeSpan.FromDays(1) };
        var app = EmulatorApp.Build(adjust is null ? options : adjust(options));
        beforeStart?.Invoke(app);
        await app.StartAsync();
        var org = new TestOrg(app);
        await org.LogInAsync(clientId, secret);
        return org;
    }

    /// <summary>Goes on as another client.</summary>
    public async Task LogInAsync(string clientId, string secret)
    {
        using var token = await TokenAsync(clientId, secret);
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
    }

    public async Task<JsonDocument> TokenAsync(string clientId, string secret, string? scope = null)
    {
        using var answer = await _http.PostAsync("/oauth/token", Form(clientId, secret, scope));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>From now on requests are a person's, who signed in with the built-in client.</summary>
    public async Task SignInAsync(string email = "maria.lopez@example.com")
    {
        const string back = "http://127.0.0.1:7777/";
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = App.Address };
        using var consent = await browser.PostAsync("/oauth/authorize", new FormUrlEncodedContent(new Dictionary<string, string> { ["response_type"] = "code", ["client_id"] = "patchbay", ["redirect_uri"] = back, ["user"] = email }));
        var code = consent.Headers.Location!.Query["?code=".Length..];
        using var answer = await browser.PostAsync("/oauth/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = back,
            ["client_id"] = "patchbay",
            ["client_secret"] = "patchbay",
        }));
        using var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.RootElement.GetProperty("access_token").GetString());
    }

    public static FormUrlEncodedContent Form(string clientId, string secret, string? scope = null)
    {
        Dictionary<string, string> fields = new() { ["grant_type"] = "client_credentials", ["client_id"] = clientId, ["client_secret"] = secret };
        if (scope is not null)
        {
            fields["scope"] = scope;
        }

        return new FormUrlEncodedContent(fields);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public Task<Answer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<Answer> PatchAsync(string path, string json) => SendAsync(HttpMethod.Patch, path, json);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, mediaType);
        }

        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(pair => pair.Key, pair => string.Join(",", pair.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, text, headers);
    }

    /// <summary>The id of the flow with a name, which must exist.</summary>
    public string IdOf(string name) => App.Org.FindFlowId(name) ?? throw new InvalidOperationException($"No flow \"{name}\".");

    /// <summary>Creates a flow and returns its id.</summary>
    public async Task<string> CreateAsync(string definition)
    {
        var answer = await PostAsync("/api/v2/flows", definition);
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer.Json.GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await App.DisposeAsync();
    }
}

/// <summary>What came back.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The <c>code</c> of an error body.</summary>
    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The text in a field of the answer, which must have one.</summary>
    public string Field(string name) => Json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"\"{name}\" is null.");

    public string? Message => Json.GetProperty("message").GetString();

    public int Version => Json.GetProperty("version").GetInt32();
}
