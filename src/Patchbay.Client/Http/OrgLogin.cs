using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>An org and the credentials to get in.</summary>
/// <param name="Region">Where the org is.</param>
/// <param name="ClientId">The OAuth client's id.</param>
/// <param name="ClientSecret">The OAuth client's secret.</param>
public sealed record OrgLogin(Region Region, string ClientId, Secret ClientSecret)
{
    // Region, id and secret, as the tools of this ecosystem name them.
    private static readonly (string Id, string Secret, string Region)[] Families =
    [
        ("GENESYS_CLOUD_CLIENT_ID", "GENESYS_CLOUD_CLIENT_SECRET", "GENESYS_CLOUD_REGION"),
        ("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "GENESYS_ENV"),
        ("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYSCLOUD_REGION"),
    ];

    /// <summary>The organisation that the credentials must belong to; null where the user did not say.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>The variables that may name a region, in the order in which they are looked at.</summary>
    public static IReadOnlyList<string> RegionVariables { get; } = [.. Families.Select(family => family.Region)];

    /// <summary>Finds the credentials for an org.</summary>
    /// <remarks>For an org on this machine, and none in the environment, the emulator's built-in client <c>patchbay</c> is used.</remarks>
    /// <param name="variables">The environment.</param>
    /// <param name="region">The org's region, host or URL; null takes the one the environment names.</param>
    /// <param name="prefix">A profile's prefix: <c>PROD</c> reads <c>PROD_CLIENT_ID</c>, <c>PROD_CLIENT_SECRET</c> and, to be sure of the organisation, <c>PROD_ORG_ID</c>. Null reads the usual variables.</param>
    /// <exception cref="StoreException">There is no region, it is unknown, or credentials are missing; the message names every variable that was looked for.</exception>
    public static OrgLogin Find(EnvironmentVariables variables, string? region = null, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var families = prefix is null ? Families : [($"{prefix}_CLIENT_ID", $"{prefix}_CLIENT_SECRET", "")];
        var complete = families.FirstOrDefault(family => variables[family.Id] is not null && variables[family.Secret] is not null);
        var named = region ?? (complete.Region is { Length: > 0 } own ? variables[own] : null) ?? RegionVariables.Select(name => variables[name]).FirstOrDefault(value => value is not null);
        if (named is null)
        {
            throw new StoreException($"No region is given, so there is no telling which org is meant. Set one of {string.Join(", ", RegionVariables)}, or name the org with --org.");
        }

        var place = Region.Parse(named);
        var organization = variables[prefix is null ? "GENESYS_ORG_ID" : $"{prefix}_ORG_ID"];
        if (complete.Id is not null && variables[complete.Id] is { } id && variables[complete.Secret] is { } secret)
        {
            return new OrgLogin(place, id, new Secret(secret)) { OrganizationId = organization };
        }

        return place.IsLoopback && !families.Any(family => variables[family.Id] is not null || variables[family.Secret] is not null) && prefix is null
            ? new OrgLogin(place, "patchbay", new Secret("patchbay")) { OrganizationId = organization }
            : throw Missing(variables, families, place, prefix);
    }

    /// <summary>The org and the client id; never the secret.</summary>
    public override string ToString() => $"client \"{ClientId}\" at {Region.Name}";

    private static StoreException Missing(EnvironmentVariables variables, (string Id, string Secret, string Region)[] families, Region place, string? prefix)
    {
        var half = families
            .SelectMany(family => new[] { (Set: family.Id, Unset: family.Secret), (Set: family.Secret, Unset: family.Id) })
            .Where(pair => variables[pair.Set] is not null && variables[pair.Unset] is null)
            .Select(pair => $"{pair.Set} is set but {pair.Unset} is not. ");
        var looked = string.Join(", or ", families.Select(family => $"{family.Id} and {family.Secret}"));
        var others = prefix is null ? " (the region may stand in GENESYS_CLOUD_REGION, GENESYS_ENV or GENESYSCLOUD_REGION, the organisation to insist on in GENESYS_ORG_ID)" : "";
        return new StoreException(
            $"No credentials for {place.Name} were found. {string.Concat(half)}Looked in the environment and in .env for {looked}{others}. "
                + "Set a pair to the id and secret of an OAuth client for client credentials, or try things out on a local org: patchbay emulator.",
            StoreFailure.NotAuthorized);
    }
}
