using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>The org's OAuth clients and people, and the tokens they hold. Tokens live in memory alone: who comes with one from before a restart has to ask for a new one.</summary>
internal sealed class Accounts(ImmutableArray<OAuthClient> clients, ImmutableArray<EmulatorUser> users, TimeSpan lifetime, TimeProvider time)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Token> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Token> _refreshTokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SignIn SignIn, DateTimeOffset Until)> _codes = new(StringComparer.Ordinal);

    /// <summary>The people who may sign in.</summary>
    public ImmutableArray<EmulatorUser> Users => users;

    /// <summary>What somebody gets who comes with a bearer header that holds nothing, where that is allowed: the first client, for good.</summary>
    public Token Nobody { get; } = new("", clients.FirstOrDefault() ?? OAuthClient.BuiltIn, (clients.FirstOrDefault() ?? OAuthClient.BuiltIn).Scopes, DateTimeOffset.MaxValue, lifetime);

    public OAuthClient? FindClient(string id) => clients.FirstOrDefault(client => client.Id == id);

    public OAuthClient? FindClient(string id, string secret) =>
        FindClient(id) is { } client && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(client.Secret), Encoding.UTF8.GetBytes(secret)) ? client : null;

    public EmulatorUser? FindUser(string email) => users.FirstOrDefault(user => string.Equals(user.Email, email, StringComparison.OrdinalIgnoreCase));

    /// <summary>Gives a client a token: its own, or a person's who signed in with it.</summary>
    public Token Grant(OAuthClient client, ImmutableArray<string> scopes, EmulatorUser? user = null)
    {
        var token = new Token(NewSecret(), client, scopes, time.GetUtcNow() + lifetime, lifetime) { User = user };
        lock (_gate)
        {
            _tokens[token.Value] = token;
        }

        return token;
    }

    /// <summary>Gives, beside a person's token, what gets the next one without a browser.</summary>
    public string GrantRefresh(Token token)
    {
        var refresh = NewSecret();
        lock (_gate)
        {
            _refreshTokens[refresh] = token;
        }

        return refresh;
    }

    /// <summary>The token that was given together with a refresh token, which is used up by that; null where there is none such for the client.</summary>
    public Token? TakeRefresh(string refresh, OAuthClient client)
    {
        lock (_gate)
        {
            return _refreshTokens.TryGetValue(refresh, out var token) && token.Client.Id == client.Id && _refreshTokens.Remove(refresh) ? token : null;
        }
    }

    /// <summary>Gives the code that a browser carries from the sign-in page to the client.</summary>
    public string GrantCode(SignIn signIn)
    {
        var code = NewSecret();
        lock (_gate)
        {
            _codes[code] = (signIn, time.GetUtcNow() + CodeLifetime);
        }

        return code;
    }

    /// <summary>The sign-in that a code stands for, which is used up by that; null where there is none, or its time has run out.</summary>
    public SignIn? TakeCode(string code)
    {
        lock (_gate)
        {
            return _codes.Remove(code, out var granted) && time.GetUtcNow() < granted.Until ? granted.SignIn : null;
        }
    }

    /// <summary>Ends a token, and what would get the next one.</summary>
    public void Revoke(Token token)
    {
        lock (_gate)
        {
            _tokens.Remove(token.Value);
            foreach (var (refresh, _) in _refreshTokens.Where(pair => ReferenceEquals(pair.Value, token)).ToList())
            {
                _refreshTokens.Remove(refresh);
            }
        }
    }

    public Token? Find(string value)
    {
        lock (_gate)
        {
            return _tokens.GetValueOrDefault(value);
        }
    }

    private static string NewSecret() => RandomNumberGenerator.GetHexString(64, lowercase: true);
}

/// <summary>A person's consent that a client acts for them.</summary>
/// <param name="Client">The client.</param>
/// <param name="User">The person.</param>
/// <param name="RedirectUri">Where the browser was sent with the code; the client has to name it again.</param>
/// <param name="Challenge">The SHA-256 of the client's verifier, in base64 for addresses; empty where the client proves itself by its secret.</param>
internal sealed record SignIn(OAuthClient Client, EmulatorUser User, string RedirectUri, string Challenge)
{
    /// <summary>Whether a verifier is the one that the sign-in was begun with.</summary>
    public bool IsProvedBy(string verifier) =>
        verifier.Length is >= 43 and <= 128
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(Challenge));
}

/// <summary>A token that a client holds.</summary>
internal sealed record Token(string Value, OAuthClient Client, ImmutableArray<string> Scopes, DateTimeOffset ExpiresAt, TimeSpan Lifetime)
{
    /// <summary>The person for whom the client acts; null where it acts for itself.</summary>
    public EmulatorUser? User { get; init; }

    /// <summary>Who acts by this token.</summary>
    public Actor Actor => User is null ? new(Client.Id, Client.Name, IsUser: false) : new(User.Id, User.Name, IsUser: true);

    /// <summary>What whoever acts may do on the platform.</summary>
    public ImmutableArray<string> Permissions => User?.Permissions ?? Client.Permissions;

    /// <summary>The divisions, by id or name, that whoever acts is limited to; empty for every division.</summary>
    public ImmutableArray<string> Divisions => User?.Divisions ?? Client.Divisions;

    public bool HasAny(ImmutableArray<string> anyOf) => anyOf.Any(scope => Scopes.Contains(scope, StringComparer.Ordinal));

    /// <summary>Whether a permission of the platform is granted, such as <c>architect:flow:view</c>.</summary>
    public bool Permits(string permission) => Permissions.Any(granted => granted == "*" || NamePattern.Matches(granted, permission));

    /// <summary>Whether whoever acts may see and change flows of a division.</summary>
    public bool Reaches(OrgDivision division) => division.IsAmong(Divisions);

    public override string ToString() => User is null ? $"token of {Client}" : $"token of {User.Name} for {Client}";
}
