using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>What any notation says of the elements of a flow: expressions, spoken texts, prompts, bound variables, and things of the org. Literals are left out, since notations spell them differently and write defaults differently.</summary>
internal sealed class ModelValues
{
    private readonly ILookup<int, (string Spelling, FlowValue? Value, FlowDependency? Used)> _byElement;

    public ModelValues(Flow flow, Meanings meanings)
    {
        var values =
            from value in flow.Values
            where value.Mode is ValueMode.Expression or ValueMode.Speech or ValueMode.Prompt or ValueMode.Variable && !value.Path.Contains("case", StringComparison.Ordinal)
            select (value.Element, Item: (Spelling(value, meanings), (FlowValue?)value, (FlowDependency?)null));
        var used =
            from dependency in flow.Dependencies
            where dependency.Kind is not (DependencyKind.File or DependencyKind.Division or DependencyKind.Integration)
            select (dependency.Element, Item: ($"{dependency.Kind} {dependency.Name}", (FlowValue?)null, (FlowDependency?)dependency));
        _byElement = values.Concat(used).ToLookup(pair => pair.Element, pair => pair.Item);
    }

    /// <summary>The spellings of what is said of an element, sorted, none twice.</summary>
    public IEnumerable<string> Of(int element) => _byElement[element].Select(item => item.Spelling).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>All that is said of an element in one spelling.</summary>
    public string SpellingOf(int element) => string.Concat(Of(element).Select(text => $"{text.Length}:{text}"));

    /// <summary>What is said of an element and not among other spellings.</summary>
    public IEnumerable<(string Shown, FlowValue? Value, FlowDependency? Used)> Except(int element, IEnumerable<string> others)
    {
        var known = others.ToHashSet(StringComparer.Ordinal);
        foreach (var (spelling, value, used) in _byElement[element])
        {
            if (known.Add(spelling))
            {
                yield return (value is not null ? ValueWording.Of(value.Mode, value.Text).ToString() : $"{ElementWording.Words(used?.Kind.ToString() ?? "").ToLowerInvariant()} \"{used?.Name}\"", value, used);
            }
        }
    }

    private static string Spelling(FlowValue value, Meanings meanings) => value.Mode switch
    {
        ValueMode.Expression => "E " + meanings.Canonical(value.Text),
        ValueMode.Variable => "V " + value.Text.ToLowerInvariant(),
        _ => $"{value.Mode} {value.Text}",
    };
}
