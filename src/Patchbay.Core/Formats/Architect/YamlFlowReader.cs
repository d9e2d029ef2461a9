using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads the tree of an Architect YAML file. Place, not name, tells an action from a setting: an action is the single key of an item of an action list, and nothing else.</summary>
/// <remarks>First every part is given its number, in document order; then the ways are laid, since a path that runs out goes on behind the action that it belongs to.</remarks>
internal sealed class YamlFlowReader
{
    private static readonly ImmutableDictionary<string, ElementKind> ContainerLists = new Dictionary<string, ElementKind>(StringComparer.Ordinal)
    {
        ["menus"] = ElementKind.Menu,
        ["tasks"] = ElementKind.Task,
        ["states"] = ElementKind.State,
        ["bots"] = ElementKind.Bot,
    }.ToImmutableDictionary();

    private readonly SyntaxTree _tree;
    private readonly MappingNode _body;
    private readonly string _rootKey;
    private readonly ArchitectFlowType? _type;
    private readonly ArchitectFlowBuilder _builder = new();
    private readonly ActionListReader _actions;
    private readonly ValueReader _values;
    private readonly List<Container> _containers = [];
    private readonly List<MenuBody> _menus = [];

    public YamlFlowReader(SyntaxTree tree, string rootKey, MappingNode body)
    {
        _tree = tree;
        _body = body;
        _rootKey = rootKey;
        _type = ArchitectFlowTypes.FromRootKey(rootKey);
        _values = new ValueReader(_builder);
        _actions = new ActionListReader(_builder, _values, rootKey);
    }

    /// <summary>A task, state or bot, with its actions; for a menu none.</summary>
    private sealed record Container(int Element, string List, string ItemKind, ImmutableArray<ActionNode> Actions);

    private sealed record MenuBody(int Element, ImmutableArray<ChoiceBody> Choices);

    private sealed record ChoiceBody(int Element, MappingNode? Body, ImmutableArray<ActionNode>? Task, int SubMenu)
    {
        public string Key { get; init; } = "";

        public bool IsGlobal { get; init; }

        public bool HasSpeech { get; init; }
    }

    public Flow Read()
    {
        var entries = _body.Entries;
        foreach (var entry in entries)
        {
            ReadProperty(entry);
        }

        var name = _body["name"] as ScalarNode;
        var wiring = new Wiring(_builder, FindReference);
        var entryElement = WireStart();
        WireContainers(wiring);
        WireMenus(wiring);
        WireErrorHandling();
        var flow = new Flow(ArchitectYamlFormat.FormatId, _tree)
        {
            Api = FlowApi.Platform,
            Name = name is { IsNull: false } ? name.Value : "",
            NameSpan = name is null ? new TextSpan(_body.Span.Start, 0) : VariableScan.Inner(name),
            Type = _type?.ApiType ?? _rootKey,
            Description = _body.GetString("description"),
            Division = _body.GetString("division") is { } division ? new Division("", division) : null,
            Elements = [.. _builder.Elements],
            Ways = [.. _builder.Ways],
            References = [.. _builder.References],
            Dependencies = [.. _builder.Dependencies],
            Values = [.. _builder.Values],
            Entry = entryElement,
        };
        return flow with { VariablesWhenAsked = new(() => ArchitectVariables.Of(flow, _values.Declarations)) };
    }

    private void ReadProperty(MappingEntry entry)
    {
        if (ContainerLists.TryGetValue(entry.Key, out var kind) && entry.Value is SequenceNode list)
        {
            foreach (var item in list.Mappings)
            {
                ReadContainer(entry.Key, kind, item);
            }
        }
        else if (_type is { } type && type.ImpliedStarts.Contains(entry.Key))
        {
            ReadImpliedStart(entry);
        }
        else if (entry.Key == "variables")
        {
            _values.ReadDeclarations(entry.Value, -1);
        }
        else if (entry.Key is not ("name" or "description" or "startUpRef" or "startUpTaskVariables"))
        {
            _values.ReadSetting(entry);
        }
    }

    private void ReadContainer(string list, ElementKind kind, MappingNode item)
    {
        foreach (var entry in item.Entries)
        {
            if (kind == ElementKind.Menu)
            {
                ReadMenu(entry, -1);
                continue;
            }

            var element = AddContainer(kind, entry, -1);
            var actions = ReadBody(element, entry.Value);
            _containers.Add(new Container(element, list, entry.Key, actions));
        }
    }

