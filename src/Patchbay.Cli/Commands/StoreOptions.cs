using System.CommandLine;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Core.Configuration;

namespace Patchbay.Cli.Commands;

/// <summary>The options that say where flows live: an org, or a folder.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string> _org = new("--org")
    {
        Description = "The org: a profile of patchbay.yaml, a region or a URL",
        HelpName = "NAME|URL",
    };

    private readonly Option<string> _folder = new("--folder")
    {
        Description = "A folder of definition files in place of an org",
        HelpName = "DIR",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_org);
        verb.Add(_folder);
    }

    /// <summary>Whether the command line says where the flows are.</summary>
    public bool IsGiven(Invocation call) => call.Has(_org) || call.Has(_folder);

    /// <summary>The folder meant where it is one: that of the option, or the working directory.</summary>
    public string Folder(Invocation call) => call.Get(_folder) ?? ".";

    /// <summary>Opens the store meant: the option's; without one the org that <c>PATCHBAY_ORG</c>, <c>patchbay.yaml</c> or a region in the environment names; or else the working directory.</summary>
    /// <exception cref="CliException">Both options are given, or <c>patchbay.yaml</c> is wrong.</exception>
    /// <exception cref="StoreException">The org is unknown or its credentials are missing.</exception>
    public OpenStore Open(Invocation call) => Open(call, call.Get(_folder));

    /// <summary>Opens the store meant, where a verb also takes the folder as an argument.</summary>
    /// <param name="call">The use of the verb.</param>
    /// <param name="argument">The argument; null where it was not given.</param>
    /// <exception cref="CliException">The folder is named twice, there is no such folder, or <c>patchbay.yaml</c> is wrong.</exception>
    /// <exception cref="StoreException">The org is unknown or its credentials are missing.</exception>
    public OpenStore OpenOr(Invocation call, string? argument) =>
        argument is not null && call.Has(_folder)
            ? throw CliException.Usage($"\"{argument}\" and --folder both name a folder. Give one of them.")
            : Open(call, argument ?? call.Get(_folder));

    private OpenStore Open(Invocation call, string? folder)
    {
        var org = call.Get(_org);
        if (org is not null && folder is not null)
        {
            throw CliException.Usage("--org and --folder both say where the flows are. Give one of them.");
        }

        var workspace = Workspace.Open(call);
        if (folder is not null)
        {
            return OpenFolder(call, workspace, folder);
        }

        return (org ?? NamedOrg.Meant(workspace)) is { } name
            ? OpenOrg(call, workspace, name)
            : OpenFolder(call, workspace, ".");
    }

    /// <summary>Opens an org by name, whatever the options say.</summary>
    /// <exception cref="CliException">There is no such org.</exception>
    public static OpenStore OpenOrg(Invocation call, string name) => OpenOrg(call, Workspace.Open(call), name);

    /// <summary>Opens a folder, whatever the options say.</summary>
    /// <exception cref="CliException">There is no such folder.</exception>
    public static OpenStore OpenFolder(Invocation call, string folder) => OpenFolder(call, Workspace.Open(call), folder);

    private static OpenStore OpenFolder(Invocation call, Workspace workspace, string folder)
    {
        var full = call.FullPath(folder);

        // Relative to the workspace, so that a plan made in one checkout fits another.
        var name = Path.GetRelativePath(workspace.Root, full).Replace('\\', '/');
        return Directory.Exists(full)
            ? new OpenStore(new FolderStore(full, name == "." ? "this folder" : name) { Notices = new Watcher<string>(call.Terminal.Note) }, workspace)
            : throw CliException.Usage(File.Exists(full) ? $"\"{folder}\" is a file, and a folder is meant." : $"There is no folder \"{folder}\" here ({call.Around.Directory}).");
    }

    private static OpenStore OpenOrg(Invocation call, Workspace workspace, string name)
    {
        var org = NamedOrg.Of(call, workspace, name);
        var connection = new ApiConnection(org.Find(workspace), new ApiOptions { Time = call.Around.Clock, RateFolder = call.Around.RateFolder });
        if (org.Api == OrgProfile.PlatformApi)
        {
            var platform = new PlatformApi(connection);
            var mirror = new FlowMirror(workspace.Runs.State, connection.Login.Region.Api.Authority);
            return new OpenStore(new ArchitectStore(platform, options: new ArchitectOptions { Mirror = mirror, Notices = new Watcher<string>(call.Terminal.Note) }), workspace) { Platform = platform, Connection = connection };
        }

        var api = new DefinitionsApi(connection);
        return new OpenStore(new DefinitionsStore(api), workspace) { Api = api, Connection = connection };
    }
}
