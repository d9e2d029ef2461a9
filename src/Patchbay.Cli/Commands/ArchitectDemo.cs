using System.Collections.Immutable;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;
using Patchbay.Client.Modules;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Graph.Drawing;
using Patchbay.Core.Linting;
using Patchbay.Core.Linting.Reports;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>The second act of the demonstration: flows in Architect YAML, in a folder and in an org that speaks the platform's own API. Each step does what the verb it names does, by the same code.</summary>
/// <param name="call">The invocation.</param>
/// <param name="open">The org, seen from outside.</param>
/// <param name="tell">The narrator of the first act.</param>
internal sealed class ArchitectDemo(Invocation call, OpenStore open, Narrator tell)
{
    /// <summary>The flows that the org starts with, by the names of their files.</summary>
    public static readonly ImmutableArray<string> Files = ["identify-caller.yaml", "contracts-line.yaml", "main-line.yaml", "roadside-assistance.yaml", "waiting-room.yaml"];

    private const string Folder = "ivr";
    private const string Module = "Identify Caller";
    private const string WentBack = "Contracts Line";
    private const string ChangeName = "changes/identify-callers.yaml";
    private const string PictureName = "main-line.svg";

    private const string Change = $$"""
        description: Know who is calling before anything else happens
        flows:
          type: inboundcall
          name: "*"
        steps:
          - call: {{Module}}
            at: start
            inputs: {PhoneNumber: Call.Ani}
            outputs: {IsKnown: Flow.IsKnownCaller}

        """;

    private string Root => open.Workspace.Root;

    /// <summary>Does it all.</summary>
    public async Task<ArchitectDemoResult> RunAsync()
    {
        tell.Title("Second act: Architect YAML", "The same on what real orgs have: an insurer's five flows in Architect YAML, in an org that speaks the platform's own API. Content goes in and out through jobs there, a lock guards each flow, and a common module is copied into a flow when that flow is published.");
        var headers = await FetchAsync();
        var findings = Check();
        Draw();
        var run = await ChangeAsync();
        await CompareAsync(run);
        var rollback = await RollBackAsync(run);
        var republished = await RenewModuleAsync(headers);
        return new ArchitectDemoResult(headers.Count, findings, run, rollback, republished);
    }

    private async Task<List<FlowHeader>> FetchAsync()
    {
        tell.Step("Fetch the flows", "Into a folder that git looks after: one export job for all of them.", $"flows pull --into {Folder}");
        var headers = await FlowLookup.AllAsync(open.Store, FlowQuery.All, call.Stop);
        var pulled = new List<PulledFlow>();
        await foreach (var flow in new FlowPuller(open.Store, Path.Combine(Root, Folder)).PullAsync(headers, cancellationToken: call.Stop))
        {
            pulled.Add(flow);
        }

        tell.Show(FlowsPullView.Of(open.Store.DisplayName, Folder, Path.Combine(Root, Folder), pulled));
        return headers;
    }

    private int Check()
    {
        tell.Step("Check them", "Everything that can be told without an org, each finding with its place and a page that explains it. These flows are live, and this is what a careful reader finds in them.", $"validate {Folder}");
        var files = Directory.EnumerateFiles(Path.Combine(Root, Folder)).Order(StringComparer.Ordinal).Select(CheckFile).ToList();
        tell.Draw(canvas => ValidateView.Draw(canvas, files, areFiles: true));
        return files.Sum(file => file.Diagnostics.Length);
    }

    private LintedFile CheckFile(string path)
    {
        var source = new SourceText(File.ReadAllText(path), Path.GetRelativePath(Root, path).Replace('\\', '/'));
        return new LintedFile(source, FlowFormats.Read(SyntaxTree.Parse(source)) is { } flow ? Linter.Check(flow, OrgCatalogue.Unknown) : []);
    }

