using Patchbay.Cli.Views;
using Patchbay.Client.Applying;
using Patchbay.Core.Changes;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>From a change file to a plan, for every verb that makes one.</summary>
internal static class ChangePlanning
{
    /// <summary>Reads a change file or a menu file.</summary>
    /// <exception cref="CliException">It is wrong; the message shows every fault with its line.</exception>
    public static ChangeFile Read(OpenStore open, SourceText source)
    {
        var read = ChangeFileReader.Read(source, name => open.Workspace.Variables[name]);
        return read.Change ?? throw CliException.Wrong($"\"{source.Path}\" is not a change that can be planned.", source, read.Diagnostics);
    }

    /// <summary>Makes the plan of a change, and says how many flows were read.</summary>
    /// <param name="call">The invocation.</param>
    /// <param name="open">The store.</param>
    /// <param name="change">The change.</param>
    /// <param name="source">The text that the change was read from, for messages.</param>
    /// <exception cref="CliException">A flow that the change names cannot be told.</exception>
    public static async Task<Plan> MakeAsync(Invocation call, OpenStore open, ChangeFile change, SourceText source)
    {
        var made = await call.Terminal.ProgressAsync(
            $"Reading flows from {open.Store.DisplayName}",
            meter => new PlanMaker(open.Store, open.Workspace.Lint, call.Around.Clock).MakeAsync(change, new Watcher<PlanProgress>(at => meter.At(at.Read, at.Total)), call.Stop),
            result => result.Plan is { } plan ? $"done ({Plural.Of(plan.Flows.Length, "flow")} selected{(open.Traffic.Length > 0 ? $", {open.Traffic.Trim(' ', '(', ')')}" : "")})" : "stopped");
        if (made.Plan is not { } plan)
        {
            throw source.Length > 0
                ? CliException.Wrong("The change cannot be planned.", source, made.Problems, ExitCode.Failed)
                : CliException.Failed(string.Join(' ', made.Problems.Select(problem => problem.Message)));
        }

        return plan.Flows.Length > 0 ? plan : throw CliException.Failed(change.Flows.Ids is [var id]
            ? $"There is no flow with the id \"{id}\" in {open.Store.DisplayName}. \"patchbay flows list --json\" shows the ids."
            : $"No flow in {open.Store.DisplayName} fits the selection. \"patchbay flows list\" shows what there is.");
    }

    /// <summary>Reads a plan that was written to a file; null where the text is something else, such as a change file.</summary>
    /// <exception cref="PlanFileException">It is a plan that cannot be used.</exception>
    public static Plan? ReadPlan(SourceText source) => source.Text.AsSpan().TrimStart('\uFEFF').TrimStart() is ['{', ..] ? PlanFile.Read(source.Text, source.Path) : null;
}

/// <summary>Reports progress where it happens: the order of the reports is that of the work.</summary>
/// <param name="report">Receives each report.</param>
internal sealed class Watcher<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
