using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>An org and the credentials to get in: an OAuth client's secret, or a person's sign-in.</summary>
/// <param name="Region">Where the org is.</param>
/// <param name="ClientId">The OAuth client's id.</param>
/// <param name="ClientSecret">The OAuth client's secret; null where a person signed in.</param>
public sealed record OrgLogin(Region Region, string ClientId, Secret? ClientSecret)
{
    /// <summary>The client that an emulator has unless told otherwise, and its secret.</summary>
    private const string LocalClient = "patchbay";

    // Region, id and secret, as the tools of this ecosystem name them.
    private static readonly (string Id, string Secret, string Region)[] Families =
    [
        ("GENESYS_CLOUD_CLIENT_ID", "GENESYS_CLOUD_CLIENT_SECRET", "GENESYS_CLOUD_REGION"),
        ("GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "GENESYS_ENV"),
        ("GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET", "GENESYSCLOUD_REGION"),
    ];

    /// <summary>The organisation that the credentials must belong to; null where the user did not say.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>Where the person's sign-in is kept; null where the client acts for itself.</summary>
    public SignInFolder? SignIns { get; init; }

    /// <summary>Where the credentials come from, as a phrase: <c>PROD_CLIENT_ID and PROD_CLIENT_SECRET</c>.</summary>
    public string Source { get; init; } = "the caller";

    /// <summary>The org as the user named it, for commands that a message proposes.</summary>
    /// <value>Default: the region.</value>
    public string Name
    {
        get => field ?? Region.Name;
        init;
    }

    /// <summary>Who acts, as messages say it.</summary>
    public string Who { get => field ?? $"OAuth client \"{ClientId}\""; init; }

    /// <summary>The variables that may name a region, in the order in which they are looked at.</summary>
    public static IReadOnlyList<string> RegionVariables { get; } = [.. Families.Select(family => family.Region)];

    /// <summary>Finds the credentials for an org: those of the environment, or else the sign-in of <c>patchbay login</c>.</summary>
    /// <remarks>For an org on this machine, where there are neither, the emulator's built-in client <c>patchbay</c> is used.</remarks>
    /// <param name="variables">The environment.</param>
    /// <param name="org">The org as it was named; null takes the region that the environment names.</param>
    /// <exception cref="StoreException">There is no region, it is unknown, or credentials are missing; the message names every variable that was looked for.</exception>
    public static OrgLogin Find(EnvironmentVariables variables, OrgName? org = null)
    {
        ArgumentNullException.ThrowIfNull(variables);
        org ??= new OrgName(null);
        var families = FamiliesOf(org);
        var complete = families.FirstOrDefault(family => variables[family.Id] is not null && variables[family.Secret] is not null);
        var place = PlaceOf(variables, org, complete.Region);
        var found = new OrgLogin(place, "", null) { OrganizationId = variables[org.OrganizationVariable], Name = org.Name ?? place.Name };
        if (complete.Id is not null && variables[complete.Id] is { } id && variables[complete.Secret] is { } secret)
        {
            return found with { ClientId = id, ClientSecret = new Secret(secret), Source = $"{complete.Id} and {complete.Secret}" };
        }

        if (org.SignIns?.Find(place, PersonClient(variables, org)) is { } signIn)
        {
            return found with { ClientId = signIn.ClientId, SignIns = org.SignIns, Who = signIn.Person, Source = $"the sign-in kept in {org.SignIns.FileOf(place, signIn.ClientId)}" };
        }

        return place.IsLoopback && !families.Any(family => variables[family.Id] is not null || variables[family.Secret] is not null) && org.Prefix is null
            ? found with { ClientId = LocalClient, ClientSecret = new Secret(LocalClient), Source = "the built-in client of a local org" }
            : throw Missing(variables, families, place, org);
    }

    /// <summary>Finds out at which org, and with which OAuth client, a person would sign in. Whether somebody has is another question.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="org">The org as it was named.</param>
    /// <exception cref="StoreException">There is no region, it is unknown, or there is no OAuth client to sign in with.</exception>
    public static OrgLogin OfPerson(EnvironmentVariables variables, OrgName org)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(org);
        var place = PlaceOf(variables, org, null);
        var client = PersonClient(variables, org) ?? FamiliesOf(org).Select(family => variables[family.Id]).FirstOrDefault(id => id is not null) ?? (place.IsLoopback ? LocalClient : null)
            ?? throw new StoreException(
                $"There is no OAuth client to sign in with at {place.Name}. An administrator of the org makes one for the code grant with PKCE; its id, which is no secret, goes into the org's profile of patchbay.yaml as \"client-id\", or into {FamiliesOf(org)[0].Id}.",
                StoreFailure.NotAuthorized);
        return new OrgLogin(place, client, null) { OrganizationId = variables[org.OrganizationVariable], Name = org.Name ?? place.Name, SignIns = org.SignIns };
    }

