using System.CommandLine;

namespace Patchbay.Cli.Commands;

/// <summary>The option that says which org, for verbs that have no use for a folder.</summary>
internal sealed class OrgOption
{
    private readonly Option<string> _org = new("--org")
    {
        Description = "The org: a profile of patchbay.yaml, a region or a URL",
        HelpName = "NAME|URL",
    };

    /// <summary>Gives a verb the option.</summary>
    public void AddTo(Command verb) => verb.Add(_org);

    /// <summary>The org meant: the option's; without one the org that <c>PATCHBAY_ORG</c>, <c>patchbay.yaml</c> or a region in the environment names.</summary>
    /// <exception cref="CliException">None is named, or it is unknown.</exception>
    public (Workspace Workspace, NamedOrg Org) Choose(Invocation call)
    {
        var workspace = Workspace.Open(call);
        var name = call.Get(_org) ?? NamedOrg.Meant(workspace) ?? throw CliException.Usage("No org is named. Name one with --org, or set \"org\" in patchbay.yaml.");
        return (workspace, NamedOrg.Of(call, workspace, name));
    }
}
