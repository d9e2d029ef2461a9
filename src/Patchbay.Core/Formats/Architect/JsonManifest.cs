using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads the manifest of an Architect configuration: every thing of the org that the flow uses, with its name, and the actions that use it.</summary>
/// <param name="builder">Takes the dependencies.</param>
/// <param name="elements">The elements by id.</param>
internal sealed class JsonManifest(ArchitectFlowBuilder builder, IReadOnlyDictionary<string, int> elements)
{
    /// <summary>Reads the manifest.</summary>
    /// <param name="manifest">Its lists by kind of thing; null for none.</param>
    public void Read(SyntaxNode? manifest)
    {
        foreach (var list in (manifest as MappingNode)?.Entries ?? [])
        {
            if (KindOf(list.Key) is not { } kind)
            {
                continue;
            }

            foreach (var thing in (list.Value as SequenceNode)?.Mappings ?? [])
            {
                if (thing["name"] is ScalarNode { IsNull: false } name)
                {
                    Use(kind, name, thing["context"] as SequenceNode);
                }
            }
        }
    }

    private void Use(DependencyKind kind, ScalarNode name, SequenceNode? context)
    {
        foreach (var element in UsersOf(context))
        {
            var integration = kind == DependencyKind.DataAction && element >= 0 ? IntegrationOf(element) : null;
            if (integration is not null)
            {
                builder.Use(DependencyKind.Integration, integration.Value, integration, element);
            }

            builder.Use(kind, integration is null ? name.Value : $"{integration.Value}/{name.Value}", name, element);
        }
    }

    /// <summary>The elements that use a thing; -1 for a setting. Actions of common modules are named too, and belong to those.</summary>
    private IEnumerable<int> UsersOf(SequenceNode? context)
    {
        var places = context?.Mappings.ToList() ?? [];
        return places.Count == 0 ? [-1] : places
            .Where(place => place.Find("actionName") is null || elements.ContainsKey(place.GetString("id") ?? ""))
            .Select(place => elements.GetValueOrDefault(place.GetString("id") ?? "", -1)).Distinct();
    }

    /// <summary>The integration of a data action stands in the action that calls it.</summary>
    private ScalarNode? IntegrationOf(int element) =>
        (builder.Elements[element].Node as MappingNode) is { } node && (node.GetMapping("category") ?? node.GetMapping("action")?.GetMapping("category"))?["name"] is ScalarNode { IsNull: false } name ? name : null;

    private static DependencyKind? KindOf(string list) => list switch
    {
        "queue" => DependencyKind.Queue,
        "user" => DependencyKind.User,
        "group" => DependencyKind.Group,
        "acdSkill" => DependencyKind.Skill,
        "acdLanguage" => DependencyKind.LanguageSkill,
        "acdWrapupCode" => DependencyKind.WrapupCode,
        "schedule" => DependencyKind.Schedule,
        "scheduleGroup" => DependencyKind.ScheduleGroup,
        "emergencyGroup" => DependencyKind.EmergencyGroup,
        "userPrompt" => DependencyKind.Prompt,
        "dataAction" => DependencyKind.DataAction,
        "dataTable" => DependencyKind.DataTable,
        "composerScript" => DependencyKind.Script,
        "response" => DependencyKind.Response,
        "contactList" => DependencyKind.ContactList,
        "surveyForm" => DependencyKind.SurveyForm,
        "flowOutcome" => DependencyKind.FlowOutcome,
        "flowMilestone" => DependencyKind.FlowMilestone,
        "knowledgeBase" => DependencyKind.KnowledgeBase,
        "worktype" => DependencyKind.Worktype,
        "guide" => DependencyKind.Guide,
        "commonModuleFlow" => DependencyKind.CommonModule,
        "botFlow" => DependencyKind.BotFlow,
        "digitalBotFlow" => DependencyKind.DigitalBotFlow,
        "inqueueCallFlow" or "inqueueEmailFlow" or "inqueueShortMessageFlow" => DependencyKind.InQueueFlow,
        _ => list.EndsWith("Flow", StringComparison.Ordinal) ? DependencyKind.Flow : null,
    };
}
