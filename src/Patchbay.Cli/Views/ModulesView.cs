using Patchbay.Client.Modules;

namespace Patchbay.Cli.Views;

/// <summary>Who holds which version of which common module.</summary>
/// <param name="Store">The org.</param>
/// <param name="IsIndexReady">Whether the org's index can be relied on.</param>
/// <param name="Modules">The modules, by name.</param>
internal sealed record ModulesView(string Store, bool IsIndexReady, IReadOnlyList<ModulesView.Module> Modules) : IView
{
    private const string Stale = "stale";
    private const string Unknown = "unknown";
    private bool _isWhole;

    /// <summary>How the org's index stands, in the platform's word.</summary>
    public string IndexStatus { get; init; } = "";

    /// <summary>How far the index was held against the content of what is live.</summary>
    public required ContentCheck Content { get; init; }

    /// <summary>Makes the view.</summary>
    /// <param name="store">The org.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="isWhole">Whether people are shown every consumer.</param>
    public static ModulesView Of(string store, ModuleLedger ledger, bool isWhole) => new(store, ledger.IsIndexReady, [.. ledger.Modules.Select(ModuleOf)])
    {
        IndexStatus = ledger.IndexStatus,
        Content = ContentCheck.Of(ledger),
        _isWhole = isWhole,
    };

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (!IsIndexReady)
        {
            canvas.Line($"The org's index of what uses what is not ready ({IndexStatus}): consumers may be missing here, and of none it is known what it holds. Look again when it is.", Ink.Yellow);
        }

        if (_isWhole)
        {
            foreach (var module in Modules)
            {
                DrawWhole(canvas, module);
            }

            DrawContent(canvas);
            foreach (var module in Modules.Where(module => CountOf(module, Stale) > 0))
            {
                canvas.Line($"Publish {(CountOf(module, Stale) == 1 ? "it" : "them")} again with   patchbay modules republish {ShellWord.Of(module.Name)}");
            }

            return;
        }

        canvas.Table(
        [
            ["MODULE", "LIVE", "CONSUMERS", "STALE", "UNKNOWN"],
            .. Modules.Select(module => new[] { module.Name, module.LiveVersion ?? "-", Count(module.Consumers.Count), Count(CountOf(module, Stale)), Count(CountOf(module, Unknown)) }),
        ]);
        canvas.Line($"{Plural.Of(Modules.Count, "common module")} in {Store}");
        DrawContent(canvas);
        foreach (var module in Modules.Where(module => module.Consumers.Any(consumer => !consumer.IsIndexed || consumer.ContentCalls == false)))
        {
            canvas.Write("? ", Ink.Yellow).Line($"{module.Name}: the org's index and the content of what is live disagree about who uses it. \"patchbay modules list {ShellWord.Of(module.Name)}\" tells.");
        }

