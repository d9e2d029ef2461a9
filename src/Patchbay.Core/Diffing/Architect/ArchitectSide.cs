using System.Collections.Immutable;
using System.Globalization;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>A path out of an element, with what stands on it.</summary>
/// <param name="Label">Its name: an output, an intent, <c>case 2</c>; empty for the list of a container.</param>
/// <param name="When">The condition of a case; null for others.</param>
/// <param name="IsOn">Whether control ever takes it.</param>
/// <param name="Items">What stands on it, in order.</param>
internal sealed record ElementPath(string Label, string? When, bool IsOn, ImmutableArray<int> Items)
{
    /// <summary>Whether it is a case of a switch, which is known by its condition and not by its number.</summary>
    public bool IsCase => Label.StartsWith("case ", StringComparison.Ordinal) && Label.AsSpan(5).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>The characters of its name; default where the text does not name it.</summary>
    public TextSpan Span { get; init; }

    /// <summary>What the condition of a case means, whatever its spelling; empty for others.</summary>
    public string Condition { get; init; } = "";
}

/// <summary>One of the two flows that are compared: its tree of containers, paths and actions, and the numbers of what they mean.</summary>
internal sealed class ArchitectSide
{
    private const int MaxFeatures = 64;

    private readonly Meanings _meanings;
    private readonly Dictionary<SyntaxNode, int> _known = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<SyntaxNode> _defaults = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TextSpan, ElementReference> _references = [];
    private readonly List<ElementPath>[] _paths;
    private readonly int[] _own;
    private readonly int[] _content;
    private readonly int[] _full;
    private readonly int[] _size;
    private readonly int[] _name;
    private readonly int[] _type;
    private readonly ImmutableArray<int>[] _features;
    private readonly ImmutableArray<int>[] _unsorted;
    private readonly ModelValues? _values;
    private List<int>? _collected;
    private Dictionary<int, MenuOption>? _options;
    private (int Previous, int Next)[]? _neighbours;
    private HashSet<TextSpan>? _spans;
    private List<int>? _starts;

    /// <param name="flow">The flow.</param>
    /// <param name="meanings">The numbers that both sides share.</param>
    /// <param name="byValues">Whether elements are known by what any notation says of them, their values and what they use, and not by their fields.</param>
    public ArchitectSide(Flow flow, Meanings meanings, bool byValues = false)
    {
        _values = byValues ? new ModelValues(flow, meanings) : null;
        Flow = flow;
        _meanings = meanings;
        var count = flow.Elements.Length;
        (_own, _content, _full, _size, _features) = (new int[count], new int[count], new int[count], new int[count], new ImmutableArray<int>[count]);
        (_name, _type, _unsorted) = (new int[count], new int[count], new ImmutableArray<int>[count]);
        foreach (var reference in flow.References)
        {
            _references.TryAdd(reference.Span, reference);
        }

        (RootKey, Body) = FindBody(flow);
        _paths = PathTree.Of(flow, meanings, byValues);
        Containers = [.. Enumerable.Range(0, count).Where(element => flow.Elements[element] is { Parent: < 0, IsContainer: true })];
        foreach (var element in ChildrenFirst())
        {
            Number(element);
        }
    }

    /// <summary>The flow.</summary>
    public Flow Flow { get; }

    /// <summary>The key that the flow's type has as the root of YAML; empty for a type that nobody knows.</summary>
    public string RootKey { get; }

    /// <summary>Whether it is written in the platform's own JSON.</summary>
    public bool IsJson => Flow.Tree.Notation == Notation.Json;

    /// <summary>The fields of the flow; null where there are none.</summary>
    public MappingNode? Body { get; }

    /// <summary>The tasks, menus, states and bots that stand in nothing else.</summary>
    public ImmutableArray<int> Containers { get; }

    /// <summary>The paths of an element.</summary>
    public IReadOnlyList<ElementPath> PathsOf(int element) => _paths[element];

    /// <summary>What an element means without its name and without what is nested in it.</summary>
    public int Own(int element) => _own[element];

    /// <summary>What an element and all below it mean, names aside.</summary>
    public int Content(int element) => _content[element];

    /// <summary>What an element and all below it mean, names included.</summary>
    public int Full(int element) => _full[element];

