using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Compares declared variables by name.</summary>
internal sealed class VariableComparer(Comparison all)
{
    private const string Suffix = "Variable";

    /// <summary>The declarations of a flow.</summary>
    public static IEnumerable<SyntaxNode?> OfFlow(MappingNode body) => [body["variables"]];

    /// <summary>The declarations of a task, state, bot or choice.</summary>
    public static IEnumerable<SyntaxNode?> OfContainer(ArchitectSide side, int container)
    {
        var element = side.Flow.Elements[container];
        return element.Node is MappingNode body ? [body["variables"], element.Kind == ElementKind.Choice ? body.GetMapping("task")?["variables"] : null]
            : side.Body is { } flow && element.Type == "startUpTaskActions" ? [flow["startUpTaskVariables"]]
            : [];
    }

    /// <summary>Compares two sets of declarations.</summary>
    /// <param name="owner">Whose they are, as sentences begin; empty for the flow's.</param>
    /// <param name="was">The lists before.</param>
    /// <param name="isNow">The lists after.</param>
    /// <param name="element">The id of the owner; empty for the flow.</param>
    public void Compare(string owner, IEnumerable<SyntaxNode?> was, IEnumerable<SyntaxNode?> isNow, string element)
    {
        var old = new Dictionary<string, MappingEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Declarations(was))
        {
            old.TryAdd(NameOf(entry), entry);
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in Declarations(isNow).Where(entry => seen.Add(NameOf(entry))))
        {
            var name = NameOf(entry);
            var who = Who(owner, name);
            if (!old.Remove(name, out var same))
            {
                all.Found.Add(Difference(DifferenceKind.Added, $"{who} ({Type(entry)}) is new{Starts(entry)}", name, element) with { After = name, AfterSpan = entry.Span });
                continue;
            }

            CompareTypes(who, same, entry, name, element);
            CompareFlags(who, same, entry, name, element);
            var field = new ActionField("initialValue", FieldShape.Value, Type(entry));
            Found(element, name, () => all.Fields(who, element).Compare(FieldPlace.Of("variable", "initialValue", field), Initial(same), Initial(entry)));
            Found(element, name, () => all.Fields(who, element).Compare(Others(same), Others(entry)));
        }