    /// <summary>The org and who acts; never the secret.</summary>
    public override string ToString() => SignIns is null ? $"client \"{ClientId}\" at {Region.Name}" : $"{Who} at {Region.Name}";

    /// <summary>The credentials are good, and are another organisation's.</summary>
    internal StoreException ForeignOrganization(string? id, string? name)
    {
        var belongs = id is not null ? $"belong to organisation {id}{(name is { Length: > 0 } ? $" (\"{name}\")" : "")}" : "do not tell which organisation they belong to";
        return new StoreException(
            $"The credentials of {this} {belongs}, and the environment insists on {OrganizationId}. Nothing was sent. Use that organisation's credentials, or unset GENESYS_ORG_ID (with a profile: PREFIX_ORG_ID).",
            StoreFailure.NotAuthorized);
    }

    private static (string Id, string Secret, string Region)[] FamiliesOf(OrgName org) =>
        org.Prefix is { } prefix ? [($"{prefix}_CLIENT_ID", $"{prefix}_CLIENT_SECRET", "")] : Families;

    private static Region PlaceOf(EnvironmentVariables variables, OrgName org, string? ownRegion) =>
        Region.Parse(org.Region ?? (ownRegion is { Length: > 0 } ? variables[ownRegion] : null) ?? RegionVariables.Select(name => variables[name]).FirstOrDefault(value => value is not null)
            ?? throw new StoreException($"No region is given, so there is no telling which org is meant. Set one of {string.Join(", ", RegionVariables)}, or name the org with --org."));

    /// <summary>The client that people sign in with: the profile's, or one that the environment names without a secret. Null where neither says.</summary>
    private static string? PersonClient(EnvironmentVariables variables, OrgName org) =>
        org.ClientId ?? FamiliesOf(org).Where(family => variables[family.Secret] is null).Select(family => variables[family.Id]).FirstOrDefault(id => id is not null);

    private static StoreException Missing(EnvironmentVariables variables, (string Id, string Secret, string Region)[] families, Region place, OrgName org)
    {
        var half = families
            .SelectMany(family => new[] { (Set: family.Id, Unset: family.Secret), (Set: family.Secret, Unset: family.Id) })
            .Where(pair => variables[pair.Set] is not null && variables[pair.Unset] is null)
            .Select(pair => $"{pair.Set} is set but {pair.Unset} is not. ");
        var looked = string.Join(", or ", families.Select(family => $"{family.Id} and {family.Secret}"));
        var others = org.Prefix is null ? " (the region may stand in GENESYS_CLOUD_REGION, GENESYS_ENV or GENESYSCLOUD_REGION, the organisation to insist on in GENESYS_ORG_ID)" : "";
        return new StoreException(
            $"No credentials for {place.Name} were found. {string.Concat(half)}Looked in the environment and in .env for {looked}{others}, and nobody is signed in. "
                + $"Sign in as yourself with \"patchbay login --org {org.Name ?? place.Name}\", set a pair to the id and secret of an OAuth client for client credentials, or try things out on a local org: patchbay emulator.",
            StoreFailure.NotAuthorized);
    }
}

/// <summary>How the user names an org.</summary>
/// <param name="Region">Its region, host or URL; null takes the one that the environment names.</param>
public sealed record OrgName(string? Region)
{
    /// <summary>What the user typed: a profile's name, or the region.</summary>
    /// <value>Default: the region.</value>
    public string? Name { get => field ?? Region; init; }

    /// <summary>A profile's prefix: <c>PROD</c> reads <c>PROD_CLIENT_ID</c>, <c>PROD_CLIENT_SECRET</c> and, to be sure of the organisation, <c>PROD_ORG_ID</c>.</summary>
    /// <value>Default: null, which reads the usual variables.</value>
    public string? Prefix { get; init; }

    /// <summary>The OAuth client that people sign in with.</summary>
    /// <value>Default: null; then the environment's, or that of the only sign-in at the org.</value>
    public string? ClientId { get; init; }

    /// <summary>Where sign-ins are kept.</summary>
    /// <value>Default: null, which is nowhere; then only the environment's credentials count.</value>
    public SignInFolder? SignIns { get; init; }

    internal string OrganizationVariable => Prefix is null ? "GENESYS_ORG_ID" : $"{Prefix}_ORG_ID";
}
