using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;
using Patchbay.Client.Stores;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay drift</c>.</summary>
internal sealed class DriftCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string?> _dir = new("dir")
    {
        HelpName = "DIR",
        Description = "The folder that the flows were fetched into (default: flows)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _adopt = new("--adopt") { Description = "Take what changed into the folder; a file that was edited here is left as it is" };
    private readonly Option<bool> _exitCode = new("--exit-code") { Description = "End with 3 if anything changed" };

    public DriftCommand()
        : base("drift", "Show what others changed in an org since it was last fetched or changed from here")
    {
        Remarks = "Compares each flow that has a file here with the version that was fetched, or that a run from here wrote, whichever is newer: what differs, which versions were made since, by whom, and what was published. Flows that were renamed or deleted are told, and new ones that fit what was fetched into the folder (its names, types and divisions). Needs no flow to be read that has not moved.";
        Examples =
        [
            new("drift --org prod", "Shows what others changed since the last pull or apply"),
            new("drift ivr --org prod --exit-code", "Ends with 3 if anything changed, for a nightly job"),
            new("drift ivr --org prod --adopt", "Takes it into the folder, to be looked at and committed"),
        ];
        Add(_dir);
        Add(_adopt);
        Add(_exitCode);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        if (open.Store is FolderStore)
        {
            throw CliException.Usage("There is no org that could have changed. Name one with --org, or set \"org\" in patchbay.yaml.");
        }

        var folder = call.Get(_dir) ?? "flows";
        var path = call.FullPath(folder);
        var drift = await call.Terminal.ProgressAsync($"Looking for changes in {open.Store.DisplayName}", _ => new DriftFinder(open.Store, open.Workspace.Runs, path).FindAsync(call.Stop), _ => $"done{open.Traffic}");
        var acts = await ActsAsync(call, open, drift);
        var adopted = call.Get(_adopt) ? await AdoptAsync(call, open.Store, drift, path) : null;
        call.Show(new DriftView(
            open.Store.DisplayName,
            folder,
            [.. drift.Flows.Select(flow => DriftView.RowOf(flow, flow.Path is { } file ? Path.GetRelativePath(call.Around.Directory, file).Replace('\\', '/') : null, Differences(flow), acts[flow.Id]))],
            [.. drift.Applied.Select(flow => flow.Name).Order(StringComparer.Ordinal)],
            drift.Files,
            drift.WithoutFile)
        {
            Adopted = adopted is null ? null : FlowsPullView.Of(open.Store.DisplayName, folder, call.Around.Directory, adopted),
        });
        return adopted?.Exists(flow => flow.Outcome == PullOutcome.KeptEdited) == true ? ExitCode.Failed
            : call.Get(_exitCode) && !drift.Flows.IsEmpty ? ExitCode.Pending
            : ExitCode.Done;
    }

    /// <summary>What differs: what the org calls the flow and how it describes it, which can change without a new version, and then the definitions, which may hold both as well.</summary>
    private static List<string>? Differences(DriftedFlow flow)
    {
        var lines = new List<string>();
        if (flow.NameBefore is { } name)
        {
            lines.Add($"The flow's name is now \"{flow.Name}\" (was \"{name}\")");
        }

        if (flow.DescriptionBefore is { } said)
        {
            lines.Add($"The flow's description is {(flow.Header?.Description is { Length: > 0 } says ? $"now \"{says}\"" : "no longer set")} (was {(said.Length > 0 ? $"\"{said}\"" : "not set")})");
        }

        if (flow is { Before: { } before, After: { } after })
        {
            var differences = FlowDiff.Compare(Parse(before, flow.Name), Parse(after, flow.Name)).Differences;
            return [.. lines, .. differences.Where(difference => difference.Element.Length > 0 || !((difference.Path == "name" && flow.NameBefore is not null) || (difference.Path == "description" && flow.DescriptionBefore is not null))).Select(difference => difference.Text)];
        }

        return lines.Count > 0 ? lines : null;
    }

    private static Flow? Parse(string text, string name) => FlowFormats.Read(FlowFormats.Parse(new SourceText(text, name)));

    /// <summary>What was done to the flows since, oldest first; of a flow that is gone, only who deleted it. Where the org does not show its audits, the versions still tell who made them.</summary>
    private static async Task<ILookup<string, AuditView.Entry>> ActsAsync(Invocation call, OpenStore open, Drift drift)
    {
        var known = drift.Flows.Where(flow => flow.Path is not null).ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        var now = call.Around.Clock.GetUtcNow();
        var found = new List<AuditView.Entry>();
        if (known.Count == 0)
        {
            return found.ToLookup(entry => entry.FlowId, StringComparer.Ordinal);
        }

        try
        {
            var from = known.Values.Min(flow => flow.Since ?? OrgAudits.EarliestAtOnce(now));
            await foreach (var entry in OrgAudits.ReadAsync(open, known.Count == 1 ? known.Keys.Single() : null, from, null, now, call.Stop))
            {
                if (known.TryGetValue(entry.FlowId, out var flow) && IsSince(flow, entry))
                {
                    found.Add(entry);
                }
            }
        }
        catch (StoreException error)
        {
            call.Terminal.Note($"Who published what is not known here: {error.Message}");
        }

        return found.AsEnumerable().Reverse().ToLookup(entry => entry.FlowId, StringComparer.Ordinal);
    }

    /// <summary>Whether something was done after what is known here. That the known version was published before any newer one was made, is older news.</summary>
    private static bool IsSince(DriftedFlow flow, AuditView.Entry entry) => flow.Header is null
        ? entry.Action == "Delete"
        : (flow.Since is null || entry.At > flow.Since) && (entry.Version != flow.Baseline || (flow.Versions.LastOrDefault() is { } newer ? entry.At > newer.At : flow.Before is not null));

    private static async Task<List<PulledFlow>> AdoptAsync(Invocation call, IFlowStore store, Drift drift, string folder)
    {
        var pulled = new List<PulledFlow>();
        var wanted = drift.Flows.Select(flow => flow.Header).OfType<FlowHeader>().Concat(drift.Applied).ToList();
        await foreach (var flow in new FlowPuller(store, folder).PullAsync(wanted, force: false, call.Stop))
        {
            pulled.Add(flow);
        }

        return pulled;
    }
}