    private int AddContainer(ElementKind kind, MappingEntry entry, int parent)
    {
        var body = entry.Value as MappingNode;
        var name = body?["name"] as ScalarNode;
        var refId = body?["refId"] as ScalarNode;
        var element = _builder.Add(kind, entry.Key, name?.Value ?? "", parent, body ?? entry.Value, entry.Span, name is { IsNull: false } ? VariableScan.Inner(name) : entry.KeyNode.Span, refId is { IsNull: false } ? refId.Value : "");
        if (refId is { IsNull: false })
        {
            _builder.Set(element, known => known with { RefIdSpan = VariableScan.Inner(refId) });
        }

        return element;
    }

    private ImmutableArray<ActionNode> ReadBody(int element, SyntaxNode body)
    {
        if (body is not MappingNode mapping)
        {
            return [];
        }

        var actions = ImmutableArray<ActionNode>.Empty;
        foreach (var entry in mapping.Entries)
        {
            switch (entry.Key)
            {
                case "actions":
                    actions = _actions.Read(entry.Value, element, "");
                    break;
                case "variables":
                    _values.ReadDeclarations(entry.Value, element);
                    break;
                case "name" or "refId" or "outputPaths":
                    break;
                default:
                    _values.ReadField(entry, element, null);
                    break;
            }
        }

        return actions;
    }

    /// <summary>An implied start: a list of actions, or a state without an item around it.</summary>
    private void ReadImpliedStart(MappingEntry entry)
    {
        var isList = entry.Value is SequenceNode;
        var element = AddContainer(isList ? ElementKind.Task : ElementKind.State, entry, -1);
        if (isList && _body["startUpTaskVariables"] is { } variables)
        {
            _values.ReadDeclarations(variables, element);
        }

        var actions = isList ? _actions.Read(entry.Value, element, "") : ReadBody(element, entry.Value);
        _containers.Add(new Container(element, entry.Key, "", actions));
    }

    private int ReadMenu(MappingEntry entry, int parent)
    {
        var element = AddContainer(ElementKind.Menu, entry, parent);
        _builder.Set(element, known => known with { Role = ElementRole.Waits });
        var choices = ImmutableArray.CreateBuilder<ChoiceBody>();
        var place = _menus.Count;
        _menus.Add(new MenuBody(element, []));
        foreach (var field in (entry.Value as MappingNode)?.Entries ?? [])
        {
            if (field.Key == "choices")
            {
                foreach (var choice in ((field.Value as SequenceNode)?.Mappings ?? []).SelectMany(item => item.Entries))
                {
                    choices.Add(ReadChoice(choice, element));
                }
            }
            else if (field.Key is not ("name" or "refId" or "defaultChildMenuRef"))
            {
                _values.ReadField(field, element, null);
            }
        }

        _menus[place] = new MenuBody(element, choices.DrainToImmutable());
        return element;
    }

    private ChoiceBody ReadChoice(MappingEntry choice, int menu)
    {
        var element = AddContainer(ElementKind.Choice, choice, menu);
        var body = choice.Value as MappingNode;
        ImmutableArray<ActionNode>? task = null;
        var subMenu = -1;
        if (choice.Key == "menuSubMenu" && body is not null)
        {
            subMenu = ReadMenu(choice, element);
        }
        else
        {
            var kind = MenuChoices.ActionOf(choice.Key);
            _builder.Set(element, known => known with { IsUnknown = kind is null && choice.Key != "menuTask" });
            foreach (var field in body?.Entries ?? [])
            {
                if (field.Key == "task" && field.Value is MappingNode inline)
                {
                    task = ReadBody(element, inline);
                }
                else if (field.Key is not ("name" or "refId" or "dtmf" or "globalDtmf" or "globalSpeechRecTerms"))
                {
                    _values.ReadField(field, element, kind?.Fields.FirstOrDefault(known => known.Name == field.Key));
                }
            }
        }

        var digit = MenuChoices.KeyOf(body?.GetString("dtmf"));
        var hasSpeech = body?["speechRecTerms"] is MappingNode { Entries.IsEmpty: false } terms && terms.Entries.Any(term => (term.Value as MappingNode)?.Find("none") is null);
        return new ChoiceBody(element, body, task, subMenu)
        {
            Key = digit,
            HasSpeech = hasSpeech,
            IsGlobal = (digit.Length > 0 && body?.GetString("globalDtmf") == "true") || (hasSpeech && body?.GetString("globalSpeechRecTerms") == "true"),
        };
    }

