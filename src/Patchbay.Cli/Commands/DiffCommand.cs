using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Core.Diffing;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay diff</c>.</summary>
internal sealed class DiffCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string> _before = new("a")
    {
        HelpName = "A",
        Description = "A flow (FLOW, or FLOW@3 for version 3), a definition file, a folder, or org:NAME for all flows of an org",
    };

    private readonly Argument<string?> _after = new("b")
    {
        HelpName = "B",
        Description = "What to compare it with; without it, a flow's live version is compared with its newest, and files with the org they belong to",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _format = Choice("--format", "What to write", "text", "text", "unified", "json");

    private readonly Option<string[]> _hide = Hide();

    private readonly Option<bool> _exitCode = new("--exit-code")
    {
        Description = "End with 3 where something differs",
    };

    public DiffCommand()
        : base("diff", "Say what differs between two flows, versions, folders or orgs, as a person would")
    {
        Remarks = "What callers notice comes first, then data, then settings; names and descriptions come last, and --hide cosmetic leaves them out. Compared is what definitions mean: layout, the order of keys, the spelling of numbers and what the org owns never show.";
        Examples =
        [
            new("diff Inbound_Support_Billing", "Shows what is written and not live yet"),
            new("diff Inbound_Support_Billing@13 Inbound_Support_Billing@14", "Compares two versions"),
            new("diff old.json new.json --format unified", "Compares two files line by line"),
            new("diff old.yaml new.yaml --hide cosmetic", "Leaves out names and descriptions"),
            new("diff flows --exit-code", "Compares the files of a folder with the org; ends with 3 if anything differs"),
            new("diff org:prod org:test", "Compares two orgs, flow by flow"),
        ];
        Add(_before);
        Add(_after);
        Add(_format);
        Add(_hide);
        Add(_exitCode);
        _where.AddTo(this);
    }

    private static Option<string[]> Hide()
    {
        var groups = Enum.GetNames<DifferenceGroup>().Select(name => name.ToLowerInvariant()).ToArray();
        var option = new Option<string[]>("--hide")
        {
            Description = "Leaves out differences that concern only this: caller, data, settings or cosmetic; may be given several times",
            HelpName = "GROUP",
        };
        option.Validators.Add(result =>
        {
            foreach (var given in result.Tokens.Select(token => token.Value).Where(given => !groups.Contains(given)))
            {
                result.AddError($"\"{given}\" is no group of differences.{Nearest.DidYouMean(given, groups)} There are {string.Join(", ", groups)}.");
            }
        });
        return option;
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var comparison = new Comparison(call, _where);
        comparison.Hidden = [.. (call.Get(_hide) ?? []).Distinct(StringComparer.Ordinal).Select(group => Enum.Parse<DifferenceGroup>(group, ignoreCase: true))];
        var view = await comparison.CompareAsync(call.Get(_before) ?? "", call.Get(_after));
        switch (call.WantsJson ? "json" : call.Get(_format))
        {
            case "json":
                call.Terminal.Result(CliJson.Write(view) + "\n");
                break;
            case "unified":
                call.Terminal.Result(view.Unified);
                break;
            default:
                call.Show(view);
                break;
        }

        return view.Differs && call.Get(_exitCode) ? ExitCode.Pending : ExitCode.Done;
    }
}
