using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads menus, their choices and the menus within them.</summary>
/// <param name="containers">Reads containers.</param>
/// <param name="values">Takes the fields.</param>
/// <param name="builder">Takes the elements.</param>
internal sealed class YamlMenuReader(YamlContainerReader containers, ValueReader values, ArchitectFlowBuilder builder)
{
    private static readonly ImmutableDictionary<string, ActionField> MenuFields = new[]
    {
        new ActionField("audio", FieldShape.Audio, "audio") { Names = DependencyKind.Prompt },
        new ActionField("settingsMenu", FieldShape.Group) { Fields = SettingsBlocks.MenuFields },
        new ActionField("settingsSpeechRec", FieldShape.Group) { Fields = SettingsBlocks.MenuSpeechFields },
    }.ToImmutableDictionary(field => field.Name, StringComparer.Ordinal);

    /// <summary>The menus so far, those within others behind them.</summary>
    public List<MenuBody> Menus { get; } = [];

    /// <summary>Reads a menu.</summary>
    /// <param name="entry">The item of the list of menus, or the choice that holds the menu.</param>
    /// <param name="parent">Index of the choice that holds it, or -1.</param>
    /// <returns>Its index.</returns>
    public int Read(MappingEntry entry, int parent)
    {
        var element = containers.Add(ElementKind.Menu, entry, parent);
        builder.Set(element, known => known with { Role = ElementRole.Waits });
        var body = entry.Value as MappingNode;
        var place = Menus.Count;
        Menus.Add(new MenuBody(element, [], default));
        var choices = ImmutableArray.CreateBuilder<ChoiceBody>();
        foreach (var field in body?.Entries ?? [])
        {
            if (field.Key == "choices")
            {
                foreach (var choice in ((field.Value as SequenceNode)?.Mappings ?? []).SelectMany(item => item.Entries))
                {
                    choices.Add(ReadChoice(choice, element));
                }
            }
            else if (!IsOfChoice(field.Key) && field.Key is not ("name" or "refId" or "defaultChildMenuRef"))
            {
                values.ReadField(field, element, MenuFields.GetValueOrDefault(field.Key));
            }
        }

        var byDefault = body?["defaultChildMenuRef"] is ScalarNode { IsNull: false } reference ? new FlowTarget(reference, "defaultChildMenuRef") : (FlowTarget?)null;
        Menus[place] = new MenuBody(element, choices.DrainToImmutable(), (body?["choices"] ?? entry.Value).Span) { Default = byDefault };
        return element;
    }

    /// <summary>Whether a field says how a choice is chosen.</summary>
    private static bool IsOfChoice(string key) => key is "dtmf" or "globalDtmf" or "globalSpeechRecTerms" or "speechRecTerms";

    private ChoiceBody ReadChoice(MappingEntry choice, int menu)
    {
        var element = containers.Add(ElementKind.Choice, choice, menu);
        var body = choice.Value as MappingNode;
        var key = MenuChoices.KeyOf(body?.GetString("dtmf"));
        var hasSpeech = body?["speechRecTerms"] is MappingNode terms && terms.Entries.Any(term => (term.Value as MappingNode)?.Find("none") is null);
        var read = new ChoiceBody(element)
        {
            Key = key,
            KeySpan = (body?["dtmf"] ?? choice.KeyNode).Span,
            HasSpeech = hasSpeech,
            IsGlobal = (key.Length > 0 && body?.GetString("globalDtmf") == "true") || (hasSpeech && body?.GetString("globalSpeechRecTerms") == "true"),
        };
        return choice.Key == "menuSubMenu" ? read with { SubMenu = Read(choice, element) } : ReadChoiceBody(choice, body, read);
    }

    private ChoiceBody ReadChoiceBody(MappingEntry choice, MappingNode? body, ChoiceBody read)
    {
        var kind = MenuChoices.ActionOf(choice.Key);
        var detail = new ElementDetail(builder);
        foreach (var field in body?.Entries ?? [])
        {
            if (field is { Key: "task", Value: MappingNode inline })
            {
                read = read with { Task = containers.ReadBody(read.Element, inline) };
                detail.Skip();
            }
            else if (field is { Value: ScalarNode { IsNull: false } text } && field.Key.StartsWith("target", StringComparison.Ordinal) && field.Key.EndsWith("Ref", StringComparison.Ordinal))
            {
                read = read with { Target = new FlowTarget(text, field.Key) };
            }
            else if (!IsOfChoice(field.Key) && field.Key is not ("name" or "refId"))
            {
                values.ReadField(field, read.Element, ActionListReader.FieldOf(kind, field.Key));
                detail.TakeFields();
            }
        }

        builder.Set(read.Element, known => known with { IsUnknown = kind is null && choice.Key != "menuTask", Detail = detail.Text });
        return read with { Action = kind, LeadsTo = read.Target?.Text.Value ?? detail.Text };
    }
}
