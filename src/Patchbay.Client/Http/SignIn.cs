using System.Text.Json.Serialization;

namespace Patchbay.Client.Http;

/// <summary>A person's sign-in at an org, as it is kept between commands.</summary>
/// <param name="Region">Where the org is.</param>
/// <param name="ClientId">The OAuth client that the person signed in with.</param>
/// <param name="AccessToken">The present token.</param>
public sealed record SignIn(Region Region, string ClientId, Secret AccessToken)
{
    /// <summary>The person's name; empty where the org does not tell.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The person's address; empty where the org does not tell.</summary>
    public string UserEmail { get; init; } = "";

    /// <summary>The id of the organisation; empty where the org does not tell.</summary>
    public string OrganizationId { get; init; } = "";

    /// <summary>The name of the organisation; empty where the org does not tell.</summary>
    public string OrganizationName { get; init; } = "";

    /// <summary>Until when the present token is good.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Whether the next token can be had without a browser.</summary>
    public bool RenewsItself => RefreshToken is not null;

    /// <summary>The person as messages call them.</summary>
    public string Person => (UserName, UserEmail) switch
    {
        ("", "") => "the person who signed in",
        (var name, "") => name,
        ("", var email) => email,
        var (name, email) => $"{name} ({email})",
    };

    /// <summary>When to ask for the next token.</summary>
    internal DateTimeOffset RenewAt { get; init; }

    internal Secret? RefreshToken { get; init; }

    /// <summary>The person and the org; never a token.</summary>
    public override string ToString() => $"sign-in of {Person} at {Region.Name}";

    /// <summary>This sign-in with the token that the org gave next.</summary>
    internal SignIn With(TokenGrant granted) => this with
    {
        AccessToken = granted.Token.Value,
        RefreshToken = granted.RefreshToken ?? RefreshToken,
        ExpiresAt = granted.Token.ExpiresAt,
        RenewAt = granted.Token.RenewAt,
    };
}

/// <summary>A sign-in as its file holds it.</summary>
internal sealed record SignInEntry(string Org, string Api, string Login, string ClientId, string AccessToken, string? RefreshToken, DateTimeOffset ExpiresAt, DateTimeOffset RenewAt)
{
    public string? UserName { get; init; }

    public string? UserEmail { get; init; }

    public string? OrganizationId { get; init; }

    public string? OrganizationName { get; init; }

    public static SignInEntry Of(SignIn signIn) =>
        new(signIn.Region.Name, signIn.Region.Api.AbsoluteUri, signIn.Region.Login.AbsoluteUri, signIn.ClientId, signIn.AccessToken.Reveal(), signIn.RefreshToken?.Reveal(), signIn.ExpiresAt, signIn.RenewAt)
        {
            UserName = signIn.UserName,
            UserEmail = signIn.UserEmail,
            OrganizationId = signIn.OrganizationId,
            OrganizationName = signIn.OrganizationName,
        };

    public SignIn ToSignIn() => new(new Region(Org, new Uri(Api), new Uri(Login)), ClientId, new Secret(AccessToken))
    {
        RefreshToken = string.IsNullOrEmpty(RefreshToken) ? null : new Secret(RefreshToken),
        ExpiresAt = ExpiresAt,
        RenewAt = RenewAt,
        UserName = UserName ?? "",
        UserEmail = UserEmail ?? "",
        OrganizationId = OrganizationId ?? "",
        OrganizationName = OrganizationName ?? "",
    };

    /// <summary>Without the tokens.</summary>
    public override string ToString() => nameof(SignInEntry);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SignInEntry))]
internal sealed partial class SignInJson : JsonSerializerContext;
