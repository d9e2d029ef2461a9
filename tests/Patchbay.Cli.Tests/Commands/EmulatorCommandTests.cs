using System.Net;

namespace Patchbay.Cli.Tests.Commands;

public sealed class EmulatorCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Serves_the_sample_org_until_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var running = _shell.Start(["emulator", "--port", "0", "--json"], stop.Token);

        var answer = await running.FirstResultAsync();
        using (var http = new HttpClient())
        {
            (await http.GetAsync(new Uri(answer.GetProperty("url").GetString() + "/api/v2/flows/x"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        await stop.CancelAsync();
        var end = await running.EndAsync();
        end.ShouldEnd(ExitCode.Done);
        end.Error.ShouldEndWith("The emulator has stopped.\n");
    }

    [Fact]
    public void An_org_that_speaks_the_platforms_own_API_is_reached_by_a_profile()
    {
        var canvas = new Canvas(colour: false, unicode: true, width: 100);

        new Cli.Views.EmulatorView("http://127.0.0.1:1", "Org", "id", "secret") { SpeaksPlatform = true }.Draw(canvas);

        canvas.ToString().ShouldContain("local: {api: platform, region: \"http://127.0.0.1:1\"}");
        canvas.ToString().ShouldNotContain("PATCHBAY_ORG");
    }

    [Fact]
    public async Task Says_that_the_folder_to_import_does_not_exist()
    {
        var answer = (await _shell.RunAsync("emulator --port 0 --import nowhere")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldBe("error: There is no folder \"nowhere\" to import.\n");
    }
}
