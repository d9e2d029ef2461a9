using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay flows pull</c>.</summary>
internal sealed class FlowsPullCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly FilterOptions _filter = new();

    private readonly Option<string> _into = new("--into")
    {
        Description = "The folder to fetch into",
        HelpName = "DIR",
        DefaultValueFactory = _ => "flows",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Overwrite what was edited here",
    };

    private readonly Option<bool> _fresh = new("--fresh")
    {
        Description = "Read every flow again, also those that have not changed",
    };

    public FlowsPullCommand()
        : base("pull", "Fetch definitions of an org into a folder, one file per flow")
    {
        Remarks = "A file holds what people write; what the org owns (version, status, ids) is kept in .patchbay/state.json. Flows that have not changed since the last time are not read again; how many are, and about how many requests that takes, is said beforehand. A file that was edited here is left as it is.";
        Examples =
        [
            new("flows pull", "Fetches every flow into the folder flows"),
            new("flows pull --type call --name 'Inbound_Support_*' --into support", "Fetches the inbound flows of one team"),
        ];
        Add(_into);
        Add(_force);
        Add(_fresh);
        _filter.AddTo(this);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        if (open.Store is FolderStore)
        {
            throw CliException.Usage("There is no org to fetch from. Name one with --org, or set \"org\" in patchbay.yaml.");
        }

        var into = call.Get(_into) ?? "flows";
        var wanted = await _filter.FindAsync(call, open);
        var fresh = call.Get(_fresh);
        var store = fresh && open.Store is ArchitectStore architect ? architect.With(options => options with { Mirror = options.Mirror?.Fresh() }) : open.Store;
        var puller = new FlowPuller(store, call.FullPath(into)) { IsFresh = fresh, Selection = _filter.Selection(call, store.DisplayName) };
        Foretell(call, store, wanted, puller.ToRead(wanted, call.Get(_force)));
        var pulled = await call.Terminal.ProgressAsync(
            $"Fetching {Plural.Of(wanted.Count, "flow")} from {open.Store.DisplayName}",
            async meter =>
            {
                meter.Expect(wanted.Count);
                var files = new List<PulledFlow>();
                await foreach (var flow in puller.PullAsync(wanted, call.Get(_force), call.Stop))
                {
                    files.Add(flow);
                    meter.Step();
                }

                return files;
            },
            _ => $"done{open.Traffic}");
        call.Show(FlowsPullView.Of(open.Store.DisplayName, into, call.Around.Directory, pulled));
        return ExitCode.Done;
    }

    /// <summary>Says beforehand what it will cost.</summary>
    private static void Foretell(Invocation call, IFlowStore store, IReadOnlyCollection<FlowHeader> wanted, IReadOnlyCollection<FlowHeader> toRead)
    {
        if (toRead.Count == 0)
        {
            return;
        }

        var estimate = store.EstimateRead(toRead);
        var unchanged = wanted.Count - toRead.Count;
        string[] parts = [unchanged > 0 ? $"{unchanged} unchanged here" : "", estimate.Here > 0 ? $"{estimate.Here} in the mirror" : "", $"{toRead.Count - estimate.Here} to fetch"];
        call.Terminal.Note($"{Plural.Of(wanted.Count, "flow")}: {string.Join(", ", parts.Where(part => part.Length > 0))}, about {Plural.Of(estimate.Requests, "request")}.");
    }
}
