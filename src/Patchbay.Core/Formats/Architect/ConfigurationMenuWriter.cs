using System.Globalization;
using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Writes menus and their choices as the configuration holds them.</summary>
/// <param name="json">Takes what is written.</param>
/// <param name="parts">The flow, read from YAML, and the nodes behind its elements.</param>
/// <param name="ids">Gives ids.</param>
/// <param name="values">Writes values.</param>
/// <param name="actions">Writes what choices do.</param>
/// <param name="fields">Finds what references mean.</param>
internal sealed class ConfigurationMenuWriter(Utf8JsonWriter json, FlowParts parts, ConfigurationIds ids, ConfigurationValueWriter values, ConfigurationActionWriter actions, ConfigurationFields fields)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["extensionDialingMaxDelay"] = "extensionDialingDelay",
        ["listenForExtensionDialing"] = "useExtensionDialing",
        ["menuSelectionTimeout"] = "promptRepeatDelay",
        ["repeatCount"] = "promptRepeatCount",
        ["completeMatchTimeout"] = "speechRecTimeoutComplete",
        ["incompleteMatchTimeout"] = "speechRecTimeoutIncomplete",
        ["maxSpeechLengthTimeout"] = "speechRecTimeoutTotal",
        ["minConfidenceLevel"] = "speechRecMinConfidence",
    };

    private readonly ILookup<int, int> _choices = Enumerable.Range(0, parts.Flow.Elements.Length).Where(i => parts.Flow.Elements[i].Kind == ElementKind.Choice).ToLookup(i => parts.Flow.Elements[i].Parent);

    /// <summary>Writes a menu; those within its choices are menus of their own.</summary>
    /// <param name="menu">Its index.</param>
    public void Write(int menu)
    {
        var element = parts.Flow.Elements[menu];
        var body = element.Node as MappingNode;
        json.WriteStartObject();
        json.WriteNumber("trackingId", ids.NumberOf(menu));
        json.WriteString("id", ids.Of(menu));
        json.WriteString("name", element.Label);
        json.WriteStartObject("uiMetaData");
        json.WriteBoolean("collapsed", false);
        json.WriteEndObject();
        json.WriteString("__type", "Menu");
        if (body?["defaultChildMenuRef"] is ScalarNode { IsNull: false } byDefault)
        {
            json.WriteString("defaultMenuChoiceId", fields.TargetOf(menu, "defaultChildMenuRef", byDefault).Id);
        }

        foreach (var field in body?.Entries ?? [])
        {
            WriteField(field);
        }

        json.WriteStartArray("menuChoiceList");
        foreach (var choice in _choices[menu])
        {
            WriteChoice(choice);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteField(MappingEntry field)
    {
        switch (field)
        {
            case { Key: "name" or "refId" or "choices" or "defaultChildMenuRef" or "dtmf" or "globalDtmf" or "globalSpeechRecTerms" or "speechRecTerms" }:
                break;
            case { Key: "audio" }:
                json.WritePropertyName("prompts");
                values.WriteAudio(field.Value);
                break;
            case { Key: "settingsMenu" or "settingsSpeechRec", Value: MappingNode settings }:
                foreach (var setting in settings.Entries)
                {
                    json.WritePropertyName(Names.GetValueOrDefault(setting.Key, setting.Key));
                    values.Write(setting.Value);
                }

                break;
            default:
                json.WritePropertyName(field.Key);
                values.Write(field.Value);
                break;
        }
    }

    private void WriteChoice(int choice)
    {
        var element = parts.Flow.Elements[choice];
        var body = element.Node as MappingNode;
        json.WriteStartObject();
        json.WriteString("id", ids.Of(choice));
        json.WriteString("name", element.Label);
        if (MenuChoices.KeyOf(body?.GetString("dtmf")) is { Length: > 0 } key)
        {
            json.WritePropertyName("digit");
            if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var digit))
            {
                json.WriteNumberValue(digit);
            }
            else
            {
                json.WriteStringValue(key);
            }
        }

        json.WriteBoolean("globalDtmf", body?.GetString("globalDtmf") == "true");
        json.WriteBoolean("globalSpeech", body?.GetString("globalSpeechRecTerms") == "true");
        WriteTerms(body?["speechRecTerms"] as MappingNode);
        json.WriteStartObject("action");
        WriteAction(choice, element);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteTerms(MappingNode? terms)
    {
        json.WriteStartObject("speechRecTerms");
        foreach (var language in terms?.Entries ?? [])
        {
            json.WritePropertyName(ConfigurationValueWriter.LanguageOf(language.Key));
            if ((language.Value as MappingNode)?["terms"] is { } list)
            {
                values.Write(list);
            }
            else
            {
                json.WriteStartArray();
                json.WriteEndArray();
            }
        }

        json.WriteEndObject();
    }

    private void WriteAction(int choice, FlowElement element)
    {
        var kind = MenuChoiceKinds.Find(element.Type);
        var within = parts.Flow.Elements.AsSpan();
        if (element.Type == "menuTask" && (element.Node as MappingNode)?.GetMapping("task") is not null)
        {
            json.WriteString("taskReference", ids.TaskWithin(choice));
        }
        else if (element.Type == "menuSubMenu")
        {
            for (var i = choice + 1; i < within.Length; i++)
            {
                if (within[i] is { Kind: ElementKind.Menu } menu && menu.Parent == choice)
                {
                    json.WriteString("menuReference", ids.Of(i));
                    break;
                }
            }
        }

        var key = kind?.Action ?? (element.Type.StartsWith("menu", StringComparison.Ordinal) && element.Type.Length > 4 ? char.ToLowerInvariant(element.Type[4]) + element.Type[5..] : element.Type);
        if (element.Type == "menuSubMenu")
        {
            json.WriteNumber("trackingId", ids.NumberOf(choice));
            json.WriteString("id", ids.ActionOf(choice));
            json.WriteString("name", element.Label);
            json.WriteString("__type", "MenuAction");
            return;
        }

        actions.WriteBody(choice, ids.ActionOf(choice), key, ConfigurationActionWriter.TypeOf(key, kind?.JsonType ?? ""));
    }
}
