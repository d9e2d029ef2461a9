using Patchbay.Client.Stores;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Views;

/// <summary>One flow.</summary>
internal sealed record FlowsShowView(string Store, FlowRow Flow) : IView
{
    private const int MostVersions = 10;

    public string? Format { get; init; }

    public required IReadOnlyList<ElementRow> Elements { get; init; }

    /// <summary>Its tasks, menus, states and bots, what it uses and its variables; null for a flow without such parts.</summary>
    public FlowContents? Contents { get; init; }

    public required IReadOnlyList<VersionRow> Versions { get; init; }

    public string? Definition { get; init; }

    /// <summary>Makes the view.</summary>
    public static FlowsShowView Of(string store, StoredFlow stored, IReadOnlyList<FlowVersion> versions, bool withDefinition)
    {
        var flow = FlowFormats.Read(FlowFormats.Parse(new SourceText(stored.Text, stored.Header.Name)));
        return new FlowsShowView(store, FlowRow.Of(stored.Header))
        {
            Format = flow?.FormatId,
            Contents = flow is null ? null : FlowContents.Of(flow),
            Elements = [.. (flow?.Elements ?? []).Select(element => new ElementRow(element.Id, element.Type, element.Label.Length > 0 ? element.Label : null, element.Call?.FlowId))],
            Versions = [.. versions.Select(version => new VersionRow(version.Version, version.Revision.Value, version.Author.Length > 0 ? version.Author : null, version.At))],
            Definition = withDefinition ? stored.Text : null,
        };
    }

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        canvas.Write(Flow.Name, Ink.Bold).Line($"   {Flow.Type}{(Flow.Division is null ? "" : $", {Flow.Division}")}");
        var facts = new List<string[]> { new[] { "id", Flow.Id }, new[] { "store", Store } };
        if (Flow.Version is { } version)
        {
            facts.Add(["version", $"{version}{(Flow.Compilation is null ? "" : $" ({Flow.Compilation})")}"]);
            facts.Add(["live", Flow.Published is { } live ? $"version {live.Version}{(live.ActivatedAt is { } at ? $" since {Times.Show(at)}" : "")}" : "never published"]);
        }

        if (Flow.Scheduled is { } waiting)
        {
            facts.Add(["scheduled", Times.Show(waiting.ActivateAt)]);
        }

        facts.Add(["format", Format ?? "not recognised"]);
        canvas.Table(facts, indent: 2);
        foreach (var error in Flow.CompilationErrors ?? [])
        {
            canvas.Write("  ! ", Ink.Red).Line(error);
        }

        if (Contents is not null)
        {
            Contents.Draw(canvas);
        }
        else
        {
            canvas.Line().Line("Elements", Ink.Bold);
            canvas.Table([.. Elements.Select(element => new[] { element.Id, element.Type, element.Label ?? "" })], indent: 2);
        }

        if (Versions.Count > 0)
        {
            canvas.Line().Line("Versions", Ink.Bold);
            canvas.Table([.. Versions.Take(MostVersions).Select(row => new[] { row.Version, Times.Show(row.At), row.Author ?? "" })], indent: 2);
            if (Versions.Count > MostVersions)
            {
                canvas.Line($"  and {Versions.Count - MostVersions} older");
            }
        }
    }

    /// <summary>A part of the flow.</summary>
    internal sealed record ElementRow(string Id, string Type, string? Label, string? Calls);

    /// <summary>A version of the flow.</summary>
    internal sealed record VersionRow(string Version, string Revision, string? Author, DateTimeOffset At);
}
