using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Modules;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay prompts list</c>.</summary>
internal sealed class PromptsListCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string?> _name = new("prompt")
    {
        HelpName = "NAME",
        Description = "Only prompts of this name, which may hold * and ?, or of this id; with all that use them",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _checkContent = LiveContents.FetchOption();

    public PromptsListCommand()
        : base("list", "Show how many flows use each user prompt, which nobody uses, and which are gone")
    {
        Remarks = "A prompt is not copied into flows: what it says changes for every flow at once, so no flow can hold an old one. The org's index tells who uses which, and so does the content of the live versions that were fetched before (.patchbay/mirror). Where the index is not ready, or does not know how a flow stands, it says that it does not know, and why. A flow that finds a prompt by a name that it computes stands in no index.";
        Examples =
        [
            new("prompts list --org prod", "Shows all user prompts, with how many use each"),
            new("prompts list 'Holiday_*' --org prod", "Shows some, each with the flows that use it"),
            new("prompts list --org prod --check-content", "Holds the index against the content of every published flow"),
            new("prompts list --org prod --json | jq '.prompts[] | select(.state == \"unused\") | .name'", "Names those that nobody uses"),
        ];
        Add(_name);
        Add(_checkContent);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        var api = open.RequirePlatform("The ledger of prompts is an org's");
        var name = call.Get(_name);
        var ledger = await call.Terminal.ProgressAsync($"Reading who uses which prompt from {open.Store.DisplayName}", _ => PromptLedger.ReadAsync(api, call.Stop), _ => $"done{open.Traffic}");
        ledger = ledger.Against(await LiveContents.ReadAsync(call, open, ledger.Flows, call.Get(_checkContent)));
        var wanted = name is null ? ledger : ledger with { Prompts = ledger.Prompts.RemoveAll(prompt => prompt.Id != name && !NamePattern.Matches(name, prompt.Name)) };
        if (name is not null && wanted.Prompts.IsEmpty)
        {
            throw CliException.Failed($"{open.Store.DisplayName} has no user prompt \"{name}\".{Nearest.DidYouMean(name, ledger.Prompts.Select(prompt => prompt.Name))} \"patchbay prompts list\" shows {(ledger.Prompts.Length == 1 ? "the one" : $"all {ledger.Prompts.Length}")}.");
        }

        call.Show(PromptsView.Of(open.Store.DisplayName, wanted, isWhole: name is not null));
        return ExitCode.Done;
    }
}
