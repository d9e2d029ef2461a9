using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Writes the configuration of a flow as a whole: settings, variables, and its containers, of which menus name the tasks and menus within their choices.</summary>
internal sealed class ConfigurationWriter
{
    private readonly Utf8JsonWriter _json;
    private readonly FlowParts _parts;
    private readonly ConfigurationIds _ids;
    private readonly ConfigurationValueWriter _values;
    private readonly ConfigurationActionWriter _actions;
    private readonly ConfigurationFields _fields;
    private readonly ConfigurationMenuWriter _menus;

    /// <summary>Prepares to write a flow.</summary>
    /// <param name="json">Takes what is written.</param>
    /// <param name="flow">The flow, read from YAML.</param>
    /// <param name="ids">Gives ids.</param>
    public ConfigurationWriter(Utf8JsonWriter json, Flow flow, ConfigurationIds ids)
    {
        _json = json;
        _parts = new FlowParts(flow);
        _ids = ids;
        _values = new ConfigurationValueWriter(json, flow, ids);
        _actions = new ConfigurationActionWriter(json, _parts, ids, _values);
        _fields = new ConfigurationFields(json, flow, ids, _values);
        _menus = new ConfigurationMenuWriter(json, _parts, ids, _values, _actions, _fields);
    }

    private Flow Flow => _parts.Flow;

    /// <summary>Writes the flow.</summary>
    public void Write()
    {
        var languages = (_parts.Body.GetMapping("supportedLanguages")?.Entries.Select(entry => entry.Key) ?? (_parts.Body.GetString("defaultLanguage") is { } only ? [only] : [])).Select(ConfigurationValueWriter.LanguageOf).ToList();
        _json.WriteStartObject();
        _json.WriteString("name", Flow.Name);
        _json.WriteString("description", Flow.Description ?? "");
        _json.WriteString("type", Flow.Type);
        if (_parts.Body.GetString("defaultLanguage") is { } language)
        {
            _json.WriteString("defaultLanguage", ConfigurationValueWriter.LanguageOf(language));
        }

        WriteLanguages(languages);
        WriteStart();
        ConfigurationManifest.Write(_json, Flow, _ids, languages);
        WriteVariables(_parts.Body["variables"]);
        WriteContainers();
        WriteErrorHandling();
        WriteBotEntries();
        foreach (var entry in _parts.Body.Entries)
        {
            WriteSetting(entry);
        }

        _json.WriteStartObject("flowMetaData");
        _json.WriteString("flowDocumentVersion", "1.0");
        _json.WriteString("minimumServerVersion", "1.0");
        _json.WriteString("ttsDataVersion", "1.0");
        _json.WriteEndObject();
        _json.WriteStartObject("uiMetaData");
        _json.WriteEndObject();
        _json.WriteNumber("nextTrackingNumber", _ids.NextNumber);
        _json.WriteEndObject();
    }

