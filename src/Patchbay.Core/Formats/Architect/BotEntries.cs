using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>The tasks of a bot that its settings enter: on an intent, or after an answer from a knowledge base.</summary>
/// <param name="builder">Takes the ways.</param>
/// <param name="references">Finds tasks.</param>
internal sealed class BotEntries(ArchitectFlowBuilder builder, YamlReferences references)
{
    /// <summary>Lays the ways.</summary>
    /// <param name="body">The flow.</param>
    public void Wire(MappingNode body)
    {
        if (body.GetMapping("settingsBotFlow")?.GetSequence("intentSettings") is { } intents)
        {
            WireIntents(intents);
        }

        foreach (var knowledge in (body["settingsKnowledge"] as MappingNode)?.Entries ?? [])
        {
            if (knowledge.Key != "none" && knowledge.Value is MappingNode settings)
            {
                builder.Use(DependencyKind.KnowledgeBase, knowledge.Key, knowledge.KeyNode, -1);
                if (settings.GetMapping("knowledgePath")?["targetTaskRef"] is ScalarNode { IsNull: false } task)
                {
                    var target = new FlowTarget(task, "targetTaskRef");
                    Enter(references.Find(-1, target), target, "knowledge");
                }
            }
        }
    }

    private void WireIntents(SequenceNode intents)
    {
        var tasks = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < builder.Elements.Count; i++)
        {
            if (builder.Elements[i].Kind == ElementKind.Task)
            {
                tasks.TryAdd(builder.Elements[i].Label, i);
            }
        }

        foreach (var intent in intents.Mappings.Select(item => item.GetMapping("intent")))
        {
            if (intent?.GetMapping("task")?["name"] is ScalarNode { IsNull: false } name)
            {
                var target = new FlowTarget(name, "task");
                Enter(references.FindByName(target, tasks), target, intent.GetString("name") ?? "");
            }
        }
    }

    private void Enter(int to, FlowTarget target, string label) =>
        builder.Ways.Add(new FlowWay(FlowWay.FromStart, to, WayKind.Choice, label, target.Text.Span) { Target = to < 0 ? target.Text.Value : "" });
}
