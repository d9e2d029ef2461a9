using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay publish</c>.</summary>
internal sealed class PublishCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly Option<string> _activateAt = ApplyOptions.ActivateAtOption("Go live at this time");
    private readonly Option<bool> _yes = ApplyOptions.YesOption();

    private readonly Argument<string[]> _flows = new("flows")
    {
        HelpName = "FLOW",
        Description = "Flows by name or id: their newest version, or FLOW@3 for version 3",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _run = new("--run")
    {
        Description = "What this run wrote, and only that",
        HelpName = "RUN",
    };

    private readonly Option<bool> _cancel = new("--cancel") { Description = "Take back a publish that waits for its time" };

    public PublishCommand()
        : base("publish", "Make versions live, now or at a set time, or take a scheduled publish back")
    {
        Remarks = "Publishing again what is live already changes nothing, except that on the platform a flow takes in its common modules as they are now. An older version can be named, which is how to go back by hand; \"rollback\" does it for a whole run.";
        Examples =
        [
            new("publish --run 2026-11-21-0702-common-validation", "Makes live what a run wrote"),
            new("publish Inbound_Support_Billing --activate-at 2026-12-01T06:00:00+01:00", "Sets the newest version to go live"),
            new("publish Inbound_Support_Billing@13", "Makes an older version live again"),
            new("publish Inbound_Support_Billing --cancel", "Takes the scheduled publish back"),
        ];
        Add(_flows);
        Add(_run);
        Add(_activateAt);
        Add(_cancel);
        Add(_yes);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var (named, run) = (call.Get(_flows) ?? [], call.Get(_run));
        if ((named.Length == 0) == (run is null))
        {
            throw CliException.Usage("Say what to publish: flows by name, or --run with the id of a run; not both.");
        }

        using var open = _where.Open(call);
        var at = ApplyOptions.TimeOf(call, _activateAt);
        var live = new HashSet<string>(StringComparer.Ordinal);
        var targets = run is not null ? OfRun(open, run) : await OfNamesAsync(call, open, named, live);
        return call.Get(_cancel) ? await CancelAsync(call, open, targets) : await PublishAsync(call, open, targets, live, at, run);
    }

    private async Task<ExitCode> PublishAsync(Invocation call, OpenStore open, List<RunTarget> targets, HashSet<string> live, DateTimeOffset? at, string? of)
    {
        if (targets.Count == 0)
        {
            throw CliException.Failed($"The run \"{of}\" wrote nothing that is not live already.");
        }

        var when = at is null ? "now" : $"at {at:yyyy-MM-dd HH:mm:ss zzz}";
        foreach (var target in targets)
        {
            call.Terminal.Note($"~ {target.Name}   v{target.Version} {(live.Contains(target.Id) ? $"is live already, and is published again {when}" : $"goes live {when}")}");
        }

        if (!call.Confirm(_yes, $"Make {Plural.Of(targets.Count, "flow")} live on {open.Store.DisplayName} {when}?"))
        {
            return ExitCode.Done;
        }

        var run = await ApplyOptions.RunAsync(call, open, [], "Publishing", (applier, stop) => applier.PublishAsync(targets, at, of, stop));
        return ApplyOptions.Show(call, open, run);
    }

    private async Task<ExitCode> CancelAsync(Invocation call, OpenStore open, List<RunTarget> targets)
    {
        var ids = targets.Select(target => target.Id).ToList();
        var waiting = (await FlowLookup.AllAsync(open.Store, new FlowQuery { Ids = ids }, call.Stop)).FindAll(flow => flow.Scheduled is not null);
        if (waiting.Count > 0 && call.Confirm(_yes, $"Take back the scheduled publish of {string.Join(", ", waiting.Select(flow => flow.Name))}?"))
        {
            foreach (var flow in waiting)
            {
                await open.Store.CancelPublishAsync(flow.Id, call.Stop);
                call.Terminal.Note($"{flow.Name} no longer goes live at {(flow.Scheduled is { } set ? Times.Show(set.ActivateAt) : "a set time")}.");
            }
        }

        call.Show(new CancelledView([.. waiting.Select(flow => flow.Name)]));
        return ExitCode.Done;
    }

    private static List<RunTarget> OfRun(OpenStore open, string id)
    {
        var run = open.Workspace.Runs.Read(id);
        var written = Applier.WrittenBy(run);
        return [.. written.IsEmpty ? run.Targets.Where(target => run.Flows.Any(flow => flow.Id == target.Id && flow.Live?.ActivateAt is not null)) : written];
    }

    private static async Task<List<RunTarget>> OfNamesAsync(Invocation call, OpenStore open, IEnumerable<string> names, HashSet<string> live)
    {
        var all = await FlowLookup.AllAsync(open.Store, FlowQuery.All, call.Stop);
        var targets = new List<RunTarget>();
        foreach (var name in names)
        {
            var at = name.LastIndexOf('@');
            var flow = FlowLookup.Pick(open.Store.DisplayName, all, at > 0 ? name[..at] : name);
            if (flow.Version.Length == 0)
            {
                throw CliException.Failed($"\"{flow.Name}\" has no version that could go live: nothing of it was ever checked in.");
            }

            // The flow's own revision may tell of more than its newest version, such as what is live beside it.
            var (revision, version) = await VersionAsync(call, open, flow, at > 0 ? name[(at + 1)..] : flow.Version);
            targets.Add(new RunTarget(flow.Id, flow.Name, revision.Value, version));
            if (flow.Published?.Version == version)
            {
                live.Add(flow.Id);
            }
        }

        return targets;
    }

    private static async Task<(Revision Revision, string Version)> VersionAsync(Invocation call, OpenStore open, FlowHeader flow, string version)
    {
        var versions = await open.Store.VersionsAsync(flow.Id, call.Stop);
        return versions.FirstOrDefault(known => known.Version == version) is { } found
            ? (found.Revision, found.Version)
            : throw CliException.Failed($"\"{flow.Name}\" has no version \"{version}\". Its newest is {flow.Version}; \"patchbay flows show\" lists them.");
    }
}
