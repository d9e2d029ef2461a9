using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Graph;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Turns a place that a user names into the lists of actions of an Architect file.</summary>
/// <param name="flow">A flow that was read from an Architect file.</param>
internal sealed class CallSites(Flow flow)
{
    private readonly FlowParts _parts = new(flow);
    private readonly FlowGraph _graph = FlowGraph.Of(flow);
    private readonly ElementNames _names = new(flow);

    /// <summary>The nodes behind the elements.</summary>
    public FlowParts Parts => _parts;

    /// <summary>Finds a place.</summary>
    /// <param name="place">The place.</param>
    public FoundSites Find(Place place) => place.Kind switch
    {
        PlaceKind.Start => FindStart(),
        PlaceKind.End => new EndSites(_parts, _graph, this).Find(),
        PlaceKind.Choice => FindChoice(place.Element, place.Way),
        _ => !TryFind(place.Element, out var element, out var reason) ? FoundSites.Refused(reason)
            : place.Kind == PlaceKind.Before ? FindBefore(element)
            : FindAfter(element, place.Way),
    };

    /// <summary>The element of a name. A choice often bears the name of what it leads to; it has a place of its own, so that the other is meant here.</summary>
    private bool TryFind(string name, out int element, out string reason)
    {
        if (_names.TryFind(name, out element, out reason))
        {
            return true;
        }

        var others = Enumerable.Range(0, flow.Elements.Length).Where(i => flow.Elements[i].Label == name && flow.Elements[i].Kind != ElementKind.Choice).Take(2).ToList();
        if (others.Count != 1)
        {
            return false;
        }

        (element, reason) = (others[0], "");
        return true;
    }

    private FoundSites FindStart()
    {
        if (flow.Entry < 0)
        {
            var start = flow.Ways.FirstOrDefault(way => way.From == FlowWay.FromStart && way.Kind != WayKind.Error);
            return FoundSites.Refused(string.IsNullOrEmpty(start.Target)
                ? "The flow does not say where it starts, so there is no place before its start. Give it a startUpRef first."
                : $"The flow starts at \"{start.Target}\", which does not exist; mend that first.");
        }

        return flow.Elements[flow.Entry].Kind == ElementKind.Menu ? FoundSites.At(BeforeEntryMenu(flow.Entry)) : FrontOf(flow.Entry);
    }

    /// <summary>The place before the first action of a task, state, bot or choice.</summary>
    /// <param name="holder">Index of the container.</param>
    public FoundSites FrontOf(int holder)
    {
        var element = flow.Elements[holder];
        var body = element.Kind == ElementKind.Choice ? (element.Node as MappingNode)?["task"] : element.Node;
        var actions = body as SequenceNode ?? (body as MappingNode)?["actions"];
        var notes = Rounds(holder);
        if (actions is SequenceNode { Items.IsEmpty: false } list)
        {
            return FoundSites.At(InList(list, 0, holder) with { Notes = notes });
        }

        var spot = new Spot(FlowWay.Leaves, holder) { IsFollowed = true };
        var missing = actions ?? (body is ScalarNode { IsNull: true } ? body : null);
        return (actions, body) switch
        {
            (SequenceNode empty, _) => FoundSites.At(new CallSite(spot, holder, (editor, call) => editor.InsertItems(empty, 0, call.Action)) { Notes = notes }),
            (ScalarNode { IsNull: true } nothing, _) => FoundSites.At(new CallSite(spot, holder, (editor, call) => editor.Replace(nothing, YamlValue.Sequence(call.Action))) { Notes = notes }),
            (null, MappingNode mapping) => FoundSites.At(new CallSite(spot, holder, (editor, call) => editor.InsertEntry(mapping, mapping.Entries.Length, "actions", YamlValue.Sequence(call.Action))) { Notes = notes }),
            _ => FoundSites.Refused($"\"{element.DisplayName}\" has no list of actions that a call could be put into; mend that first."),
        };
    }

    /// <summary>The place before an item of a list, which goes on to it.</summary>
    /// <param name="list">The list.</param>
    /// <param name="index">The item.</param>
    /// <param name="holder">Index of the container.</param>
    public CallSite InList(SequenceNode list, int index, int holder)
    {
        var target = _parts.ElementAt(list, index);
        return new CallSite(new Spot(target, target) { IsFollowed = true }, holder, (editor, call) => editor.InsertItems(list, index, call.Action))
        {
            Name = target >= 0 ? flow.Elements[target].DisplayName : holder >= 0 ? flow.Elements[holder].DisplayName : "",
        };
    }

