using Patchbay.Core.Flows;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>Where the elements of a flow with containers are drawn: as themselves, as the container that is drawn closed, or not at all, because what they lead to says it.</summary>
internal sealed class ContainerPlaces
{
    private const int Nothing = -1;

    private readonly Flow _flow;
    private readonly int[] _container;
    private readonly int[] _group;
    private readonly int[] _drawn;
    private readonly int[] _leadsTo;
    private readonly int[] _choice;

    /// <summary>Finds the places.</summary>
    /// <param name="graph">The flow's graph.</param>
    /// <param name="detail">How much is drawn.</param>
    public ContainerPlaces(FlowGraph graph, DrawingDetail detail)
    {
        _flow = graph.Flow;
        var count = graph.Count;
        (_container, _group, _drawn, _leadsTo, _choice) = (new int[count], new int[count], new int[count], new int[count], new int[count]);
        var holdsActions = new bool[count];
        foreach (var element in _flow.Elements)
        {
            if (element is { Parent: >= 0, Kind: ElementKind.Action })
            {
                holdsActions[element.Parent] = true;
            }
        }

        for (var i = 0; i < count; i++)
        {
            var element = _flow.Elements[i];
            _container[i] = element.IsContainer ? i : element.Parent < 0 ? Nothing : _container[element.Parent];
            _choice[i] = element.Kind == ElementKind.Choice ? i : element.IsContainer || element.Parent < 0 ? Nothing : _choice[element.Parent];
            _group[i] = element.Kind switch
            {
                ElementKind.Menu => Nothing,
                ElementKind.Choice => holdsActions[i] ? i : Nothing,
                ElementKind.Action => element.Parent < 0 ? Nothing : _group[element.Parent],
                _ => i,
            };
            _leadsTo[i] = element.Kind is ElementKind.Choice || (element.IsContainer && element.Kind != ElementKind.Menu) ? OnlyTarget(graph, i) : Nothing;
        }

        var off = FindOff();
        for (var i = 0; i < count; i++)
        {
            _drawn[i] = off[i] ? Nothing : detail.Opens(_container[i]) ? (_leadsTo[i] >= 0 ? Nothing : i) : _container[i];
        }

        // What is passed through is drawn as what it leads to.
        for (var i = 0; i < count; i++)
        {
            if (!off[i] && detail.Opens(_container[i]) && _leadsTo[i] >= 0)
            {
                _drawn[i] = Follow(i);
            }
        }
    }

    /// <summary>The task, menu, state or bot that an element stands in, or is; -1 for none.</summary>
    public int Container(int element) => _container[element];

    /// <summary>The choice of a menu that an element stands in, or is; -1 for none.</summary>
    public int ChoiceOf(int element) => _choice[element];

    /// <summary>The element whose frame an element is drawn in; -1 for none.</summary>
    public int GroupOf(int element) => _group[element];

    /// <summary>The element that is drawn for an element: itself, its container, or what it leads to; -1 for none.</summary>
    public int Drawn(int element) => _drawn[element];

    /// <summary>Whether an element only leads to another.</summary>
    public bool IsPassedThrough(int element) => _leadsTo[element] >= 0;

    /// <summary>The element that is drawn where a way leads to an element.</summary>
    public int Follow(int element)
    {
        // A task, its first action; a choice, its task, the first action of that: never more than a few.
        for (var steps = 0; steps < 8 && _drawn[element] == Nothing && _leadsTo[element] >= 0; steps++)
        {
            element = _leadsTo[element];
        }

        return _drawn[element];
    }

    /// <summary>The element that all ways out of an element lead to; -1 where there are none, or several, or it is itself.</summary>
    private static int OnlyTarget(FlowGraph graph, int element)
    {
        var only = Nothing;
        foreach (var target in graph.Targets(element))
        {
            if (target < 0 || target == element || (only >= 0 && target != only))
            {
                return Nothing;
            }

            only = target;
        }

        return only;
    }

    /// <summary>What stands on a path that is switched off: no way leads from the action to the first element of that path.</summary>
    private bool[] FindOff()
    {
        var count = _flow.Elements.Length;
        var led = new HashSet<(int From, int To)>(_flow.Ways.Select(way => (way.From, way.To)));
        var isOn = new Dictionary<(int Parent, string Path), bool>();
        var off = new bool[count];
        for (var i = 0; i < count; i++)
        {
            var element = _flow.Elements[i];
            if (element is not { Kind: ElementKind.Action, Parent: >= 0 and var parent })
            {
                continue;
            }

            if (off[parent])
            {
                off[i] = true;
            }
            else if (_flow.Elements[parent].Kind == ElementKind.Action)
            {
                var path = (parent, element.ParentPath);
                if (!isOn.TryGetValue(path, out var on))
                {
                    isOn[path] = on = led.Contains((parent, i));
                }

                off[i] = !on;
            }
        }

        return off;
    }
}