    /// <summary>The number of an element's type and name.</summary>
    public int Name(int element) => _name[element];

    /// <summary>The number of an element's type.</summary>
    public int Type(int element) => _type[element];

    /// <summary>Whether an element has just these characters.</summary>
    public bool IsElement(TextSpan span) => Spans.Contains(span);

    /// <summary>Whether elements stand within these characters.</summary>
    public bool HoldsElements(TextSpan span)
    {
        var at = Starts.BinarySearch(span.Start);
        at = at < 0 ? ~at : at;
        return at < Starts.Count && Starts[at] < span.End;
    }

    /// <summary>The element that follows another one in its list, or -1.</summary>
    public int NextOf(int element) => Neighbours[element].Next;

    /// <summary>The element before another one in its list, or -1.</summary>
    public int PreviousOf(int element) => Neighbours[element].Previous;

    /// <summary>The number of the key that a choice of a menu is taken by, with its name or without.</summary>
    public int ChoiceKey(int element, bool withName) => _meanings.Of($"key {KeyOf(element)}{(withName ? ":" + Flow.Elements[element].Label : "")}");

    /// <summary>Whether a choice of a menu is taken by a key.</summary>
    public bool HasKey(int element) => KeyOf(element).Length > 0;

    /// <summary>The key that a choice of a menu is taken by; empty for none.</summary>
    public string KeyOf(int element) => OptionOf(element)?.Key ?? "";

    /// <summary>A choice as its menu has it; null where it is none.</summary>
    public MenuOption? OptionOf(int element)
    {
        _options ??= Flow.Elements.Where(menu => menu.Menu is not null).SelectMany(menu => menu.Menu?.Options ?? []).Where(option => option.Element >= 0).DistinctBy(option => option.Element).ToDictionary(option => option.Element);
        return _options.GetValueOrDefault(element);
    }

    /// <summary>Number of elements at and below an element.</summary>
    public int Size(int element) => _size[element];

    /// <summary>Some of the values at an element, and of the values and names below it, sorted: what tells how alike two elements are.</summary>
    public ImmutableArray<int> Features(int element) => _features[element];

    /// <summary>Whether a path is on where the text says nothing of it.</summary>
    public bool IsOnByDefault(int element, string label) =>
        ActionKinds.Find(Flow.Elements[element].Type) is { } kind && kind.PathsIn(RootKey).Contains(label) && !kind.OffByDefault.Contains(label);

    /// <summary>The reference at a scalar; null for none.</summary>
    public ElementReference? ReferenceAt(SyntaxNode node) => _references.TryGetValue(node.Span, out var reference) ? reference : null;

    /// <summary>The fields of an element that are its own: neither its name, nor what other elements account for.</summary>
    public IEnumerable<(MappingEntry Entry, FieldPlace Place)> FieldsOf(int element)
    {
        var it = Flow.Elements[element];
        if (_values is not null || Body is null || it.Kind == ElementKind.ErrorHandling || it.Node is not MappingNode body)
        {
            yield break;
        }

        foreach (var entry in body.Entries)
        {
            if (!(IsJson ? OwnFields.IsStructureOfJson(it, entry) : OwnFields.IsStructure(it, entry)) && ReferenceEquals(body.Find(entry.Key), entry))
            {
                yield return (entry, FieldPlace.Of(it.Type, entry.Key, IsJson ? null : OwnFields.Known(it.Type, entry.Key), IsJson));
            }
        }
    }

    /// <summary>What a field holds for a sentence: a value that holds by default is shown where it is written, one that says nothing is not.</summary>
    public SyntaxNode? Visible(SyntaxNode? node, FieldPlace place) =>
        node is null || (Meaning(node, place) == Meanings.Nothing && !_defaults.Contains(node) && !ArchitectValue.IsStructure(node)) ? null : node;

    /// <summary>The number of what a field means.</summary>
    /// <param name="node">The field's value; null for none.</param>
    /// <param name="place">Where it stands.</param>
    public int Meaning(SyntaxNode? node, FieldPlace place)
    {
        if (node is null)
        {
            return Meanings.Nothing;
        }

        if (!_known.TryGetValue(node, out var number))
        {
            number = Work(node, place);
            if (number != Meanings.Nothing && IsDefault(node, place))
            {
                number = Meanings.Nothing;
                _defaults.Add(node);
            }

            _known.Add(node, number);
        }

        return number;
    }

