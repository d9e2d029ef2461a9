namespace Patchbay.Cli.Tests;

public sealed class StoreOptionsTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task The_org_is_named_by_option_variable_profile_or_region_in_this_order()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        _shell.Variables.Clear();
        _shell.Write("patchbay.yaml", $"org: local\nprofiles:\n  local: {{region: {org.Url}}}\n");

        (await StoreAsync("")).ShouldBe(org.Name);
        (await StoreAsync(" --org local")).ShouldBe(org.Name);
        (await StoreAsync($" --org {org.Url}")).ShouldBe(org.Name);
        (await StoreAsync(" --folder .")).ShouldBe("this folder");

        _shell.Write("patchbay.yaml", "");
        (await StoreAsync("")).ShouldBe("this folder");
        _shell.Variables["GENESYS_CLOUD_REGION"] = org.Url;
        (await StoreAsync("")).ShouldBe(org.Name);
        _shell.Variables["GENESYS_CLOUD_REGION"] = "http://127.0.0.1:1";
        _shell.Variables["PATCHBAY_ORG"] = org.Url;
        (await StoreAsync("")).ShouldBe(org.Name);
    }

    [Fact]
    public async Task A_profile_reads_its_own_credentials_and_a_dotenv_file_may_hold_them()
    {
        await using var org = await LocalOrg.StartAsync(_shell, options => options with { Clients = [Emulator.OAuthClient.BuiltIn with { Id = "prod", Secret = "other" }] });
        _shell.Variables.Clear();
        _shell.Write("patchbay.yaml", $"org: prod\nprofiles:\n  prod: {{region: {org.Url}, credentials: PROD}}\n");

        var missing = (await _shell.RunAsync("flows list")).ShouldEnd(ExitCode.NotAuthorized);
        _shell.Write(".env", "export PROD_CLIENT_ID=prod # ours\nPROD_CLIENT_SECRET='other'\n");

        missing.Error.ShouldContain("PROD_CLIENT_ID");
        (await StoreAsync("")).ShouldBe(org.Name);
    }

    [Fact]
    public async Task Two_stores_at_once_are_refused()
    {
        var answer = (await _shell.RunAsync("flows list --org us-east-1 --folder .")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldBe("error: --org and --folder both say where the flows are. Give one of them.\n");
    }

    [Theory]
    [InlineData("orgg: local\n", "patchbay.yaml:1:1: error: \"orgg\" is not a key of patchbay.yaml; did you mean \"org\"?")]
    [InlineData("org: prdo\nprofiles:\n  prod: {region: us-east-1}\n", "Did you mean \"prod\"?")]
    [InlineData("org: [\n", "patchbay.yaml:1:6: error: The bracket that opens here is never closed.")]
    public async Task A_wrong_configuration_is_shown_with_its_line(string text, string expected)
    {
        _shell.Write("patchbay.yaml", text);

        (await _shell.RunAsync("flows list")).ShouldEnd(ExitCode.Usage).Error.ShouldContain(expected);
    }

    [Fact]
    public async Task An_empty_folder_says_how_an_org_is_named()
    {
        var answer = (await _shell.RunAsync("flows list")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("0 flows in this folder\n");
        answer.Error.ShouldContain("Name one with --org or in PATCHBAY_ORG");
    }

    private async Task<string?> StoreAsync(string options) =>
        (await _shell.RunAsync("flows list --name None --json" + options)).ShouldEnd(ExitCode.Done).Json.GetProperty("store").GetString();
}
