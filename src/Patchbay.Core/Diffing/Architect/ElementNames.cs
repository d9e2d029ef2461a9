using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>How sentences say which element of a flow they mean.</summary>
internal sealed class ElementNames(ArchitectSide side)
{
    private readonly Flow _flow = side.Flow;
    private readonly Lazy<ILookup<int, ElementReference>> _references = new(() => side.Flow.References.ToLookup(reference => reference.From));
    private readonly Lazy<ILookup<int, FlowDependency>> _dependencies = new(() => side.Flow.Dependencies.ToLookup(dependency => dependency.Element));
    private Dictionary<(int, string), int>? _counts;

    /// <summary>The task, menu, state, bot or choice that an element stands in, or is.</summary>
    public int Owner(int element)
    {
        while (element >= 0 && !_flow.Elements[element].IsContainer && _flow.Elements[element].Kind != ElementKind.Choice)
        {
            element = _flow.Elements[element].Parent;
        }

        return element;
    }

    /// <summary>The owner of an element as a sentence begins with it: <c>Task "Billing"</c>, <c>Menu "Main", key 2</c>.</summary>
    public string OwnerOf(int element) => Owner(element) is >= 0 and var owner ? Container(owner) : "The flow";

    /// <summary>A container or a choice as a sentence begins with it.</summary>
    public string Container(int element)
    {
        var it = _flow.Elements[element];
        if (it.Kind != ElementKind.Choice)
        {
            return ElementWording.Capital(ElementWording.Container(it));
        }

        var menu = it.Parent >= 0 ? ElementWording.Capital(ElementWording.Container(_flow.Elements[it.Parent])) : "Menu";
        return $"{menu}, {Choice(element)}";
    }

    /// <summary>A choice within its menu: its key, or else its name.</summary>
    public string Choice(int element) => side.KeyOf(element) is { Length: > 0 } key ? $"key {key}" : $"choice \"{_flow.Elements[element].Label}\"";

    /// <summary>An element as sentences about it begin: its owner and its name, and where it stands when the name alone does not tell.</summary>
    public string Who(int element)
    {
        var it = _flow.Elements[element];
        if (it.IsContainer || it.Kind == ElementKind.Choice)
        {
            return it.Kind == ElementKind.Choice && it.Parent >= 0 ? $"{ElementWording.Capital(ElementWording.Container(_flow.Elements[it.Parent]))}: {Choice(element)}" : Container(element);
        }

        var name = ElementWording.Action(it);
        return $"{OwnerOf(element)}: {name}{(IsAmbiguous(element, name) ? OnPath(element) : "")}";
    }

    /// <summary>Where an action stands that is not directly in its owner: <c> on failure of "Transfer"</c>; empty otherwise.</summary>
    public string OnPath(int element)
    {
        var it = _flow.Elements[element];
        return it.Parent < 0 || it.Parent == Owner(element) ? "" : $" on {PathName(it.Parent, it.ParentPath)} of {ElementWording.Action(_flow.Elements[it.Parent])}";
    }

    /// <summary>A path as sentences call it: an output by its name, a case by its number and condition.</summary>
    public string PathName(int element, string label)
    {
        var path = side.PathsOf(element).FirstOrDefault(path => path.Label == label);
        return path is { IsCase: true, When: { Length: > 0 } when } ? $"{label} ({ChangedPart.OneLine(when, 50)})" : label.Any(char.IsWhiteSpace) ? $"\"{label}\"" : label;
    }

    /// <summary>What an action does, as a new or gone one is introduced: <c>a call to module "Auth"</c>, <c>Play Audio "Welcome" ("Hello ...")</c>.</summary>
    public string Introduce(int element)
    {
        var it = _flow.Elements[element];
        if (it.Call is { FlowId.Length: > 0 } call)
        {
            return $"a call to {(call.FlowType switch { "commonmodule" => "module", "bot" => "bot", "digitalbot" => "digital bot", _ => "flow" })} \"{call.FlowId}\"";
        }

        var reference = _references.Value[element].FirstOrDefault(reference => reference.To >= 0);
        var detail = reference is not null ? ElementWording.Container(_flow.Elements[reference.To]) : it.Detail.Length > 0 ? ChangedPart.OneLine(it.Detail, 60) : "";
        return ElementWording.KindAndName(it) + (detail.Length > 0 ? $" ({detail})" : "");
    }

    /// <summary>Where a choice of a menu leads.</summary>
    public string Leads(int choice)
    {
        var it = _flow.Elements[choice];
        var reference = _references.Value[choice].FirstOrDefault();
        if (reference is { To: >= 0 })
        {
            return ElementWording.Container(_flow.Elements[reference.To]);
        }

        var queue = _dependencies.Value[choice].FirstOrDefault(dependency => dependency.Kind == DependencyKind.Queue);
        var actions = side.PathsOf(choice).Sum(path => path.Items.Length);
        return reference is not null ? $"\"{reference.Text}\", which does not exist"
            : queue is not null ? $"queue \"{queue.Name}\""
            : it.Type switch
            {
                "menuDisconnect" => "the end of the call",
                "menuTask" => actions == 0 ? "nothing" : $"{Plural(actions, "action")} of its own",
                "menuSubMenu" => "a menu of its own",
                "menuRepeatMenu" => "the same menu again",
                "menuPreviousMenu" => "the menu before",
                _ => ElementWording.Title(it.Type) + (it.Detail.Length > 0 ? $" ({ChangedPart.OneLine(it.Detail, 60)})" : ""),
            };
    }

    /// <summary>A number and what it counts.</summary>
    public static string Plural(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private bool IsAmbiguous(int element, string name)
    {
        if (_counts is null)
        {
            _counts = [];
            for (var i = 0; i < _flow.Elements.Length; i++)
            {
                if (_flow.Elements[i].Kind == ElementKind.Action)
                {
                    var key = (Owner(i), ElementWording.Action(_flow.Elements[i]));
                    _counts[key] = _counts.GetValueOrDefault(key) + 1;
                }
            }
        }

        return _counts.GetValueOrDefault((Owner(element), name)) > 1;
    }
}
