using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>A menu that was read and has no ways yet.</summary>
/// <param name="Element">Its index.</param>
/// <param name="Choices">Its choices, in document order.</param>
/// <param name="Span">The characters of the list of choices.</param>
internal sealed record MenuBody(int Element, ImmutableArray<ChoiceBody> Choices, TextSpan Span)
{
    /// <summary>The choice that is taken when the caller chooses nothing; null for none.</summary>
    public FlowTarget? Default { get; init; }
}

/// <summary>A choice of a menu that was read and has no ways yet.</summary>
/// <param name="Element">Its index.</param>
internal sealed record ChoiceBody(int Element)
{
    /// <summary>What it does, where it does what an action does; null for others.</summary>
    public ActionKind? Action { get; init; }

    /// <summary>The actions of the task within it; null where it holds none.</summary>
    public ImmutableArray<ActionNode>? Task { get; init; }

    /// <summary>Index of the menu within it; -1 for none.</summary>
    public int SubMenu { get; init; } = -1;

    /// <summary>The task or menu that it enters; null for none.</summary>
    public FlowTarget? Target { get; init; }

    /// <summary>What it leads to, for people: a task, a menu, a queue; empty where there is nothing to say.</summary>
    public string LeadsTo { get; init; } = "";

    /// <summary>What the caller presses; empty for nothing.</summary>
    public string Key { get; init; } = "";

    /// <summary>The characters of <see cref="Key"/>.</summary>
    public TextSpan KeySpan { get; init; }

    /// <summary>Whether it listens in every menu of the flow.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Whether the caller can choose it by speaking.</summary>
    public bool HasSpeech { get; init; }
}

/// <summary>Lays the ways of menus: into their own choices, into those that listen everywhere, and on from each choice.</summary>
/// <param name="builder">Takes the ways.</param>
/// <param name="wiring">Wires the tasks within choices.</param>
/// <param name="find">Finds the element that a target means.</param>
internal sealed class MenuWiring(ArchitectFlowBuilder builder, Wiring wiring, FindTarget find)
{
    /// <summary>So many global choices are led to from every menu; there are only twelve keys, and the rest can only be spoken. A flow with more is read in linear time all the same.</summary>
    private const int MaxGlobal = 32;

    /// <summary>Wires all menus of a flow.</summary>
    /// <param name="menus">The menus, those within others included.</param>
    public void Wire(IReadOnlyList<MenuBody> menus)
    {
        var globals = menus.SelectMany(menu => menu.Choices).Where(choice => choice.IsGlobal)
            .DistinctBy(choice => choice.Key.Length > 0 ? choice.Key : $"speech {choice.Element}").Take(MaxGlobal).ToList();
        foreach (var menu in menus)
        {
            WireMenu(menu, globals);
            foreach (var choice in menu.Choices)
            {
                WireChoice(choice, menu);
            }
        }
    }

    private void WireMenu(MenuBody menu, List<ChoiceBody> globals)
    {
        var byDefault = menu.Default is { } reference ? find(menu.Element, reference) : -1;
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var options = ImmutableArray.CreateBuilder<MenuOption>(menu.Choices.Length);
        foreach (var choice in menu.Choices)
        {
            var isDefault = choice.Element == byDefault;
            keys.Add(choice.Key);
            WireOption(menu.Element, choice, isDefault);
            options.Add(OptionOf(choice, isDefault));
        }

        if (menu.Default is { } other && (byDefault < 0 || builder.Elements[byDefault].Parent != menu.Element))
        {
            builder.Ways.Add(new FlowWay(menu.Element, byDefault, WayKind.Choice, "default", other.Text.Span) { Target = byDefault < 0 ? other.Text.Value : "" });
        }

        foreach (var choice in globals.Where(choice => builder.Elements[choice.Element].Parent != menu.Element && (choice.Key.Length == 0 || !keys.Contains(choice.Key))))
        {
            builder.Ways.Add(new FlowWay(menu.Element, choice.Element, WayKind.Choice, LabelOf(choice), builder.Elements[choice.Element].IdSpan) { When = "from every menu" });
        }

        builder.Set(menu.Element, known => known with { Menu = new Menu(menu.Span, options.MoveToImmutable()) });
    }

    /// <summary>The way into a choice. One that can be neither pressed nor said is entered only as the default.</summary>
    private void WireOption(int menu, ChoiceBody choice, bool isDefault)
    {
        var span = builder.Elements[choice.Element].IdSpan;
        if (choice.Key.Length > 0 || choice.HasSpeech || !isDefault)
        {
            builder.Ways.Add(new FlowWay(menu, choice.Element, WayKind.Choice, LabelOf(choice), span));
        }

        if (isDefault)
        {
            builder.Ways.Add(new FlowWay(menu, choice.Element, WayKind.Choice, "default", span));
        }
    }

    private static string LabelOf(ChoiceBody choice) => choice.Key.Length > 0 ? choice.Key : choice.HasSpeech ? "speech" : "";

    private MenuOption OptionOf(ChoiceBody choice, bool isDefault)
    {
        var element = builder.Elements[choice.Element];
        return new MenuOption(choice.Key, element.Label, choice.LeadsTo, element.Span)
        {
            Element = choice.Element,
            IsDefault = isDefault,
            IsGlobal = choice.IsGlobal,
            HasSpeech = choice.HasSpeech,
            KeySpan = choice.KeySpan,
            TargetSpan = element.IdSpan,
        };
    }

    private void WireChoice(ChoiceBody choice, MenuBody menu)
    {
        var element = builder.Elements[choice.Element];
        if (choice.Task is { } actions)
        {
            wiring.Wire(choice.Element, actions, Open.End);
        }
        else if (choice.SubMenu >= 0)
        {
            builder.Ways.Add(new FlowWay(choice.Element, choice.SubMenu, WayKind.Always, "", element.IdSpan));
        }
        else if (choice.Target is { } target)
        {
            var to = find(choice.Element, target);
            builder.Ways.Add(new FlowWay(choice.Element, to, WayKind.Always, "", target.Text.Span) { Target = to < 0 ? target.Text.Value : "" });
        }
        else if (element.Type == "menuRepeatMenu")
        {
            builder.Ways.Add(new FlowWay(choice.Element, menu.Element, WayKind.Repeat, "", element.IdSpan));
        }
        else
        {
            builder.Set(choice.Element, known => known with { Role = choice.Action is { Category: ActionCategory.Transfer or ActionCategory.End } ? ElementRole.Final : known.Role });
            builder.Ways.Add(new FlowWay(choice.Element, FlowWay.Leaves, WayKind.Always, "", element.IdSpan) { Target = element.Detail });
        }
    }
}
