using System.Net.Http.Headers;
using System.Text;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Clients;

/// <summary>Sends what somebody else's client sends, header by header, to an org with the flows of <c>tests/clients/flows</c>. Its clock stands still until it is moved.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private readonly TestOrg _org;
    private readonly HttpClient _http;

    private RawClient(TestOrg org, MovableClock clock)
    {
        (_org, Clock) = (org, clock);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = org.App.Address };
    }

    public MovableClock Clock { get; }

    public Uri Address => _org.App.Address;

    /// <summary>The <c>Authorization</c> header of every request; null for none.</summary>
    public string? Authorization { get; set; }

    public static async Task<RawClient> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust = null)
    {
        var clock = new MovableClock();
        EmulatorOptions Platform(EmulatorOptions options) => options with { Api = EmulatorApi.Platform, Folder = Repository.PathOf("tests/clients/flows"), Time = clock, CompileDelay = TimeSpan.FromSeconds(10) };
        return new RawClient(await TestOrg.StartAsync(options => adjust?.Invoke(Platform(options)) ?? Platform(options)), clock);
    }

    /// <summary>Logs in with client credentials as Go and .NET do, with HTTP Basic, and sends the token from then on.</summary>
    public async Task<Answer> LogInAsync()
    {
        Authorization = $"Basic {Convert.ToBase64String("patchbay:patchbay"u8)}";
        var answer = await SendAsync("POST", "/oauth/token", "grant_type=client_credentials", "application/x-www-form-urlencoded");
        Authorization = $"Bearer {answer.Field("access_token")}";
        return answer;
    }

    public Task<Answer> GetAsync(string path) => SendAsync("GET", path, null, null);

    /// <summary>Sends a request whose headers are those given and no others.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, or a whole address.</param>
    /// <param name="body">The body; null for no body, and no <c>Content-Length</c> but that of an empty one.</param>
    /// <param name="contentType">The <c>Content-Type</c>; null for none.</param>
    public async Task<Answer> SendAsync(string method, string path, string? body, string? contentType)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (Authorization is { } authorization)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (body is not null || contentType is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? ""));
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await _http.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(pair => pair.Key, pair => string.Join(",", pair.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _org.DisposeAsync();
    }
}
