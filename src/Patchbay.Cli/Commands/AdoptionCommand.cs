using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;
using Patchbay.Client.Modules;
using Patchbay.Client.Platform;
using Patchbay.Core.Flows;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay adoption</c>.</summary>
internal sealed class AdoptionCommand : CliCommand
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private readonly StoreOptions _where = new();

    private readonly Argument<string[]> _flows = new("flows")
    {
        HelpName = "FLOW",
        Description = "Flows, by name or id; their live revision is the new one. Or one common module of an org that speaks the platform API",
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
        Remarks = "\"Before\" are the contacts up to the moment when the new revision went live (of a run: its first one), \"after\" those since then. Flows of a run that did not go live keep their callers on the old revision and lower the share of the new one. A common module of an org that speaks the platform API has no callers of its own: those of the flows that hold a copy are counted, by whether that was the live version of the module. Such an org also tells how many contacts are in the flows at the moment.";
        Examples =
        [
            new("adoption --run 2026-05-04-0911-validate-every-support-caller", "Shows how many callers went through what a run published"),
            new("adoption Inbound_Support_Billing Inbound_Support_Returns --since PT1H", "Shows two flows, over the last hour"),
            new("adoption 'Identify Caller' --org prod --since P7D", "Shows how many callers of a week went through flows that hold the new module"),
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
        var (from, to) = PeriodOf(call, now);
        if (runId is null)
        {
            var named = await adoption.FindAsync(names, call.Stop);
            if (open.Platform is { } api && named.Find(flow => FlowTypes.Same(flow.Type, "commonmodule")) is { } module)
            {
                call.Show(named is [_] ? await OfModuleAsync(call, open, api, module, from, to) : throw CliException.Usage($"\"{module.Name}\" is a common module, whose adoption is counted over all flows that hold it. Name it alone."));
                return ExitCode.Done;
            }

            await ShowAsync(null, Adoption.OfFlows(named));
            return ExitCode.Done;
        }

        var (flows, run) = await OfRunAsync(adoption, open, runId, call.Stop);
        await ShowAsync(run.Id, flows);
        return ExitCode.Done;

        async Task ShowAsync(string? run, IReadOnlyList<AdoptingFlow> flows) => call.Show(AdoptionView.Of(open.Store.DisplayName, run, from, to, await adoption.CountAsync(flows, from, to, call.Stop)) with
        {
            InFlow = to < now ? null : await adoption.InFlowAsync(flows, call.Stop),
        });
    }

    private static async Task<ModuleAdoptionView> OfModuleAsync(Invocation call, OpenStore open, PlatformApi api, FlowHeader named, DateTimeOffset from, DateTimeOffset to)
    {
        var ledger = await ModulesArguments.ReadAsync(call, open, api, flow => flow.Id == named.Id);
        if (ledger.Modules is not [{ LiveVersion: not null, LiveSince: not null } module])
        {
            throw CliException.Failed($"\"{named.Name}\" is not published in {open.Store.DisplayName}, so there is no version of it that callers could have met. Publish it first.");
        }

        var counted = await call.Terminal.ProgressAsync($"Counting the callers of {Plural.Of(module.Consumers.Length, "flow")}", _ => ModuleAdoption.CountAsync(api, ledger, module, from, to, call.Stop), _ => $"done{open.Traffic}");
        return ModuleAdoptionView.Of(open.Store.DisplayName, ledger, counted);
    }

    private static async Task<(IReadOnlyList<AdoptingFlow> Flows, Run Run)> OfRunAsync(Adoption adoption, OpenStore open, string id, CancellationToken stop)
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