    /// <summary>Index of the task, state, bot or choice around an element.</summary>
    /// <param name="element">Index of the element.</param>
    public int HolderOf(int element)
    {
        while (element >= 0 && flow.Elements[element].Kind is not (ElementKind.Task or ElementKind.State or ElementKind.Bot or ElementKind.Choice))
        {
            element = flow.Elements[element].Parent;
        }

        return element;
    }

    /// <summary>A menu has no actions, so that a task has to go before it.</summary>
    private CallSite BeforeEntryMenu(int menu)
    {
        var element = flow.Elements[menu];
        var path = $"/{_parts.RootKey}/menus/menu[{element.RefId}]";
        return new CallSite(new Spot(menu, menu), -1, (editor, call) =>
        {
            var name = FreeTaskName($"Call {call.FlowName}");
            var jump = YamlValue.Mapping(("jumpToMenu", YamlValue.Mapping(("name", YamlValue.Text($"Jump to {element.DisplayName}")), ("targetMenuRef", YamlValue.Text(path, ScalarStyle.DoubleQuoted)))));
            List<(string, YamlValue)> fields = [("name", YamlValue.Text(name)), ("refId", YamlValue.Text(name))];
            if (!call.Variables.IsEmpty)
            {
                fields.Add(("variables", new YamlSequence(call.Variables)));
            }

            fields.Add(("actions", YamlValue.Sequence(call.Action, jump)));
            InsertTask(editor, YamlValue.Mapping(("task", YamlValue.Mapping([.. fields]))));
            if (_parts.Body["startUpRef"] is ScalarNode start)
            {
                editor.ReplaceText(start, $"{(start.Value.StartsWith('.') ? "." : "/" + _parts.RootKey)}/tasks/task[{name}]");
            }
        })
        {
            IsNewContainer = true,
            Notes = [new EditNote("new task", $"the flow starts at the menu \"{element.DisplayName}\", which has no actions: it starts at a new task instead, which makes the call and jumps to the menu")],
        };
    }

    private void InsertTask(YamlEditor editor, YamlValue task)
    {
        if (_parts.Body.Find("tasks") is { } tasks)
        {
            editor.InsertItems(tasks.Value, 0, task);
            return;
        }

        var menus = _parts.Body.Find("menus");
        editor.InsertEntry(_parts.Body, menus is null ? _parts.Body.Entries.Length : _parts.Body.Entries.IndexOf(menus) + 1, "tasks", YamlValue.Sequence(task));
    }

    private string FreeTaskName(string name)
    {
        var taken = flow.Elements.Where(element => element.Kind == ElementKind.Task).SelectMany(element => new[] { element.Label, element.RefId }).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var plain = string.Concat(name.Where(c => c is not ('[' or ']' or '/' or '#')));
        var free = plain;
        for (var n = 2; taken.Contains(free); n++)
        {
            free = $"{plain} {n}";
        }

        return free;
    }

    private FoundSites FindBefore(int index)
    {
        var element = flow.Elements[index];
        switch (element.Kind)
        {
            case ElementKind.Task or ElementKind.State or ElementKind.Bot:
                return FrontOf(index);
            case ElementKind.Choice:
                return new ChoiceSites(_parts, this).At(index);
            case ElementKind.Menu:
                return BeforeMenu(index);
            case ElementKind.ErrorHandling:
                return FoundSites.Refused("The error handling has no actions of its own, so no call can go before it.");
        }

        var ways = _graph.In(index).ToArray().Where(way => flow.Ways[way].Kind != WayKind.Repeat).ToImmutableArray();
        return ways.IsEmpty ? FoundSites.Refused($"No way leads to \"{element.DisplayName}\", so a call before it would never be made.")
            : _parts.ItemOf(index) is not { } item ? FoundSites.Refused($"\"{element.DisplayName}\" is no item of a list of actions; mend that first.")
            : FoundSites.At(InList(item.List, item.Index, HolderOf(index)) with
            {
                Spot = new Spot(index, index) { Ways = ways },
                Notes = element.Type.StartsWith("loop", StringComparison.Ordinal) && element.Type is not ("loopNext" or "loopExit") ? [new EditNote("rounds", $"the call is made once, before the first round of \"{element.DisplayName}\"")] : [],
            });
    }

