using System.Collections.Immutable;
using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Finds the variables of an Architect flow: what is declared, what expressions read, what actions write. Names compare without regard to case, and a task's or state's own belong to it alone.</summary>
internal sealed class ArchitectVariables
{
    private readonly Flow _flow;
    private readonly List<Mentioned> _found = [];
    private readonly Dictionary<(int Container, string Name), Mentioned> _index = new(NameComparer.Instance);

    private ArchitectVariables(Flow flow) => _flow = flow;

    /// <summary>The variables of a flow, in order of first mention: those that are declared first.</summary>
    /// <param name="flow">The flow with its values.</param>
    /// <param name="declarations">What it declares.</param>
    public static ImmutableArray<FlowVariable> Of(Flow flow, IReadOnlyList<Declaration> declarations)
    {
        var variables = new ArchitectVariables(flow);
        foreach (var declaration in declarations)
        {
            variables.Declare(declaration);
        }

        foreach (var value in flow.Values)
        {
            variables.Take(value);
        }

        return [.. variables._found.Select(mentioned => mentioned.ToVariable())];
    }

    /// <summary>Index of the element that a variable belongs to when an element mentions it: the task, state, bot or choice around it, or -1 where its scope is the whole flow.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="element">Index of the element that mentions it.</param>
    /// <param name="name">The name with its scope.</param>
    public static int HolderOf(Flow flow, int element, string name)
    {
        if (!name.StartsWith("Task.", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("State.", StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        while (element >= 0 && flow.Elements[element].Kind is not (ElementKind.Task or ElementKind.State or ElementKind.Bot or ElementKind.Choice))
        {
            element = flow.Elements[element].Parent;
        }

        return element;
    }

    private void Declare(Declaration declared)
    {
        var holder = HolderOf(_flow, declared.Element, declared.Name);
        // A second declaration of one name is a variable of its own, for the linter to find.
        var mentioned = new Mentioned(declared.Name, holder) { Declared = declared };
        _found.Add(mentioned);
        _index.TryAdd((holder, declared.Name), mentioned);
    }

    private void Take(FlowValue value)
    {
        if (value is { Mode: ValueMode.Variable, Node: ScalarNode { IsNull: false } node, Text.Length: > 0 })
        {
            Find(value.Element, value.Text).Writes.Add(VariableScan.Inner(node));
        }
        else if (value is { Mode: ValueMode.Expression, Node: ScalarNode text })
        {
            ScalarPositions? positions = null;
            foreach (var name in value.Expression.Names)
            {
                if (name.Scope is not null)
                {
                    positions ??= ScalarPositions.Of(_flow.Tree.Source, text);
                    Find(value.Element, name.Variable).Reads.Add(positions.ToSource(name.VariableSpan));
                }
            }
        }
    }

    private Mentioned Find(int element, string name)
    {
        var holder = HolderOf(_flow, element, name);
        if (!_index.TryGetValue((holder, name), out var mentioned))
        {
            mentioned = new Mentioned(name, holder);
            _found.Add(mentioned);
            _index.Add((holder, name), mentioned);
        }

        return mentioned;
    }

    private sealed record Mentioned(string Name, int Holder)
    {
        public Declaration? Declared { get; init; }

        public ImmutableArray<TextSpan>.Builder Reads { get; } = ImmutableArray.CreateBuilder<TextSpan>();

        public ImmutableArray<TextSpan>.Builder Writes { get; } = ImmutableArray.CreateBuilder<TextSpan>();

        public FlowVariable ToVariable() => new(Name, Declared is not null, Reads.DrainToImmutable(), Writes.DrainToImmutable())
        {
            Type = Declared?.Type ?? (BuiltInNames.TypeOf(Name) is { IsKnown: true } type ? type.StatementKind : ""),
            Container = Holder,
            NameSpan = Declared is null ? default : VariableScan.Inner(Declared.NameNode),
            IsInput = Declared?.Body.GetString("isInput") == "true",
            IsOutput = Declared?.Body.GetString("isOutput") == "true",
            HasInitialValue = Declared is { HasInitialValue: true },
            IsBuiltIn = Declared is null && BuiltInNames.Find(Name) is not null,
        };
    }

    private sealed class NameComparer : IEqualityComparer<(int Container, string Name)>
    {
        public static NameComparer Instance { get; } = new();

        public bool Equals((int Container, string Name) x, (int Container, string Name) y) => x.Container == y.Container && string.Equals(x.Name, y.Name, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((int Container, string Name) value) => HashCode.Combine(value.Container, StringComparer.OrdinalIgnoreCase.GetHashCode(value.Name));
    }
}
