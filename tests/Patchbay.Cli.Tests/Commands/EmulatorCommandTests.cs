using System.Net;
using System.Security.Cryptography.X509Certificates;

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
    public async Task Two_orgs_serve_an_API_each_over_HTTPS_with_one_certificate_that_is_trusted_by_its_file()
    {
        using var stop = new CancellationTokenSource();
        var running = _shell.Start(["emulator", "--port", "0", "--api", "both", "--data", "org.db", "--https", "--certificate", "emulator.pem", "--json"], stop.Token);

        var answer = await running.FirstResultAsync();
        using var certificate = X509Certificate2.CreateFromPem(_shell.Read("emulator.pem"));
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificate }, RevocationMode = X509RevocationMode.NoCheck };
        using (var trusting = new HttpClient(handler))
        {
            (await trusting.GetAsync(new Uri(answer.GetProperty("url").GetString() + "/api/v2/flows/x"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            var platform = await trusting.GetAsync(new Uri(answer.GetProperty("platformUrl").GetString() + "/api/v2/flows"));
            platform.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using (var doubting = new HttpClient())
        {
            var refused = await Should.ThrowAsync<HttpRequestException>(() => doubting.GetAsync(new Uri(answer.GetProperty("url").GetString()!)));
            refused.HttpRequestError.ShouldBe(HttpRequestError.SecureConnectionError);
        }

        var untrusted = (await _shell.RunAsync($"flows list --org {answer.GetProperty("url").GetString()}")).ShouldEnd(ExitCode.Failed);
        untrusted.Error.ShouldContain("is not trusted, and no token was asked for: ");
        untrusted.Error.ShouldContain("SSL_CERT_FILE");
        certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256).ShouldBe(answer.GetProperty("fingerprint").GetString());
        certificate.HasPrivateKey.ShouldBeFalse();
        await stop.CancelAsync();
        (await running.EndAsync()).ShouldEnd(ExitCode.Done);
        Directory.EnumerateFiles(_shell.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["emulator.pem", "org.definitions.db", "org.platform.db"]);
    }

    [Fact]
    public void What_keeps_an_org_and_how_it_is_trusted_is_said()
    {
        var canvas = new Canvas(colour: false, unicode: true, width: 100);

        new Cli.Views.EmulatorView("https://127.0.0.1:1", "Org", "id", "secret") { DataFile = "org.db", IsRestored = true, Fingerprint = "AB12", CertificateFile = "emulator.pem" }.Draw(canvas);

        canvas.ToString().ShouldContain("It goes on from where it was, as \"org.db\" keeps it.");
        canvas.ToString().ShouldContain("AB12");
        canvas.ToString().ShouldContain("export SSL_CERT_FILE=emulator.pem");
    }

    [Fact]
    public async Task A_data_file_that_is_something_else_is_refused()
    {
        _shell.Write("notes.txt", "These notes are long enough to be no empty file, and hold no org.");

        var answer = (await _shell.RunAsync("emulator --port 0 --data notes.txt")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldBe($"error: The data file \"{Path.Combine(_shell.Folder, "notes.txt")}\" cannot be used. It is no data file of an emulator. Name another file, or one that does not exist yet.\n");
        _shell.Read("notes.txt").ShouldStartWith("These notes");
    }

    [Fact]
    public async Task A_certificate_is_written_for_HTTPS_only()
    {
        (await _shell.RunAsync("emulator --port 0 --certificate emulator.pem")).ShouldEnd(ExitCode.Usage).Error.ShouldBe("error: --certificate goes with --https: without it there is no certificate.\n");
    }

    [Fact]
    public async Task Says_that_the_folder_to_import_does_not_exist()
    {
        var answer = (await _shell.RunAsync("emulator --port 0 --import nowhere")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldBe("error: There is no folder \"nowhere\" to start with.\n");
    }

    [Theory]
    [InlineData("--api platform --import ivr", "--import takes definition files, which the platform's API does not have. A folder of Architect YAML is --org DIR.")]
    [InlineData("--org ivr --import flows", "A folder of Architect YAML is --org DIR.")]
    [InlineData("--org ivr --dependency-lag -1", "--dependency-lag takes a number of seconds from 0, a day (86400) at most.")]
    public async Task Says_which_folder_goes_with_which_option(string options, string problem)
    {
        var answer = (await _shell.RunAsync($"emulator --port 0 {options}")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldContain(problem);
    }

    [Fact]
    public async Task An_org_made_of_a_folder_says_what_it_made_and_what_it_left_out()
    {
        _shell.Write("ivr/desk.yaml", """
            inboundCall:
              name: Desk
              startUpRef: "/inboundCall/tasks/task[Start_10]"
              defaultLanguage: en-us
              supportedLanguages:
                en-us:
                  none: true
              tasks:
                - task:
                    name: Start
                    refId: Start_10
                    actions:
                      - transferToAcd:
                          name: To the desk
                          targetQueue:
                            lit:
                              name: Desk

            """);
        _shell.Write("ivr/notes.yaml", "colours: [red, green]\n");
        using var stop = new CancellationTokenSource();
        var running = _shell.Start(["emulator", "--port", "0", "--org", "ivr", "--json"], stop.Token);

        var folder = (await running.FirstResultAsync()).GetProperty("folder");

        folder.GetProperty("flows").GetInt32().ShouldBe(1);
        folder.GetProperty("made").EnumerateArray().Select(made => made.GetProperty("noun").GetString()).ShouldBe(["IVR", "queue"]);
        folder.GetProperty("leftOut")[0].GetString().ShouldBe("notes.yaml:1:1: This is not an Architect flow in YAML.");
        await stop.CancelAsync();
        (await running.EndAsync()).ShouldEnd(ExitCode.Done);
    }

    [Fact]
    public void A_folder_is_told_in_words_too()
    {
        var canvas = new Canvas(colour: false, unicode: true, width: 100);

        new Cli.Views.StartFolderView(2, [new("queue", 3), new("IVR", 1)], ["notes.yaml:1:1: This is not an Architect flow in YAML."]).Draw(canvas);

        canvas.ToString().ShouldBe("It has 2 flows of the folder, and what they name: 3 queues, 1 IVR.\n1 file left out:\n  notes.yaml:1:1: This is not an Architect flow in YAML.\n");
    }
}