    private FoundSites BeforeMenu(int menu)
    {
        var from = _graph.In(menu).ToArray().Select(way => flow.Ways[way].From).Where(source => source >= 0).Select(source => flow.Elements[source].DisplayName).Distinct(StringComparer.Ordinal).ToList();
        var name = flow.Elements[menu].DisplayName;
        return from.Count > 0 || flow.Entry != menu
            ? FoundSites.Refused(from.Count == 0
                ? $"No way leads to the menu \"{name}\", so a call before it would never be made."
                : $"A menu has no actions, and several ways lead to \"{name}\". Put the call at start, or before what leads there: {ElementNames.Listed(from)}.")
            : FoundSites.At(BeforeEntryMenu(menu));
    }

    private FoundSites FindChoice(string menuName, string key)
    {
        var menus = Enumerable.Range(0, flow.Elements.Length).Where(i => flow.Elements[i].Menu is not null);
        if (menuName.Length > 0)
        {
            if (!_names.TryFind(menuName, out var named, out var reason))
            {
                return FoundSites.Refused(reason);
            }

            if (flow.Elements[named].Menu is null)
            {
                return FoundSites.Refused($"\"{menuName}\" is no menu, so it has no choices.");
            }

            menus = [named];
        }

        var choices = menus.SelectMany(menu => flow.Elements[menu].Menu?.Options ?? []).Where(option => option.Key == key || (key.Length > 1 && option.Prompt == key)).ToList();
        return choices.Count switch
        {
            0 => FoundSites.Refused($"No menu{(menuName.Length > 0 ? $" \"{menuName}\"" : "")} has a choice \"{key}\"."),
            1 when !choices[0].IsGlobal && flow.Elements[choices[0].Element].Parent is var menu && menu != flow.Entry && _graph.In(menu).IsEmpty =>
                FoundSites.Refused($"Nothing leads to the menu \"{flow.Elements[menu].DisplayName}\", so a call at its choices would never be made."),
            1 => new ChoiceSites(_parts, this).At(choices[0].Element),
            _ when menuName.Length == 0 => FoundSites.Refused($"Several menus have a choice \"{key}\"; say which: {ElementNames.Listed(choices.Select(choice => flow.Elements[flow.Elements[choice.Element].Parent].DisplayName))}."),
            _ => FoundSites.Refused($"The menu \"{menuName}\" has {choices.Count} choices \"{key}\"; mend that first."),
        };
    }

    private FoundSites FindAfter(int index, string way)
    {
        var element = flow.Elements[index];
        switch (element.Kind)
        {
            case ElementKind.Task when element.RefId.Length > 0:
                return AfterTask(index);
            case ElementKind.Action:
                return way.Length > 0 ? OnPath(index, way) : AfterAction(index);
            case ElementKind.Menu:
                return FoundSites.Refused($"After the menu \"{element.DisplayName}\" the caller's choice decides. Name the choice: {{choice: KEY, menu: {element.DisplayName}}}.");
            case ElementKind.Choice:
                return FoundSites.Refused($"Nothing comes after the choice \"{element.DisplayName}\". To call before what it leads to, name the choice: {{choice: KEY, menu: MENU}}.");
            default:
                return FoundSites.Refused($"Nothing comes after \"{element.DisplayName}\", so a call there would never be made.");
        }
    }

    /// <summary>After a task comes what follows the actions that call it.</summary>
    private FoundSites AfterTask(int task)
    {
        var calls = flow.Ways.Where(way => way.To == task && way.Kind == WayKind.Call && way.From >= 0).Select(way => way.From).Distinct().ToList();
        var sites = calls.Select(call => _parts.ItemOf(call) is { } item ? InList(item.List, item.Index + 1, HolderOf(call)) with { Name = flow.Elements[call].DisplayName } : null).OfType<CallSite>().ToImmutableArray();
        return sites.IsEmpty
            ? FoundSites.Refused($"No action calls the task \"{flow.Elements[task].DisplayName}\" and comes back, so nothing follows it. Put the call into the task, before its last action.")
            : new FoundSites(sites, "");
    }

    private FoundSites AfterAction(int index)
    {
        var element = flow.Elements[index];
        var kind = ActionKinds.Find(element.Type);
        if (kind?.PathsIn(_parts.RootKey).Contains("success") == true)
        {
            return OnPath(index, "success");
        }

        if (_parts.ItemOf(index) is not { } item)
        {
            return FoundSites.Refused($"\"{element.DisplayName}\" is no item of a list of actions; mend that first.");
        }

        switch (kind?.ThenIn(_parts.RootKey))
        {
            case Continuation.Never:
                return FoundSites.Refused($"\"{element.DisplayName}\" is the last that a caller meets, so nothing can come after it. Put the call before it.");
            case Continuation.WhenFailed:
                return FoundSites.Refused($"\"{element.DisplayName}\" hands the caller on when it succeeds. Name the way on which it comes back: {{after: {element.DisplayName}, way: failure}}.");
        }

        var hasPaths = !_parts.PathsOf(index).IsEmpty || kind is { Paths.IsEmpty: false };
        return FoundSites.At(InList(item.List, item.Index + 1, HolderOf(index)) with
        {
            Notes = hasPaths ? [new EditNote("where", $"behind all ways of \"{element.DisplayName}\" that come together again")] : [],
        });
    }

    private FoundSites OnPath(int index, string way)
    {
        var element = flow.Elements[index];
        var written = _parts.PathsOf(index);
        var kind = ActionKinds.Find(element.Type);
        var known = kind?.PathsIn(_parts.RootKey) ?? [];
        var path = written.FirstOrDefault(path => path.Label == way) ?? written.FirstOrDefault(path => string.Equals(path.Label, way, StringComparison.OrdinalIgnoreCase));
        if (path is not null)
        {
            return path.IsEnabled ? OnPath(path, index) : FoundSites.Refused($"The way \"{way}\" of \"{element.DisplayName}\" is turned off (enabled: false), so a call on it would never be made. Turn it on first.");
        }

        var label = known.FirstOrDefault(name => string.Equals(name, way, StringComparison.OrdinalIgnoreCase));
        if (label is null || kind is { OffByDefault: var off } && off.Contains(label))
        {
            var names = written.Select(existing => existing.Label).Concat(known).Distinct(StringComparer.Ordinal).ToList();
            return FoundSites.Refused(label is not null ? $"The way \"{label}\" of \"{element.DisplayName}\" is off, as the flow does not write it. Write it first."
                : names.Count == 0 ? $"\"{element.DisplayName}\" has no ways of its own; leave \"way\" out."
                : $"\"{element.DisplayName}\" has no way \"{way}\"; it has {ElementNames.Listed(names)}.");
        }

        return NewPath(index, label);
    }

    private FoundSites OnPath(WrittenPath path, int index)
    {
        var holder = HolderOf(index);
        var spot = new Spot(FlowWay.Leaves, index) { IsFollowed = true };
        return path.Entry.Value switch
        {
            MappingNode body when body["actions"] is SequenceNode { Items.IsEmpty: false } list => FoundSites.At(InList(list, 0, holder)),
            MappingNode body when body.Find("actions") is { } empty => FoundSites.At(new CallSite(spot, holder, (editor, call) => editor.Replace(empty.Value, YamlValue.Sequence(call.Action)))),
            MappingNode body => FoundSites.At(new CallSite(spot, holder, (editor, call) => editor.InsertEntry(body, body.Entries.Length, "actions", YamlValue.Sequence(call.Action)))),
            ScalarNode { IsNull: true } nothing => FoundSites.At(new CallSite(spot, holder, (editor, call) => editor.Replace(nothing, YamlValue.Mapping(("actions", YamlValue.Sequence(call.Action)))))),
            _ => FoundSites.Refused($"The way \"{path.Label}\" of \"{flow.Elements[index].DisplayName}\" holds something else than actions; mend that first."),
        };
    }

    private FoundSites NewPath(int index, string label)
    {
        if (flow.Elements[index].Node is not MappingNode body)
        {
            return FoundSites.Refused($"\"{flow.Elements[index].DisplayName}\" has no fields; mend that first.");
        }

        var spot = new Spot(FlowWay.Leaves, index) { IsFollowed = true };
        return FoundSites.At(new CallSite(spot, HolderOf(index), (editor, call) =>
        {
            var path = YamlValue.Mapping(("actions", YamlValue.Sequence(call.Action)));
            if (body.Find("outputs") is { } outputs)
            {
                var order = ActionKinds.Find(flow.Elements[index].Type)?.Paths ?? [];
                var entries = (outputs.Value as MappingNode)?.Entries ?? [];
                var before = entries.Count(entry => order.IndexOf(entry.Key) is >= 0 and var place && place < order.IndexOf(label));
                editor.InsertEntry(outputs.Value, before, label, path);
            }
            else
            {
                editor.InsertEntry(body, body.Entries.Length, "outputs", YamlValue.Mapping((label, path)));
            }
        }));
    }

    private ImmutableArray<EditNote> Rounds(int holder) =>
        flow.Ways.Any(way => way.Kind == WayKind.Repeat && way.To == holder && way.From >= 0 && HolderOf(way.From) == holder)
            ? [new EditNote("rounds", $"\"{(flow.Elements[holder].Label.Length > 0 ? flow.Elements[holder].Label : flow.Elements[holder].Type)}\" starts over while the caller waits, so the call is made in every round")]
            : [];
}
