using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Patchbay.Emulator.Tests.Scripts;

/// <summary>What a short script has of a client: an address, a token, and JSON that goes out as it was built.</summary>
internal sealed class ScriptClient : IDisposable
{
    private readonly HttpClient _http;

    private ScriptClient(TestOrg org) => _http = new HttpClient { BaseAddress = org.App.Address };

    public static async Task<ScriptClient> SignInAsync(TestOrg org, string path = "/oauth/token", string clientId = "patchbay", string secret = "patchbay", string? scope = null)
    {
        var client = new ScriptClient(org);
        using var answer = await client._http.PostAsync(path, TestOrg.Form(clientId, secret, scope));
        var token = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        client._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)token["access_token"]);
        return client;
    }

    public async Task<(int Status, JsonNode Body, HttpResponseHeaders Headers)> SendAsync(string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!, response.Headers);
    }

    public async Task<JsonNode> OkAsync(string method, string path, JsonNode? body = null)
    {
        var (status, answer, _) = await SendAsync(method, path, body);
        status.ShouldBe(200, answer.ToJsonString());
        return answer;
    }

    public void Dispose() => _http.Dispose();
}
