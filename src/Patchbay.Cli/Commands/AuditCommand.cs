using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Http;
using Patchbay.Client.Stores;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay audit</c>.</summary>
internal sealed class AuditCommand : CliCommand
{
    private const int FewEntries = 50;
    private readonly StoreOptions _where = new();

    private readonly Argument<string> _flow = new("flow")
    {
        HelpName = "FLOW",
        Description = "One flow, by name or id; every flow without one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _from = new("--from")
    {
        Description = "Nothing older: a date, a date and time, or a length of time back from now (P7D); without it all, of an org of the platform the last two weeks",
        HelpName = "TIME",
    };

    private readonly Option<string> _to = new("--to")
    {
        Description = "Nothing newer",
        HelpName = "TIME",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many entries at most; 0 for all (default: {FewEntries})",
        HelpName = "N",
        DefaultValueFactory = _ => FewEntries,
    };

    private readonly Option<bool> _local = new("--local")
    {
        Description = "What was deployed from this folder, from .patchbay/audit.jsonl, and nothing is asked of the org",
    };

    public AuditCommand()
        : base("audit", "Show who did what with the flows of an org, newest first")
    {
        Remarks = "Of one flow in an org that speaks the platform API the flow's own history is shown where the audit trail may not be read.";
        Examples =
        [
            new("audit", "Shows the latest entries of the org"),
            new("audit Inbound_Support_Billing --from P7D", "Shows what happened to one flow in the last week"),
            new("audit --from 2026-05-01 --to 2026-06-01 --limit 0 --json", "Lists a whole month, as JSON"),
            new("audit --local", "Shows what was deployed from this folder"),
        ];
        Add(_flow);
        Add(_from);
        Add(_to);
        Add(_limit);
        Add(_local);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var now = call.Around.Clock.GetUtcNow();
        var period = new Period(
            call.Get(_from) is { } from ? Times.Parse("--from", from, now) : null,
            call.Get(_to) is { } to ? Times.Parse("--to", to, now) : null);
        if (period.From > period.To)
        {
            throw CliException.Usage("--from is later than --to, so nothing can lie between them. Swap the two times.");
        }

        var limit = call.Get(_limit) is var given and > 0 ? given : int.MaxValue;
        call.Show(call.Get(_local) ? Local(call, period, limit) : await OfOrgAsync(call, period, limit));
        return ExitCode.Done;
    }

    private async Task<AuditView> OfOrgAsync(Invocation call, Period period, int limit)
    {
        using var open = _where.Open(call);
        var flow = call.Get(_flow) is { } name ? await FlowLookup.FindAsync(open.Store, name, call.Stop) : null;
        try
        {
            return await TakeAsync(open, OrgAudits.ReadAsync(open, flow?.Id, period.From, period.To, call.Around.Clock.GetUtcNow(), call.Stop), limit);
        }
        catch (ApiException error) when (flow is not null && open.Platform is not null && error.Failure == StoreFailure.NotAuthorized)
        {
            call.Terminal.Note($"{error.Message} What follows is the flow's own history.");
            var history = open.Platform.Flows.HistoryAsync(flow.Id, call.Stop).Where(entry => (period.From is null || entry.Timestamp >= period.From) && (period.To is null || entry.Timestamp <= period.To));
            return await TakeAsync(open, history.Select(entry => AuditView.Entry.Of(entry, flow)), limit);
        }
    }

    private static async Task<AuditView> TakeAsync(OpenStore open, IAsyncEnumerable<AuditView.Entry> found, int limit)
    {
        var entries = new List<AuditView.Entry>();
        await foreach (var entry in found)
        {
            if (entries.Count == limit)
            {
                return new AuditView(open.Store.DisplayName, entries, HasMore: true);
            }

            entries.Add(entry);
        }

        return new AuditView(open.Store.DisplayName, entries, HasMore: false);
    }

    private AuditView Local(Invocation call, Period period, int limit)
    {
        var runs = Workspace.Open(call).Runs;
        var path = Path.Combine(runs.State, "audit.jsonl");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var target in runs.List().SelectMany(run => run.Targets))
        {
            names.TryAdd(target.Id, target.Name);
        }

        var wanted = call.Get(_flow);
        var found = LocalAudit.Read(path, call.Terminal.Note)
            .Select(line => AuditView.Entry.Of(line, names.GetValueOrDefault(line.FlowId)))
            .Where(entry => wanted is null || entry.FlowId == wanted || string.Equals(entry.Flow, wanted, StringComparison.OrdinalIgnoreCase))
            .Where(entry => (period.From is null || entry.At >= period.From) && (period.To is null || entry.At <= period.To))
            .Reverse()
            .ToList();
        return new AuditView(path, [.. found.Take(limit)], found.Count > limit);
    }

    private sealed record Period(DateTimeOffset? From, DateTimeOffset? To);
}
