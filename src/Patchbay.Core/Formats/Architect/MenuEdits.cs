using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Gives menus of Architect files other choices. A choice whose key stays keeps what does not change: its speech terms, whether it listens everywhere, what points at it. Choices without a key, which only speech or silence takes, are left alone.</summary>
/// <param name="flow">A flow that was read from an Architect file.</param>
internal sealed class MenuEdits(Flow flow)
{
    private readonly FlowParts _parts = new(flow);

    /// <summary>The choices of a menu that have a key.</summary>
    /// <param name="menu">Index of the menu.</param>
    public ImmutableArray<MenuOptionSpec> OptionsOf(int menu) =>
        [.. (flow.Elements[menu].Menu?.Options ?? []).Where(option => option.Key.Length > 0).Select(Describe)];

    /// <summary>Edits after which a menu has exactly these choices with a key.</summary>
    /// <param name="menu">Index of the menu.</param>
    /// <param name="options">The choices.</param>
    public EditResult Replace(int menu, ImmutableArray<MenuOptionSpec> options)
    {
        var element = flow.Elements[menu];
        if (element.Menu is not { } has || element.Node is not MappingNode body)
        {
            return new EditResult.Refused($"\"{element.DisplayName}\" is no menu.");
        }

        if (flow.Tree.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error) is { } fault)
        {
            return new EditResult.Refused($"The text is not valid YAML at {flow.Tree.Source.GetPosition(fault.Span.Start)}: {fault.Message} Mend that first.");
        }