        var behind = Modules.Where(module => CountOf(module, Stale) > 0).ToList();
        if (behind.Count > 0)
        {
            canvas.Line($"Show who is behind with   patchbay modules list {ShellWord.Of(behind[0].Name)}");
        }
    }

    private void DrawContent(Canvas canvas)
    {
        if (Modules.Count > 0)
        {
            canvas.Line(
                Content.Read == Content.PublishedFlows ? $"Checked against the content of all {Plural.Of(Content.PublishedFlows, "published flow")}."
                : $"Checked against content: {(Content.Consumers == 0 ? "" : $"{Content.ConsumersChecked} of {Plural.Of(Content.Consumers, "consumer")}, ")}{Content.Read} of {Plural.Of(Content.PublishedFlows, "published flow")}{(Content.Consumers == 0 ? "" : " in all")}; --check-content fetches the rest.",
                Ink.Dim);
        }
    }

    private static string Count(int count) => count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int CountOf(Module module, string state) => module.Consumers.Count(consumer => consumer.State == state);

    private static void DrawWhole(Canvas canvas, Module module)
    {
        canvas.Write(module.Name, Ink.Bold).Line(module.LiveVersion is { } live ? $"   version {live} is live{(module.LiveSince is { } since ? $" since {Times.Show(since)}" : "")}" : "   not published");
        if (module.Consumers.Count == 0)
        {
            canvas.Line("No published flow holds it.");
            DrawComing(canvas, module);
            return;
        }

        canvas.Table(
        [
            ["FLOW", "TYPE", "LIVE", "HOLDS", "STATE"],
            .. module.Consumers.Select(consumer => new[] { consumer.Name, consumer.Type, consumer.LiveVersion, consumer.Holds ?? "?", Words(consumer) }),
        ]);
        var (stale, unknown) = (CountOf(module, Stale), CountOf(module, Unknown));
        canvas.Line($"{Plural.Of(module.Consumers.Count, "published flow")} hold{(module.Consumers.Count == 1 ? "s" : "")} it, {stale} of them an old version{(unknown > 0 ? $", and of {unknown} it is not known" : "")}.");
        foreach (var reason in module.Consumers.Where(consumer => consumer.WhyUnknown is not null).GroupBy(consumer => consumer.WhyUnknown))
        {
            canvas.Write("? ", Ink.Yellow).Line($"{string.Join(", ", reason.Select(consumer => consumer.Name))}: {reason.Key}");
        }

        DrawComing(canvas, module);
    }

    private static void DrawComing(Canvas canvas, Module module)
    {
        if (module.Coming.Count > 0)
        {
            canvas.Line($"{string.Join(", ", module.Coming)} will hold it when published: the newest version calls it, and the live one does not.");
        }
    }

    private static string Words(Consumer consumer) =>
        consumer.State
        + (consumer.IsIndexed ? "" : ", not in the org's index") + (consumer.ContentCalls == false ? ", its content does not call it" : "")
        + (consumer.StaleSince is { } since ? $" since {Times.Show(since)}" : "")
        + (consumer.Unpublished is { } newer ? $", {(char.IsDigit(newer[0]) ? $"version {newer}" : newer)} is not live" : "")
        + (consumer.LockedBy is { } holder ? $", checked out by {holder}" : "");

    private static Module ModuleOf(ModuleEntry module) => new(
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
            consumer.Holds is null ? Unknown : module.IsStale(consumer) ? Stale : "current",
            consumer.WhyUnknown.Length > 0 ? consumer.WhyUnknown : null,
            consumer.StaleSince,
            consumer.Unpublished,
            consumer.LockedBy)
        {
            IsIndexed = consumer.IsIndexed,
            ContentCalls = consumer.ContentCalls,
        })],
        module.Coming);

    /// <summary>A common module.</summary>
    internal sealed record Module(string Id, string Name, string? LiveVersion, DateTimeOffset? LiveSince, IReadOnlyList<Consumer> Consumers, IReadOnlyList<string> Coming);

    /// <summary>A published flow that holds a copy of it.</summary>
    internal sealed record Consumer(string Id, string Name, string Type, string LiveVersion, string? Holds, string State, string? WhyUnknown, DateTimeOffset? StaleSince, string? Unpublished, string? LockedBy)
    {
        /// <summary>Whether the org's index names it; one that it does not name was found by its content.</summary>
        public bool IsIndexed { get; init; }

        /// <summary>Whether the content of its live version calls the module; null where that content was not looked at.</summary>
        public bool? ContentCalls { get; init; }
    }

    /// <summary>How far the index was held against the content of what is live.</summary>
    /// <param name="PublishedFlows">How many flows are live.</param>
    /// <param name="Read">Of how many of them the content was read.</param>
    /// <param name="Consumers">How many flows hold a copy of one of the modules; one that holds several counts once.</param>
    /// <param name="ConsumersChecked">Of how many of them the content was held against the index.</param>
    internal sealed record ContentCheck(int PublishedFlows, int Read, int Consumers, int ConsumersChecked)
    {
        /// <summary>Counts.</summary>
        public static ContentCheck Of(ModuleLedger ledger)
        {
            var consumers = ledger.Modules.SelectMany(module => module.Consumers).ToLookup(consumer => consumer.Id, StringComparer.Ordinal);
            return new ContentCheck(ledger.Flows.Count(flow => flow.PublishedVersion is not null), ledger.ContentsRead, consumers.Count, consumers.Count(uses => uses.All(use => use.ContentCalls is not null)));
        }
    }
}
