using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Stores;

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

    public FlowsPullCommand()
        : base("pull", "Fetch definitions of an org into a folder, one file per flow")
    {
        Remarks = "A file holds what people write; what the org owns (version, status, ids) is kept in .patchbay/state.json. Flows that have not changed since the last time are not read again. A file that was edited here is left as it is.";
        Examples =
        [
            new("flows pull", "Fetches every flow into the folder flows"),
            new("flows pull --type call --name 'Inbound_Support_*' --into support", "Fetches the inbound flows of one team"),
        ];
        Add(_into);
        Add(_force);
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
        var puller = new FlowPuller(open.Store, call.FullPath(into));
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
}
