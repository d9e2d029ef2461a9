using Patchbay.Client.Modules;

namespace Patchbay.Cli.Views;

/// <summary>What publishing the consumers of a module again comes to.</summary>
/// <param name="Store">The org.</param>
/// <param name="Module">The module.</param>
/// <param name="LiveVersion">Its live version, which the flows get.</param>
/// <param name="Consumers">How many published flows use it.</param>
/// <param name="Flows">The flows that are published, in order.</param>
/// <param name="LeftAlone">The flows that should be and are not.</param>
internal sealed record RepublishPlanView(string Store, string Module, string LiveVersion, int Consumers, IReadOnlyList<RepublishPlanView.Flow> Flows, IReadOnlyList<RepublishPlanView.Flow> LeftAlone) : IView
{
    /// <summary>More differences than this are counted.</summary>
    private const int MostDifferences = 4;

    /// <summary>How the org's index stands.</summary>
    public string IndexStatus { get; init; } = "";

    /// <summary>Makes the view.</summary>
    /// <param name="store">The org.</param>
    /// <param name="ledger">The ledger that the plan was made from.</param>
    /// <param name="module">The module in it.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="unpublished">What is not live of flows, by id.</param>
    public static RepublishPlanView Of(string store, ModuleLedger ledger, ModuleEntry module, RepublishPlan plan, IReadOnlyDictionary<string, IReadOnlyList<string>> unpublished) => new(
        store,
        module.Name,
        plan.Module.Version,
        module.Consumers.Length,
        [.. plan.Steps.Select(step => FlowOf(step.Consumer, unpublished) with { Wave = step.Wave, Publishes = step.Version })],
        [.. plan.LeftAlone.Select(left => FlowOf(left.Consumer, unpublished) with { Reason = left.Reason })])
    {
        IndexStatus = ledger.IndexStatus,
    };

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (Flows.Count + LeftAlone.Count == 0)
        {
            canvas.Line(Consumers == 0
                ? $"No published flow of {Store} uses \"{Module}\"."
                : $"{(Consumers == 1 ? "The one flow" : $"All {Consumers} flows")} of {Store} that use{(Consumers == 1 ? "s" : "")} \"{Module}\" hold{(Consumers == 1 ? "s" : "")} version {LiveVersion}, which is live.");
            return;
        }

        canvas.Write(Module, Ink.Bold).Line($"   version {LiveVersion} is live");
        var width = Flows.Concat(LeftAlone).Max(flow => flow.Name.Length) + 3;
        foreach (var wave in Flows.GroupBy(flow => flow.Wave))
        {
            canvas.Line($"Wave {wave.Key}", Ink.Dim);
            foreach (var flow in wave)
            {
                canvas.Write("~ ", Ink.Yellow).Write(flow.Name.PadRight(width), Ink.Bold)
                    .Line($"{flow.Type}  v{flow.Publishes}  holds {flow.Holds} {canvas.Arrow} {LiveVersion}{(flow.StaleSince is { } since ? $"   (stale since {Times.Show(since)})" : "")}");
                if (flow.Publishes != flow.LiveVersion)
                {
                    canvas.Line($"    version {flow.Publishes} goes live with it, in place of {flow.LiveVersion}:", Ink.Yellow);
                    Draw(canvas, flow.Differences);
                }
            }
        }

        foreach (var flow in LeftAlone)
        {
            canvas.Write("! ", Ink.Red).Write(flow.Name.PadRight(width)).Line($"left alone: {flow.Reason}");
            Draw(canvas, flow.Differences);
        }

        canvas.Line();
        canvas.Write("Plan: ", Ink.Bold).Line($"{Plural.Of(Flows.Count, "flow")} to publish again{(Flows.Count == 0 ? "" : $" in {Plural.Of(Flows.Max(flow => flow.Wave) ?? 1, "wave")}")}{(LeftAlone.Count > 0 ? $", {LeftAlone.Count} left alone" : "")}, of {Plural.Of(Consumers, "flow")} that use{(Consumers == 1 ? "s" : "")} it.");
        if (LeftAlone.Any(flow => flow.Differences.Count > 0))
        {
            canvas.Line("What is not live yet goes live with the module under --with-unpublished.");
        }
    }

    private static void Draw(Canvas canvas, IReadOnlyList<string> differences)
    {
        foreach (var line in differences.Take(MostDifferences))
        {
            canvas.Line($"    {line}", Ink.Dim);
        }

        if (differences.Count > MostDifferences)
        {
            canvas.Line($"    {canvas.Ellipsis} and {differences.Count - MostDifferences} more differences", Ink.Dim);
        }
    }

    private static Flow FlowOf(ModuleConsumer consumer, IReadOnlyDictionary<string, IReadOnlyList<string>> unpublished) => new(consumer.Id, consumer.Name, consumer.Type, consumer.LiveVersion)
    {
        Holds = consumer.Holds,
        StaleSince = consumer.StaleSince,
        Differences = unpublished.GetValueOrDefault(consumer.Id) ?? [],
    };

    /// <summary>A flow that uses the module.</summary>
    internal sealed record Flow(string Id, string Name, string Type, string LiveVersion)
    {
        /// <summary>The version of the module that it holds; null where that is not known.</summary>
        public string? Holds { get; init; }

        /// <summary>Since when it holds an old one; null where that is not known.</summary>
        public DateTimeOffset? StaleSince { get; init; }

        /// <summary>Its wave, from 1; null where it is left alone.</summary>
        public int? Wave { get; init; }

        /// <summary>The version that is published; null where it is left alone.</summary>
        public string? Publishes { get; init; }

        /// <summary>Why it is left alone; null where it is not.</summary>
        public string? Reason { get; init; }

        /// <summary>How its newest version differs from the live one; empty where they are one, and where that was not looked into.</summary>
        public IReadOnlyList<string> Differences { get; init; } = [];
    }
}
