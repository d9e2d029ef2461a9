using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;

namespace Patchbay.Cli.Views;

/// <summary>What differs between two flows, or between two stores flow by flow. Flows that mean the same are counted and not listed.</summary>
internal sealed record DiffView : IView
{
    private readonly bool _isSingle;
    private readonly int _hidden;

    /// <summary>Makes the view.</summary>
    /// <param name="before">How the left side is called.</param>
    /// <param name="after">How the right side is called.</param>
    /// <param name="rows">The flows compared.</param>
    public DiffView(string before, string after, IReadOnlyList<DiffRow> rows)
    {
        (Before, After) = (before, after);
        Flows = [.. rows.Where(row => row.Differs)];
        Same = rows.Count - Flows.Count;
        _isSingle = rows is [{ Diff: not null }];
        _hidden = rows.Sum(row => row.Hidden);
    }

    public string Before { get; }

    public string After { get; }

    /// <summary>The flows that differ, or are on one side only.</summary>
    public IReadOnlyList<DiffRow> Flows { get; }

    /// <summary>How many mean the same on both sides.</summary>
    public int Same { get; }

    /// <summary>Where files are compared with an org: how many of its flows have no file here.</summary>
    public int? WithoutFile { get; init; }

    /// <summary>Whether anything differs.</summary>
    [JsonIgnore]
    public bool Differs => Flows.Count > 0;

    /// <summary>The differences as unified text; empty where there are none.</summary>
    [JsonIgnore]
    public string Unified => string.Concat(Flows.Select(flow => flow.Diff?.ToUnified(flow.From, flow.To) ?? ""));

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        foreach (var flow in Flows)
        {
            Draw(canvas, flow);
        }

        if (_isSingle)
        {
            var left = Plural.Of(Flows is [{ Diff: { } diff }, ..] ? diff.Differences.Length : 0, "difference");
            canvas.Line(_hidden > 0 ? $"{left} between {Before} and {After}; {_hidden} hidden."
                : Differs ? $"{left} between {Before} and {After}."
                : $"{Before} and {After} mean the same.");
            return;
        }

        var changed = Flows.Count(flow => flow.Diff is not null);
        var rest = WithoutFile is { } count and > 0 ? $" {Plural.Of(count, "flow")} of {Before} {(count == 1 ? "has" : "have")} no file here." : "";
        canvas.Line($"{Before} {canvas.Arrow} {After}: {changed} changed, {Count("added")} added, {Count("removed")} removed, {Same} the same.{rest}");
    }

    private int Count(string status) => Flows.Count(flow => flow.Status == status);

    private void Draw(Canvas canvas, DiffRow flow)
    {
        if (!_isSingle)
        {
            var (sign, ink) = flow.Status switch
            {
                "added" => ("+", Ink.Green),
                "removed" => ("-", Ink.Red),
                _ => ("~", Ink.Yellow),
            };
            canvas.Write($"{sign} ", ink).Write(flow.Name, Ink.Bold).Line($"   {flow.Type}", Ink.Dim);
        }

        var isApart = flow.Diff?.Differences.Any(difference => difference.Group != DifferenceGroup.Cosmetic) == true;
        foreach (var difference in (flow.Diff?.Differences ?? []).OrderBy(difference => difference.Group == DifferenceGroup.Cosmetic))
        {
            if (isApart && difference.Group == DifferenceGroup.Cosmetic)
            {
                canvas.Write(_isSingle ? "" : "    ").Line("Names and descriptions:", Ink.Dim);
                isApart = false;
            }

            var (sign, ink) = difference.Kind switch
            {
                DifferenceKind.Added => ("+", Ink.Green),
                DifferenceKind.Removed => ("-", Ink.Red),
                _ => ("~", Ink.Yellow),
            };
            canvas.Write(_isSingle ? "" : "    ").Write($"{sign} ", ink).Line(difference.Text);
        }
    }

    /// <summary>A flow of either side.</summary>
    internal sealed record DiffRow(string Name, string Type, string Status)
    {
        /// <summary>What differs, as JSON; null for a flow of one side only.</summary>
        public JsonElement? Differences { get; private init; }

        [JsonIgnore]
        public FlowDiff? Diff { get; private init; }

        /// <summary>How many differences are left out.</summary>
        [JsonIgnore]
        public int Hidden { get; private init; }

        [JsonIgnore]
        public string From { get; private init; } = "";

        [JsonIgnore]
        public string To { get; private init; } = "";

        [JsonIgnore]
        public bool Differs => Diff is not { IsEmpty: true };

        /// <summary>A flow of both sides.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="type">Its type.</param>
        /// <param name="all">Everything that differs.</param>
        /// <param name="hidden">The groups of differences that are left out.</param>
        /// <param name="from">What the unified text calls the flow before.</param>
        /// <param name="to">What the unified text calls the flow after.</param>
        public static DiffRow Changed(string name, string type, FlowDiff all, IReadOnlyCollection<DifferenceGroup> hidden, string from, string to)
        {
            var diff = all.Without(hidden);
            using var document = JsonDocument.Parse(diff.ToJson());
            return new DiffRow(name, type, "changed") { Diff = diff, Hidden = all.Differences.Length - diff.Differences.Length, Differences = document.RootElement.GetProperty("differences").Clone(), From = from, To = to };
        }

        /// <summary>A flow of one side.</summary>
        public static DiffRow Only(string status, FlowHeader flow) => new(flow.Name, flow.Type, status);
    }
}
