using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Stores;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay flows show</c>.</summary>
internal sealed class FlowsShowCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string> _flow = new("flow")
    {
        HelpName = "FLOW|FILE",
        Description = "The flow, by name or id, or a flow file; - reads standard input",
    };

    private readonly Option<bool> _definition = new("--definition")
    {
        Description = "Write the definition and nothing else",
    };

    private readonly Option<string> _version = new("--at-version")
    {
        Description = "An older version in place of the newest",
        HelpName = "N",
    };

    public FlowsShowCommand()
        : base("show", "Show one flow: what it is, what is live, its parts, its history")
    {
        Examples =
        [
            new("flows show Inbound_Support_Billing", "Shows its state, its elements and its versions"),
            new("flows show flows/billing.yaml", "Shows what a flow file holds: tasks, menus with their keys, what it uses, its variables"),
            new("flows show Inbound_Support_Billing --definition --at-version 3 > old.json", "Saves an older definition"),
        ];
        Add(_flow);
        Add(_definition);
        Add(_version);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var named = call.Get(_flow) ?? "";
        if (named == "-")
        {
            return call.Has(_version) ? throw CliException.Usage("Standard input has no older versions. Leave --at-version out.") : Show(call, named, FolderStore.Wrap(call.ReadFile(named)), []);
        }

        var isFile = File.Exists(call.FullPath(named));
        using var open = isFile ? new OpenStore(FolderStore.ForFile(call.FullPath(named)), Workspace.Open(call)) : _where.Open(call);
        var store = open.Store;
        if (Directory.Exists(call.FullPath(named)) && store is FolderStore)
        {
            throw CliException.Usage($"\"{named}\" is a folder, and one flow is meant. \"patchbay flows list {named}\" shows the flows in it.");
        }

        var header = isFile ? (await FlowLookup.AllAsync(store, FlowQuery.All, call.Stop))[0] : await FlowLookup.FindAsync(store, named, call.Stop);
        var read = await store.ReadAsync(header.Id, call.Get(_version), call.Stop);
        return Show(call, isFile ? named : store.DisplayName, read, call.Get(_definition) && !call.WantsJson ? [] : await store.VersionsAsync(header.Id, call.Stop));
    }

    private ExitCode Show(Invocation call, string from, StoredFlow flow, IReadOnlyList<FlowVersion> versions)
    {
        if (call.Get(_definition) && !call.WantsJson)
        {
            call.Terminal.Result(flow.Text.EndsWith('\n') ? flow.Text : flow.Text + "\n");
        }
        else
        {
            call.Show(FlowsShowView.Of(from, flow, versions, withDefinition: call.Get(_definition)));
        }

        return ExitCode.Done;
    }
}
