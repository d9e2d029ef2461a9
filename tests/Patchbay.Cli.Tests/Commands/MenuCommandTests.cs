namespace Patchbay.Cli.Tests.Commands;

public sealed class MenuCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("menu new.yaml --yes")]
    [InlineData("menu --yes")]
    public async Task Gives_a_menu_exactly_the_options_listed(string line)
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        _shell.Write("new.yaml", File(org));
        _shell.Variables["FLOW_UPDATE_YAML"] = "new.yaml";

        var answer = (await _shell.RunAsync(line)).ShouldEnd(ExitCode.Done);

        answer.Error.ShouldContain("""
                ~ change the menu "Main menu"
                    ~ 1   "For sales, press 1" (was "For help with billing, press 1") -> Sales (was Support)
                    - 2   "For your bill, press 2" -> Billing
            """);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "15", "9"]);
        (await _shell.RunAsync("menu new.yaml")).ShouldEnd(ExitCode.Done).Error.ShouldEndWith("Nothing to change: 1 flow is as the change wants.\n");
    }

    [Fact]
    public async Task Takes_the_usual_file_or_says_which_it_looked_for()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        (await _shell.RunAsync("menu")).ShouldEnd(ExitCode.Usage).Error
            .ShouldStartWith("error: No menu file was named, FLOW_UPDATE_YAML is not set, and there is no file \"ivr_menu_update.yaml\" here");
        _shell.Write("ivr_menu_update.yaml", File(org));
        (await _shell.RunAsync("menu --out plan.json")).ShouldEnd(ExitCode.Done).Out.ShouldContain("Plan: 1 flow to change.   plan.json");
    }

    [Fact]
    public async Task Says_that_the_flow_does_not_exist()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);
        _shell.Write("new.yaml", File(org).Replace(org.IdOf("Inbound_Support_Billing"), "0000"));

        (await _shell.RunAsync("menu new.yaml")).ShouldEnd(ExitCode.Failed).Error.ShouldContain($"There is no flow with the id \"0000\" in {org.Name}.");
    }

    private static string File(LocalOrg org) => $$"""
        flow_id: {{org.IdOf("Inbound_Support_Billing")}}
        menu_node_id: main_menu
        options:
          - {key: "1", prompt: "For sales, press 1", routing_target: queue_sales}

        """;
}