    private static (string Key, MappingNode? Body) FindBody(Flow flow)
    {
        if (flow.Tree.Notation == Notation.Json)
        {
            return (ArchitectFlowTypes.FromApiType(flow.Type)?.RootKey ?? "", flow.Tree.Root as MappingNode);
        }

        foreach (var entry in (flow.Tree.Root as MappingNode)?.Entries ?? [])
        {
            if (entry.Value is MappingNode body && (entry.Key == flow.Type || ArchitectFlowTypes.FromRootKey(entry.Key)?.ApiType == flow.Type))
            {
                return (entry.Key, body);
            }
        }

        return ("", null);
    }

    private HashSet<TextSpan> Spans => _spans ??= [.. Flow.Elements.Where(element => element.Kind != ElementKind.ErrorHandling).Select(element => element.Span)];

    private List<int> Starts => _starts ??= [.. Spans.Select(span => span.Start).Order()];

    private (int Previous, int Next)[] Neighbours
    {
        get
        {
            if (_neighbours is null)
            {
                var neighbours = new (int Previous, int Next)[Flow.Elements.Length];
                Array.Fill(neighbours, (-1, -1));
                foreach (var path in _paths.SelectMany(paths => paths))
                {
                    for (var i = 1; i < path.Items.Length; i++)
                    {
                        neighbours[path.Items[i - 1]].Next = path.Items[i];
                        neighbours[path.Items[i]].Previous = path.Items[i - 1];
                    }
                }

                _neighbours = neighbours;
            }

            return _neighbours;
        }
    }

    /// <summary>Every element, none before what is nested in it.</summary>
    private List<int> ChildrenFirst()
    {
        var open = new Stack<int>();
        var order = new List<int>(Flow.Elements.Length);
        for (var i = 0; i < Flow.Elements.Length; i++)
        {
            if (Flow.Elements[i].Parent < 0)
            {
                open.Push(i);
            }
        }

        while (open.TryPop(out var element))
        {
            order.Add(element);
            foreach (var item in _paths[element].SelectMany(path => path.Items))
            {
                open.Push(item);
            }
        }

        order.Reverse();
        return order;
    }

    private void Number(int element)
    {
        var it = Flow.Elements[element];
        var features = _collected = [];
        var fields = FieldsOf(element).Select(field => (field.Entry.Key, Number: Meaning(field.Entry.Value, field.Place))).Where(field => field.Number != Meanings.Nothing).OrderBy(field => field.Key, StringComparer.Ordinal);
        _own[element] = _meanings.Of($"{it.Type}({string.Join(',', fields.Select(field => $"{field.Key}={field.Number}"))}{_values?.SpellingOf(element)})");
        features.AddRange(_values?.Of(element).Take(MaxFeatures).Select(_meanings.Of) ?? []);
        _collected = null;
        _type[element] = _meanings.Of("type " + it.Type);
        _name[element] = _meanings.Of($"type {it.Type}:{it.Label}");
        var paths = _paths[element].Where(path => path.Items.Length > 0 || path.IsCase || path.IsOn != IsOnByDefault(element, path.Label)).OrderBy(path => path.IsCase ? "case" : path.Label, StringComparer.Ordinal).ToList();
        _content[element] = _meanings.Of($"{_own[element]}{string.Concat(paths.Select(path => Shape(path, Content)))}");
        _full[element] = _meanings.Of($"{_own[element]}:{it.Label}{string.Concat(paths.Select(path => Shape(path, Full)))}");
        _size[element] = 1 + paths.Sum(path => path.Items.Sum(Size));
        foreach (var item in paths.SelectMany(path => path.Items).TakeWhile(_ => features.Count < MaxFeatures))
        {
            features.Add(_name[item]);
            features.AddRange(_unsorted[item]);
        }

        // Cut in the order of the text: the order of numbers depends on which flow was read first.
        _unsorted[element] = [.. features.Take(MaxFeatures)];
        _features[element] = [.. _unsorted[element].Order()];
    }

