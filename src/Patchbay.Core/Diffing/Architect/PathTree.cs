using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Puts the elements of a flow back into the lists that they stand in.</summary>
internal static class PathTree
{
    /// <summary>The paths of every element: those that ways leave by, and those that other elements stand on.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="meanings">Spells expressions.</param>
    /// <param name="byValues">Whether conditions are known by what any notation says of them.</param>
    public static List<ElementPath>[] Of(Flow flow, Meanings meanings, bool byValues)
    {
        var items = new Dictionary<(int, string), List<int>>();
        var labels = new List<string>?[flow.Elements.Length];
        for (var i = 0; i < flow.Elements.Length; i++)
        {
            var element = flow.Elements[i];
            if (element.Parent >= 0)
            {
                Note(labels, element.Parent, element.ParentPath, items).Add(i);
            }
        }

        var ways = new Dictionary<(int, string), FlowWay>();
        foreach (var way in flow.Ways)
        {
            if (way.From >= 0 && way.Label.Length > 0 && flow.Elements[way.From].Kind == ElementKind.Action && ways.TryAdd((way.From, way.Label), way))
            {
                Note(labels, way.From, way.Label, items);
            }
        }

        var conditions = byValues ? [] : ConditionsOf(flow);
        var paths = new List<ElementPath>[flow.Elements.Length];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = [];
            foreach (var label in labels[i] ?? [])
            {
                var isTaken = ways.TryGetValue((i, label), out var way);
                var condition = conditions.GetValueOrDefault((i, label));
                paths[i].Add(new ElementPath(label, condition?.Text ?? way.When, isTaken || label.Length == 0, [.. items[(i, label)]]) { Span = way.Span, Condition = SpellingOf(condition, meanings) ?? (way.When is null ? "" : meanings.Canonical(way.When)) });
            }
        }

        SortCases(paths);
        return paths;
    }

    /// <summary>The conditions of the cases of switches, by element and case.</summary>
    private static Dictionary<(int, string), FlowValue> ConditionsOf(Flow flow)
    {
        const string prefix = "evaluate.";
        const string suffix = ".value";
        var conditions = new Dictionary<(int, string), FlowValue>();
        foreach (var value in flow.Values)
        {
            if (value.Path.StartsWith(prefix + "case ", StringComparison.Ordinal) && value.Path.EndsWith(suffix, StringComparison.Ordinal))
            {
                conditions.TryAdd((value.Element, value.Path[prefix.Length..^suffix.Length]), value);
            }
        }

        return conditions;
    }

    private static string? SpellingOf(FlowValue? condition, Meanings meanings) => condition is null ? null
        : condition.Mode == ValueMode.Expression ? meanings.Canonical(condition.Text)
        : $"{condition.Mode} {condition.Text}";

    /// <summary>Ways may be laid in another order than the text's: cases are tried by their number.</summary>
    private static void SortCases(List<ElementPath>[] paths)
    {
        foreach (var list in paths)
        {
            if (list.Exists(path => path.IsCase))
            {
                var sorted = list.OrderBy(path => path.IsCase && int.TryParse(path.Label.AsSpan(5), out var number) ? number : 0).ToImmutableArray();
                list.Clear();
                list.AddRange(sorted);
            }
        }
    }

    private static List<int> Note(List<string>?[] labels, int element, string label, Dictionary<(int, string), List<int>> items)
    {
        if (!items.TryGetValue((element, label), out var list))
        {
            items.Add((element, label), list = []);
            (labels[element] ??= []).Add(label);
        }

        return list;
    }
}
