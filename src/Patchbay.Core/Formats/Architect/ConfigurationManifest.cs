using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Writes the manifest of a configuration: everything of the org that the flow uses, by kind, with the actions that use it.</summary>
internal static class ConfigurationManifest
{
    /// <summary>Writes the manifest as the object at hand.</summary>
    /// <param name="json">Takes what is written.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="ids">Gives ids.</param>
    /// <param name="languages">The languages that the flow speaks, as the configuration spells them.</param>
    public static void Write(Utf8JsonWriter json, Flow flow, ConfigurationIds ids, IEnumerable<string> languages)
    {
        json.WriteStartObject("manifest");
        foreach (var list in flow.Dependencies.Select(used => (List: ListOf(flow, used), Used: used)).Where(known => known.List is not null).GroupBy(known => known.List ?? "", StringComparer.Ordinal))
        {
            json.WriteStartArray(list.Key);
            foreach (var thing in list.GroupBy(known => known.Used.Name, StringComparer.Ordinal))
            {
                WriteThing(json, flow, ids, thing.Key, [.. thing.Select(known => known.Used)]);
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("language");
        foreach (var language in languages)
        {
            json.WriteStartObject();
            json.WriteString("id", language);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteThing(Utf8JsonWriter json, Flow flow, ConfigurationIds ids, string name, List<FlowDependency> uses)
    {
        json.WriteStartObject();
        json.WriteString("id", ids.Thing(uses[0].Kind, name));
        json.WriteString("name", uses[0].Kind == DependencyKind.DataAction && uses[0].Element >= 0 ? name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..] : name);
        json.WriteStartArray("context");
        foreach (var element in uses.Select(used => used.Element).Distinct())
        {
            json.WriteStartObject();
            if (element < 0)
            {
                json.WriteString("id", ids.Part("flow"));
                json.WriteString("name", flow.Name);
            }
            else
            {
                var user = flow.Elements[element];
                json.WriteString("actionName", ActionKinds.Find(user.Type)?.Title ?? user.Type);
                json.WriteString("id", user.Kind == ElementKind.Choice ? ids.ActionOf(element) : ids.Of(element));
                json.WriteString("name", user.Label);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The list that a thing stands in; null for what a configuration does not name, or names elsewhere.</summary>
    private static string? ListOf(Flow flow, FlowDependency used) => used.Kind switch
    {
        DependencyKind.Queue => "queue",
        DependencyKind.User => "user",
        DependencyKind.Group => "group",
        DependencyKind.Skill => "acdSkill",
        DependencyKind.LanguageSkill => "acdLanguage",
        DependencyKind.WrapupCode => "acdWrapupCode",
        DependencyKind.Schedule => "schedule",
        DependencyKind.ScheduleGroup => "scheduleGroup",
        DependencyKind.EmergencyGroup => "emergencyGroup",
        DependencyKind.Prompt => "userPrompt",
        DependencyKind.DataAction => "dataAction",
        DependencyKind.DataTable => "dataTable",
        DependencyKind.Script => "composerScript",
        DependencyKind.Response => "response",
        DependencyKind.ContactList => "contactList",
        DependencyKind.SurveyForm => "surveyForm",
        DependencyKind.FlowOutcome => "flowOutcome",
        DependencyKind.FlowMilestone => "flowMilestone",
        DependencyKind.KnowledgeBase => "knowledgeBase",
        DependencyKind.Worktype => "worktype",
        DependencyKind.Guide => "guide",
        DependencyKind.CommonModule => "commonModuleFlow",
        DependencyKind.BotFlow => "botFlow",
        DependencyKind.DigitalBotFlow => "digitalBotFlow",
        DependencyKind.InQueueFlow => flow.Type.EndsWith("email", StringComparison.Ordinal) ? "inqueueEmailFlow" : flow.Type.EndsWith("message", StringComparison.Ordinal) ? "inqueueShortMessageFlow" : "inqueueCallFlow",
        DependencyKind.Flow => used.Element >= 0 && flow.Elements[used.Element].Type.EndsWith("Secure", StringComparison.Ordinal) ? "secureCallFlow" : "inboundCallFlow",
        _ => null,
    };
}
