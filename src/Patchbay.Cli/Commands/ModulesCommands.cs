using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Modules;
using Patchbay.Client.Platform;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay modules list</c>.</summary>
internal sealed class ModulesListCommand : CliCommand
{
    private readonly StoreOptions _where = new();
    private readonly Argument<string?> _name = ModulesArguments.Name("Only modules of this name, which may hold * and ?, or of this id", ArgumentArity.ZeroOrOne);

    private readonly Option<bool> _checkContent = LiveContents.FetchOption();

    public ModulesListCommand()
        : base("list", "Show who holds which version of which common module")
    {
        Remarks = "A common module is copied into a flow when that flow is published, so a new version of it reaches callers only as the flows that use it are published again. The org's index tells who uses a module and which version each holds; the times of the publishes are held against it, and the content of the live versions that were fetched before (.patchbay/mirror), which tells who calls the module at all. Where these disagree, or the index is not ready, it says that it does not know, and why.";
        Examples =
        [
            new("modules list --org prod", "Shows all modules, with how many flows hold an old version"),
            new("modules list 'Identify Caller' --org prod --json", "Shows one module with all its consumers, as JSON"),
            new("modules list --org prod --check-content", "Holds the index against the content of every published flow"),
        ];
        Add(_name);
        Add(_checkContent);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        var api = open.RequirePlatform("The ledger of modules is an org's");
        var name = call.Get(_name);
        var ledger = await ModulesArguments.ReadAsync(call, open, api, name is null ? null : known => known.Id == name || NamePattern.Matches(name, known.Name), call.Get(_checkContent));
        if (name is not null && ledger.Modules.IsEmpty)
        {
            throw await ModulesArguments.UnknownAsync(call, open, api, name);
        }

        call.Show(ModulesView.Of(open.Store.DisplayName, ledger, isWhole: name is not null));
        return ExitCode.Done;
    }
}

