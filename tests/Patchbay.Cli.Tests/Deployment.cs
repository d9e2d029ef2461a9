using Patchbay.Client.Applying;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;
using Patchbay.Core.Linting;

namespace Patchbay.Cli.Tests;

/// <summary>Runs that tests look back at.</summary>
internal static class Deployment
{
    /// <summary>Somebody edits flows, and a run of this folder makes that live.</summary>
    /// <returns>The run.</returns>
    public static async Task<Run> PublishEditAsync(LocalOrg org, CommandLine shell, params string[] names)
    {
        var targets = new List<RunTarget>();
        using var connection = new ApiConnection(OrgLogin.Find(new EnvironmentVariables([]), new OrgName(org.Url)));
        var store = new DefinitionsStore(new DefinitionsApi(connection));
        foreach (var name in names)
        {
            org.Org.EditAsSomebodyElse(org.IdOf(name), "ann");
            var header = (await store.ReadAsync(org.IdOf(name))).Header;
            targets.Add(new RunTarget(header.Id, header.Name, header.Revision.Value, header.Version));
        }

        var applier = new Applier(store, new RunFolder(Path.Combine(shell.Folder, ".patchbay"), shell.Clock), LintConfig.Default, shell.Clock, new Random(1));
        return await applier.PublishAsync(targets, activateAt: null);
    }
}
