using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads a fragment: a file without a flow type, in any layout, whose tasks, menus, actions and other parts are there for other files to refer to. Nothing says where it starts; each part is entered from outside.</summary>
/// <param name="tree">The document.</param>
internal sealed class FragmentReader(SyntaxTree tree)
{
    /// <summary>The type that a fragment has as a flow.</summary>
    public const string Type = "fragment";

    private readonly ArchitectFlowBuilder _builder = new();
    private readonly List<ActionNode> _loose = [];

    /// <summary>Whether a document is a fragment: somewhere in it a list has an item with a <c>refId</c> under its only key.</summary>
    /// <param name="root">The outermost node; null for none.</param>
    public static bool IsFragment(SyntaxNode? root) => root switch
    {
        MappingNode mapping => mapping.Entries.Any(entry => IsFragment(entry.Value)),
        SequenceNode sequence => sequence.Mappings.Any(item => item is { Entries: [{ Value: MappingNode part }] } && part["refId"] is ScalarNode { IsNull: false }),
        _ => false,
    };

    /// <summary>Reads the fragment.</summary>
    public Flow Read()
    {
        var values = new ValueReader(_builder);
        var actions = new ActionListReader(_builder, values);
        var containers = new YamlContainerReader(_builder, values, actions);
        var menus = new YamlMenuReader(containers, values, _builder);
        Walk(tree.Root, values, actions, containers, menus);
        var references = new YamlReferences(_builder);
        var wiring = new Wiring(_builder, references.Find, "");
        foreach (var container in containers.Containers)
        {
            wiring.Wire(container.Element, container.Actions, Open.End);
        }

        new MenuWiring(_builder, wiring, references.Find).Wire(menus.Menus);
        foreach (var action in _loose)
        {
            wiring.WireList([action], Open.End);
        }

        references.FindParts();
        for (var i = 0; i < _builder.Elements.Count; i++)
        {
            if (_builder.Elements[i].Parent < 0)
            {
                _builder.Ways.Add(new FlowWay(FlowWay.FromStart, i, WayKind.Call, "", _builder.Elements[i].IdSpan));
            }
        }

        return _builder.Build(ArchitectYamlFormat.FormatId, tree, entry: -1, values.Declarations) with
        {
            Type = Type,
            NameSpan = new TextSpan(tree.Root?.Span.Start ?? 0, 0),
        };
    }

    private void Walk(SyntaxNode? node, ValueReader values, ActionListReader actions, YamlContainerReader containers, YamlMenuReader menus)
    {
        foreach (var entry in (node as MappingNode)?.Entries ?? [])
        {
            if (entry is { Key: "variables", Value: SequenceNode })
            {
                values.ReadDeclarations(entry.Value, -1);
            }
            else if (entry.Value is SequenceNode list)
            {
                foreach (var part in list.Mappings.SelectMany(item => item.Entries))
                {
                    ReadPart(part, actions, containers, menus);
                }
            }
            else
            {
                Walk(entry.Value, values, actions, containers, menus);
            }
        }
    }

    private void ReadPart(MappingEntry part, ActionListReader actions, YamlContainerReader containers, YamlMenuReader menus)
    {
        switch (part.Key)
        {
            case "menu":
                menus.Read(part, -1);
                break;
            case "task":
                containers.Read(ElementKind.Task, part);
                break;
            case "state":
                containers.Read(ElementKind.State, part);
                break;
            case "bot":
                containers.Read(ElementKind.Bot, part);
                break;
            default:
                // An item need be no action: it may be what stands in place of a field.
                var action = actions.ReadAction(part, -1, "");
                _builder.Set(action.Element, known => known with { IsUnknown = false });
                if (ActionKinds.Find(part.Key) is not null)
                {
                    _loose.Add(action);
                }

                break;
        }
    }
}
