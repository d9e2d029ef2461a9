using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Patchbay.Client.Http;

/// <summary>A connection to one org with one OAuth client. All work that shares it shares one token and one rate budget; it may be used from several threads.</summary>
public sealed class ApiConnection : IDisposable
{
    private readonly RateBudget _budget;
    private readonly HttpMessageInvoker _invoker;
    private readonly HttpMessageInvoker _plain;
    private readonly HttpMessageInvoker _files;
    private readonly ApiOptions _options;
    private readonly TokenSource _tokens;
    private readonly CancellationTokenSource _closed = new();
    private bool _isClosed;

    /// <summary>Opens a connection. Nothing is sent before the first call.</summary>
    /// <param name="login">The org and the credentials.</param>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="primary">What sends requests in the end; null for real HTTP. Disposed of with the connection.</param>
    public ApiConnection(OrgLogin login, ApiOptions? options = null, HttpMessageHandler? primary = null)
    {
        ArgumentNullException.ThrowIfNull(login);
        Login = login;
        Closed = _closed.Token;
        _options = options ?? new ApiOptions();
        primary ??= new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.All };
        _budget = new RateBudget(_options.Time, _options.RequestsPerSecond, _options.RateFolder is { } folder ? new RateLease(folder, login) : null);

        // The chain, outermost first: total deadline -> retry -> rate budget -> attempt timeout (all ResilienceHandler) -> token (AuthHandler) -> primary.
        // Tokens are asked for beside the chain: the budget is the token's, so it cannot hold up the request for one.
        // Files go to and come from signed addresses beside it too: they are repeated and have deadlines alike, take no token and count against no budget.
        _plain = new HttpMessageInvoker(primary, disposeHandler: false);
        _files = new HttpMessageInvoker(new ResilienceHandler(_options, null, new RequestCounts(), primary), disposeHandler: false);
        _tokens = new TokenSource(_plain, login, _options);
        _invoker = new HttpMessageInvoker(new ResilienceHandler(_options, _budget, Counts, new AuthHandler(_tokens, primary)));
    }

    /// <summary>The org and the credentials.</summary>
    public OrgLogin Login { get; }

    /// <summary>What went over the connection so far.</summary>
    public RequestCounts Counts { get; } = new();

    /// <summary>Until when the token in use is good, after the first request; null before.</summary>
    public DateTimeOffset? TokenExpiresAt => _tokens.ExpiresAt;

    /// <summary>Set when the connection is closed.</summary>
    internal CancellationToken Closed { get; }

    /// <summary>How many requests wait for their turn.</summary>
    internal int Waiting => _budget.Waiting;

    /// <summary>The clock for everything that waits or expires.</summary>
    internal TimeProvider Time => _options.Time;

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isClosed, true))
        {
            return;
        }

        _closed.Cancel();
        _closed.Dispose();
        _plain.Dispose();
        _files.Dispose();
        _invoker.Dispose();
        _budget.Dispose();
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    internal async Task<T> SendAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync(request, cancellationToken);
        return Read(request, status, body, type);
    }

    /// <summary>Reads the body of a successful answer.</summary>
    /// <exception cref="ApiException">It is not what it should be.</exception>
    internal T Read<T>(ApiRequest request, HttpStatusCode status, byte[] body, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new ApiException($"{request.Attempt} at {Login.Region.Name}: the answer is not what this API sends ({e.Message.TrimEnd('.')}). Check that the org speaks this API.", inner: e)
            {
                Status = status,
                OutcomeUnknown = request.Writes,
            };
        }
    }

    /// <summary>Puts a file to a signed address.</summary>
    /// <exception cref="ApiException">It was refused, or was not answered.</exception>
    internal async Task UploadAsync(Uri address, IReadOnlyDictionary<string, string> headers, byte[] content, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Put, address) { Content = new ByteArrayContent(content) };
        foreach (var (name, value) in headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.Remove(name);
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        await SendFileAsync(message, "Uploading a flow", writes: true, cancellationToken);
    }

    /// <summary>Gets a file from a signed address.</summary>
    /// <exception cref="ApiException">It was refused, or was not answered.</exception>
    internal async Task<byte[]> DownloadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendFileAsync(message, "Downloading exported flows", writes: false, cancellationToken);
    }

    private async Task<byte[]> SendFileAsync(HttpRequestMessage message, string attempt, bool writes, CancellationToken cancellationToken)
    {
        // The signature in the address is as good as a password: no message shows it.
        var request = new ApiRequest(message.Method, "", attempt) { Writes = writes };
        if (message.RequestUri is not { IsAbsoluteUri: true } address || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            throw new ApiException($"{attempt}: the org gave an address that is neither https nor on this machine. Nothing was sent.");
        }

        try
        {
            using var response = await _files.SendAsync(message, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? answer : throw ApiErrors.FromStorage(request, address.Authority, response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
        {
            throw ApiErrors.NoAnswer(request, Login, e);
        }
    }

    /// <summary>Sends a request; an answer other than 2xx is an exception.</summary>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    internal async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, Region.At(Login.Region.Api, request.Path));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        message.Options.Set(ResilienceHandler.IsRepeatable, request.IsRepeatable);
        try
        {
            using var response = await _invoker.SendAsync(message, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode ? (response.StatusCode, answer) : throw ApiErrors.From(request, Login, response, answer, _options.Time);
        }
        catch (TokenUnavailableException e)
        {
            throw new ApiException($"{request.Attempt}: {Login.Region.Login.Authority} gave no token: {e.Message}. Nothing was sent. Try again later, or check the region.", inner: e) { RetryAfter = e.RetryAfter };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException)
        {
            throw ApiErrors.NoAnswer(request, Login, e);
        }
    }
}

/// <summary>A request to an API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path from the origin, with the query.</param>
/// <param name="Attempt">What is attempted, as a message begins: <c>Reading flow "x"</c>.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, string Attempt)
{
    /// <summary>The body as JSON; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether it changes anything.</summary>
    public bool Writes { get; init; }

    /// <summary>Whether sending it twice does no harm.</summary>
    /// <value>Default: <c>true</c>; false where the request neither reads nor names the state it expects.</value>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>The scope it needs.</summary>
    public string Scope { get; init; } = "flow:flow:read";

    /// <summary>A part of a path, escaped.</summary>
    public static string Escape(string part) => Uri.EscapeDataString(part) switch
    {
        // These would be taken for steps in the path.
        "." => "%2E",
        ".." => "%2E%2E",
        var escaped => escaped,
    };
}
