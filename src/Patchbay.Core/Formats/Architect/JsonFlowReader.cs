using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads an Architect configuration into the same elements and ways as the YAML of the flow: ids of elements are made from names, the task within a menu choice belongs to the choice, and names of things of the org come from the manifest.</summary>
internal sealed class JsonFlowReader
{
    /// <summary>Menus stand in choices of menus so deep; what lies deeper is read as a menu of its own.</summary>
    private const int MaxDepth = 128;

    private readonly SyntaxTree _tree;
    private readonly MappingNode _root;
    private readonly ArchitectFlowType? _type;
    private readonly ArchitectFlowBuilder _builder = new();
    private readonly JsonValueReader _values;
    private readonly JsonActionReader _actions;
    private readonly List<Declaration> _declarations = [];
    private readonly List<(int Element, ImmutableArray<ImmutableArray<ActionNode>> Lists, bool IsImplied)> _containers = [];
    private readonly List<MenuBody> _menus = [];
    private readonly Dictionary<string, MappingNode> _unread = new(StringComparer.Ordinal);

    /// <summary>Prepares to read a flow.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="root">Its outermost object.</param>
    public JsonFlowReader(SyntaxTree tree, MappingNode root)
    {
        _tree = tree;
        _root = root;
        _type = ArchitectFlowTypes.FromApiType(root.GetString("type") ?? "");
        _values = new JsonValueReader(_builder);
        _actions = new JsonActionReader(_builder, _values);
    }

    /// <summary>Reads the flow.</summary>
    public Flow Read()
    {
        ReadSettings();
        ReadContainers();
        var wiring = new Wiring(_builder, _actions.Find, _type?.RootKey ?? "");
        var start = WireStart();
        var implied = _containers.Where(container => container.IsImplied).Select(container => container.Element).ToList();
        if (implied.Count == 2)
        {
            _builder.Ways.Add(new FlowWay(implied[0], implied[1], WayKind.Repeat, "periodically", _builder.Elements[implied[1]].IdSpan));
        }

        foreach (var (element, lists, isImplied) in _containers)
        {
            WireContainer(wiring, element, lists, isImplied && _type is { Repeats: true } ? new Open(implied[^1], WayKind.Repeat) : Open.End);
        }

        new MenuWiring(_builder, wiring, _actions.Find).Wire(_menus);
        WireBotEntries();
        WireErrorHandling();
        new JsonManifest(_builder, _actions.Elements).Read(_root["manifest"]);
        var name = _root["name"] as ScalarNode;
        return _builder.Build(ArchitectJsonFormat.FormatId, _tree, start, _declarations) with
        {
            Name = name is { IsNull: false } ? name.Value : "",
            NameSpan = name is null ? new TextSpan(_root.Span.Start, 0) : VariableScan.Inner(name),
            Type = _type?.ApiType ?? _root.GetString("type") ?? "",
            Description = _root.GetString("description"),
            CompatibleTypes = ReadCompatibleTypes(),
        };
    }

    private static void WireContainer(Wiring wiring, int element, ImmutableArray<ImmutableArray<ActionNode>> lists, Open end)
    {
        wiring.Wire(element, lists[0], end);
        foreach (var list in lists.Skip(1))
        {
            wiring.WireList(list, end);
        }
    }

    /// <summary>The flow types that a common module may be called from; default where it lists none.</summary>
    private ImmutableArray<string> ReadCompatibleTypes() =>
        _root.GetMapping("commonModuleFlowSettings")?.GetSequence("destinationFlowTypes") is { Items.IsEmpty: false } types ? [.. types.Items.OfType<ScalarNode>().Select(type => type.Value)] : default;

    private void ReadSettings()
    {
        foreach (var entry in _root.Entries)
        {
            if (entry.Key == "variables")
            {
                ReadDeclarations(entry.Value, -1);
            }
            else if (entry.Value is not ScalarNode && entry.Key is not ("flowSequenceItemList" or "manifest" or "uiMetaData" or "defaultSettings" or "nluMetaData" or "customDefinitions" or "commonModules"))
            {
                _values.Read(entry.Value, -1, entry.Key);
            }
        }
    }

    private void ReadDeclarations(SyntaxNode? list, int element)
    {
        foreach (var variable in (list as SequenceNode)?.Mappings ?? [])
        {
            if (variable["name"] is not ScalarNode { IsNull: false } name)
            {
                continue;
            }

            var initial = variable.GetMapping("initialValue");
            var start = _builder.Values.Count;
            if (initial is not null)
            {
                _values.Read(initial, element, $"variables.{name.Value}.initialValue");
            }

            if (element >= 0)
            {
                _actions.Know(variable.GetString("id"), element);
            }

            var hasValue = _builder.Values.Count > start && _builder.Values[start].Mode != ValueMode.NoValue;
            _declarations.Add(new Declaration(name.Value, DataTypeCodes.TypeOf(initial?.GetString("type") ?? ""), element, name, variable, hasValue));
        }
    }

