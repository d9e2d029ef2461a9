using Microsoft.AspNetCore.Builder;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Core.Configuration;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay demo</c>.</summary>
internal sealed class DemoCommand : CliCommand
{
    private const int Allowed = 60;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    public DemoCommand()
        : base("demo", "See the main job done from end to end, explained, on an org of its own")
    {
        Remarks = "Starts an org within this process, changes fifty flows of it at once while colleagues are editing, then does the same on Architect YAML in an org that speaks the platform's own API, and leaves nothing running. Takes about half a minute; writes to a temporary folder only.";
        Examples = [new("demo", "Shows what Patchbay is for")];
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var folder = Directory.CreateTempSubdirectory("patchbay-demo-").FullName;
        var workspace = new Workspace(folder, new WorkspaceConfig(), new EnvironmentVariables([]), new RunFolder(Path.Combine(folder, ".patchbay"), call.Around.Clock));
        var tell = new Narrator(call);
        var first = await FirstActAsync(call, workspace, tell);
        var second = await SecondActAsync(call, workspace, tell);
        call.Show(first with { Architect = DemoView.Of(second) });
        return ExitCode.Done;
    }

    private static async Task<DemoView> FirstActAsync(Invocation call, Workspace workspace, Narrator tell)
    {
        await using var app = EmulatorApp.Build(new EmulatorOptions { Port = 0, RateLimit = Allowed, RateWindow = Window, Time = call.Around.Clock });
        await app.StartAsync(call.Stop);
        var api = new DefinitionsApi(Connect(call, workspace, app));
        using var open = new OpenStore(new DefinitionsStore(api, "the demo org"), workspace) { Api = api, Connection = api.Connection };
        var view = await new Demo(call, open, app.Org, tell).RunAsync();
        await app.StopAsync(CancellationToken.None);
        return view;
    }

    private static async Task<ArchitectDemoResult> SecondActAsync(Invocation call, Workspace workspace, Narrator tell)
    {
        var flows = Directory.CreateDirectory(Path.Combine(workspace.Root, "org")).FullName;
        foreach (var file in ArchitectDemo.Files)
        {
            await File.WriteAllTextAsync(Path.Combine(flows, file), InitCommand.Starter(file), call.Stop);
        }

        await using var app = EmulatorApp.Build(new EmulatorOptions { Port = 0, Api = EmulatorApi.Platform, Folder = flows, Time = call.Around.Clock });
        await app.StartAsync(call.Stop);
        var api = new PlatformApi(Connect(call, workspace, app));
        using var open = new OpenStore(new ArchitectStore(api, "the insurer's org"), workspace) { Platform = api, Connection = api.Connection };
        var result = await new ArchitectDemo(call, open, tell).RunAsync();
        await app.StopAsync(CancellationToken.None);
        return result;
    }

    private static ApiConnection Connect(Invocation call, Workspace workspace, WebApplication app) =>
        new(OrgLogin.Find(workspace.Variables, new OrgName(app.Address.ToString())), new ApiOptions { Time = call.Around.Clock }, Primary(call.Around.Clock));

    /// <summary>A clock that jumps whenever nobody is at work has to know of requests in flight; with any other, real HTTP is all there is to it.</summary>
    private static DelegatingHandler? Primary(TimeProvider time)
    {
        if (time is not VirtualClock clock)
        {
            return null;
        }

        var counting = clock.CountRequests();
        counting.InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false };
        return counting;
    }
}
