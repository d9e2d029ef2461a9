namespace Patchbay.Cli.Tests.Commands;

public sealed class CallCommandTests : IDisposable
{
    private const string Line = "call Common_Validation_Module --into Inbound_Support_B* --type call --input callerNumber=${caller.phoneNumber}";
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("ivr/billing.json", "\"ivr/billing.json\" is a file. Its flow is called \"Billing\": write   --into Billing --folder ivr   to change it there")]
    [InlineData("ivr/none.yaml", "\"ivr/none.yaml\" is a file that does not exist. Name the flow, and the folder that its file lies in with --folder.")]
    public async Task A_file_in_place_of_a_name_is_answered_with_the_name(string into, string expected)
    {
        _shell.Write("ivr/billing.json", Samples.Billing);

        (await _shell.RunAsync($"call Shared --into {into} --print")).ShouldEnd(ExitCode.Usage).Error.ShouldContain(expected);
    }

    [Fact]
    public async Task Prints_the_change_file_that_it_stands_for()
    {
        var answer = (await _shell.RunAsync(Line + " --output isValid=callerIsValid --at after=menu/1 --success bye --error bye --except Inbound_Support_Business --print")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("""
            description: Call Common_Validation_Module
            flows:
              type: call
              name: Inbound_Support_B*
              except: Inbound_Support_Business
            steps:
              - call: Common_Validation_Module
                at: {after: menu, way: "1"}
                inputs:
                  callerNumber: "${caller.phoneNumber}"
                outputs:
                  isValid: callerIsValid
                success: bye
                error: bye

            """);
    }

    [Fact]
    public async Task Comes_to_the_same_plan_as_the_change_file()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        var answer = (await _shell.RunAsync(Line + " --out plan.json")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldStartWith(ChangeOfThree.Drawn);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "14", "9"]);
        (await _shell.RunAsync("apply plan.json --yes")).ShouldEnd(ExitCode.Done);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["4", "15", "10"]);
    }

    [Fact]
    public async Task Plans_and_applies_in_one_go()
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        (await _shell.RunAsync(Line)).ShouldEnd(ExitCode.Usage);
        (await ChangeOfThree.VersionsAsync(_shell)).ShouldBe(["3", "14", "9"]);
        (await _shell.RunAsync(Line + " --yes --publish")).ShouldEnd(ExitCode.Done);

        (await ChangeOfThree.LiveAsync(_shell)).ShouldBe(["4", "15", "10"]);
    }

    [Theory]
    [InlineData("call Common_Validation_Module", (int)ExitCode.Usage, "\"patchbay call\" needs --into PATTERN: the flows to change")]
    [InlineData("call Common_Validation_Module --into x --input foo", (int)ExitCode.Usage, "--input takes NAME=EXPRESSION, and \"foo\" is not of that form.")]
    [InlineData("call Common_Validation_Module --into x --at befor=y", (int)ExitCode.Usage, "--at takes start, end, before=ELEMENT, after=ELEMENT or choice=KEY/MENU, and \"befor=y\" is none of them.")]
    [InlineData("call Common_Validaton_Module --into Inbound_Support_B*", (int)ExitCode.Failed, "Did you mean \"Common_Validation_Module\"?")]
    [InlineData("call Common_Validation_Module --into Nothing*", (int)ExitCode.Failed, "fits the selection. \"patchbay flows list\" shows what there is.")]
    public async Task Says_what_is_wrong(string line, int code, string expected)
    {
        await using var org = await ChangeOfThree.PrepareAsync(_shell);

        (await _shell.RunAsync(line)).ShouldEnd((ExitCode)code).Error.ShouldContain(expected);
    }
}