    private void ReadContainers()
    {
        var containers = (_root["flowSequenceItemList"] as SequenceNode)?.Mappings.ToList() ?? [];
        foreach (var container in containers)
        {
            _unread.TryAdd(container.GetString("id") ?? "", container);
        }

        var within = containers.SelectMany(menu => (menu["menuChoiceList"] as SequenceNode)?.Mappings ?? [])
            .Select(choice => choice.GetMapping("action")).Where(action => action?.GetString("__type") is "TaskAction" or "MenuAction")
            .Select(action => action is null ? null : JsonActionReader.TargetOf(action)?.Text.Value).ToHashSet();
        foreach (var container in containers.Where(container => !within.Contains(container.GetString("id"))))
        {
            ReadContainer(container);
        }

        // What only each other lead to, or lies too deep.
        foreach (var container in containers)
        {
            ReadContainer(container);
        }
    }

    private void ReadContainer(MappingNode container)
    {
        if (!_unread.Remove(container.GetString("id") ?? "", out var unread) || !ReferenceEquals(unread, container))
        {
            return;
        }

        switch (container.GetString("__type"))
        {
            case "Menu":
                ReadMenu(container, -1, "menu", 0);
                break;
            case "State":
                ReadTask(container, ElementKind.State, "state", isImplied: false);
                break;
            case "StartUpState":
                ReadTask(container, ElementKind.State, "startUpState", isImplied: true);
                break;
            case "PeriodicState":
                ReadTask(container, ElementKind.State, "periodicState", isImplied: true);
                break;
            case "BotState":
                ReadTask(container, ElementKind.Bot, "bot", isImplied: false);
                break;
            case "LoopTask" or "CommonModuleTask":
                ReadTask(container, ElementKind.Task, "startUpTaskActions", isImplied: true);
                break;
            default:
                ReadTask(container, ElementKind.Task, "task", isImplied: false);
                break;
        }
    }

    private void ReadTask(MappingNode container, ElementKind kind, string type, bool isImplied)
    {
        var element = Add(container, kind, type, -1, isImplied);
        _builder.OutputPaths[element] = [.. ((container["paths"] as SequenceNode)?.Mappings ?? []).Where(path => path.GetString("outputId") != "__DEFAULT__").Select(path => path.GetString("label") ?? "")];
        ReadDeclarations(container["variables"], element);
        foreach (var entry in container.Entries)
        {
            if (entry.Value is MappingNode && entry.Key is not ("uiMetaData" or "metaData"))
            {
                _values.Read(entry.Value, element, entry.Key);
            }
        }

        _containers.Add((element, _actions.Read(container, element), isImplied));
    }

    /// <summary>Adds a container. Its <c>refId</c> is the one that an export to YAML gives it; an implied start has none, and no name either.</summary>
    private int Add(MappingNode container, ElementKind kind, string type, int parent, bool isImplied)
    {
        var name = container["name"] as ScalarNode;
        var label = name is { IsNull: false } ? name.Value : "";
        var span = name is { IsNull: false } ? VariableScan.Inner(name) : new TextSpan(container.Span.Start, 0);
        var refId = isImplied ? "" : $"{label}_{container.GetString("trackingId")}";
        var element = _builder.Add(kind, type, isImplied ? "" : label, parent, container, container.Span, span, refId);
        _builder.Set(element, known => known with { Label = label, RefIdSpan = refId.Length > 0 ? span : default });
        _actions.Know(container.GetString("id"), element);
        return element;
    }

    private int ReadMenu(MappingNode container, int parent, string type, int depth)
    {
        var element = Add(container, ElementKind.Menu, type, parent, isImplied: false);
        _builder.Set(element, known => known with { Role = ElementRole.Waits });
        foreach (var entry in container.Entries)
        {
            if (entry.Value is MappingNode && entry.Key is not ("uiMetaData" or "metaData"))
            {
                _values.Read(entry.Value, element, entry.Key);
            }
        }

        var place = _menus.Count;
        var span = (container["menuChoiceList"] ?? container).Span;
        _menus.Add(new MenuBody(element, [], span));
        var choices = ((container["menuChoiceList"] as SequenceNode)?.Mappings ?? []).Select(choice => ReadChoice(choice, element, depth));
        var byDefault = container["defaultMenuChoiceId"] is ScalarNode { IsNull: false } id ? new FlowTarget(id, "defaultMenuChoiceId") : (FlowTarget?)null;
        _menus[place] = new MenuBody(element, [.. choices], span) { Default = byDefault };
        return element;
    }

