using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>A person's sign-in by a browser: the org's own page asks who it is, and sends the browser back to a port of this machine with a code, which only this process can trade for a token (OAuth's code grant with PKCE, S256).</summary>
public sealed class BrowserSignIn : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly OrgLogin _login;
    private readonly SignInFolder _signIns;
    private readonly ApiOptions _options;
    private readonly TcpListener _listener;
    private readonly HttpMessageInvoker _invoker;
    private readonly Secret _verifier = NewSecret(32);
    private readonly Secret _state = NewSecret(16);
    private readonly string _redirectUri;

    /// <summary>Begins: listens for the browser's return.</summary>
    /// <param name="login">The org and the OAuth client to sign in with, as <see cref="OrgLogin.OfPerson"/> finds them.</param>
    /// <param name="port">The port to listen on; 0 takes a free one. An OAuth client that names its redirect addresses exactly needs the port that stands there.</param>
    /// <param name="options">The clock and timeouts; null for the defaults.</param>
    /// <param name="primary">What sends requests in the end; null for real HTTP. Disposed of with this.</param>
    /// <exception cref="StoreException">The port is taken.</exception>
    public BrowserSignIn(OrgLogin login, int port = 0, ApiOptions? options = null, HttpMessageHandler? primary = null)
    {
        ArgumentNullException.ThrowIfNull(login);
        _login = login;
        _signIns = login.SignIns ?? throw new ArgumentException("There is no folder to keep the sign-in in.", nameof(login));
        _options = options ?? new ApiOptions();
        _listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        try
        {
            _listener.Start();
        }
        catch (SocketException e)
        {
            _listener.Dispose();
            throw new StoreException($"Port {port}, to which the browser shall come back, cannot be listened on: {e.Message.TrimEnd('.')}. Stop what listens there, or name another port with --port, which the OAuth client must allow.", inner: e);
        }

        _invoker = new HttpMessageInvoker(primary ?? new SocketsHttpHandler { AllowAutoRedirect = false });
        _redirectUri = $"http://127.0.0.1:{Port}/";
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier.Reveal())));
        Address = new Uri(Region.At(login.Region.Login, "/oauth/authorize").AbsoluteUri
            + $"?response_type=code&client_id={Uri.EscapeDataString(login.ClientId)}&redirect_uri={Uri.EscapeDataString(_redirectUri)}&state={_state.Reveal()}&code_challenge={challenge}&code_challenge_method=S256");
    }

    /// <summary>The page to open in a browser. It holds nothing that gets anybody in.</summary>
    public Uri Address { get; }

    /// <summary>The port that the browser comes back to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Waits for the browser, five minutes at most, trades the code and keeps the sign-in.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The sign-in as it is kept.</returns>
    /// <exception cref="StoreException">The person refused or did not answer, or the org refuses the client; or it is another organisation than the one insisted on, in which case the token was revoked.</exception>
    public async Task<SignIn> CompleteAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        string code;
        try
        {
            code = await WaitForCodeAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StoreException(
                $"Nobody signed in at {_login.Region.Name} within {Patience.TotalMinutes:0} minutes, so the wait is over. Try again. Where the browser showed an error instead of the sign-in page, check the client id \"{_login.ClientId}\", the region, and that the OAuth client allows the redirect address {_redirectUri} (--port N keeps the port the same).",
                StoreFailure.NotAuthorized);
        }

        try
        {
            return await TradeAsync(code);
        }
        catch (TokenUnavailableException e)
        {
            throw new StoreException($"The browser brought the consent, but {_login.Region.Login.Authority} gave no token: {e.Message}. Nothing was kept. Try again in a minute.", inner: e);
        }
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _invoker.Dispose();
    }

    private static Secret NewSecret(int bytes) => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes)));

    private async Task<SignIn> TradeAsync(string code)
    {
        var endpoint = new TokenEndpoint(_invoker, _login.Region, _options);
        var granted = await endpoint.AskAsync(
            [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", _redirectUri), new("client_id", _login.ClientId), new("code_verifier", _verifier.Reveal())],
            secret: null,
            $"the person who signed in with {_login.Who} at {_login.Region.Name}",
            "Check the client id and the region, and that the OAuth client is one for the code grant with PKCE.");
        var (_, organization, _) = await endpoint.SendAsync(HttpMethod.Get, "/api/v2/organizations/me", granted.Token);
        var (_, user, _) = await endpoint.SendAsync(HttpMethod.Get, "/api/v2/users/me", granted.Token);
        if (_login.OrganizationId is { } expected && organization?.Id != expected)
        {
            await endpoint.SendAsync(HttpMethod.Delete, "/api/v2/tokens/me", granted.Token);
            throw _login.ForeignOrganization(organization?.Id, organization?.Name);
        }

        var signIn = new SignIn(_login.Region, _login.ClientId, granted.Token.Value)
        {
            RefreshToken = granted.RefreshToken,
            ExpiresAt = granted.Token.ExpiresAt,
            RenewAt = granted.Token.RenewAt,
            UserName = user?.Name ?? "",
            UserEmail = user?.Email ?? "",
            OrganizationId = organization?.Id ?? "",
            OrganizationName = organization?.Name ?? "",
        };
        _signIns.Write(signIn);
        return signIn;
    }

    /// <summary>Answers whoever connects until one comes with the state that was sent out: browsers open connections ahead and ask for icons, and other pages may try their luck.</summary>
    private async Task<string> WaitForCodeAsync(CancellationToken cancellationToken)
    {
        var returned = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancellationToken.Register(() => returned.TrySetCanceled(cancellationToken));
        _ = AcceptAsync(returned, cancellationToken);
        return await returned.Task;
    }

    private async Task AcceptAsync(TaskCompletionSource<string> returned, CancellationToken cancellationToken)
    {
        try
        {
            while (!returned.Task.IsCompleted)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(cancellationToken), returned, cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The wait is over, and whoever waits knows why; or the port was taken from us, and the wait ends by itself.
            returned.TrySetCanceled(cancellationToken);
        }
    }

    private async Task AnswerAsync(TcpClient browser, TaskCompletionSource<string> returned, CancellationToken cancellationToken)
    {
        using (browser)
        {
            try
            {
                var answer = await RedirectAnswer.ReadAsync(browser.GetStream(), cancellationToken);
                var isOurs = answer is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(answer.State), Encoding.UTF8.GetBytes(_state.Reveal()));
                await RedirectAnswer.ReplyAsync(browser.GetStream(), isOurs, cancellationToken);
                if (answer is not null && isOurs)
                {
                    Settle(answer, returned);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // A connection that came to nothing; the browser opens another.
                return;
            }
        }
    }

    private void Settle(RedirectAnswer answer, TaskCompletionSource<string> returned)
    {
        if (answer.Code.Length > 0)
        {
            returned.TrySetResult(answer.Code);
            return;
        }

        var said = answer.Description.Length > 0 ? $"{answer.Error}: {answer.Description.TrimEnd('.')}" : answer.Error;
        returned.TrySetException(new StoreException(
            answer.Error == "access_denied"
                ? $"The sign-in at {_login.Region.Name} was denied in the browser ({said}). Nothing was kept."
                : $"{_login.Region.Login.Host} did not let OAuth client \"{_login.ClientId}\" sign a person in: {said}. Nothing was kept. Check the client id, the region, and that the client is one for the code grant with PKCE.",
            StoreFailure.NotAuthorized));
    }
}
