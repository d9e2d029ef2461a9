using Patchbay.Emulator;

namespace Patchbay.Cli.Tests.Recipes;

public sealed class ConnectingTests
{
    private const string Secret = "s3cret-of-this-client";
    private static readonly OAuthClient Pipeline = new("pipeline", Secret);

    [Theory]
    [InlineData("GENESYS_CLOUD_REGION", "GENESYS_CLOUD_CLIENT_ID", "GENESYS_CLOUD_CLIENT_SECRET")]
    [InlineData("GENESYS_ENV", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET")]
    [InlineData("GENESYSCLOUD_REGION", "GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET")]
    public async Task Region_and_credentials_come_from_an_env_file(string region, string id, string secret)
    {
        await using var here = await Recipe.StartAsync(options => options with { Clients = [Pipeline] });
        here.Shell.Variables.Remove("PATCHBAY_ORG");
        here.Shell.Write(".env", $"""
            {region}={here.Org.Url} # or us-east-1, eu-west-1, etc.
            {id}=pipeline
            export {secret}="{Secret}"

            """);

        var answer = (await here.RunAsync("flows list --name \"Main IVR\"")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("Main IVR");
        (answer.Out + answer.Error).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task The_environment_wins_over_the_env_file()
    {
        await using var here = await Recipe.StartAsync(options => options with { Clients = [Pipeline] });
        here.Shell.Write(".env", "GENESYS_CLOUD_CLIENT_ID=pipeline\nGENESYS_CLOUD_CLIENT_SECRET=outdated\n");
        here.Shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"] = Secret;

        (await here.RunAsync("flows list --name \"Main IVR\"")).ShouldEnd(ExitCode.Done);
    }

    [Fact]
    public async Task Missing_credentials_are_named()
    {
        await using var here = await Recipe.StartAsync();
        here.Shell.Write(".env", "GENESYS_CLIENT_ID=pipeline\n");

        var answer = (await here.RunAsync("flows list")).ShouldEnd(ExitCode.NotAuthorized);

        answer.Error.ShouldContain("GENESYS_CLIENT_ID is set but GENESYS_CLIENT_SECRET is not.");
        answer.Error.ShouldContain("GENESYS_CLOUD_CLIENT_ID and GENESYS_CLOUD_CLIENT_SECRET");
        here.Org.Org.Requests.Total.ShouldBe(0);
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_never_shown()
    {
        await using var here = await Recipe.StartAsync();
        here.Shell.Write(".env", $"GENESYS_CLOUD_CLIENT_ID=patchbay\nGENESYS_CLOUD_CLIENT_SECRET={Secret}\n");

        var answer = (await here.RunAsync("flows list --json")).ShouldEnd(ExitCode.NotAuthorized);

        answer.Error.ShouldContain("refused a token for client \"patchbay\"");
        answer.Json.GetProperty("error").GetProperty("exitCode").GetInt32().ShouldBe(4);
        (answer.Out + answer.Error).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task Credentials_of_another_organisation_are_refused()
    {
        await using var here = await Recipe.StartAsync();
        here.Shell.Variables["GENESYS_ORG_ID"] = "another-organisation";

        var answer = (await here.RunAsync("flows list")).ShouldEnd(ExitCode.NotAuthorized);

        answer.Error.ShouldContain($"belong to organisation {here.Org.Org.Id}");
        answer.Error.ShouldContain("insists on another-organisation");
    }

    [Fact]
    public async Task A_client_that_may_only_read_is_told_which_scope_it_lacks()
    {
        await using var here = await Recipe.StartAsync(options => options with { Clients = [Pipeline with { Scopes = ["flow:flow:read"] }] });
        here.Shell.Variables["GENESYS_CLOUD_CLIENT_ID"] = "pipeline";
        here.Shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"] = Secret;

        var answer = (await here.RunAsync("call Common_Validation_Module --into Inbound_Support_Billing --yes")).ShouldEnd(ExitCode.NotAuthorized);

        answer.Error.ShouldContain("flow:flow:write");
        here.Version("Inbound_Support_Billing").ShouldBe(14);
        Directory.EnumerateFiles(here.Shell.Folder, "*", SearchOption.AllDirectories).ShouldAllBe(file => !File.ReadAllText(file).Contains(Secret));
    }

    [Fact]
    public async Task A_client_of_one_division_cannot_change_flows_of_another()
    {
        await using var here = await Recipe.StartAsync(options => options with { Clients = [Pipeline with { Divisions = ["Sales", "Home"] }] });
        here.Shell.Variables["GENESYS_CLOUD_CLIENT_ID"] = "pipeline";
        here.Shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"] = Secret;

        var sales = (await here.RunAsync("flows list --name Inbound_S* --json")).ShouldEnd(ExitCode.Done);
        var support = await here.RunAsync("call Common_Validation_Module --into Inbound_Support_Billing --yes");

        sales.Json.GetProperty("count").GetInt32().ShouldBe(24);
        support.ShouldEnd(ExitCode.Failed).Error.ShouldContain("No flow in");
        here.Version("Inbound_Support_Billing").ShouldBe(14);
    }
}
