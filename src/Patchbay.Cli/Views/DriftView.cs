using Patchbay.Client.Applying;
using Patchbay.Client.Stores;

namespace Patchbay.Cli.Views;

/// <summary>What others changed in an org.</summary>
/// <param name="Store">The org.</param>
/// <param name="Folder">The folder as the user named it.</param>
/// <param name="Flows">The flows that changed, are new or were deleted, by name.</param>
/// <param name="Applied">The names of flows that are as a run from here left them, while their file is older.</param>
/// <param name="Files">How many files came from the org.</param>
/// <param name="WithoutFile">How many other flows of the org have no file here.</param>
internal sealed record DriftView(string Store, string Folder, IReadOnlyList<DriftView.Drifted> Flows, IReadOnlyList<string> Applied, int Files, int WithoutFile) : IView
{
    private const string New = "new";
    private const string Deleted = "deleted";

    /// <summary>What was taken into the folder; null where that was not asked for.</summary>
    public FlowsPullView? Adopted { get; init; }

    /// <summary>Makes a row.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="file">Its file as people name it; null for a new flow.</param>
    /// <param name="differences">What differs; null where that cannot be told.</param>
    /// <param name="acts">What was done since, oldest first.</param>
    public static Drifted RowOf(DriftedFlow flow, string? file, IReadOnlyList<string>? differences, IEnumerable<AuditView.Entry> acts) => new(flow.Id, flow.Name, file, flow.Header is null ? Deleted : file is null ? New : "changed")
    {
        WasNamed = flow.NameBefore,
        Type = flow.Header?.Type,
        From = flow.Baseline,
        To = flow.Header?.Version,
        Live = flow.Header?.Published?.Version,
        Versions = [.. flow.Versions.Reverse().Select(Version.Of)],
        First = flow.First is { } first ? Version.Of(first) : null,
        Acts = [.. acts.Select(act => new Act(act.At, act.User, act.Action, act.Version))],
        Differences = differences,
    };

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        foreach (var flow in Flows)
        {
            Draw(canvas, flow);
        }

        if (Applied.Count > 0)
        {
            canvas.Line($"{string.Join(", ", Applied)}: as a run from here left {(Applied.Count == 1 ? "it" : "them")}; the file here is older.", Ink.Dim);
        }

        var made = Flows.Count(flow => flow.Status == New);
        var changed = Flows.Count - made;
        var rest = WithoutFile > 0 ? $" {Plural.Of(WithoutFile, made > 0 ? "other flow" : "flow")} of the org {(WithoutFile == 1 ? "has" : "have")} no file here." : "";
        canvas.Line($"{(changed == 0 ? "Nobody else has changed any" : $"Others changed {changed}")} of {Plural.Of(Files, "flow")} of {Store} since {(Files == 1 ? "it was" : "they were")} fetched or changed from here{(made > 0 ? $", and {made} {(made == 1 ? "is" : "are")} new" : "")}.{rest}");
        if (Adopted is { } adopted)
        {
            if (adopted.Flows.Count > 0)
            {
                adopted.Draw(canvas);
            }

            foreach (var flow in Flows.Where(flow => flow.Status == Deleted))
            {
                canvas.Line($"{flow.File} is left as it is, though its flow was deleted. Delete it where nobody needs it.");
            }
        }
        else if (Flows.Any(flow => flow.Status != Deleted))
        {
            canvas.Line($"Take it into the folder with   patchbay drift {ShellWord.Of(Folder)} --adopt");
        }
    }

    private static void Draw(Canvas canvas, Drifted flow)
    {
        var (sign, ink) = flow.Status switch
        {
            New => ("+ ", Ink.Green),
            Deleted => ("- ", Ink.Red),
            _ => ("~ ", Ink.Yellow),
        };
        var was = flow.WasNamed is { } old ? $"   was called {old}" : "";
        var versions = $"{(flow.From is { } from && from != flow.To ? $"v{from} {canvas.Arrow} " : "")}v{flow.To}{(flow.Live is { } live ? $", v{live} is live" : ", not published")}";
        var made = flow.First is { } first ? $"   made {Times.Show(first.At)} by {first.By ?? "somebody"}" : "";
        canvas.Write(sign, ink).Write(flow.Name, Ink.Bold).Line(flow.Status == Deleted ? $"   was deleted   {flow.File}" : $"{was}   {flow.Type}   {versions}{made}{(flow.File is { } file ? $"   {file}" : "")}", Ink.Dim);
        foreach (var act in flow.Acts)
        {
            canvas.Line($"    {Times.Show(act.At)}   {act.By ?? "somebody"}: {act.Action}{(act.Version is { } version ? $" {version}" : "")}");
        }

        foreach (var version in flow.Acts.Count > 0 ? [] : flow.Versions)
        {
            canvas.Line($"    {Times.Show(version.At)}   {version.By ?? "somebody"}: version {version.Name}");
        }

        if (flow.Differences is { } differences)
        {
            foreach (var line in differences.Count == 0 ? ["The definition says the same."] : differences)
            {
                canvas.Line($"    {line}");
            }
        }
    }

    /// <summary>A flow that changed.</summary>
    /// <param name="Id">Its id in the org.</param>
    /// <param name="Name">Its name; where it was deleted, the last one known.</param>
    /// <param name="File">Its file; null for a new flow.</param>
    /// <param name="Status"><c>changed</c>, <c>new</c> or <c>deleted</c>.</param>
    internal sealed record Drifted(string Id, string Name, string? File, string Status)
    {
        /// <summary>What it was called before; null where it still is.</summary>
        public string? WasNamed { get; init; }

        public string? Type { get; init; }

        /// <summary>The version known here; null where it was not recorded.</summary>
        public string? From { get; init; }

        /// <summary>The newest version; null where the flow was deleted.</summary>
        public string? To { get; init; }

        /// <summary>The live version; null where none is.</summary>
        public string? Live { get; init; }

        /// <summary>The versions made since, oldest first.</summary>
        public IReadOnlyList<Version> Versions { get; init; } = [];

        /// <summary>Of a new flow its oldest version: who made it, and when.</summary>
        public Version? First { get; init; }

        /// <summary>What was done since, oldest first.</summary>
        public IReadOnlyList<Act> Acts { get; init; } = [];

        /// <summary>What differs; null where that cannot be told.</summary>
        public IReadOnlyList<string>? Differences { get; init; }
    }

    /// <summary>A version that was made.</summary>
    internal sealed record Version(string Name, string? By, DateTimeOffset At)
    {
        public static Version Of(FlowVersion version) => new(version.Version, version.Author.Length > 0 ? version.Author : null, version.At);
    }

    /// <summary>Something that was done.</summary>
    internal sealed record Act(DateTimeOffset At, string? By, string Action, string? Version);
}
