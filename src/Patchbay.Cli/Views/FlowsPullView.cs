using System.Text.Json;
using Patchbay.Client.Stores;

namespace Patchbay.Cli.Views;

/// <summary>What was fetched into a folder.</summary>
internal sealed record FlowsPullView(string Store, string Folder, IReadOnlyList<FlowsPullView.FileRow> Flows) : IView
{
    /// <summary>Files that did not exist.</summary>
    public int New => Count(PullOutcome.New);

    /// <summary>Files that hold a newer definition than before.</summary>
    public int Changed => Count(PullOutcome.Changed);

    /// <summary>Files that held the newest definition already.</summary>
    public int Unchanged => Count(PullOutcome.Unchanged);

    /// <summary>Files that were edited here and are left as they are.</summary>
    public int KeptEdited => Count(PullOutcome.KeptEdited);

    /// <summary>Makes the view.</summary>
    /// <param name="store">The org.</param>
    /// <param name="folder">The folder as the user named it.</param>
    /// <param name="directory">The working directory, which paths are shown relative to.</param>
    /// <param name="pulled">What became of each flow.</param>
    public static FlowsPullView Of(string store, string folder, string directory, IEnumerable<PulledFlow> pulled) => new(
        store,
        folder,
        [.. pulled.Select(flow => new FileRow(flow.Flow.Name, flow.Flow.Id, Path.GetRelativePath(directory, flow.Path).Replace('\\', '/'), Word(flow.Outcome))).OrderBy(row => row.File, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        foreach (var row in Flows.Where(row => row.Outcome != Word(PullOutcome.Unchanged)))
        {
            var (sign, ink, remark) = row.Outcome switch
            {
                "new" => ("+", Ink.Green, ""),
                "changed" => ("~", Ink.Yellow, ""),
                _ => ("!", Ink.Red, "   edited here, left as it is; --force overwrites it"),
            };
            canvas.Write($"{sign} ", ink).Line(row.File + remark);
        }

        canvas.Line($"{Folder}: {New} new, {Changed} changed, {Unchanged} unchanged{(KeptEdited > 0 ? $", {KeptEdited} edited here and kept" : "")}.");
    }

    private int Count(PullOutcome outcome) => Flows.Count(row => row.Outcome == Word(outcome));

    private static string Word(PullOutcome outcome) => JsonNamingPolicy.KebabCaseLower.ConvertName(outcome.ToString());

    /// <summary>One file.</summary>
    /// <param name="Name">The flow's name.</param>
    /// <param name="Id">Its id in the org.</param>
    /// <param name="File">Its file, relative to the working directory.</param>
    /// <param name="Outcome"><c>new</c>, <c>changed</c>, <c>unchanged</c> or <c>kept-edited</c>.</param>
    internal sealed record FileRow(string Name, string Id, string File, string Outcome);
}
