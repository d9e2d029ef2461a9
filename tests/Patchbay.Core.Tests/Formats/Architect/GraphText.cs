using Patchbay.Core.Flows;

namespace Patchbay.Core.Tests.Formats.Architect;

/// <summary>A flow's elements and ways as lines in which every element is called by its place: names may hold substitutions in one notation and not in the other.</summary>
internal static class GraphText
{
    public static SortedSet<string> Of(Flow flow)
    {
        var places = PlacesOf(flow);
        string Name(int element) => element >= 0 ? places[element] : element == FlowWay.Leaves ? "outside" : "nowhere";
        var lines = new SortedSet<string>(StringComparer.Ordinal) { $"entry {Name(flow.Entry)}" };
        for (var i = 0; i < flow.Elements.Length; i++)
        {
            var element = flow.Elements[i];
            lines.Add($"{places[i]}: {element.Kind} {element.Type} {element.Role}{(element.Call is null ? "" : $" calls a {element.Call.FlowType} with {element.Call.Inputs.Length} and {element.Call.Outputs.Length}")}");
            if (element.Menu is { } menu)
            {
                lines.Add($"{places[i]} offers {string.Join(", ", menu.Options.Select(option => $"{option.Key}{(option.IsGlobal ? " everywhere" : "")}{(option.HasSpeech ? " spoken" : "")}: {Name(option.Element)}"))}");
            }
        }

        foreach (var way in flow.Ways)
        {
            lines.Add($"{Name(way.From)} -{way.Kind} \"{way.Label}\"-> {Name(way.To)}");
        }

        return lines;
    }

    /// <summary>The labels of a flow's elements by place.</summary>
    public static Dictionary<string, string> Labels(Flow flow) => PlacesOf(flow).Zip(flow.Elements).ToDictionary(pair => pair.First, pair => pair.Second.Label);

    /// <summary>What a flow uses of the org, by kind and place, and its variables.</summary>
    public static SortedSet<string> Uses(Flow flow)
    {
        var places = PlacesOf(flow);
        return
        [
            .. flow.Dependencies.Where(used => used.Kind != DependencyKind.Division).Select(used => $"{used.Kind} used by {(used.Element < 0 ? "the flow" : places[used.Element])}"),
            .. flow.Variables.Select(known => $"{known.Name.ToLowerInvariant()}{(known.IsDeclared ? " declared" : "")} {known.Type} in {(known.Container < 0 ? "the flow" : places[known.Container])}{(known.IsInput ? " in" : "")}{(known.IsOutput ? " out" : "")}{(known.HasInitialValue ? " set" : "")} r{known.Reads.Length} w{known.Writes.Length}"),
        ];
    }

    private static string[] PlacesOf(Flow flow)
    {
        var places = new string[flow.Elements.Length];
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < places.Length; i++)
        {
            var element = flow.Elements[i];
            var scope = element.Parent >= 0 ? $"{places[element.Parent]}/{element.ParentPath}" : element.Kind == ElementKind.Action ? "" : $"{element.Kind}{(IsOnly(flow, element) ? "" : $" {element.Label}")}";
            var number = counts[scope] = counts.GetValueOrDefault(scope) + 1;
            places[i] = element.Parent < 0 && number == 1 ? scope : $"{scope}{number}";
        }

        return places;
    }

    private static bool IsOnly(Flow flow, FlowElement element) => flow.Elements.Count(other => other.Kind == element.Kind && other.Parent < 0) == 1;
}
