using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Writes the fields of actions under the names and in the shapes of the configuration, as far as real ones show them; any other field keeps the name and the shape that it has in YAML.</summary>
/// <param name="json">Takes what is written.</param>
/// <param name="flow">The flow.</param>
/// <param name="ids">Gives ids.</param>
/// <param name="values">Writes values.</param>
internal sealed class ConfigurationFields(Utf8JsonWriter json, Flow flow, ConfigurationIds ids, ConfigurationValueWriter values)
{
    /// <summary>The names that differ, by the field or by the action and the field.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["failureOutputs"] = "errorBindings",
        ["foundOutputs"] = "outputs",
        ["successOutputs"] = "outputs",
        ["taskInputs"] = "inputs",
        ["taskOutputs"] = "outputs",
        ["acdSkills"] = "skills",
        ["decision.condition"] = "expression",
        ["playAudio.audio"] = "prompts",
        ["collectInput.inputData"] = "resultData",
        ["collectInput.inputAudio"] = "prompts",
        ["collectInput.verificationAudio"] = "verificationPrompts",
        ["dataTableLookup.lookupValue"] = "lookupKeyValue",
        ["setLanguage.languageValue"] = "languageCode",
        ["holdMusic.bargeInEnabled"] = "bargeInExpression",
    };

    private readonly ILookup<int, ElementReference> _references = flow.References.ToLookup(reference => reference.From);

    /// <summary>Writes a field of an action as a member, or as members, of the object at hand.</summary>
    /// <param name="element">Index of the action.</param>
    /// <param name="kind">What it is, as YAML calls it.</param>
    /// <param name="known">Its row; null for an unknown kind.</param>
    /// <param name="field">The field.</param>
    public void Write(int element, string kind, ActionKind? known, MappingEntry field)
    {
        var shape = ActionListReader.FieldOf(known, field.Key);
        switch ((kind, field.Key), field.Value)
        {
            case ((_, "name" or "refId" or "dtmf" or "globalDtmf" or "globalSpeechRecTerms" or "speechRecTerms" or "task" or "ref"), _):
                break;
            case (_, ScalarNode { IsNull: false } text) when field.Key.EndsWith("Ref", StringComparison.Ordinal):
                WriteTarget(element, field.Key, text);
                break;
            case ((_, "targetQueue"), _):
                json.WriteStartArray("queues");
                values.Write(field.Value);
                json.WriteEndArray();
                break;
            case ((_, "overrideInQueueFlow"), MappingNode flow) when flow["name"] is ScalarNode { IsNull: false } name:
                WriteNamed("inQueueFlowId", "inQueueFlowName", DependencyKind.InQueueFlow, name.Value);
                break;
            case (("endTask", "outputPath"), MappingNode path) when path["name"] is ScalarNode { IsNull: false } name:
                json.WriteString("pathReference", name.Value == "Default" ? "__DEFAULT__" : ids.Part($"output {name.Value} of {flow.Elements[flow.ContainerOf(element)].Id}"));
                json.WriteString("pathName", name.Value);
                break;
            case (("updateData" or "extractSecureData", "statements"), SequenceNode statements):
                WriteAssignments(statements.Mappings.SelectMany(item => item.Entries).Select(item => item.Value as MappingNode), "variable", "value");
                break;
            case (("setParticipantData" or "setConversationData", "attributes"), SequenceNode attributes):
                WriteAssignments(attributes.Mappings.SelectMany(item => item.Entries).Select(item => item.Value as MappingNode), "name", "value");
                break;
            case (("callData" or "callDataSecure", "category"), MappingNode { Entries: [{ Value: MappingNode integration } category, ..] }):
                WriteDataAction(category.Key, integration);
                break;
            case (("dataTableLookup", "dataTable"), MappingNode { Entries: [{ Value: MappingNode table } named, ..] }):
                WriteNamed("datatableId", "datatableName", DependencyKind.DataTable, named.Key);
                WriteWithin(table);
                break;
            case (("setScreenPop", "screenPopScript"), MappingNode { Entries: [{ Value: MappingNode script } named, ..] }):
                WriteNamed("screenPopId", "screenPopName", DependencyKind.Script, named.Key);
                WriteWithin(script);
                break;
            case ((_, "commonModule" or "botFlow" or "digitalBotFlow"), MappingNode { Entries: [{ } called, ..] }) when SharedCalls.TypeOf(kind) is not null:
                WriteCall(kind, called);
                break;
            default:
                WriteField(Names.GetValueOrDefault($"{kind}.{field.Key}") ?? Names.GetValueOrDefault(field.Key, field.Key), shape?.Shape, shape?.Names, field.Value);
                break;
        }
    }

    /// <summary>The part of the flow that a reference of an element means, by its id; the reference itself where it means nothing.</summary>
    public (string Id, string Name) TargetOf(int from, string property, ScalarNode text)
    {
        var to = _references[from].FirstOrDefault(reference => reference.Property == property && reference.Text == text.Value)?.To ?? FlowWay.Nowhere;
        return to < 0 ? (text.Value, "")
            : (flow.Elements[to].Type == "menuTask" ? ids.TaskWithin(to) : ids.Of(to), flow.Elements[to].Label);
    }

    /// <summary>Writes the part of the flow that an element enters.</summary>
    public void WriteTarget(int from, string property, ScalarNode text)
    {
        var (id, name) = TargetOf(from, property, text);
        var part = property.Contains("Menu", StringComparison.Ordinal) ? "menu" : property.Contains("State", StringComparison.Ordinal) ? "state" : "task";
        json.WriteString($"{part}Reference", id);
        json.WriteString($"{part}Name", name);
    }

    private void WriteField(string name, FieldShape? shape, DependencyKind? kind, SyntaxNode value)
    {
        json.WritePropertyName(name);
        switch (shape)
        {
            case FieldShape.Audio when value is MappingNode:
                values.WriteAudio(value);
                break;
            case FieldShape.Inputs or FieldShape.Outputs when value is MappingNode:
                values.WriteBindings(value);
                break;
            case FieldShape.Named when value is MappingNode named && named["name"] is ScalarNode { IsNull: false } text && kind is { } thing:
                json.WriteStartObject();
                json.WriteString("id", ids.Thing(thing, text.Value));
                json.WriteString("name", text.Value);
                json.WriteEndObject();
                break;
            default:
                values.Write(value);
                break;
        }
    }

    private void WriteNamed(string idMember, string nameMember, DependencyKind kind, string name)
    {
        json.WriteString(idMember, ids.Thing(kind, name));
        json.WriteString(nameMember, name);
    }

    /// <summary>Writes what stands under the name of a thing: bindings under their names, and what is no binding as it is.</summary>
    private void WriteWithin(MappingNode fields)
    {
        foreach (var field in fields.Entries)
        {
            var isBinding = field.Key is "inputs" or "outputs" or "foundOutputs" or "successOutputs" or "failureOutputs";
            if (isBinding || field is not { Key: "none", Value: ScalarNode })
            {
                WriteField(Names.GetValueOrDefault(field.Key, field.Key), isBinding ? FieldShape.Inputs : null, null, field.Value);
            }
        }
    }

    private void WriteDataAction(string integration, MappingNode fields)
    {
        json.WriteStartObject("category");
        json.WriteString("id", integration);
        json.WriteString("name", integration);
        json.WriteEndObject();
        foreach (var field in fields.Entries)
        {
            if (field is { Key: "dataAction", Value: MappingNode { Entries: [{ Value: MappingNode bindings } action, ..] } })
            {
                json.WriteString("actionId", ids.Thing(DependencyKind.DataAction, $"{integration}/{action.Key}"));
                json.WriteString("actionName", action.Key);
                WriteWithin(bindings);
            }
            else
            {
                WriteField(field.Key, null, null, field.Value);
            }
        }
    }

    private void WriteCall(string kind, MappingEntry called)
    {
        var dependency = kind switch { "callBotFlow" => DependencyKind.BotFlow, "callDigitalBotFlow" => DependencyKind.DigitalBotFlow, _ => DependencyKind.CommonModule };
        WriteNamed("flowId", "flowName", dependency, called.Key);
        json.WriteBoolean("flowLatestVersion", true);
        json.WriteBoolean("flowDebugPublished", false);
        var version = called.Value is MappingNode { Entries: [{ Value: MappingNode bindings }, ..] } ? bindings : null;
        foreach (var side in new[] { "inputs", "outputs" })
        {
            json.WritePropertyName(side);
            values.WriteBindings(version?[side]);
        }
    }

    /// <summary>Writes what is set: a list of pairs of <c>variable</c>, which takes, and <c>expression</c>, which gives.</summary>
    private void WriteAssignments(IEnumerable<MappingNode?> items, string target, string source)
    {
        json.WriteStartArray("variables");
        foreach (var item in items)
        {
            json.WriteStartObject();
            foreach (var field in item?.Entries ?? [])
            {
                json.WritePropertyName(field.Key == target ? "variable" : field.Key == source ? "expression" : field.Key);
                values.Write(field.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