    private int WireStart()
    {
        if (_type is { ImpliedStarts.IsEmpty: false })
        {
            var starts = _containers.Where(container => container.ItemKind.Length == 0).ToList();
            if (starts.Count == 2)
            {
                _builder.Ways.Add(new FlowWay(starts[0].Element, starts[1].Element, WayKind.Repeat, "periodically", _builder.Elements[starts[1].Element].IdSpan));
            }

            return starts.Count > 0 ? starts[0].Element : -1;
        }

        if (_body["startUpRef"] is not ScalarNode { IsNull: false } start)
        {
            return -1;
        }

        var entry = FindReference(-1, start, "startUpRef");
        if (entry < 0)
        {
            _builder.Ways.Add(new FlowWay(FlowWay.FromStart, FlowWay.Nowhere, WayKind.Always, "", start.Span) { Target = start.Value });
        }

        return Math.Max(entry, -1);
    }

    private void WireContainers(Wiring wiring)
    {
        foreach (var container in _containers)
        {
            var repeats = container.ItemKind.Length == 0 && (_type?.Repeats ?? false);
            var home = repeats && _containers.LastOrDefault(other => other.ItemKind.Length == 0) is { } last ? last.Element : container.Element;
            wiring.Wire(container.Element, container.Actions, repeats ? new Open(home, WayKind.Repeat) : Open.End);
        }
    }

    private void WireMenus(Wiring wiring)
    {
        var globals = _menus.SelectMany(menu => menu.Choices).Where(choice => choice.IsGlobal).DistinctBy(choice => choice.Key.Length > 0 ? choice.Key : $"speech {choice.Element}").Take(MenuChoices.MaxGlobal).ToList();
        foreach (var menu in _menus)
        {
            WireMenu(menu, globals);
            foreach (var choice in menu.Choices)
            {
                WireChoice(choice, menu, wiring);
            }
        }
    }

    private void WireMenu(MenuBody menu, List<ChoiceBody> globals)
    {
        var node = (_builder.Elements[menu.Element].Node as MappingNode);
        var byDefault = node?["defaultChildMenuRef"] is ScalarNode { IsNull: false } reference ? FindReference(menu.Element, reference, "defaultChildMenuRef") : -1;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var options = ImmutableArray.CreateBuilder<MenuOption>(menu.Choices.Length);
        foreach (var choice in menu.Choices)
        {
            var element = _builder.Elements[choice.Element];
            var isDefault = choice.Element == byDefault;
            var label = choice.Key.Length > 0 ? choice.Key : isDefault ? "default" : choice.HasSpeech ? "speech" : "";
            keys.Add(choice.Key);
            _builder.Ways.Add(new FlowWay(menu.Element, choice.Element, WayKind.Choice, label, element.IdSpan));
            options.Add(new MenuOption(choice.Key, element.Label, choice.Body?.GetString("targetTaskRef") ?? choice.Body?.GetString("targetMenuRef") ?? choice.Body?.GetMapping("targetQueue")?.GetMapping("lit")?.GetString("name") ?? "", element.Span)
            {
                Element = choice.Element,
                IsDefault = isDefault,
                IsGlobal = choice.IsGlobal,
                HasSpeech = choice.HasSpeech,
                KeySpan = (choice.Body?["dtmf"] ?? element.Node).Span,
                TargetSpan = element.IdSpan,
            });
            if (isDefault && choice.Key.Length > 0)
            {
                _builder.Ways.Add(new FlowWay(menu.Element, choice.Element, WayKind.Choice, "default", element.IdSpan));
            }
        }

        if (byDefault == FlowWay.Nowhere && node?["defaultChildMenuRef"] is ScalarNode dangling)
        {
            _builder.Ways.Add(new FlowWay(menu.Element, FlowWay.Nowhere, WayKind.Choice, "default", dangling.Span) { Target = dangling.Value });
        }

        foreach (var choice in globals.Where(choice => _builder.Elements[choice.Element].Parent != menu.Element && (choice.Key.Length == 0 || !keys.Contains(choice.Key))))
        {
            _builder.Ways.Add(new FlowWay(menu.Element, choice.Element, WayKind.Choice, choice.Key.Length > 0 ? choice.Key : "speech", _builder.Elements[choice.Element].IdSpan) { When = "from every menu" });
        }

        var span = (node?["choices"] ?? _builder.Elements[menu.Element].Node).Span;
        _builder.Set(menu.Element, known => known with { Menu = new Menu(span, options.MoveToImmutable()) });
    }

