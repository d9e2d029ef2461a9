using System.Globalization;
using Patchbay.Cli.Commands;

namespace Patchbay.Cli.Views;

/// <summary>How many callers flows had before and after a publish, and the share of the new revision.</summary>
/// <param name="Store">The org.</param>
/// <param name="Run">The run whose flows these are; null where they were named.</param>
/// <param name="From">Counted from this time on.</param>
/// <param name="To">Counted up to this time.</param>
/// <param name="Flows">The flows.</param>
/// <param name="Total">All of them together.</param>
internal sealed record AdoptionView(string Store, string? Run, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<AdoptionView.Row> Flows, AdoptionView.Sum Total) : IView
{
    internal const int BarLength = 20;

    /// <summary>The contacts that are in these flows at this moment, on whichever version they began; null where it is not known.</summary>
    public long? InFlow { get; init; }

    /// <summary>Makes the view.</summary>
    public static AdoptionView Of(string store, string? run, DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<AdoptedFlow> flows)
    {
        var (after, through) = (flows.Sum(flow => flow.After), flows.Sum(flow => flow.ThroughNew));
        return new AdoptionView(store, run, from, to, [.. flows.Select(RowOf)], new Sum(flows.Sum(flow => flow.Before), after, through, Share(through, after)));
    }

    /// <inheritdoc/>
    public void Draw(Canvas canvas) => Draw(canvas, int.MaxValue);

    /// <summary>Draws it with a few flows only: those with the least share first, and the busiest among equals.</summary>
    /// <param name="canvas">What to draw on.</param>
    /// <param name="most">How many flows to show.</param>
    public void Draw(Canvas canvas, int most)
    {
        IReadOnlyList<Row> shown = most < Flows.Count ? [.. Flows.OrderBy(flow => flow.Share ?? 1).ThenByDescending(flow => flow.After).ThenBy(flow => flow.Name, StringComparer.Ordinal).Take(most)] : Flows;
        string[][] rows =
        [
            ["FLOW", "LIVE", "BEFORE", "AFTER", "NEW", "SHARE OF THE NEW REVISION", ""],
            .. shown.Select(flow => Cells(canvas, flow.Name, Live(flow), flow.Before, flow.After, flow.ThroughNew, flow.Share, flow.State)),
            Cells(canvas, $"{Plural.Of(Flows.Count, "flow")} together", "", Total.Before, Total.After, Total.ThroughNew, Total.Share, ""),
        ];
        AlignRight(rows, 2, 3, 4);
        canvas.Table(rows, heading: true);
        canvas.Write(shown.Count < Flows.Count ? $"Shown are {shown.Count}. " : "").Line($"Contacts in {Store} from {Times.Show(From)} to {Times.Show(To)}{(InFlow is { } now ? $"; {Number(now)} in {(Flows.Count == 1 ? "it" : "them")} now" : "")}");
    }

    /// <summary>Sets the numbers of a table to the right.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="columns">Which of its columns are numbers.</param>
    internal static void AlignRight(string[][] rows, params ReadOnlySpan<int> columns)
    {
        foreach (var column in columns)
        {
            var width = rows.Max(row => row[column].Length);
            foreach (var row in rows)
            {
                row[column] = row[column].PadLeft(width);
            }
        }
    }

    private static string[] Cells(Canvas canvas, string name, string live, long before, long after, long through, double? share, string state) =>
    [
        name, live, Number(before), Number(after), Number(through),
        share is { } part ? $"{canvas.Bar(part, BarLength)} {part.ToString("0%", CultureInfo.InvariantCulture),4}" : "no callers yet",
        state switch { "scheduled" => "not live yet", "replaced" => "another revision is live", "not-published" => "did not go live", _ => "" },
    ];

    private static string Live(Row flow) => flow.Version is { } version && flow.State != "not-published" ? $"v{version}" : "";

    internal static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);

    internal static double? Share(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);

    private static Row RowOf(AdoptedFlow adopted) => new(adopted.Flow.Id, adopted.Flow.Name)
    {
        Version = adopted.Flow.New?.Version,
        Revision = adopted.Flow.New?.Revision,
        Since = adopted.Flow.Since,
        State = adopted.Flow.State switch
        {
            AdoptionState.Live => "live",
            AdoptionState.Scheduled => "scheduled",
            AdoptionState.Replaced => "replaced",
            _ => "not-published",
        },
        Before = adopted.Before,
        After = adopted.After,
        ThroughNew = adopted.ThroughNew,
        Share = Share(adopted.ThroughNew, adopted.After),
    };

    /// <summary>A flow's callers.</summary>
    internal sealed record Row(string Id, string Name)
    {
        /// <summary>The new version; null where there is none.</summary>
        public string? Version { get; init; }

        public string? Revision { get; init; }

        /// <summary>The moment that parts before from after; null where nothing went live.</summary>
        public DateTimeOffset? Since { get; init; }

        /// <summary><c>live</c>, <c>scheduled</c>, <c>replaced</c> or <c>not-published</c>.</summary>
        public required string State { get; init; }

        public long Before { get; init; }

        public long After { get; init; }

        public long ThroughNew { get; init; }

        /// <summary>The new revision's share of the contacts after, from 0 to 1; null where there were none.</summary>
        public double? Share { get; init; }
    }

    /// <summary>All flows together.</summary>
    internal sealed record Sum(long Before, long After, long ThroughNew, double? Share);
}
