using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Modules;
using Patchbay.Client.Stores;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay modules list</c>.</summary>
internal sealed class ModulesListCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly Argument<string?> _name = ModulesArguments.Name("Only modules of this name, which may hold * and ?", ArgumentArity.ZeroOrOne);

    public ModulesListCommand()
        : base("list", "Show who holds which version of which common module")
    {
        Remarks = "A common module is copied into a flow when that flow is published, so a new version of it reaches callers only as the flows that use it are published again. The org's index tells who uses a module, and the times of the publishes which version each flow holds; where that cannot be told it says so.";
        Examples =
        [
            new("modules list --org prod", "Shows all modules, with how many flows hold an old version"),
            new("modules list 'Identify Caller' --org prod --json", "Shows one module with all its consumers, as JSON"),
        ];
        Add(_name);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        var name = call.Get(_name);
        var ledger = await ModuleLedger.ReadAsync(open.RequirePlatform("The ledger of modules is an org's"), name is null ? null : known => NamePattern.Matches(name, known), call.Stop);
        if (name is not null && ledger.Modules.IsEmpty)
        {
            throw ModulesArguments.Unknown(open, name);
        }

        call.Show(ModulesView.Of(open.Store.DisplayName, ledger, isWhole: name is not null));
        return ExitCode.Done;
    }
}

/// <summary><c>patchbay modules republish</c>.</summary>
internal sealed class ModulesRepublishCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly Argument<string?> _name = ModulesArguments.Name("The common module, by its exact name", ArgumentArity.ExactlyOne);
    private readonly Option<bool> _yes = ApplyOptions.YesOption();

    private readonly Option<int> _wave = new("--wave")
    {
        Description = "How many flows are published before the next look at how it goes (default: 5)",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<double> _pause = new("--pause")
    {
        Description = "Seconds to wait between two waves (default: 0)",
        HelpName = "SECONDS",
    };

    private readonly Option<bool> _withUnpublished = new("--with-unpublished")
    {
        Description = "Also flows with changes that are not live, which then go live with the module",
    };

    public ModulesRepublishCommand()
        : base("republish", "Publish the flows again that hold an old version of a module, in waves")
    {
        Remarks = "Shows first which flows that are and what stands in the way, and asks. Each flow is published as it is live, and looked at afterwards; the first failure stops after its wave. To go on after a stop, run it again.";
        Examples =
        [
            new("modules republish 'Identify Caller' --org prod", "Shows the flows, asks, and publishes them five at a time"),
            new("modules republish 'Identify Caller' --org prod --wave 1 --pause 60 --yes", "One flow a minute, without a question"),
        ];
        Add(_name);
        Add(_wave);
        Add(_pause);
        Add(_withUnpublished);
        Add(_yes);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var options = new RepublishOptions { WaveSize = call.Get(_wave), Pause = TimeSpan.FromSeconds(call.Get(_pause)), WithUnpublished = call.Get(_withUnpublished) };
        if (options.WaveSize < 1 || call.Get(_pause) is not (>= 0 and <= 86_400))
        {
            throw CliException.Usage(options.WaveSize < 1 ? "--wave takes a whole number from 1." : "--pause takes a number of seconds from 0, a day (86400) at most.");
        }

        using var open = _where.Open(call);
        var name = call.Get(_name) ?? "";
        var ledger = await ModuleLedger.ReadAsync(open.RequirePlatform("Modules are published in an org"), known => known == name, call.Stop);
        if (ledger.Modules is not [var module])
        {
            throw ModulesArguments.Unknown(open, name);
        }

        var stale = module.Stale.ToList();
        if (!call.WantsJson)
        {
            var plan = call.Terminal.NewNoteCanvas();
            ModulesView.Of(open.Store.DisplayName, ledger, isWhole: true).Draw(plan);
            call.Terminal.Note(plan);
        }

        var possible = stale.Count(consumer => ModuleRepublisher.WhyLeftAlone(consumer, options) is null);
        if (possible == 0 || !call.Confirm(_yes, $"Publish {Plural.Of(possible, "flow")} of {open.Store.DisplayName} again, {Math.Min(options.WaveSize, possible)} at a time?"))
        {
            call.Show(new RepublishView(open.Store.DisplayName, module.Name, [.. stale.Select(consumer => RepublishView.Row(consumer, ModuleRepublisher.WhyLeftAlone(consumer, options)))]));
            return possible == 0 && stale.Count > 0 ? ExitCode.Failed : ExitCode.Done;
        }

        var done = await call.Terminal.ProgressAsync(
            $"Publishing {Plural.Of(stale.Count, "flow")} again",
            async meter =>
            {
                meter.Expect(stale.Count);
                return await new ModuleRepublisher((ArchitectStore)open.Store, call.Around.Clock).RepublishAsync(stale, options, _ => meter.Step(), call.Stop);
            },
            _ => $"done{open.Traffic}");
        call.Show(new RepublishView(open.Store.DisplayName, module.Name, [.. done.Select(RepublishView.Row)]));
        return done.All(consumer => consumer.Outcome == RepublishOutcome.Republished) ? ExitCode.Done : ExitCode.Failed;
    }
}

/// <summary>What the verbs of this group share.</summary>
internal static class ModulesArguments
{
    public static Argument<string?> Name(string description, ArgumentArity arity) => new("module") { HelpName = "NAME", Description = description, Arity = arity };

    public static CliException Unknown(OpenStore open, string name) => CliException.Failed($"{open.Store.DisplayName} has no common module \"{name}\". \"patchbay modules list\" shows them.");
}