        var editor = new YamlEditor(flow.Tree);
        var reason = Change(editor, body, has, options);
        return reason is null ? new EditResult.Edited(editor.ToEdits()) : new EditResult.Refused(reason);
    }

    private string? Change(YamlEditor editor, MappingNode menu, Menu has, ImmutableArray<MenuOptionSpec> options)
    {
        var old = has.Options.Where(option => option.Key.Length > 0).DistinctBy(option => option.Key).ToDictionary(option => option.Key, StringComparer.Ordinal);
        foreach (var gone in has.Options.Where(option => option.Key.Length > 0 && !options.Any(wanted => wanted.Key == option.Key)))
        {
            if (Remove(editor, gone) is { } why)
            {
                return why;
            }
        }

        var list = menu["choices"];
        var place = 0;
        foreach (var wanted in options)
        {
            if (old.TryGetValue(wanted.Key, out var option))
            {
                place = (_parts.ItemOf(option.Element)?.Index ?? (place - 1)) + 1;
                if (Update(editor, option, wanted) is { } why)
                {
                    return why;
                }

                continue;
            }

            if (Resolve(wanted, out var target) is { } reason)
            {
                return reason;
            }

            if (wanted.Key.Length > 1)
            {
                return $"\"{wanted.Key}\" is more than one key, and a choice of an Architect menu has one.";
            }

            var choice = Write(wanted, target);
            if (list is null)
            {
                list = null;
                editor.InsertEntry(menu, menu.Entries.Length, "choices", YamlValue.Sequence([.. options.Where(option => !old.ContainsKey(option.Key)).Select(option => Resolve(option, out var known) is null ? Write(option, known) : choice)]));
                return null;
            }

            editor.InsertItems(list, Math.Min(place, (list as SequenceNode)?.Items.Length ?? 0), choice);
        }

        return null;
    }

    private string? Remove(YamlEditor editor, MenuOption gone)
    {
        if (flow.References.FirstOrDefault(reference => reference.To == gone.Element) is { } reference)
        {
            return gone.IsDefault
                ? $"The choice {gone.Key} \"{gone.Prompt}\" is what the menu does when the caller chooses nothing (defaultChildMenuRef), so it cannot be taken out. Name another default first."
                : $"The choice {gone.Key} \"{gone.Prompt}\" is pointed at by \"{reference.Property}\", so it cannot be taken out. Point that elsewhere first.";
        }

        if (_parts.ItemOf(gone.Element) is { } item)
        {
            editor.Remove(item.List, item.Index);
        }

        return null;
    }

    private string? Update(YamlEditor editor, MenuOption option, MenuOptionSpec wanted)
    {
        var described = Describe(option);
        if (_parts.EntryOf(option.Element) is not { } entry || entry.Value is not MappingNode body)
        {
            return (described == wanted) ? null : $"The choice {option.Key} has no fields; mend that first.";
        }

        if (described.Prompt != wanted.Prompt)
        {
            if (body["name"] is ScalarNode name)
            {
                editor.ReplaceText(name, wanted.Prompt);
            }
            else
            {
                editor.InsertEntry(body, 0, "name", YamlValue.Text(wanted.Prompt));
            }
        }

        var isSame = (wanted.Target, wanted.RoutingTarget) == (described.Target, described.RoutingTarget) || (wanted.Target == MenuTarget.Any && wanted.RoutingTarget == described.RoutingTarget);
        if (isSame)
        {
            return null;
        }

        return Resolve(wanted, out var target) is { } reason ? reason
            : (target.Target, target.RoutingTarget) == (described.Target, described.RoutingTarget) ? null
            : Lead(editor, option, entry, body, wanted, target);
    }

    /// <summary>Leads a choice elsewhere: to another of the same kind, or as another kind of choice.</summary>
    private string? Lead(YamlEditor editor, MenuOption option, MappingEntry entry, MappingNode body, MenuOptionSpec wanted, MenuOptionSpec target)
    {
        var fields = OwnFields(target);
        var kind = KindOf(target.Target);
        if (entry.Key == kind)
        {
            switch (target.Target)
            {
                case MenuTarget.Queue when body.GetMapping("targetQueue")?.GetMapping("lit")?.Find("name")?.Value is ScalarNode queue:
                    editor.ReplaceText(queue, target.RoutingTarget);
                    return null;
                case MenuTarget.Task or MenuTarget.Menu when body[fields[0].Key] is ScalarNode reference:
                    editor.ReplaceText(reference, ((YamlScalar)fields[0].Value).Value);
                    return null;
            }
        }

        var own = body.Entries.Where(field => !ChoiceSites.IsCommon(field.Key)).ToImmutableArray();
        var sites = new ChoiceSites(_parts, new CallSites(flow));
        if (sites.CommentIn(own) is { } comment)
        {
            return $"The choice {wanted.Key} \"{option.Prompt}\" is to lead elsewhere, and the comment at {flow.Tree.Source.GetPosition(comment.Start)} would be lost with what it does now. Move the comment first.";
        }

        var first = own.IsEmpty ? body.Find("speechRecTerms") : own[0];
        var place = first is null ? body.Entries.Length : body.Entries.IndexOf(first);
        foreach (var field in own)
        {
            editor.Remove(body, body.Entries.IndexOf(field));
        }

        foreach (var (key, value) in fields)
        {
            editor.InsertEntry(body, place, key, value);
        }

        if (entry.Key != kind)
        {
            editor.ReplaceKey(entry, kind);
            sites.FollowKind(editor, option.Element, entry.Key, kind);
        }

        return null;
    }

    /// <summary>What a change means by a target: a task, menu or queue, or the end of the call.</summary>
    private string? Resolve(MenuOptionSpec wanted, out MenuOptionSpec target)
    {
        target = wanted;
        switch (wanted.Target)
        {
            case MenuTarget.Queue or MenuTarget.Disconnect:
                return null;
            case MenuTarget.Task or MenuTarget.Menu:
                var kind = wanted.Target == MenuTarget.Task ? ElementKind.Task : ElementKind.Menu;
                if (FindPart(wanted.RoutingTarget, kind) is not { } part)
                {
                    return $"The choice {wanted.Key} \"{wanted.Prompt}\" is to lead to the {kind.ToString().ToLowerInvariant()} \"{wanted.RoutingTarget}\", which the flow does not have. It has {ElementNames.Listed(flow.Elements.Where(element => element.Kind == kind).Select(element => element.DisplayName))}.";
                }

                target = wanted with { RoutingTarget = part.DisplayName };
                return part.RefId.Length > 0 ? null : $"The {kind.ToString().ToLowerInvariant()} \"{wanted.RoutingTarget}\" has no refId, so nothing can lead to it. Give it one first.";
            default:
                var isTask = FindPart(wanted.RoutingTarget, ElementKind.Task) is not null;
                if (isTask || FindPart(wanted.RoutingTarget, ElementKind.Menu) is not null)
                {
                    return Resolve(wanted with { Target = isTask ? MenuTarget.Task : MenuTarget.Menu }, out target);
                }

                target = wanted with { Target = MenuTarget.Disconnect, RoutingTarget = "" };
                return string.Equals(wanted.RoutingTarget, "disconnect", StringComparison.OrdinalIgnoreCase) ? null
                    : $"The choice {wanted.Key} \"{wanted.Prompt}\" is to lead to \"{wanted.RoutingTarget}\", which is no task and no menu of the flow. Name a queue with \"queue\", the end of the call with \"disconnect: true\".";
        }
    }

    private FlowElement? FindPart(string name, ElementKind kind) =>
        flow.Elements.FirstOrDefault(element => element.Kind == kind && element.Label == name) ?? flow.Elements.FirstOrDefault(element => element.Kind == kind && element.RefId.Length > 0 && element.RefId == name);

    private MenuOptionSpec Describe(MenuOption option)
    {
        var element = flow.Elements[option.Element];
        var body = element.Node as MappingNode;
        var lead = flow.Ways.FirstOrDefault(way => way.From == option.Element && way.Kind == WayKind.Always);
        var name = lead is { To: >= 0 } ? flow.Elements[lead.To].DisplayName : option.RoutingTarget;
        return element.Type switch
        {
            "menuDisconnect" => new MenuOptionSpec(option.Key, option.Prompt, "") { Target = MenuTarget.Disconnect },
            "menuTransferToAcd" when body?.GetMapping("targetQueue")?.GetMapping("lit")?.GetString("name") is { } queue => new MenuOptionSpec(option.Key, option.Prompt, queue) { Target = MenuTarget.Queue },
            "menuJumpToTask" => new MenuOptionSpec(option.Key, option.Prompt, name) { Target = MenuTarget.Task },
            "menuJumpToMenu" => new MenuOptionSpec(option.Key, option.Prompt, name) { Target = MenuTarget.Menu },
            _ => new MenuOptionSpec(option.Key, option.Prompt, element.Id),
        };
    }

    private static string KindOf(MenuTarget target) => target switch
    {
        MenuTarget.Task => "menuJumpToTask",
        MenuTarget.Menu => "menuJumpToMenu",
        MenuTarget.Queue => "menuTransferToAcd",
        _ => "menuDisconnect",
    };

    private YamlMapping Write(MenuOptionSpec wanted, MenuOptionSpec target) => YamlValue.Mapping((KindOf(target.Target), YamlValue.Mapping(
        [
            ("name", YamlValue.Text(wanted.Prompt)),
            ("dtmf", YamlValue.Text($"digit_{wanted.Key}")),
            ("globalDtmf", YamlValue.Literal("false")),
            ("globalSpeechRecTerms", YamlValue.Literal("false")),
            .. OwnFields(target),
        ])));

    /// <summary>The fields that a choice of this kind has of its own, as the exporter writes them.</summary>
    private ImmutableArray<(string Key, YamlValue Value)> OwnFields(MenuOptionSpec target) => target.Target switch
    {
        MenuTarget.Task => [("targetTaskRef", Reference("tasks/task", target.RoutingTarget, ElementKind.Task))],
        MenuTarget.Menu => [("targetMenuRef", Reference("menus/menu", target.RoutingTarget, ElementKind.Menu))],
        MenuTarget.Queue =>
        [
            ("targetQueue", YamlValue.Mapping(("lit", YamlValue.Mapping(("name", YamlValue.Text(target.RoutingTarget)))))),
            ("preTransferAudio", NoValue),
            ("failureTransferAudio", NoValue),
            ("priority", YamlValue.Mapping(("lit", YamlValue.Literal("0")))),
            ("preferredAgents", NoValue),
            ("languageSkill", NoValue),
            ("failureOutputs", YamlValue.Mapping(("errorType", NoValue), ("errorMessage", NoValue))),
        ],
        _ => [],
    };

    private static YamlMapping NoValue => YamlValue.Mapping(("noValue", YamlValue.Literal("true")));

    private YamlScalar Reference(string path, string name, ElementKind kind) => YamlValue.Text($"/{_parts.RootKey}/{path}[{FindPart(name, kind)?.RefId ?? name}]", ScalarStyle.DoubleQuoted);
}
