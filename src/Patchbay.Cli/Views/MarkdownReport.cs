using System.Collections.Frozen;
using System.Text;
using Patchbay.Client.Applying;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Graph.Drawing;
using Patchbay.Core.Planning;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Views;

/// <summary>A plan, and what came of it, as Markdown for a pull request or a change ticket. The same plan and run give the same text.</summary>
internal static class MarkdownReport
{
    /// <summary>A reviewer has minutes: beyond this many flows, pictures are left out.</summary>
    private const int MostPictures = 20;

    /// <summary>Writes the report.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="view">The plan as it is shown, with what the org tells beside it.</param>
    /// <param name="run">What came of it; null before it is applied.</param>
    public static string Write(Plan plan, PlanView view, Run? run = null)
    {
        var text = new StringBuilder();
        text.Append($"# {(plan.Description.Length > 0 ? Escape(plan.Description) : "Change of flows")}\n\n");
        text.Append($"{Capital(view.Count)}. Planned for {Escape(plan.Store)} from versions read {plan.ReadAt:yyyy-MM-dd HH:mm:ss} UTC.\n\n");
        if (run is not null)
        {
            AppendRun(text, run);
        }

        text.Append("## Flows\n\n| | flow | type | version | what |\n|---|---|---|---|---|\n");
        foreach (var flow in view.Flows)
        {
            var what = flow.Action == "blocked" ? $"cannot be written: {flow.Reason}" : string.Join("; ", flow.Steps.Select(step => step.Summary));
            text.Append($"| {Sign(flow.Action)} | {Escape(flow.Name)} | {Escape(flow.Type)} | {flow.Version} | {Escape(what)} |\n");
        }

        AppendReach(text, view);
        AppendProblems(text, view);
        AppendChanges(text, plan, view);
        return text.ToString();
    }

    private static void AppendRun(StringBuilder text, Run run)
    {
        text.Append($"## Run `{run.Id}`\n\n");
        text.Append($"{Capital(RunView.CountOf(run))}. Begun by {Escape(run.User)} at {run.StartedAt:yyyy-MM-dd HH:mm:ss} UTC");
        text.Append(run.FinishedAt is { } end ? $", ended at {end:HH:mm:ss} UTC ({RunView.Word(run.Status)}).\n\n" : $" ({RunView.Word(run.Status)}).\n\n");
        text.Append("| flow | outcome | version before | version written | live | why |\n|---|---|---|---|---|---|\n");
        foreach (var flow in run.Flows)
        {
            var live = flow.Live is { } made ? (made.ActivateAt is { } at ? $"{made.Version} from {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : made.Version) : "";
            text.Append($"| {Escape(flow.Name)} | {RunView.Word(flow.Outcome)} | {flow.BeforeVersion} | {flow.Written?.Version} | {live} | {Escape(flow.Reason)} |\n");
        }

        text.Append($"\nTake it back with `patchbay rollback {run.Id}`.\n\n");
    }

    /// <summary>What callers hear beyond the change itself: versions that go live with it, and copies of modules that stay old.</summary>
    private static void AppendReach(StringBuilder text, PlanView view)
    {
        if (view.Unheard is { Count: > 0 } unheard)
        {
            text.Append("\n## What goes live besides\n\n");
            foreach (var flow in unheard)
            {
                text.Append($"- **{Escape(view.Flows.First(planned => planned.Id == flow.Id).Name)}**: {Escape(flow.Sentence)}\n");
                foreach (var difference in flow.Differences ?? [])
                {
                    text.Append($"  - {Escape(difference)}\n");
                }
            }
        }

        if (view.Modules is { Count: > 0 } modules)
        {
            text.Append("\n## Common modules\n\n");
            foreach (var module in modules)
            {
                text.Append($"- {Escape(module.Sentence)}\n");
            }
        }
    }

    private static void AppendProblems(StringBuilder text, PlanView view)
    {
        var problems = view.Flows.SelectMany(flow => flow.Problems.Where(problem => problem.IsNew || problem.Blocks || problem.Severity != "info").Select(problem => (flow.Name, Problem: problem))).ToList();
        if (problems.Count == 0)
        {
            return;
        }

        text.Append("\n## Problems\n\n| flow | severity | rule | what | |\n|---|---|---|---|---|\n");
        foreach (var (name, problem) in problems)
        {
            var note = problem.Blocks ? "blocks" : problem.IsNew ? "new" : "older than this change";
            text.Append($"| {Escape(name)} | {problem.Severity} | `{problem.Rule}` | {Escape(problem.Message)} | {note} |\n");
        }
    }

    private static void AppendChanges(StringBuilder text, Plan plan, PlanView view)
    {
        var changes = plan.Changes.ToList();
        if (changes.Count == 0)
        {
            return;
        }

        // A plan knows the names of the flows that it inserts calls to, and no others.
        var catalogue = new OrgCatalogue(plan.Steps.OfType<ResolvedCall>().Select(step => new CatalogueFlow(step.Call.FlowId, step.Call.FlowName, step.Call.FlowType)), default, knowsAllFlows: false);
        text.Append("\n## Changes\n");
        foreach (var (flow, index) in changes.Select((flow, index) => (flow, index)))
        {
            var row = view.Flows.First(row => row.Id == flow.Id);
            text.Append($"\n### {Escape(flow.Name)}\n\n");
            foreach (var step in row.Steps)
            {
                text.Append($"- {Escape(step.Summary)}\n");
                foreach (var detail in step.Details)
                {
                    text.Append($"  - {(detail.Change is { } change ? $"`{change}` " : "")}{Escape(detail.Name)} {Escape(detail.Text)}\n");
                }
            }

            if (index < MostPictures)
            {
                AppendPictures(text, flow, catalogue);
            }
        }

        if (changes.Count > MostPictures)
        {
            text.Append($"\nPictures of the first {MostPictures} flows only; `patchbay graph FLOW` draws any.\n");
        }
    }

    private static void AppendPictures(StringBuilder text, PlannedFlow flow, OrgCatalogue catalogue)
    {
        var before = Read(flow.Before, flow.Name);
        var after = Read(flow.After, flow.Name);
        if (before is null || after is null)
        {
            return;
        }

        var old = before.Elements.Select(element => element.Id).ToFrozenSet(StringComparer.Ordinal);
        var added = after.Elements.Select(element => element.Id).Where(id => !old.Contains(id)).ToFrozenSet(StringComparer.Ordinal);
        text.Append("\n<details><summary>Before and after</summary>\n\n");
        text.Append($"Before:\n\n```mermaid\n{Mermaid.Write(GraphDrawing.Of(FlowGraph.Of(before), catalogue))}```\n\n");
        text.Append($"After:\n\n```mermaid\n{Mermaid.Write(GraphDrawing.Of(FlowGraph.Of(after), catalogue, added))}```\n\n</details>\n");
    }

    private static Flow? Read(string text, string name) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, name)));

    private static string Sign(string action) => action switch
    {
        "change" => "~",
        "blocked" => "!",
        _ => "=",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>Text as Markdown shows it, also within a table.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            escaped.Append(c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '|' or '&' or '~' ? "\\" : "").Append(c);
        }

        return escaped.ToString();
    }
}