        foreach (var (name, entry) in old.OrderBy(pair => pair.Value.Span.Start))
        {
            all.Found.Add(Difference(DifferenceKind.Removed, $"{Who(owner, name)} ({Type(entry)}) is gone", name, element) with { Before = name, BeforeSpan = entry.Span });
        }
    }

    /// <summary>Compares variables by what any notation says of them: name, type, and whether callers of the flow set or read them.</summary>
    public void CompareModels()
    {
        var old = new Dictionary<(string, string), FlowVariable>();
        foreach (var variable in all.Before.Flow.Variables.Where(variable => variable.IsDeclared))
        {
            old.TryAdd(KeyOf(all.Before, variable), variable);
        }

        foreach (var variable in all.After.Flow.Variables.Where(variable => variable.IsDeclared).DistinctBy(variable => KeyOf(all.After, variable)))
        {
            var who = Who(all.After, variable);
            var element = variable.Container >= 0 ? all.After.Flow.Elements[variable.Container].Id : "";
            if (!old.Remove(KeyOf(all.After, variable), out var was))
            {
                all.Found.Add(Difference(DifferenceKind.Added, $"{who}{Typed(variable)} is new", variable.Name, element) with { After = variable.Name, AfterSpan = variable.NameSpan });
                continue;
            }

            if (was.Type != variable.Type && was.Type.Length > 0 && variable.Type.Length > 0)
            {
                all.Found.Add(Difference(DifferenceKind.Changed, $"{who} now holds {ElementWording.Words(variable.Type)} (was {ElementWording.Words(was.Type)})", variable.Name, element) with { Before = was.Type, After = variable.Type, BeforeSpan = was.NameSpan, AfterSpan = variable.NameSpan });
            }

            foreach (var (l, r, word) in new[] { (was.IsInput, variable.IsInput, "an input"), (was.IsOutput, variable.IsOutput, "an output") })
            {
                if (l != r)
                {
                    all.Found.Add(Difference(DifferenceKind.Changed, $"{who} is {(r ? "now" : "no longer")} {word}", variable.Name, element) with { Before = l ? "true" : "false", After = r ? "true" : "false", BeforeSpan = was.NameSpan, AfterSpan = variable.NameSpan });
                }
            }
        }

        foreach (var variable in old.Values.OrderBy(variable => variable.NameSpan.Start))
        {
            all.Found.Add(Difference(DifferenceKind.Removed, $"{Who(all.Before, variable)}{Typed(variable)} is gone", variable.Name, variable.Container >= 0 ? all.Before.Flow.Elements[variable.Container].Id : "") with { Before = variable.Name, BeforeSpan = variable.NameSpan });
        }
    }

    private (string, string) KeyOf(ArchitectSide side, FlowVariable variable)
    {
        var container = variable.Container;
        if (container >= 0 && ReferenceEquals(side, all.Before) && all.Match.ToAfter(container) is >= 0 and var isNow)
        {
            return (variable.Name.ToUpperInvariant(), all.After.Flow.Elements[isNow].Id);
        }

        return (variable.Name.ToUpperInvariant(), container >= 0 ? side.Flow.Elements[container].Id : "");
    }

    private string Who(ArchitectSide side, FlowVariable variable) =>
        Who(variable.Container < 0 ? "" : (ReferenceEquals(side, all.Before) ? all.BeforeNames : all.AfterNames).Container(variable.Container), variable.Name);

    private static string Typed(FlowVariable variable) => variable.Type.Length == 0 ? "" : $" ({ElementWording.Words(variable.Type)})";

    private static string Who(string owner, string name) => owner.Length == 0 ? $"Variable \"{name}\"" : $"{owner}: variable \"{name}\"";

    private static IEnumerable<MappingEntry> Declarations(IEnumerable<SyntaxNode?> lists) =>
        lists.OfType<SequenceNode>().SelectMany(list => list.Mappings).SelectMany(item => item.Entries).Where(entry => NameOf(entry).Length > 0);

    private static string NameOf(MappingEntry entry) => (entry.Value as MappingNode)?.GetString("name") ?? "";

    private static string Type(MappingEntry entry) => entry.Key.EndsWith(Suffix, StringComparison.Ordinal) ? ElementWording.Words(entry.Key[..^Suffix.Length]) : entry.Key;

    private static SyntaxNode? Initial(MappingEntry entry) => (entry.Value as MappingNode)?["initialValue"];

    private static string Starts(MappingEntry entry) => Initial(entry) is { } value && ArchitectValue.Wrapped(value) is not (ValueMode.NoValue, _) ? $" and starts as {ValueWording.Of(value)}" : "";

    private static IEnumerable<(MappingEntry, FieldPlace)> Others(MappingEntry entry) => ((entry.Value as MappingNode)?.Entries ?? [])
        .DistinctBy(field => field.Key)
        .Where(field => field.Key is not ("name" or "initialValue" or "isInput" or "isOutput"))
        .Select(field => (field, FieldPlace.Of("variable", field.Key, null)));

    private static FlowDifference Difference(DifferenceKind kind, string text, string name, string element) =>
        new(kind, DifferenceSubject.Variable, text) { Group = DifferenceGroup.Data, Element = element, Path = name };

    private void CompareTypes(string who, MappingEntry was, MappingEntry isNow, string name, string element)
    {
        if (was.Key != isNow.Key)
        {
            all.Found.Add(Difference(DifferenceKind.Changed, $"{who} now holds {Type(isNow)} (was {Type(was)})", name, element) with { Before = was.Key, After = isNow.Key, BeforeSpan = was.KeyNode.Span, AfterSpan = isNow.KeyNode.Span });
        }
    }

    private void CompareFlags(string who, MappingEntry was, MappingEntry isNow, string name, string element)
    {
        foreach (var (key, word) in new[] { ("isInput", "an input"), ("isOutput", "an output") })
        {
            var (l, r) = ((was.Value as MappingNode)?.GetString(key) == "true", (isNow.Value as MappingNode)?.GetString(key) == "true");
            if (l != r)
            {
                all.Found.Add(Difference(DifferenceKind.Changed, $"{who} is {(r ? "now" : "no longer")} {word}", name, element) with { Before = l ? "true" : "false", After = r ? "true" : "false", BeforeSpan = was.Span, AfterSpan = isNow.Span });
            }
        }
    }

    /// <summary>What is found about the fields of a variable is about the variable.</summary>
    private void Found(string element, string name, Action compare)
    {
        var start = all.Found.Count;
        compare();
        for (var i = start; i < all.Found.Count; i++)
        {
            var found = all.Found[i];
            all.Found[i] = found with { Subject = DifferenceSubject.Variable, Element = element, Path = $"{name}.{found.Path}", Group = found.Path == "description" ? DifferenceGroup.Cosmetic : DifferenceGroup.Data };
        }
    }
}
