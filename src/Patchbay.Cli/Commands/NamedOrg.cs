using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Core.Configuration;

namespace Patchbay.Cli.Commands;

/// <summary>An org as the user names it, and the API that it speaks.</summary>
/// <param name="Org">How it is named.</param>
/// <param name="Api">The API.</param>
internal sealed record NamedOrg(OrgName Org, string Api)
{
    /// <summary>The org that is meant where the command line names none: that of <c>PATCHBAY_ORG</c> or <c>patchbay.yaml</c>, or a region in the environment; null where there is none of these.</summary>
    public static string? Meant(Workspace workspace) =>
        workspace.Variables["PATCHBAY_ORG"] ?? workspace.Config.Org ?? (OrgLogin.RegionVariables.Any(variable => workspace.Variables[variable] is not null) ? "" : null);

    /// <summary>The org with a name.</summary>
    /// <param name="call">The use of the verb.</param>
    /// <param name="workspace">The workspace, which may know it as a profile.</param>
    /// <param name="name">A profile's name, a region or a URL; empty for the region that the environment names.</param>
    /// <exception cref="CliException">It is none of these.</exception>
    public static NamedOrg Of(Invocation call, Workspace workspace, string name)
    {
        var signIns = call.Around.SignIns;
        if (workspace.Config.Profiles.GetValueOrDefault(name) is { } profile)
        {
            var named = new OrgName(profile.Region)
            {
                Name = name,
                Prefix = profile.Credentials.Length > 0 ? profile.Credentials : null,
                ClientId = profile.ClientId.Length > 0 ? profile.ClientId : null,
                SignIns = signIns,
            };
            return new NamedOrg(named, profile.Api);
        }

        if (name.Length > 0)
        {
            Check(workspace, name);
        }

        return new NamedOrg(new OrgName(name.Length > 0 ? name : null) { SignIns = signIns }, OrgProfile.DefinitionsApi);
    }

    /// <summary>The credentials for it.</summary>
    /// <exception cref="StoreException">Its region is unknown, or its credentials are missing.</exception>
    public OrgLogin Find(Workspace workspace) => OrgLogin.Find(workspace.Variables, Org);

    private static void Check(Workspace workspace, string name)
    {
        try
        {
            Region.Parse(name);
        }
        catch (StoreException e)
        {
            var profiles = workspace.Config.Profiles.Keys.Order(StringComparer.Ordinal).ToList();
            throw CliException.Usage(profiles.Count == 0
                ? e.Message
                : $"\"{name}\" is neither a profile of patchbay.yaml ({string.Join(", ", profiles)}) nor a region or URL.{Nearest.DidYouMean(name, profiles)}");
        }
    }
}