    private static string Shape(ElementPath path, Func<int, int> number) =>
        string.Create(CultureInfo.InvariantCulture, $"/{(path.IsCase ? "case" : path.Label)}|{path.Condition.Length}:{path.Condition}|{path.IsOn}[{string.Join(',', path.Items.Select(number))}]");

    /// <summary>Whether a value is the one that holds without it. No default stands deeper than this, and none in a list.</summary>
    private bool IsDefault(SyntaxNode node, FieldPlace place) =>
        place is { IsItem: false, Depth: <= 3 } && ExporterDefaults.IsDefault(place.Owner.Length == 0 ? RootKey : place.Owner, place.Path, node);

    private int Work(SyntaxNode node, FieldPlace place)
    {
        switch (node)
        {
            case ScalarNode { IsNull: true }:
                return Meanings.Nothing;
            case ScalarNode scalar:
                return Feature(place, ReferenceAt(scalar) is { } reference ? "@" + Target(reference) : "S" + (place.Field?.Type == "string" ? scalar.Value : ArchitectValue.Spelling(scalar)));
            case MappingNode mapping when ArchitectValue.Wrapped(mapping) is { } wrapped:
                return Wrapped(wrapped.Mode, wrapped.Value, place);
            case MappingNode mapping when ArchitectValue.Milliseconds(mapping) is { } time:
                return Feature(place, "D" + time.ToString("G29", CultureInfo.InvariantCulture));
            case MappingNode mapping:
                return Entries(mapping, place);
            case SequenceNode sequence:
                var item = place.Item("");
                var items = sequence.Items.Select(value => Meaning(value, item)).Where(number => number != Meanings.Nothing);
                var list = string.Join(',', ArchitectValue.IsSet(place) ? items.Order() : items);
                return list.Length == 0 ? Meanings.Nothing : _meanings.Of($"[{list}]");
            default:
                return _meanings.Of("?" + Flow.Tree.Source.GetText(node.Span));
        }
    }

    private int Entries(MappingNode mapping, FieldPlace place)
    {
        var entries = new List<(string Key, int Number)>(mapping.Entries.Length);
        foreach (var entry in mapping.Entries)
        {
            if (!OwnFields.IsStructure(place, entry) && Meaning(entry.Value, place.Within(entry.Key)) is not Meanings.Nothing and var number)
            {
                entries.Add((entry.Key, number));
            }
        }

        // A name that stands for nothing but itself counts: "queue: {}" is nothing, "Table: {}" is the name of a table.
        if (entries.Count == 0)
        {
            return place.Field is { Shape: FieldShape.ByName } && mapping.Entries is [{ } named, ..] ? _meanings.Of("{" + named.Key + "}") : Meanings.Nothing;
        }

        entries.Sort((x, y) => string.CompareOrdinal(x.Key, y.Key));
        return _meanings.Of("{" + string.Join(',', entries.Select(entry => $"{entry.Key.Length}:{entry.Key}={entry.Number}")) + "}");
    }

    private int Wrapped(ValueMode mode, SyntaxNode value, FieldPlace place)
    {
        var text = (value as ScalarNode)?.Value ?? "";
        return mode switch
        {
            ValueMode.NoValue => Meanings.Nothing,
            ValueMode.Expression => Feature(place, "E" + _meanings.Canonical(text)),
            ValueMode.Variable => Feature(place, "V" + text.ToLowerInvariant()),
            ValueMode.Speech => Feature(place, "T" + text),
            ValueMode.Prompt => Feature(place, "P" + text),
            // An empty list is a value, too: whoever reads it finds it set.
            _ => value is ScalarNode { IsNull: true } ? Meanings.Nothing : _meanings.Of($"L{Meaning(value, place)}"),
        };
    }

    private int Feature(FieldPlace place, string spelling)
    {
        var number = _meanings.Of(spelling);
        if (_collected is { Count: < MaxFeatures })
        {
            _collected.Add(_meanings.Of($"{place.Owner}.{place.Path} {number}"));
        }

        return number;
    }

    private string Target(ElementReference reference) =>
        reference.To >= 0 ? $"{Flow.Elements[reference.To].Type}:{Flow.Elements[reference.To].Label}" : reference.Text;
}
