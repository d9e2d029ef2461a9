using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Web;
using Patchbay.Emulator;

namespace Patchbay.Cli.Tests.Commands;

/// <summary><c>login</c>, <c>whoami</c> and <c>logout</c>, with a browser that a person could sit at.</summary>
public sealed partial class LoginCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();
    private readonly List<string> _carried = [];
    private string? _button = "user";

    public LoginCommandTests()
    {
        _shell.Variables["XDG_CONFIG_HOME"] = Path.Combine(_shell.Folder, "home");
        _shell.Variables["APPDATA"] = Path.Combine(_shell.Folder, "home");
        _shell.OpenBrowser = Open;
    }

    [Fact]
    public async Task A_person_signs_in_and_every_verb_acts_as_them_until_they_sign_out()
    {
        await using var org = await StartAsync();

        var login = (await _shell.RunAsync("login")).ShouldEnd(ExitCode.Done);
        login.Out.ShouldContain($"Signed in to \"Patchbay Emulator\" ({org.Url}) as Maria Lopez (maria.lopez@example.com).");
        login.Error.ShouldContain("Your browser asks who you are.");

        var whoami = (await _shell.RunAsync("whoami")).ShouldEnd(ExitCode.Done);
        whoami.Out.ShouldContain("Maria Lopez (maria.lopez@example.com)");
        whoami.Out.ShouldContain("the sign-in kept in ");
        (await _shell.RunAsync("flows list")).ShouldEnd(ExitCode.Done);

        (await _shell.RunAsync("logout")).ShouldEnd(ExitCode.Done).Out.ShouldBe($"Maria Lopez (maria.lopez@example.com) is signed out of {org.Url}.\n");
        (await _shell.RunAsync("logout")).ShouldEnd(ExitCode.Done).Out.ShouldBe($"Nobody was signed in to {org.Url}.\n");
        (await _shell.RunAsync("whoami")).ShouldEnd(ExitCode.Done).Out.ShouldContain("the built-in client of a local org");
        org.Org.Requests.Of("deleteTokensMe").ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_browser_the_address_is_printed_and_how_to_reach_it_from_elsewhere()
    {
        await using var org = await StartAsync();
        using var stop = new CancellationTokenSource();
        _shell.OpenBrowser = _ => throw new InvalidOperationException("No browser was asked for.");
        var port = FreePort();

        var verb = _shell.Start(["login", "--no-browser", "--port", $"{port}"], stop.Token);
        await verb.ErrorShowsAsync("ssh -L");
        await stop.CancelAsync();
        var answer = (await verb.EndAsync()).ShouldEnd(ExitCode.Interrupted);

        answer.Error.ShouldContain($"{org.Url}/oauth/authorize?response_type=code&client_id=patchbay&redirect_uri=http%3A%2F%2F127.0.0.1%3A{port}%2F");
        answer.Error.ShouldContain($"ssh -L {port}:127.0.0.1:{port} HOST");
    }

    [Fact]
    public async Task The_json_of_all_three_is_this()
    {
        await using var org = await StartAsync();

        JsonShape.Of((await _shell.RunAsync("login --json")).ShouldEnd(ExitCode.Done).Json).ShouldBe(["clientId", "email", "expiresAt", "org", "organization", "renewsItself", "user"]);
        JsonShape.Of((await _shell.RunAsync("whoami --json")).ShouldEnd(ExitCode.Done).Json)
            .ShouldBe(["clientId", "credentials", "email", "expiresAt", "org", "organization", "organizationId", "permissions", "scopes", "url", "user"]);
        JsonShape.Of((await _shell.RunAsync("logout --json")).ShouldEnd(ExitCode.Done).Json).ShouldBe(["org", "person", "problem", "wasSignedIn"]);
    }

    [Fact]
    public async Task No_output_of_a_sign_in_holds_a_token_a_code_or_a_verifier()
    {
        await using var org = await StartAsync();
        _shell.Variables["PATCHBAY_DEBUG"] = "1";
        var said = new List<Answer>();

        said.Add(await _shell.RunAsync("login"));
        var file = Directory.EnumerateFiles(Path.Combine(_shell.Folder, "home"), "*.json", SearchOption.AllDirectories).ShouldHaveSingleItem();
        var kept = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
        _carried.AddRange([kept.GetProperty("accessToken").GetString()!, kept.GetProperty("refreshToken").GetString()!]);
        said.Add(await _shell.RunAsync("whoami --json"));
        said.Add(await _shell.RunAsync("logout"));
        await File.WriteAllTextAsync(file, kept.GetRawText().Replace("\"expiresAt\": \"2", "\"expiresAt\": \"1", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        said.Add((await _shell.RunAsync("whoami")).ShouldEnd(ExitCode.NotAuthorized));
        _button = "deny";
        said.Add((await _shell.RunAsync("login")).ShouldEnd(ExitCode.NotAuthorized));

        _carried.Count.ShouldBe(3);
        foreach (var secret in _carried)
        {
            said.ShouldAllBe(answer => !answer.Screen.Contains(secret, StringComparison.Ordinal));
        }

        said.ShouldAllBe(answer => !answer.Screen.Contains("verifier=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_denial_ends_with_4()
    {
        await using var org = await StartAsync();
        _button = "deny";

        (await _shell.RunAsync("login")).ShouldEnd(ExitCode.NotAuthorized).Error.ShouldContain("was denied in the browser");
    }

    [Fact]
    public async Task Client_credentials_in_the_environment_come_first_and_login_says_so()
    {
        await using var org = await StartAsync();
        (_shell.Variables["GENESYS_CLOUD_CLIENT_ID"], _shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"]) = ("patchbay", "patchbay");

        (await _shell.RunAsync("login")).ShouldEnd(ExitCode.Done).Out.ShouldContain("The verbs still use GENESYS_CLOUD_CLIENT_ID and GENESYS_CLOUD_CLIENT_SECRET, which come before a sign-in.");

        (await _shell.RunAsync("whoami")).ShouldEnd(ExitCode.Done).Out.ShouldContain("GENESYS_CLOUD_CLIENT_ID and GENESYS_CLOUD_CLIENT_SECRET");
    }

    [Fact]
    public async Task A_profile_names_the_client_that_people_sign_in_with()
    {
        await using var org = await StartAsync(options => options with { Clients = [new OAuthClient("people", "s3cret")] });
        _shell.Write("patchbay.yaml", $"org: prod\nprofiles:\n  prod: {{api: platform, region: \"{org.Url}\", credentials: PROD, client-id: people}}\n");
        _shell.Variables.Remove("PATCHBAY_ORG");

        (await _shell.RunAsync("whoami")).ShouldEnd(ExitCode.NotAuthorized).Error.ShouldContain("patchbay login --org prod");
        (await _shell.RunAsync("login --org prod")).ShouldEnd(ExitCode.Done).Out.ShouldContain("(prod) as Maria Lopez");
        (await _shell.RunAsync("whoami --json")).ShouldEnd(ExitCode.Done).Json.GetProperty("clientId").GetString().ShouldBe("people");
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_with_1_and_a_wrong_one_with_2()
    {
        await using var org = await StartAsync();
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        (await _shell.RunAsync($"login --port {((System.Net.IPEndPoint)taken.LocalEndpoint).Port}")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("another port with --port");
        (await _shell.RunAsync("login --port 70000")).ShouldEnd(ExitCode.Usage);
    }

    [Fact]
    public async Task Without_an_org_a_client_or_a_home_it_says_what_is_missing()
    {
        (await _shell.RunAsync("login")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("No org is named.");
        (await _shell.RunAsync("login --org eu-west-1")).ShouldEnd(ExitCode.NotAuthorized).Error.ShouldContain("\"client-id\"");
        _shell.Variables.Clear();
        (await _shell.RunAsync("login --org eu-west-1")).ShouldEnd(ExitCode.Failed).Error.ShouldContain("XDG_CONFIG_HOME");
    }

    [Fact]
    public async Task A_sign_in_whose_org_is_gone_is_forgotten_here_all_the_same()
    {
        var org = await StartAsync();
        (await _shell.RunAsync("login")).ShouldEnd(ExitCode.Done);
        await org.DisposeAsync();

        (await _shell.RunAsync("logout")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("what was kept here is deleted, but the token is good until");

        Directory.EnumerateFiles(Path.Combine(_shell.Folder, "home"), "*.json", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    public void Dispose() => _shell.Dispose();

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task<LocalOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust = null) =>
        LocalOrg.StartAsync(_shell, options => adjust is null ? options with { TokenLifetime = TimeSpan.FromDays(1) } : adjust(options));

    /// <summary>Opens the page, presses a button of its form and follows it back, as a person would.</summary>
    private bool Open(Uri page)
    {
        _ = Task.Run(async () =>
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            var fields = Hidden().Matches(await http.GetStringAsync(page)).Select(match => KeyValuePair.Create(match.Groups[1].Value, HttpUtility.HtmlDecode(match.Groups[2].Value)));
            using var answer = await http.PostAsync(new Uri(page.GetLeftPart(UriPartial.Path)), new FormUrlEncodedContent(fields.Append(KeyValuePair.Create(_button!, "maria.lopez@example.com"))));
            if (HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"] is { } code)
            {
                _carried.Add(code);
            }

            await http.GetStringAsync(answer.Headers.Location);
        });
        return true;
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
