using Patchbay.Cli.Views;
using Patchbay.Client.Applying;
using Patchbay.Client.Stores;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;
using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Commands;

/// <summary>The main job from end to end, told step by step. Each step does what the verb it names does, by the same code.</summary>
/// <param name="call">The invocation.</param>
/// <param name="open">The org, seen from outside.</param>
/// <param name="org">The org, seen from inside: its callers, and the colleagues who edit at the same time.</param>
/// <param name="tell">The narrator.</param>
internal sealed class Demo(Invocation call, OpenStore open, EmulatorOrg org, Narrator tell)
{
    private const string SharedFlow = "Common_Validation_Module";
    private const string Selection = "Inbound_Support_*";
    private const string WentBack = "Inbound_Support_Billing";
    private const string ChangeName = "changes/common-validation.yaml";
    private const string ReportName = "report.md";
    private const int Callers = 1500;

    private const string Change = $$"""
        description: Validate every support caller the same way
        flows:
          type: call
          name: {{Selection}}
        steps:
          - call: {{SharedFlow}}
            at: start
            inputs: {callerNumber: "${caller.phoneNumber}", language: "${caller.language}"}
            outputs: {isValid: callerIsValid}

        """;

    /// <summary>From the start of writing until all is live: three windows of requests fit in.</summary>
    private static readonly TimeSpan UntilLive = TimeSpan.FromSeconds(18);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private string ReportPath => Path.Combine(open.Workspace.Root, ReportName);

    private DateTimeOffset Now => call.Around.Clock.GetUtcNow();

    /// <summary>Does it all.</summary>
    public async Task<DemoView> RunAsync()
    {
        var start = Now;
        org.SimulateCallers(new SimulatedCalls(Callers) { Name = Selection, Over = TimeSpan.FromMinutes(30) });
        tell.Title("Patchbay: flows as code for Genesys Cloud, across a whole organisation", "An org has just started inside this process: 141 flows in four formats, written by several teams over the years. The job: fifty live call flows shall call one shared flow, without anybody losing work and without a caller hearing anything else. The org allows 60 requests in 5 seconds, and colleagues are editing.");
        await FindSharedAsync();
        await SelectAsync();
        var plan = await PlanAsync();
        var run = await ApplyAsync(plan);
        await WaitUntilLiveAsync(run);
        var adoption = await CountAsync(run, start);
        tell.Step("Look at the report", "The --report option wrote it for the pull request or the change ticket: what was planned, what became of it, every edit, and the flows drawn before and after.", command: null);
        tell.Good(ReportPath);
        var rollback = await RollBackAsync(run);
        return DemoView.Of(open, plan, run, rollback, adoption.Total, ReportPath, Now - start);
    }

    private async Task FindSharedAsync()
    {
        const string pattern = "*Validation*";
        tell.Step("Find the shared flow", "One team has built a flow that checks who is calling. Its name is half remembered; a pattern finds it.", $"flows list --name '{pattern}'");
        tell.Show(FlowsListView.Of(open.Store.DisplayName, await FlowLookup.AllAsync(open.Store, new FlowQuery { Name = pattern }, call.Stop)));
    }

    private async Task SelectAsync()
    {
        const int few = 4;
        tell.Step("Choose the flows to change", "All support lines, by type and name. They were written in four different formats; from here on that makes no difference.", $"flows list --type call --name '{Selection}'");
        tell.Show(FlowsListView.Of(open.Store.DisplayName, await FlowLookup.AllAsync(open.Store, new FlowQuery { Name = Selection, Type = "call" }, call.Stop)) with { Shown = few });
    }

    private async Task<Plan> PlanAsync()
    {
        const int few = 4;
        tell.Step("Say what shall change", "A change file says which flows, and what happens in each. It lives in git, and is reviewed there.", null);
        tell.Text(Change);
        var source = new SourceText(Change, ChangeName);
        call.WriteFile(Path.Combine(open.Workspace.Root, ChangeName), Change);

        tell.Step("See first what would happen", "Nothing is changed yet. The plan holds the very edits, flow by flow, and says which flows are right already and which the server would refuse.", $"plan {ChangeName}");
        var plan = await ChangePlanning.MakeAsync(call, open, ChangePlanning.Read(open, source), source);
        call.WriteFile(Path.Combine(open.Workspace.Root, "plan.json"), PlanFile.Write(plan));
        var view = PlanView.Of(plan, "plan.json");

        // One flow of each kind tells more than the first ones by name.
        var oneOfEach = view.Flows.OrderBy(flow => flow.Name == WentBack ? 0 : flow.Action == "blocked" ? 1 : 2);
        tell.Show(view with { Flows = [.. oneOfEach], Shown = few });
        return plan;
    }

