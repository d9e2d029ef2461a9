using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>The names of flows in a configuration. It joins flows by id and carries their names along, so that a rename changes these names and nothing else.</summary>
internal static class ConfigurationNames
{
    /// <summary>The edits that give a flow another name: its own, where it is the flow, and in calls and the manifest of one that uses it.</summary>
    /// <param name="content">The configuration, read.</param>
    /// <param name="type">The renamed flow's type, in lower case.</param>
    /// <param name="from">Its name.</param>
    /// <param name="to">The name to have.</param>
    public static IReadOnlyCollection<TextEdit> Rename(Flow content, string type, string from, string to)
    {
        var kind = type switch
        {
            "commonmodule" => DependencyKind.CommonModule,
            "bot" => DependencyKind.BotFlow,
            "digitalbot" => DependencyKind.DigitalBotFlow,
            "inqueuecall" or "inqueueemail" or "inqueueshortmessage" => DependencyKind.InQueueFlow,
            _ => DependencyKind.Flow,
        };
        var own = content.Name == from && content.Type == type && (content.Tree.Root as MappingNode)?["name"] is ScalarNode name ? name.Span : (TextSpan?)null;
        var used = content.Dependencies.Where(use => use.Kind == kind && use.Name == from).Select(use => use.Span);
        var called = content.Elements.Select(element => element.Call).OfType<SharedFlowCall>().Where(call => call.FlowType == type && call.FlowId == from).Select(call => call.Span);
        var spans = used.Concat(called).Concat(own is { } span ? [span] : []).Distinct();
        return [.. spans.Select(place => new TextEdit(place, JsonPrinter.Quote(to)))];
    }
}