    private void WireChoice(ChoiceBody choice, MenuBody menu, Wiring wiring)
    {
        var element = _builder.Elements[choice.Element];
        if (choice.Task is { } actions)
        {
            wiring.Wire(choice.Element, actions, Open.End);
        }
        else if (choice.SubMenu >= 0)
        {
            _builder.Ways.Add(new FlowWay(choice.Element, choice.SubMenu, WayKind.Always, "", element.IdSpan));
        }
        else if (element.Type is "menuRepeatMenu")
        {
            _builder.Ways.Add(new FlowWay(choice.Element, menu.Element, WayKind.Repeat, "", element.IdSpan));
        }
        else if (MenuChoices.ActionOf(element.Type) is { } kind)
        {
            wiring.WireSingle(choice.Element, kind);
        }
        else
        {
            _builder.Ways.Add(new FlowWay(choice.Element, FlowWay.Leaves, WayKind.Always, "", element.IdSpan));
        }
    }

    /// <summary>Every action may fail in a way that none of its paths takes; the flow then goes where its error handling says. One element stands for that, entered from outside.</summary>
    private void WireErrorHandling()
    {
        if (_body.GetMapping("settingsErrorHandling")?["errorHandling"] is not MappingNode { Entries: [{ } handling, ..] })
        {
            return;
        }

        var element = _builder.Add(ElementKind.ErrorHandling, handling.Key, "Error handling", -1, handling.Value, handling.Span, handling.KeyNode.Span);
        _builder.Set(element, known => known with { Role = ElementRole.Final });
        _builder.Ways.Add(new FlowWay(FlowWay.FromStart, element, WayKind.Error, "error", handling.KeyNode.Span));
        foreach (var field in (handling.Value as MappingNode)?.Entries ?? [])
        {
            if (field.Key.EndsWith("Ref", StringComparison.Ordinal) && field.Value is ScalarNode { IsNull: false } reference)
            {
                var to = FindReference(element, reference, field.Key);
                _builder.Set(element, known => known with { Role = ElementRole.Ordinary });
                _builder.Ways.Add(new FlowWay(element, to, WayKind.Error, "", reference.Span) { Target = to < 0 ? reference.Value : "" });
                return;
            }
        }

        _builder.Ways.Add(new FlowWay(element, FlowWay.Leaves, WayKind.Error, "", handling.KeyNode.Span) { Target = _values.QueueOf(element) });
    }

    /// <summary>The element that a reference means, which is noted; <see cref="FlowWay.Nowhere"/> when there is none, or it stands in another file.</summary>
    private int FindReference(int from, ScalarNode text, string property)
    {
        var reference = ArchitectReference.Parse(text.Value);
        var to = reference.File.Length > 0 || reference.Last.RefId is not { } refId ? FlowWay.Nowhere : Lookup(from, reference, refId);
        _builder.References.Add(new ElementReference(from, to, text.Value, text.Span, property) { File = reference.File });
        return to;
    }

    private int Lookup(int from, ArchitectReference reference, string refId)
    {
        var (kind, _) = reference.Last;
        if (MenuChoices.IsChoice(kind))
        {
            return _choices.Value.GetValueOrDefault((from, kind, refId), FlowWay.Nowhere);
        }

        return _byRefId.Value.GetValueOrDefault((kind, refId), FlowWay.Nowhere);
    }

    private Lazy<Dictionary<(string Kind, string RefId), int>> _byRefId => field ??= new(() =>
    {
        var index = new Dictionary<(string, string), int>();
        for (var i = 0; i < _builder.Elements.Count; i++)
        {
            if (_builder.Elements[i] is { IsContainer: true, RefId.Length: > 0 } element)
            {
                index.TryAdd((element.Type, element.RefId), i);
            }
        }

        return index;
    });

    private Lazy<Dictionary<(int Menu, string Kind, string RefId), int>> _choices => field ??= new(() =>
    {
        var index = new Dictionary<(int, string, string), int>();
        for (var i = 0; i < _builder.Elements.Count; i++)
        {
            if (_builder.Elements[i] is { Kind: ElementKind.Choice, RefId.Length: > 0 } element)
            {
                index.TryAdd((element.Parent, element.Type, element.RefId), i);
            }
        }

        return index;
    });
}
