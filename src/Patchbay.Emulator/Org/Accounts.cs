using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>The org's OAuth clients and the tokens they hold.</summary>
internal sealed class Accounts(ImmutableArray<OAuthClient> clients, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Token> _tokens = new(StringComparer.Ordinal);

    public OAuthClient? FindClient(string id, string secret)
    {
        var client = clients.FirstOrDefault(client => client.Id == id);
        return client is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(client.Secret), Encoding.UTF8.GetBytes(secret)) ? client : null;
    }

    public Token Grant(OAuthClient client, ImmutableArray<string> scopes)
    {
        var now = time.GetUtcNow();
        var token = new Token(RandomNumberGenerator.GetHexString(64, lowercase: true), client, scopes, now + lifetime, lifetime);
        lock (_gate)
        {
            _tokens[token.Value] = token;
        }

        return token;
    }

    public Token? Find(string value)
    {
        lock (_gate)
        {
            return _tokens.GetValueOrDefault(value);
        }
    }
}

/// <summary>A token that a client holds.</summary>
internal sealed record Token(string Value, OAuthClient Client, ImmutableArray<string> Scopes, DateTimeOffset ExpiresAt, TimeSpan Lifetime)
{
    public bool HasAny(ImmutableArray<string> anyOf) => anyOf.Any(scope => Scopes.Contains(scope, StringComparer.Ordinal));

    /// <summary>Who acts by this token.</summary>
    public Actor Actor => new(Client.Id, Client.Id, IsUser: false);

    /// <summary>Whether a permission of the platform is granted, such as <c>architect:flow:view</c>.</summary>
    public bool Permits(string permission) => Client.Permissions.Any(granted => granted == "*" || NamePattern.Matches(granted, permission));

    /// <summary>Whether the client may see and change flows of a division.</summary>
    public bool Reaches(OrgDivision division) =>
        Client.Divisions.IsEmpty || Client.Divisions.Any(d => d == division.Id || string.Equals(d, division.Name, StringComparison.OrdinalIgnoreCase));

    public override string ToString() => $"token of {Client}";
}