    private void WriteLanguages(List<string> languages)
    {
        _json.WriteStartArray("supportedLanguages");
        foreach (var language in languages)
        {
            _json.WriteStringValue(language);
        }

        _json.WriteEndArray();
        _json.WriteStartArray("supportedLanguageOptions");
        var options = _parts.Body.GetMapping("supportedLanguages")?.Entries.ToList() ?? [];
        for (var i = 0; i < languages.Count; i++)
        {
            _json.WriteStartObject();
            _json.WriteString("language", languages[i]);
            if (i < options.Count && options[i].Value is MappingNode { Entries: not [{ Key: "none" }] } option)
            {
                _values.WriteEntries(option);
            }

            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteStart()
    {
        if (Flow.Entry >= 0)
        {
            _json.WriteString("initialSequence", _ids.Of(Flow.Entry));
        }
        else if (_parts.Body["startUpRef"] is ScalarNode { IsNull: false } start)
        {
            _json.WriteString("initialSequence", start.Value);
        }
    }

    private void WriteVariables(SyntaxNode? list)
    {
        _json.WriteStartArray("variables");
        foreach (var item in ((list as SequenceNode)?.Mappings ?? []).SelectMany(mapping => mapping.Entries))
        {
            if (item.Value is MappingNode variable && variable["name"] is ScalarNode { IsNull: false } name)
            {
                WriteVariable(item.Key.EndsWith("Variable", StringComparison.Ordinal) ? item.Key[..^"Variable".Length] : item.Key, name.Value, variable);
            }
        }

        _json.WriteEndArray();
    }

    private void WriteVariable(string type, string name, MappingNode variable)
    {
        var isCollection = type.EndsWith("Collection", StringComparison.Ordinal);
        var single = isCollection ? type[..^"Collection".Length] : type;
        _json.WriteStartObject();
        _json.WriteString("id", _ids.Part($"variable {name.ToLowerInvariant()}"));
        _json.WriteString("name", name);
        _json.WriteString("description", variable.GetString("description") ?? "");
        _json.WriteBoolean("isCollection", isCollection);
        _json.WriteBoolean("isInput", variable.GetString("isInput") == "true");
        _json.WriteBoolean("isOutput", variable.GetString("isOutput") == "true");
        _json.WriteBoolean("isSecure", variable.GetString("isSecure") == "true");
        _json.WriteBoolean("isInternal", false);
        _json.WriteString("__type", $"{(single.Length == 0 ? "" : single == "boolean" ? "Bool" : $"{char.ToUpperInvariant(single[0])}{single[1..]}")}Variable");
        _json.WriteString("version", "1.0");
        _json.WritePropertyName("initialValue");
        _values.WriteInitial(variable["initialValue"], type);
        _json.WriteEndObject();
    }

    private void WriteContainers()
    {
        _json.WriteStartArray("flowSequenceItemList");
        for (var i = 0; i < Flow.Elements.Length; i++)
        {
            var element = Flow.Elements[i];
            if (element.Kind == ElementKind.Menu)
            {
                _menus.Write(i);
            }
            else if (element.Kind is ElementKind.Task or ElementKind.State or ElementKind.Bot)
            {
                WriteContainer(i, _ids.Of(i), TypeOf(element), element.Node);
            }
            else if (element.Kind == ElementKind.Choice && (element.Node as MappingNode)?.GetMapping("task") is { } within)
            {
                WriteContainer(i, _ids.TaskWithin(i), "Task", within);
            }
        }

        _json.WriteEndArray();
    }

    private string TypeOf(FlowElement element) => (element.Kind, element.Type) switch
    {
        (ElementKind.Bot, _) => "BotState",
        (ElementKind.State, "startUpState") => "StartUpState",
        (ElementKind.State, "periodicState") => "PeriodicState",
        (ElementKind.State, _) => "State",
        (_, "startUpTaskActions") => Flow.Type == "commonmodule" ? "CommonModuleTask" : "LoopTask",
        _ => "Task",
    };

    private void WriteContainer(int element, string id, string type, SyntaxNode node)
    {
        var body = node as MappingNode;
        _json.WriteStartObject();
        _json.WriteNumber("trackingId", Flow.Elements[element].Kind == ElementKind.Choice ? _ids.Another() : _ids.NumberOf(element));
        _json.WriteString("id", id);
        _json.WriteString("name", Flow.Elements[element].Label);
        _json.WriteStartObject("uiMetaData");
        _json.WriteBoolean("collapsed", false);
        _json.WriteEndObject();
        _json.WriteString("__type", type);
        WriteOutputs(element, type, body);
        WriteVariables(body is null ? _parts.Body["startUpTaskVariables"] : body["variables"]);
        _actions.WriteActions(body is null ? node : body["actions"]);
        foreach (var field in body?.Entries ?? [])
        {
            if (field.Key is not ("name" or "refId" or "variables" or "actions" or "outputPaths") && field.Value is not ScalarNode)
            {
                _json.WritePropertyName(field.Key);
                _values.Write(field.Value);
            }
        }

        _json.WriteEndObject();
    }

    /// <summary>The ways in which a task can end: the default one, and those that it names.</summary>
    private void WriteOutputs(int element, string type, MappingNode? body)
    {
        if (type is not ("Task" or "LoopTask" or "CommonModuleTask"))
        {
            return;
        }

        _json.WriteStartArray("paths");
        _json.WriteStartObject();
        _json.WriteString("label", "Default");
        _json.WriteString("outputId", "__DEFAULT__");
        _json.WriteEndObject();
        foreach (var name in (body?.GetSequence("outputPaths")?.Mappings ?? []).SelectMany(item => item.Entries).Select(entry => (entry.Value as MappingNode)?.GetString("name")).OfType<string>())
        {
            _json.WriteStartObject();
            _json.WriteString("label", name);
            _json.WriteString("outputId", _ids.Part($"output {name} of {Flow.Elements[element].Id}"));
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteErrorHandling()
    {
        if (_parts.Body.GetMapping("settingsErrorHandling")?["errorHandling"] is not MappingNode { Entries: [{ } handling, ..] })
        {
            return;
        }

        var element = Flow.Elements.Select((known, index) => (known, index)).First(known => known.known.Kind == ElementKind.ErrorHandling).index;
        _json.WriteStartObject("errorHandling");
        _json.WriteString("handlingType", handling.Key.Length == 0 ? "" : char.ToUpperInvariant(handling.Key[0]) + handling.Key[1..]);
        foreach (var field in (handling.Value as MappingNode)?.Entries ?? [])
        {
            if (field.Value is ScalarNode { IsNull: false } text)
            {
                if (field.Key.EndsWith("Ref", StringComparison.Ordinal))
                {
                    _fields.WriteTarget(element, field.Key, text);
                }
            }
            else
            {
                _json.WritePropertyName(field.Key is "targetQueue" ? "queue" : field.Key);
                _values.Write(field.Value);
            }
        }

        _json.WriteEndObject();
    }

    /// <summary>The tasks that a bot's settings enter: on an intent, or after an answer from a knowledge base.</summary>
    private void WriteBotEntries()
    {
        var entries = Flow.Ways.Where(way => way is { From: FlowWay.FromStart, Kind: WayKind.Choice }).ToList();
        if (entries.Count == 0 && _parts.Body["settingsNaturalLanguageUnderstanding"] is null)
        {
            return;
        }

        _json.WriteStartObject("nluMetaData");
        _json.WriteStartObject("mappings");
        _json.WriteStartObject("intentsToReusableTasks");
        foreach (var way in entries.Where(way => way.Label != "knowledge"))
        {
            _json.WriteStartObject(way.Label);
            _json.WriteString("id", way.To < 0 ? way.Target : _ids.Of(way.To));
            _json.WriteString("name", way.To < 0 ? way.Target : Flow.Elements[way.To].Label);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        if (_parts.Body["settingsNaturalLanguageUnderstanding"] is MappingNode understanding)
        {
            _values.WriteEntries(understanding);
        }

        _json.WriteEndObject();
        if (entries.FindIndex(way => way.Label == "knowledge") is >= 0 and var followUp)
        {
            _json.WriteStartObject("knowledgeSettings");
            _json.WriteString("knowledgeFollowupTaskId", entries[followUp].To < 0 ? entries[followUp].Target : _ids.Of(entries[followUp].To));
            _json.WriteEndObject();
        }
    }

    /// <summary>Writes a setting that nothing above wrote.</summary>
    private void WriteSetting(MappingEntry entry)
    {
        switch (entry.Key)
        {
            case "name" or "description" or "division" or "defaultLanguage" or "supportedLanguages" or "startUpRef" or "variables" or "startUpTaskVariables" or "referencedObjects" or "settingsNaturalLanguageUnderstanding":
            case "menus" or "tasks" or "states" or "bots" when entry.Value is SequenceNode:
            case var implied when ArchitectFlowTypes.FromRootKey(_parts.RootKey)?.ImpliedStarts.Contains(implied) == true:
                break;
            case "initialGreeting":
                _json.WritePropertyName("initialPrompts");
                _values.WriteAudio(entry.Value);
                break;
            case "settingsErrorHandling" when entry.Value is MappingNode handling:
                foreach (var field in handling.Entries.Where(field => field.Key != "errorHandling"))
                {
                    _json.WritePropertyName(field.Key);
                    _values.Write(field.Value);
                }

                break;
            case "settingsCommonModule" when entry.Value is MappingNode module:
                _json.WriteStartObject("commonModuleFlowSettings");
                _json.WriteStartArray("destinationFlowTypes");
                foreach (var type in module.GetSequence("compatibleFlowTypes")?.Mappings ?? [])
                {
                    _json.WriteStringValue(type.GetString("flowType") ?? "");
                }

                _json.WriteEndArray();
                _json.WriteEndObject();
                break;
            default:
                _json.WritePropertyName(entry.Key switch { "settingsInQueueCall" => "inQueueCallFlowSettings", "settingsOutboundCall" => "outboundCallSettings", _ => entry.Key });
                _values.Write(entry.Value);
                break;
        }
    }
}
