using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests.Commands;

public sealed class AdoptionCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Counts_callers_before_and_after_a_run_and_the_share_of_what_it_published()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        string[] names = ["Inbound_Support_Billing", "Inbound_Support_Orders"];
        var ids = names.Select(org.IdOf);
        org.Org.SimulateCallers(new SimulatedCalls(40) { FlowIds = [.. ids], Over = TimeSpan.FromMinutes(10) });
        var run = await Deployment.PublishEditAsync(org, _shell, names);
        org.Org.SimulateCallers(new SimulatedCalls(30) { FlowIds = [.. ids] });

        var answer = (await _shell.RunAsync($"adoption --run {run.Id} --json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("run").GetString().ShouldBe(run.Id);
        answer.Json.GetProperty("total").EnumerateObject().Select(property => $"{property.Name} {property.Value}").ShouldBe(["before 40", "after 30", "throughNew 30", "share 1"]);
        var flow = answer.Json.GetProperty("flows")[0];
        flow.EnumerateObject().Select(property => property.Name).ShouldBe(["id", "name", "version", "revision", "since", "state", "before", "after", "throughNew", "share"]);
        flow.GetProperty("state").GetString().ShouldBe("live");
        flow.GetProperty("version").GetString().ShouldBe("15");
    }

    [Fact]
    public async Task A_flow_that_went_back_lowers_the_share()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        string[] names = ["Inbound_Support_Billing", "Inbound_Support_Orders"];
        var run = await Deployment.PublishEditAsync(org, _shell, names);
        await Deployment.PublishEditAsync(org, _shell, names[1]);
        org.Org.SimulateCallers(new SimulatedCalls(10) { FlowIds = [org.IdOf(names[0])] });
        org.Org.SimulateCallers(new SimulatedCalls(30) { FlowIds = [org.IdOf(names[1])] });

        var answer = (await _shell.RunAsync($"adoption --run {run.Id}")).ShouldEnd(ExitCode.Done);

        var lines = answer.Out.Split('\n');
        lines[0].ShouldMatch("^FLOW +LIVE +BEFORE +AFTER +NEW +SHARE OF THE NEW REVISION$");
        lines[1].ShouldBe("Inbound_Support_Billing  v15        0     10   10  #################### 100%");
        lines[2].ShouldMatch(@"^Inbound_Support_Orders   v\d+ +0     30    0  \.{20}   0%  another revision is live$");
        lines[3].ShouldMatch(@"^2 flows together +0     40   10  #####\.{15}  25%$");
        lines[4].ShouldStartWith($"Contacts in {org.Name} from ");
    }

    [Fact]
    public async Task Takes_what_is_live_for_the_new_revision_of_flows_named_one_by_one()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        await Deployment.PublishEditAsync(org, _shell, "Main IVR");
        org.Org.SimulateCallers(new SimulatedCalls(5) { FlowIds = [org.IdOf("Main IVR")] });

        var answer = (await _shell.RunAsync("adoption \"Main IVR\" Draft_Hold_Music --since PT1H --json")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("flows").EnumerateArray().Select(flow => $"{flow.GetProperty("name").GetString()} {flow.GetProperty("state").GetString()} {flow.GetProperty("throughNew").GetInt64()}")
            .ShouldBe(["Main IVR live 5", "Draft_Hold_Music not-published 0"]);
    }

    [Theory]
    [InlineData("adoption", "\"patchbay adoption\" needs to know which flows are meant")]
    [InlineData("adoption \"Main IVR\" --run x", "\"patchbay adoption\" needs to know which flows are meant")]
    [InlineData("adoption \"Main IVR\" --since yesterday", "--since takes a length of time, and \"yesterday\" is none.")]
    [InlineData("adoption \"Main IVR\" --interval 2026-05-05/2026-05-04", "--interval \"2026-05-05/2026-05-04\" ends before it starts.")]
    [InlineData("adoption \"Main IVR\" --folder .", "Adoption counts the callers of an org, and ")]
    public async Task Says_what_is_wrong(string line, string expected)
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var answer = (await _shell.RunAsync(line)).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldStartWith("error: " + expected);
    }

    [Fact]
    public async Task Says_that_there_is_no_such_run()
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var answer = (await _shell.RunAsync("adoption --run nothing")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldStartWith("error: There is no run \"nothing\"");
    }
}
