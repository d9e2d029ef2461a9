using System.Globalization;
using Patchbay.Client.Modules;

namespace Patchbay.Cli.Views;

/// <summary>How many callers went through flows that hold the live version of a common module, and the share of these flows.</summary>
/// <param name="Store">The org.</param>
/// <param name="Module">The module.</param>
/// <param name="From">Counted from this time on.</param>
/// <param name="To">Counted up to this time.</param>
/// <param name="Consumers">The flows that hold a copy, counted.</param>
/// <param name="Flows">These flows, by name.</param>
/// <param name="Total">All of them together.</param>
internal sealed record ModuleAdoptionView(string Store, ModuleAdoptionView.Release Module, DateTimeOffset From, DateTimeOffset To, ModuleAdoptionView.Holders Consumers, IReadOnlyList<ModuleAdoptionView.HolderRow> Flows, ModuleAdoptionView.HolderSum Total) : IView
{
    /// <summary>Whether the org's index can be relied on.</summary>
    public bool IsIndexReady { get; init; }

    /// <summary>Makes the view.</summary>
    /// <param name="store">The org.</param>
    /// <param name="ledger">The ledger from which the module is.</param>
    /// <param name="adoption">What was counted.</param>
    public static ModuleAdoptionView Of(string store, ModuleLedger ledger, ModuleAdoption adoption)
    {
        var module = adoption.Module;
        var (stale, unknown) = (module.Stale.Count(), module.Unknown.Count());
        var (through, after) = (adoption.Consumers.Sum(flow => flow.ThroughNew), adoption.Consumers.Sum(flow => flow.After));
        return new ModuleAdoptionView(
            store,
            new Release(module.Id, module.Name, module.LiveVersion ?? "", module.LiveSince ?? default),
            adoption.From,
            adoption.To,
            new Holders(module.Consumers.Length, module.Consumers.Length - stale - unknown, stale, unknown, AdoptionView.Share(module.Consumers.Length - stale - unknown, module.Consumers.Length)),
            [.. adoption.Consumers.Select(flow => RowOf(module, flow))],
            new HolderSum(adoption.Consumers.Sum(flow => flow.Before), after, through, adoption.Consumers.Sum(flow => flow.ThroughOld), adoption.Consumers.Sum(flow => flow.ThroughUnknown), AdoptionView.Share(through, after)))
        {
            IsIndexReady = ledger.IsIndexReady,
        };
    }

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        canvas.Write(Module.Name, Ink.Bold).Line($"   version {Module.Version} is live since {Times.Show(Module.Since)}");
        if (Flows.Count == 0)
        {
            canvas.Line($"No published flow of {Store} holds it{(IsIndexReady ? "" : " as far as the org's index tells, which is not ready")}.");
            return;
        }

        string[][] rows =
        [
            ["FLOW", "HOLDS", "BEFORE", "AFTER", "NEW", "OLD", "UNKNOWN", "SHARE OF THE NEW MODULE"],
            .. Flows.Select(flow => Cells(canvas, flow.Name, flow.Holds ?? "?", flow.Before, flow.After, flow.ThroughNew, flow.ThroughOld, flow.ThroughUnknown, flow.Share)),
            Cells(canvas, $"{Plural.Of(Flows.Count, "flow")} together", "", Total.Before, Total.After, Total.ThroughNew, Total.ThroughOld, Total.ThroughUnknown, Total.Share),
        ];
        AdoptionView.AlignRight(rows, 2, 3, 4, 5, 6);
        canvas.Table(rows, heading: true);
        canvas.Line($"{Consumers.HoldNew} of {Plural.Of(Consumers.Total, "published flow")} hold{(Consumers.HoldNew == 1 ? "s" : "")} version {Module.Version}{(Consumers.Unknown > 0 ? $", and of {Consumers.Unknown} it is not known" : "")}.");
        foreach (var reason in Flows.Where(flow => flow.WhyUnknown is not null).GroupBy(flow => flow.WhyUnknown))
        {
            canvas.Write("? ", Ink.Yellow).Line($"{string.Join(", ", reason.Select(flow => flow.Name))}: {reason.Key}");
        }

        canvas.Line($"Contacts in {Store} from {Times.Show(From)} to {Times.Show(To)}");
        if (Consumers.HoldOld > 0)
        {
            canvas.Line($"Bring it to the others with   patchbay modules republish {ShellWord.Of(Module.Name)}");
        }
    }

    private static string[] Cells(Canvas canvas, string name, string holds, long before, long after, long through, long old, long unknown, double? share) =>
    [
        name, holds, AdoptionView.Number(before), AdoptionView.Number(after), AdoptionView.Number(through), AdoptionView.Number(old), AdoptionView.Number(unknown),
        share is { } part ? $"{canvas.Bar(part, AdoptionView.BarLength)} {part.ToString("0%", CultureInfo.InvariantCulture),4}{(unknown > 0 ? " or more" : "")}" : "no callers yet",
    ];

    private static HolderRow RowOf(ModuleEntry module, ConsumerCallers callers) => new(
        callers.Consumer.Id,
        callers.Consumer.Name,
        callers.Consumer.LiveVersion,
        callers.Consumer.Holds,
        callers.Consumer.Holds is null ? "unknown" : module.IsStale(callers.Consumer) ? "stale" : "current",
        callers.Before,
        callers.After,
        callers.ThroughNew,
        callers.ThroughOld,
        callers.ThroughUnknown,
        AdoptionView.Share(callers.ThroughNew, callers.After),
        callers.WhyUnknown.Length > 0 ? callers.WhyUnknown : callers.Consumer.WhyUnknown.Length > 0 ? callers.Consumer.WhyUnknown : null);

    /// <summary>The module.</summary>
    internal sealed record Release(string Id, string Name, string Version, DateTimeOffset Since);

    /// <summary>How many flows hold the module's live version now, and their share of all that hold a copy.</summary>
    internal sealed record Holders(int Total, int HoldNew, int HoldOld, int Unknown, double? Share);

    /// <summary>A flow's callers. Its share counts those through the new module of all that are after; where some are unknown it may be more.</summary>
    internal sealed record HolderRow(string Id, string Name, string LiveVersion, string? Holds, string State, long Before, long After, long ThroughNew, long ThroughOld, long ThroughUnknown, double? Share, string? WhyUnknown);

    /// <summary>All flows together.</summary>
    internal sealed record HolderSum(long Before, long After, long ThroughNew, long ThroughOld, long ThroughUnknown, double? Share);
}
