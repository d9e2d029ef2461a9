using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay adoption</c>.</summary>
internal sealed class AdoptionCommand : CliCommand
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private readonly StoreOptions _where = new();

    private readonly Argument<string[]> _flows = new("flows")
    {
        HelpName = "FLOW",
        Description = "Flows, by name or id; their live revision is the new one",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _run = new("--run")
    {
        Description = "The flows of a run; what it made live is the new revision",
        HelpName = "ID",
    };

    private readonly Option<string> _since = new("--since")
    {
        Description = "How far back to count, such as PT30M, PT24H or P7D (default: PT24H)",
        HelpName = "SPAN",
    };

    private readonly Option<string> _interval = new("--interval")
    {
        Description = "Between which times to count, with a slash between them",
        HelpName = "START/END",
    };

    public AdoptionCommand()
        : base("adoption", "Count callers before and after a publish, and the share that the new revision takes")
    {
        Remarks = "\"Before\" are the contacts up to the moment when the new revision went live (of a run: its first one), \"after\" those since then. Flows of a run that did not go live keep their callers on the old revision and lower the share of the new one.";
        Examples =
        [
            new("adoption --run 2026-05-04-0911-validate-every-support-caller", "Shows how many callers went through what a run published"),
            new("adoption Inbound_Support_Billing Inbound_Support_Returns --since PT1H", "Shows two flows, over the last hour"),
            new("adoption 'Main IVR' --interval 2026-05-04T08:00:00Z/2026-05-04T18:00:00Z --json", "Shows one flow over a working day, as JSON"),
        ];
        Add(_flows);
        Add(_run);
        Add(_since);
        Add(_interval);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var (names, runId) = (call.Get(_flows) ?? [], call.Get(_run));
        if (names.Length > 0 == runId is not null)
        {
            throw CliException.Usage("\"patchbay adoption\" needs to know which flows are meant: name some, or a run with --run. \"patchbay runs list\" shows the runs.");
        }

        using var open = _where.Open(call);
        open.RequireOrg("Adoption counts the callers of an org");
        var now = call.Around.Clock.GetUtcNow();
        var adoption = new Adoption(open);
        var (flows, run) = runId is null
            ? (await adoption.OfFlowsAsync(names, call.Stop), null)
            : await OfRunAsync(adoption, open, runId, call.Stop);
        var (from, to) = PeriodOf(call, now);
        call.Show(AdoptionView.Of(open.Store.DisplayName, run?.Id, from, to, await adoption.CountAsync(flows, from, to, call.Stop)));
        return ExitCode.Done;
    }

    private static async Task<(IReadOnlyList<AdoptingFlow> Flows, Run? Run)> OfRunAsync(Adoption adoption, OpenStore open, string id, CancellationToken stop)
    {
        var run = open.Workspace.Runs.Read(id);
        if (run.Store != open.Store.DisplayName)
        {
            throw CliException.Usage($"The run \"{id}\" works on {run.Store}, and this is {open.Store.DisplayName}. Name that org with --org.");
        }

        // What a run wrote as drafts may have been made live by a later one.
        var publishing = open.Workspace.Runs.List().Where(other => other.Kind == RunKind.Publish && other.Of == id);
        return (await adoption.OfRunAsync([run, .. publishing.Reverse()], stop), run);
    }

    private (DateTimeOffset From, DateTimeOffset To) PeriodOf(Invocation call, DateTimeOffset now)
    {
        if (call.Get(_interval) is not { } interval)
        {
            // The service is asked in whole milliseconds: the one that has begun counts.
            return (now - (call.Get(_since) is { } since ? Times.ParseSpan("--since", since) : Day), now + Adoption.Instant);
        }

        return call.Has(_since)
            ? throw CliException.Usage("--since and --interval both say when to count. Give one of them.")
            : Times.ParseInterval("--interval", interval, now);
    }
}
