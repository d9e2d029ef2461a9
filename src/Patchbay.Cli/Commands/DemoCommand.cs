using Patchbay.Client.Applying;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
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
        Remarks = "Starts an org within this process, changes fifty flows of it at once while colleagues are editing, and leaves nothing running. Takes about half a minute; writes to a temporary folder only.";
        Examples = [new("demo", "Shows what Patchbay is for")];
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        await using var app = EmulatorApp.Build(new EmulatorOptions { Port = 0, RateLimit = Allowed, RateWindow = Window, Time = call.Around.Clock });
        await app.StartAsync(call.Stop);
        var folder = Directory.CreateTempSubdirectory("patchbay-demo-").FullName;
        var variables = new EnvironmentVariables([]);
        var api = new DefinitionsApi(new ApiConnection(OrgLogin.Find(variables, app.Address.ToString()), new ApiOptions { Time = call.Around.Clock }, Primary(call.Around.Clock)));
        var workspace = new Workspace(folder, new WorkspaceConfig(), variables, new RunFolder(Path.Combine(folder, ".patchbay"), call.Around.Clock));
        using var open = new OpenStore(new DefinitionsStore(api, "the demo org"), workspace) { Api = api, Connection = api.Connection };
        call.Show(await new Demo(call, open, api, app.Org).RunAsync());
        await app.StopAsync(CancellationToken.None);
        return ExitCode.Done;
    }

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
