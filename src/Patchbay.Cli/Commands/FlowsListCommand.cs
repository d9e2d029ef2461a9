using System.CommandLine;
using Patchbay.Cli.Views;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay flows list</c>.</summary>
internal sealed class FlowsListCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly FilterOptions _filter = new();

    private readonly Argument<string?> _dir = new("dir")
    {
        HelpName = "DIR",
        Description = "A folder of flow files; the same as --folder",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public FlowsListCommand()
        : base("list", "List flows by name, type, division, and by what is inside them")
    {
        Examples =
        [
            new("flows list", "Lists every flow of the org, or of this folder"),
            new("flows list --name 'Inbound_Support_*' --type call", "Lists the inbound flows of one team"),
            new("flows list --contains calls:Common_Validation_Module", "Lists the flows that call a shared flow"),
            new("flows list flows --contains queue:Support", "Lists the flow files of a folder that use a queue"),
            new("flows list --contains type:menu --json", "Lists the flows with a menu, as JSON"),
        ];
        Add(_dir);
        _filter.AddTo(this);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.OpenOr(call, call.Get(_dir));
        var found = await _filter.FindAsync(call, open);
        call.Show(FlowsListView.Of(open.Store.DisplayName, found));
        if (found.Count == 0 && open.Connection is null && open.Connection is null && !_where.IsGiven(call) && call.Get(_dir) is null)
        {
            call.Terminal.Note("This folder holds no definition files, and no org was named. Name one with --org or in PATCHBAY_ORG; \"patchbay emulator\" starts one to try things on.");
        }

        return ExitCode.Done;
    }
}
