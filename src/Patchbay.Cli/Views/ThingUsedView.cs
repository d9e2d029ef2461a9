using Patchbay.Cli.Commands;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph.Drawing;

namespace Patchbay.Cli.Views;

/// <summary>Where something of the org is used: a queue, a prompt, a data action.</summary>
/// <param name="Store">Where it was looked for.</param>
/// <param name="Uses">How many places use it.</param>
/// <param name="Things">What was found, by kind and name.</param>
internal sealed record ThingUsedView(string Store, int Uses, IReadOnlyList<ThingUsedView.Thing> Things) : IView
{
    /// <summary>Makes the view.</summary>
    public static ThingUsedView Of(string store, IReadOnlyCollection<ThingUse> uses, FlowFiles files) => new(
        store,
        uses.Count,
        [
            .. uses.GroupBy(use => (use.Used.Kind, use.Used.Name)).OrderBy(thing => thing.Key.Kind).ThenBy(thing => thing.Key.Name, StringComparer.Ordinal).Select(thing => new Thing(
                DependencyWords.IdOf(thing.Key.Kind),
                thing.Key.Name,
                [.. thing.GroupBy(use => use.Flow).Select(flow => new UsingFlow(flow.Key.Id, flow.Key.Name, flow.Key.Type, [.. flow.Select(use => PlaceOf(use, files))]))])),
        ]);

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        foreach (var thing in Things)
        {
            canvas.Write(thing.Name, Ink.Bold).Line($"   {thing.Kind.Replace('-', ' ')}");
            foreach (var flow in thing.Flows)
            {
                canvas.Line().Write(flow.Name, Ink.Cyan).Line($"   {flow.Type}", Ink.Dim);
                canvas.Table([.. flow.Places.Select(place => new[] { place.Element, place.Type, place.At ?? $"line {place.Line}" })], indent: 4);
            }

            canvas.Line();
        }

        var flows = Things.SelectMany(thing => thing.Flows).Select(flow => flow.Id).Distinct(StringComparer.Ordinal).Count();
        canvas.Line($"{Plural.Of(Uses, "use")} in {Plural.Of(flows, "flow")} of {Store}");
    }

    private static Place PlaceOf(ThingUse use, FlowFiles files)
    {
        var at = use.Definition.Tree.Source.GetPosition(use.Used.Span.Start);
        var element = use.Used.Element >= 0 ? use.Definition.Elements[use.Used.Element] : null;
        var file = files.Of(use.Flow.Id);
        return new Place(element?.Id ?? "(settings)", element is null ? "" : ElementCaption.TitleOf(element.Type), at.Line, at.Column, file is null ? null : $"{file}:{at}");
    }

    /// <summary>A thing, and who uses it.</summary>
    internal sealed record Thing(string Kind, string Name, IReadOnlyList<UsingFlow> Flows);

    /// <summary>A flow that uses it.</summary>
    internal sealed record UsingFlow(string Id, string Name, string Type, IReadOnlyList<Place> Places);

    /// <summary>A place in its definition.</summary>
    internal sealed record Place(string Element, string Type, int Line, int Column, string? At);
}
