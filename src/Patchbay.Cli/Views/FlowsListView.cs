using Patchbay.Core.Flows;

namespace Patchbay.Cli.Views;

/// <summary>A list of flows.</summary>
internal sealed record FlowsListView(string Store, int Count, IReadOnlyList<FlowRow> Flows) : IView
{
    /// <summary>How many flows are drawn; the others are counted.</summary>
    internal int Shown { get; init; } = int.MaxValue;

    /// <summary>Makes the list.</summary>
    public static FlowsListView Of(string store, IReadOnlyCollection<FlowHeader> flows) => new(store, flows.Count, [.. flows.Select(FlowRow.Of)]);

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (Flows.Count > 0 && Flows[0].Version is null)
        {
            canvas.Table([["NAME", "TYPE", "DIVISION", "FILE"], .. Flows.Take(Shown).Select(flow => new[] { flow.Name, flow.Type, flow.Division ?? "", flow.Id })], heading: true);
        }
        else if (Flows.Count > 0)
        {
            canvas.Table([["NAME", "TYPE", "DIVISION", "VERSION", "LIVE", "STATE"], .. Flows.Take(Shown).Select(flow => new[] { flow.Name, flow.Type, flow.Division ?? "", flow.Version ?? "", flow.Published?.Version ?? "-", State(flow) })], heading: true);
        }

        if (Flows.Count > Shown)
        {
            canvas.Line($"{canvas.Ellipsis} and {Flows.Count - Shown} more", Ink.Dim);
        }

        canvas.Line($"{Plural.Of(Count, "flow")} in {Store}");
    }

    private static string State(FlowRow flow) =>
        flow.Scheduled is { } waiting ? $"goes live {Times.Show(waiting.ActivateAt)}"
        : flow.Compilation is null or "success" ? ""
        : flow.Compilation == "failed" ? "does not compile"
        : "compiling";
}