    private async Task<Run> ApplyAsync(Plan plan)
    {
        var at = new DateTimeOffset((Now + UntilLive).Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        tell.Step("Apply it, while others are at work", "Eight flows at a time are written and compiled, then set to go live all at the same moment. Meanwhile Ann and Ben save edits of their own, the emergency line gets a storm warning at its very start, and one of the server's answers is lost on its way.", $"apply plan.json --activate-at {at:yyyy-MM-ddTHH:mm:ssZ} --report {ReportName}");
        MakeTrouble();
        var run = await ApplyOptions.RunAsync(call, open, [], "Writing and publishing", (applier, stop) => applier.ApplyAsync(plan, new RunOptions { Publish = true, ActivateAt = at }, stop));
        call.Stop.ThrowIfCancellationRequested();
        call.WriteFile(ReportPath, MarkdownReport.Write(plan, PlanView.Of(plan), run));
        tell.Show(RunView.From(run) with { Traffic = open.Traffic });
        tell.Remark("Ann's and Ben's edits are still there, with the call added. The emergency line no longer begins where the plan says, so it was left alone for a person to look at, and the run says \"failed\" so that nobody overlooks it: nothing is ever written that the plan did not show. The lost answer was looked up instead of written twice. Every request stands in a journal; had the power failed, \"patchbay runs resume\" would have gone on.");
        return run;
    }

    /// <summary>What others do to the flows just before they are written, and a line that fails once.</summary>
    private void MakeTrouble()
    {
        const string stormWarning = """
            {"definition": {"start": "storm_warning", "nodes": {"storm_warning": {"type": "play", "label": "Storm warning", "content": {"prompt": "Stay inside."}, "outputNodes": {"success": "main_menu", "error": "main_menu"}}}}}
            """;
        (string Flow, string Author, string Edit)[] edits =
        [
            ("Inbound_Support_Cloud", "ann", """{"description": "The line for everything in the cloud. Ann, today."}"""),
            ("Inbound_Support_Gifts", "ben", """{"description": "Gift cards and vouchers. Ben, today."}"""),
            ("Inbound_Support_Emergency", "carla", stormWarning),
        ];
        foreach (var (flow, author, edit) in edits)
        {
            org.Faults.Add(new FaultRule(FaultKind.Conflict) { Path = $"/api/v2/flows/{org.FindFlowId(flow)}", Count = 1, Author = author, Edit = edit });
        }

        org.Faults.Add(new FaultRule(FaultKind.LostAnswer) { Path = $"/api/v2/flows/{org.FindFlowId("Inbound_Support_Mobile")}", Count = 1 });
    }

    private async Task WaitUntilLiveAsync(Run run)
    {
        var waiting = run.Flows.Where(flow => flow.Live is not null).ToDictionary(flow => flow.Id, flow => flow.Live?.Revision, StringComparer.Ordinal);
        var total = waiting.Count;
        const int few = 4;
        tell.Step("Go live", "All of them change over at the same moment. Until then callers hear the old versions, and \"patchbay publish FLOW --cancel\" takes it back.", $"flows list --name '{Selection}'");
        await call.Terminal.ProgressAsync(
            "Waiting for the moment",
            async meter =>
            {
                while (true)
                {
                    foreach (var flow in await FlowLookup.AllAsync(open.Store, new FlowQuery { Ids = [.. waiting.Keys] }, call.Stop))
                    {
                        if (flow.Published is { } live && live.Revision.Value == waiting[flow.Id])
                        {
                            waiting.Remove(flow.Id);
                        }
                    }

                    meter.At(total - waiting.Count, total);
                    if (waiting.Count == 0)
                    {
                        return Now;
                    }

                    await Task.Delay(Look, call.Around.Clock, call.Stop);
                }
            },
            now => $"live at {now:HH:mm:ss} UTC");
        var lines = await FlowLookup.AllAsync(open.Store, new FlowQuery { Name = Selection }, call.Stop);
        tell.Show(FlowsListView.Of(open.Store.DisplayName, lines) with { Shown = few });
        tell.Good($"{total} flows have been live since the same second.");
    }

    private async Task<AdoptionView> CountAsync(Run run, DateTimeOffset start)
    {
        const int few = 5;
        tell.Step("See who goes through it", $"{Callers} callers have called since. Which of them went through the new versions?", $"adoption --run {run.Id}");
        org.SimulateCallers(new SimulatedCalls(Callers) { Name = Selection, Seed = 2 });
        var adoption = new Adoption(open);
        var (from, to) = (start - TimeSpan.FromHours(1), Now + Adoption.Instant);
        var view = AdoptionView.Of(open.Store.DisplayName, run.Id, from, to, await adoption.CountAsync(await adoption.OfRunAsync([run], call.Stop), from, to, call.Stop));
        tell.Draw(canvas => view.Draw(canvas, few));
        return view;
    }

    private async Task<Run> RollBackAsync(Run run)
    {
        tell.Step("Change your mind", "Billing asks to have its old line back. One flow of the run goes back: its definition from before becomes the newest version, and what was live before is live again. It would be refused if anybody had edited it since.", $"rollback {run.Id} --only {WentBack}");
        var rollback = await ApplyOptions.RunAsync(call, open, [], "Putting back", (applier, stop) => applier.RollbackAsync(run.Id, [WentBack], stop));
        call.Stop.ThrowIfCancellationRequested();
        tell.Show(RunView.From(rollback) with { Whole = true });
        return rollback;
    }
}