/// <summary><c>patchbay modules republish</c>.</summary>
internal sealed class ModulesRepublishCommand : CliCommand
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly StoreOptions _where = new();
    private readonly Argument<string?> _name = ModulesArguments.Name("The common module, by its exact name or its id", ArgumentArity.ExactlyOne);
    private readonly Option<bool> _yes = ApplyOptions.YesOption();

    private readonly Option<int> _wave = new("--wave")
    {
        Description = "How many flows are published before the next look at how it goes (default: 5)",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<string> _pause = new("--pause")
    {
        Description = "How long to wait between two waves, such as PT5M (default: not at all)",
        HelpName = "SPAN",
    };

    private readonly Option<bool> _withUnpublished = new("--with-unpublished")
    {
        Description = "Also flows whose newest version is not live, which then goes live with the module",
    };

    private readonly Option<bool> _plan = new("--plan") { Description = "Show what would be published, and publish nothing" };

    public ModulesRepublishCommand()
        : base("republish", "Publish the flows again that hold an old version of a module, in waves")
    {
        Remarks = "Shows first which flows that are, in which order, and what each gains besides the module, and asks. A flow is published in the version that is live; flows that lead to each other go in order; after each wave the org's index must say that every flow of it holds the new module, and the first failure stops the run. It is a run like others: \"runs resume\" goes on where it stopped.";
        Examples =
        [
            new("modules republish 'Identify Caller' --org prod --plan", "Shows the flows and what stands in the way"),
            new("modules republish 'Identify Caller' --org prod", "Shows the flows, asks, and publishes them five at a time"),
            new("modules republish 'Identify Caller' --org prod --wave 1 --pause PT5M --yes", "One flow every five minutes, without a question"),
        ];
        Add(_name);
        Add(_wave);
        Add(_pause);
        Add(_withUnpublished);
        Add(_plan);
        Add(_yes);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var options = new RepublishOptions { WaveSize = call.Get(_wave), WithUnpublished = call.Get(_withUnpublished) };
        var pause = call.Get(_pause) is { } span ? Times.ParseSpan("--pause", span) : TimeSpan.Zero;
        if (options.WaveSize < 1 || pause > LongestPause)
        {
            throw CliException.Usage(options.WaveSize < 1 ? "--wave takes a whole number from 1." : "--pause takes a day (PT24H) at most.");
        }

        using var open = _where.Open(call);
        var api = open.RequirePlatform("Modules are published in an org");
        var name = call.Get(_name) ?? "";
        var ledger = await ModulesArguments.ReadAsync(call, open, api, known => known.Id == name || known.Name == name);
        if (ledger.Modules is not [var module])
        {
            throw await ModulesArguments.UnknownAsync(call, open, api, name);
        }

        if (module.LiveVersion is null)
        {
            throw CliException.Failed($"\"{module.Name}\" is not published in {open.Store.DisplayName}, so there is no version to bring to the flows that use it. Publish it first.");
        }

        var plan = await RepublishPlan.MakeAsync(api, module, options, call.Stop);
        var view = RepublishPlanView.Of(open.Store.DisplayName, ledger, module, plan, await UnpublishedContent.ReadAsync(open.Store, plan, call.Stop));
        if (!call.WantsJson || call.Get(_plan) || plan.Steps.IsEmpty)
        {
            Show(call, view, isResult: call.Get(_plan) || plan.Steps.IsEmpty);
        }

        if (call.Get(_plan) || plan.Steps.IsEmpty)
        {
            return plan.LeftAlone.IsEmpty ? ExitCode.Done : ExitCode.Failed;
        }

        if (!call.Confirm(_yes, $"Publish {Plural.Of(plan.Steps.Length, "flow")} of {open.Store.DisplayName} again, {Math.Min(options.WaveSize, plan.Steps.Length)} at a time?"))
        {
            return ExitCode.Done;
        }

        var run = await ApplyOptions.RunAsync(call, open, [], "Publishing again", (applier, stop) => applier.RepublishAsync(plan.Module, plan.Targets, new() { Pause = pause, Publish = true }, stop));
        var code = ApplyOptions.Show(call, open, run);
        if (code != ExitCode.Done || plan.LeftAlone.IsEmpty)
        {
            return code;
        }

        call.Terminal.Note($"{Plural.Of(plan.LeftAlone.Length, "flow")} {(plan.LeftAlone.Length == 1 ? "was" : "were")} left alone; the plan says why.");
        return ExitCode.Failed;
    }

    private static void Show(Invocation call, RepublishPlanView view, bool isResult)
    {
        if (isResult)
        {
            call.Show(view);
            return;
        }

        var plan = call.Terminal.NewNoteCanvas();
        view.Draw(plan);
        call.Terminal.Note(plan);
    }
}

/// <summary>What the verbs of this group share.</summary>
internal static class ModulesArguments
{
    public static Argument<string?> Name(string description, ArgumentArity arity) => new("module") { HelpName = "NAME", Description = description, Arity = arity };

    /// <summary>Reads the ledger while saying so, and holds it against the content that is here.</summary>
    /// <param name="call">The use of the verb.</param>
    /// <param name="open">The org.</param>
    /// <param name="api">Its API.</param>
    /// <param name="isWanted">Which modules; null for all.</param>
    /// <param name="fetches">Whether content that is not here is fetched.</param>
    public static async Task<ModuleLedger> ReadAsync(Invocation call, OpenStore open, PlatformApi api, Func<PlatformFlow, bool>? isWanted, bool fetches = false)
    {
        var ledger = await call.Terminal.ProgressAsync($"Reading who holds what from {open.Store.DisplayName}", _ => ModuleLedger.ReadAsync(api, isWanted, call.Stop), _ => $"done{open.Traffic}");
        return ledger.Modules.IsEmpty ? ledger : ledger.Against(await LiveContents.ReadAsync(call, open, ledger.Flows, fetches));
    }

    /// <summary>Says that there is no such module, and which may have been meant.</summary>
    public static async Task<CliException> UnknownAsync(Invocation call, OpenStore open, PlatformApi api, string name)
    {
        var known = await api.Flows.ListAsync("commonmodule", null, cancellationToken: call.Stop).Select(module => module.Name).ToListAsync(call.Stop);
        return CliException.Failed($"{open.Store.DisplayName} has no common module \"{name}\".{Nearest.DidYouMean(name, known)} \"patchbay modules list\" shows {(known.Count == 1 ? "the one" : $"all {known.Count}")}.");
    }
}