    private ChoiceBody ReadChoice(MappingNode choice, int menu, int depth)
    {
        var action = choice.GetMapping("action") ?? choice;
        var jsonType = action.GetString("__type") ?? "";
        var kind = MenuChoiceKinds.All.FirstOrDefault(known => known.JsonType.Length > 0 && known.JsonType == jsonType);
        var key = JsonActionReader.KeyOf(jsonType);
        var type = kind?.Name ?? (key.Length == 0 ? "" : $"menu{char.ToUpperInvariant(key[0])}{key[1..]}");
        var name = choice["name"] as ScalarNode;
        var digit = choice["digit"] as ScalarNode is { IsNull: false } pressed ? pressed : null;
        var hasSpeech = choice["speechRecTerms"] is MappingNode terms && terms.Entries.Any(language => language.Value is SequenceNode { Items.IsEmpty: false });
        var element = _builder.Add(ElementKind.Choice, type, name?.Value ?? "", menu, choice, choice.Span, name is { IsNull: false } ? VariableScan.Inner(name) : new TextSpan(choice.Span.Start, 0));
        _actions.Know(choice.GetString("id"), element);
        _actions.Know(action.GetString("id"), element);
        var detail = _actions.ReadFields(action, element);
        _builder.Set(element, known => known with { IsUnknown = kind is null, Detail = detail });
        var read = new ChoiceBody(element)
        {
            Action = ActionKinds.Find(key),
            Target = JsonActionReader.TargetOf(action),
            LeadsTo = action.GetString("taskName") ?? action.GetString("menuName") ?? detail,
            Key = digit?.Value ?? "",
            KeySpan = (digit ?? (SyntaxNode)choice).Span,
            HasSpeech = hasSpeech,
            IsGlobal = (digit is not null && choice.GetString("globalDtmf") == "true") || (hasSpeech && choice.GetString("globalSpeech") == "true"),
        };
        return ReadWithin(read, jsonType, depth);
    }

    /// <summary>The task or menu within a choice, which the configuration keeps as a container of its own.</summary>
    private ChoiceBody ReadWithin(ChoiceBody choice, string jsonType, int depth)
    {
        if (jsonType is not ("TaskAction" or "MenuAction") || choice.Target is not { } target || depth == MaxDepth || !_unread.Remove(target.Text.Value, out var container))
        {
            return choice;
        }

        if (jsonType == "MenuAction")
        {
            return choice with { SubMenu = ReadMenu(container, choice.Element, "menuSubMenu", depth + 1), Target = null };
        }

        _actions.Know(container.GetString("id"), choice.Element);
        ReadDeclarations(container["variables"], choice.Element);
        var lists = _actions.Read(container, choice.Element);
        return choice with { Task = lists[0], Target = null };
    }

    private int WireStart()
    {
        if (_root["initialSequence"] is not ScalarNode { IsNull: false } start)
        {
            return -1;
        }

        var entry = _actions.Find(-1, new FlowTarget(start, "initialSequence"));
        if (entry < 0)
        {
            _builder.Ways.Add(new FlowWay(FlowWay.FromStart, entry, WayKind.Always, "", start.Span) { Target = start.Value });
        }

        return Math.Max(entry, -1);
    }

    /// <summary>The tasks that the settings of a bot enter: on an intent, or after an answer from a knowledge base.</summary>
    private void WireBotEntries()
    {
        foreach (var intent in _root.GetMapping("nluMetaData")?.GetMapping("mappings")?.GetMapping("intentsToReusableTasks")?.Entries ?? [])
        {
            if ((intent.Value as MappingNode)?["id"] is ScalarNode { IsNull: false } task)
            {
                Enter(new FlowTarget(task, "intentsToReusableTasks"), intent.Key);
            }
        }

        if (_root.GetMapping("knowledgeSettings")?["knowledgeFollowupTaskId"] is ScalarNode { IsNull: false } followUp)
        {
            Enter(new FlowTarget(followUp, "knowledgeFollowupTaskId"), "knowledge");
        }
    }

    private void Enter(FlowTarget target, string label)
    {
        var to = _actions.Find(-1, target);
        _builder.Ways.Add(new FlowWay(FlowWay.FromStart, to, WayKind.Choice, label, target.Text.Span) { Target = to < 0 ? target.Text.Value : "" });
    }

    private void WireErrorHandling()
    {
        if (_root["errorHandling"] is not MappingNode handling || handling["handlingType"] is not ScalarNode { IsNull: false } written)
        {
            return;
        }

        var type = written.Value.Length == 0 ? "" : char.ToLowerInvariant(written.Value[0]) + written.Value[1..];
        var element = _builder.Add(ElementKind.ErrorHandling, type, "Error handling", -1, handling, handling.Span, VariableScan.Inner(written));
        ErrorWiring.Wire(_builder, _actions.Find, element, written.Span, JsonActionReader.TargetOf(handling), type == "queue" ? handling.GetMapping("queue")?.GetString("text") ?? "" : "");
    }
}