    private void Draw()
    {
        tell.Step("Look at one", "A picture for the wiki or the review board: tasks as frames, menus with their digits, what a decision asks, where callers leave. Mermaid for pull requests is the default.", $"graph '{Folder}/Main Line.yaml' --format svg --out {PictureName}");
        var text = File.ReadAllText(Path.Combine(Root, Folder, "Main Line.yaml"));
        var picture = Path.Combine(Root, PictureName);
        if (FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "flow.yaml"))) is { } flow)
        {
            call.WriteFile(picture, Svg.Write(GraphDrawing.Of(FlowGraph.Of(flow))));
            tell.Good(picture);
        }
    }

    private async Task<Run> ChangeAsync()
    {
        tell.Step("Change them all in one reviewed step", "One change file for every line, however it begins: at a menu, at a task, with or without variables of its own.", null);
        tell.Text(Change);
        var source = new SourceText(Change, ChangeName);
        call.WriteFile(Path.Combine(Root, ChangeName), Change);

        tell.Step("See first what would happen", "What is inserted where, which variables have to be declared for it, and that nothing else changes: not a comment, not a blank.", $"plan {ChangeName}");
        var plan = await ChangePlanning.MakeAsync(call, open, ChangePlanning.Read(open, source), source);
        tell.Show(PlanView.Of(plan));

        tell.Step("Apply it", "The platform keeps no drafts of what is uploaded, so a write is a publish, and has to be asked for. Each flow is looked at again right before it is written, and afterwards.", $"apply {ChangeName} --publish");
        var run = await ApplyOptions.RunAsync(call, open, [], "Writing and publishing", (applier, stop) => applier.ApplyAsync(plan, new RunOptions { Publish = true }, stop));
        call.Stop.ThrowIfCancellationRequested();
        tell.Show(RunView.From(run) with { Whole = true, Traffic = open.Traffic });
        return run;
    }

    private async Task CompareAsync(Run run)
    {
        const string name = "Roadside Assistance";
        tell.Step("Say what changed", "The file from before beside the org as it is now: what callers would notice first, then data, then settings.", $"diff '{Folder}/{name}.yaml' '{name}'");
        var before = new SourceText(File.ReadAllText(Path.Combine(Root, Folder, $"{name}.yaml")), "before.yaml");
        var id = run.Flows.First(flow => flow.Name == name).Id;
        var after = new SourceText((await open.Store.ReadAsync(id, cancellationToken: call.Stop)).Text, "after.yaml");
        var diff = Core.Diffing.FlowDiff.Compare(FlowFormats.Read(SyntaxTree.Parse(before)), FlowFormats.Read(SyntaxTree.Parse(after)));
        tell.Draw(canvas =>
        {
            foreach (var line in diff.Lines)
            {
                canvas.Line(line);
            }
        });
    }

    /// <summary>A colleague mends the module. Nobody hears it before the flows that hold a copy are published again.</summary>
    private async Task<int> RenewModuleAsync(List<FlowHeader> headers)
    {
        var module = await open.Store.ReadAsync(headers.First(flow => flow.Name == Module).Id, cancellationToken: call.Stop);
        var mended = module.Text.Replace("name: Look up the number", "name: Look up the number of the caller", StringComparison.Ordinal);
        await open.Store.WriteAsync(new FlowWrite(module.Header.Id, module.Header.Revision, module.Text, mended, WriteMode.Live), call.Stop);

        tell.Step("Find out who still runs the old module", "Meanwhile a colleague has mended the module and published it. Callers hear nothing of it: every line holds the copy it got when it was published.", $"modules list '{Module}'");
        var api = open.RequirePlatform("The ledger of modules is an org's");
        var ledger = await ModulesArguments.ReadAsync(call, open, api, flow => flow.Name == Module);
        tell.Show(ModulesView.Of(open.Store.DisplayName, ledger, isWhole: true));

        tell.Step("Publish those again", "In waves; after each the org's index must say that every flow of it holds the new module, or it stops there. It is a run like the first: journalled, and resumed where it was cut short.", $"modules republish '{Module}' --wave 2 --yes");
        var plan = await RepublishPlan.MakeAsync(api, ledger.Modules[0], new RepublishOptions { WaveSize = 2 }, call.Stop);
        var run = await ApplyOptions.RunAsync(call, open, [], "Publishing again", (applier, stop) => applier.RepublishAsync(plan.Module, plan.Targets, new RunOptions { Publish = true }, stop));
        call.Stop.ThrowIfCancellationRequested();
        tell.Show(RunView.From(run) with { Whole = true });
        return run.Flows.Count(flow => flow.Outcome == FlowOutcome.Published);
    }

    private async Task<Run> RollBackAsync(Run run)
    {
        tell.Step("Change your mind", "The contracts team wants its line back as it was. One flow of the run goes back: its definition from before is published as the newest version. It would be refused if anybody had published it since.", $"rollback {run.Id} --only '{WentBack}'");
        var rollback = await ApplyOptions.RunAsync(call, open, [], "Putting back", (applier, stop) => applier.RollbackAsync(run.Id, [WentBack], stop));
        call.Stop.ThrowIfCancellationRequested();
        tell.Show(RunView.From(rollback) with { Whole = true });
        return rollback;
    }
}

/// <summary>What the second act came to.</summary>
/// <param name="Flows">How many flows the org has.</param>
/// <param name="Findings">How many findings they had.</param>
/// <param name="Run">The run that changed them.</param>
/// <param name="Rollback">The run that took one back.</param>
/// <param name="Republished">How many were published again for the sake of the module.</param>
internal sealed record ArchitectDemoResult(int Flows, int Findings, Run Run, Run Rollback, int Republished);
