using Patchbay.Client.Modules;

namespace Patchbay.Cli.Views;

/// <summary>Who holds which version of which common module.</summary>
/// <param name="Store">The org.</param>
/// <param name="IsIndexReady">Whether the org's index can be relied on.</param>
/// <param name="Modules">The modules, by name.</param>
internal sealed record ModulesView(string Store, bool IsIndexReady, IReadOnlyList<ModulesView.Module> Modules) : IView
{
    private bool _isWhole;

    /// <summary>Makes the view.</summary>
    /// <param name="store">The org.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="isWhole">Whether people are shown every consumer.</param>
    public static ModulesView Of(string store, ModuleLedger ledger, bool isWhole) => new(
        store,
        ledger.IsIndexReady,
        [.. ledger.Modules.Select(module => new Module(
            module.Id,
            module.Name,
            module.LiveVersion,
            module.LiveSince,
            [.. module.Consumers.Select(consumer => new Consumer(
                consumer.Id,
                consumer.Name,
                consumer.Type,
                consumer.LiveVersion,
                consumer.Holds,
                consumer.Holds is null ? "unknown" : module.IsStale(consumer) ? "stale" : "current",
                consumer.HasUnpublishedChanges,
                consumer.LockedBy))]))])
    { _isWhole = isWhole };

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (!IsIndexReady)
        {
            canvas.Line("The org's index of what uses what is being built: consumers may be missing here.", Ink.Yellow);
        }

        if (_isWhole)
        {
            foreach (var module in Modules)
            {
                DrawWhole(canvas, module);
            }

            return;
        }

        canvas.Table(
        [
            ["MODULE", "LIVE", "CONSUMERS", "STALE", "UNKNOWN"],
            .. Modules.Select(module => new[] { module.Name, module.LiveVersion ?? "-", Count(module.Consumers.Count), Count(module.Consumers.Count(consumer => consumer.State == "stale")), Count(module.Consumers.Count(consumer => consumer.State == "unknown")) }),
        ]);
        canvas.Line($"{Plural.Of(Modules.Count, "common module")} in {Store}");
    }

    private static string Count(int count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static void DrawWhole(Canvas canvas, Module module)
    {
        canvas.Write(module.Name, Ink.Bold).Line(module.LiveVersion is { } live ? $"   version {live} is live{(module.LiveSince is { } since ? $" since {Times.Show(since)}" : "")}" : "   not published");
        canvas.Table(
        [
            ["FLOW", "TYPE", "LIVE", "HOLDS", "STATE"],
            .. module.Consumers.Select(consumer => new[] { consumer.Name, consumer.Type, consumer.LiveVersion, consumer.Holds ?? "?", Words(consumer) }),
        ]);
        var stale = module.Consumers.Count(consumer => consumer.State == "stale");
        var unknown = module.Consumers.Count(consumer => consumer.State == "unknown");
        canvas.Line($"{Plural.Of(module.Consumers.Count, "published flow")} hold{(module.Consumers.Count == 1 ? "s" : "")} it, {stale} of them an old version{(unknown > 0 ? $", and of {unknown} nobody can tell" : "")}.");
    }

    private static string Words(Consumer consumer) =>
        $"{consumer.State}{(consumer.HasUnpublishedChanges ? ", has changes that are not live" : "")}{(consumer.LockedBy is { } holder ? $", checked out by {holder}" : "")}";

    /// <summary>A common module.</summary>
    internal sealed record Module(string Id, string Name, string? LiveVersion, DateTimeOffset? LiveSince, IReadOnlyList<Consumer> Consumers);

    /// <summary>A published flow that holds a copy of it.</summary>
    internal sealed record Consumer(string Id, string Name, string Type, string LiveVersion, string? Holds, string State, bool HasUnpublishedChanges, string? LockedBy);
}

/// <summary>What became of the consumers of a module.</summary>
/// <param name="Store">The org.</param>
/// <param name="Module">The module.</param>
/// <param name="Flows">The flows.</param>
internal sealed record RepublishView(string Store, string Module, IReadOnlyList<RepublishView.Flow> Flows) : IView
{
    /// <summary>A flow that was tried, or left alone.</summary>
    public static Flow Row(RepublishedConsumer done) => new(done.Consumer.Id, done.Consumer.Name, Word(done.Outcome), done.Text);

    /// <summary>A flow that was not asked for, or is left alone.</summary>
    public static Flow Row(ModuleConsumer consumer, string? whyLeftAlone) => new(consumer.Id, consumer.Name, whyLeftAlone is null ? Word(RepublishOutcome.NotTried) : Word(RepublishOutcome.LeftAlone), whyLeftAlone ?? "");

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (Flows.Count == 0)
        {
            canvas.Line($"Every flow of {Store} that uses \"{Module}\" holds the live version.");
            return;
        }

        canvas.Table([["FLOW", "OUTCOME", ""], .. Flows.Select(flow => new[] { flow.Name, flow.Outcome.Replace('-', ' '), flow.Text })]);
        var done = Flows.Count(flow => flow.Outcome == Word(RepublishOutcome.Republished));
        canvas.Line($"{done} of {Plural.Of(Flows.Count, "flow")} published again.");
    }

    private static string Word(RepublishOutcome outcome) => outcome switch
    {
        RepublishOutcome.Republished => "republished",
        RepublishOutcome.LeftAlone => "left-alone",
        RepublishOutcome.Failed => "failed",
        _ => "not-tried",
    };

    /// <summary>A flow and what became of it.</summary>
    internal sealed record Flow(string Id, string Name, string Outcome, string Text);
}
