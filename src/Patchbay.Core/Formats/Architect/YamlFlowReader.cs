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
    private readonly SyntaxTree _tree;
    private readonly MappingNode _body;
    private readonly string _rootKey;
    private readonly ArchitectFlowType? _type;
    private readonly ArchitectFlowBuilder _builder = new();
    private readonly ValueReader _values;
    private readonly YamlContainerReader _containers;
    private readonly YamlMenuReader _menus;
    private readonly YamlReferences _references;

    /// <summary>Prepares to read a flow.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="rootKey">Its root key, which names the flow's type.</param>
    /// <param name="body">What stands under it.</param>
    public YamlFlowReader(SyntaxTree tree, string rootKey, MappingNode body)
    {
        _tree = tree;
        _body = body;
        _rootKey = rootKey;
        _type = ArchitectFlowTypes.FromRootKey(rootKey);
        _values = new ValueReader(_builder);
        _containers = new YamlContainerReader(_builder, _values, new ActionListReader(_builder, _values));
        _menus = new YamlMenuReader(_containers, _values, _builder);
        _references = new YamlReferences(_builder);
    }

    /// <summary>Reads the flow.</summary>
    /// <summary>What the items of a list are; null for another property.</summary>
    private static ElementKind? ContainerOf(string list) => list switch
    {
        "menus" => ElementKind.Menu,
        "tasks" => ElementKind.Task,
        "states" => ElementKind.State,
        "bots" => ElementKind.Bot,
        _ => null,
    };

    public Flow Read()
    {
        foreach (var entry in _body.Entries)
        {
            ReadProperty(entry);
        }

        var name = _body["name"] as ScalarNode;
        var wiring = new Wiring(_builder, _references.Find, _rootKey);
        var start = WireStart();
        WireContainers(wiring);
        new MenuWiring(_builder, wiring, _references.Find).Wire(_menus.Menus);
        new BotEntries(_builder, _references).Wire(_body);
        WireErrorHandling();
        _references.FindParts();
        return _builder.Build(ArchitectYamlFormat.FormatId, _tree, start, _values.Declarations) with
        {
            Name = name is { IsNull: false } ? name.Value : "",
            NameSpan = name is null ? new TextSpan(_body.Span.Start, 0) : VariableScan.Inner(name),
            Type = _type?.ApiType ?? _rootKey,
            Description = _body.GetString("description"),
            Division = _body.GetString("division") is { } division ? new Division("", division) : null,
            CompatibleTypes = ReadCompatibleTypes(),
        };
    }

    /// <summary>The flow types that a common module lists as its callers'; default where it lists none, or one that cannot be told.</summary>
    private ImmutableArray<string> ReadCompatibleTypes()
    {
        if (_body.GetMapping("settingsCommonModule")?.GetSequence("compatibleFlowTypes") is not { Items.IsEmpty: false } list)
        {
            return default;
        }

        var types = list.Items.Select(item => (item as MappingNode)?.GetString("flowType") ?? "").ToList();
        return types.Contains("") || _tree.SubstitutionsIn(list.Span).Any(substitution => !substitution.IsResolved)
            ? default
            : [.. types.Select(type => (ArchitectFlowTypes.FromApiType(type) ?? ArchitectFlowTypes.FromRootKey(type))?.ApiType ?? type)];
    }

    private void ReadProperty(MappingEntry entry)
    {
        if (ContainerOf(entry.Key) is { } kind && entry.Value is SequenceNode list)
        {
            foreach (var item in list.Mappings.SelectMany(mapping => mapping.Entries))
            {
                ReadContainer(kind, item);
            }
        }
        else if (_type is { } type && type.ImpliedStarts.Contains(entry.Key))
        {
            _containers.ReadImplied(entry, _body["startUpTaskVariables"]);
        }
        else if (entry.Key == "variables")
        {
            _values.ReadDeclarations(entry.Value, -1);
        }
        else if (entry is { Key: "division", Value: ScalarNode { IsNull: false } division })
        {
            _builder.Use(DependencyKind.Division, division.Value, division, -1);
        }
        else if (entry is { Key: "worktype", Value: MappingNode worktype } && worktype["name"] is ScalarNode { IsNull: false } worktypeName)
        {
            _builder.Use(DependencyKind.Worktype, worktypeName.Value, worktypeName, -1);
        }
        else if (entry.Key is not ("name" or "description" or "startUpRef" or "startUpTaskVariables" or "referencedObjects"))
        {
            _values.ReadField(entry, -1, SettingsBlocks.Find(entry.Key)?.Field);
        }
    }

    private void ReadContainer(ElementKind kind, MappingEntry item)
    {
        if (kind == ElementKind.Menu && item.Key != "ref")
        {
            _menus.Read(item, -1);
        }
        else
        {
            _containers.Read(kind, item);
        }
    }

    private int WireStart()
    {
        if (_type is { ImpliedStarts.IsEmpty: false })
        {
            var starts = _containers.Containers.Where(container => container.IsImplied).ToList();
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

        var entry = _references.Find(-1, new FlowTarget(start, "startUpRef"));
        if (entry < 0)
        {
            _builder.Ways.Add(new FlowWay(FlowWay.FromStart, entry, WayKind.Always, "", start.Span) { Target = start.Value });
        }

        return Math.Max(entry, -1);
    }

    private void WireContainers(Wiring wiring)
    {
        var implied = _containers.Containers.LastOrDefault(container => container.IsImplied);
        foreach (var container in _containers.Containers)
        {
            var repeats = container.IsImplied && _type is { Repeats: true } && implied is not null;
            wiring.Wire(container.Element, container.Actions, repeats && implied is not null ? new Open(implied.Element, WayKind.Repeat) : Open.End);
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
        FlowTarget? target = null;
        foreach (var field in (handling.Value as MappingNode)?.Entries ?? [])
        {
            if (field.Key.EndsWith("Ref", StringComparison.Ordinal) && field.Value is ScalarNode { IsNull: false } reference)
            {
                target ??= new FlowTarget(reference, field.Key);
            }
        }

        ErrorWiring.Wire(_builder, _references.Find, element, handling.KeyNode.Span, target, ValueReader.Shown(handling.Key == "queue" ? handling.Value : null) ?? "");
    }
}
