using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Graph;

namespace Patchbay.Core.Tests.Formats;

/// <summary>Draws a flow as text: what a golden case shows of what was read.</summary>
internal static class FlowText
{
    public static string Of(Flow flow)
    {
        var text = new StringBuilder();
        var graph = FlowGraph.Of(flow);
        text.Append("entry ").Append(flow.Entry < 0 ? "none" : flow.Elements[flow.Entry].Id).Append('\n');
        for (var i = 0; i < flow.Elements.Length; i++)
        {
            AppendElement(text, flow.Elements[i]);
            foreach (var way in graph.Out(i))
            {
                text.Append("  ").Append(WayText(flow, flow.Ways[way])).Append('\n');
            }
        }

        foreach (var way in flow.Ways.Where(way => way.From < 0))
        {
            text.Append(way.From == FlowWay.FromStart ? "start" : $"missing \"{way.Source}\"").Append(": ").Append(WayText(flow, way)).Append('\n');
        }

        if (!flow.Variables.IsEmpty)
        {
            text.Append("variables: ").AppendJoin(", ", flow.Variables.Select(VariableText)).Append('\n');
        }

        return text.ToString();
    }

    private static void AppendElement(StringBuilder text, FlowElement element)
    {
        text.Append(element.Id).Append(": ").Append(element.Type);
        text.Append(element.Label.Length > 0 ? $" \"{element.Label}\"" : "");
        text.Append(element.Role == ElementRole.Ordinary ? "" : $" {element.Role.ToString().ToLowerInvariant()}");
        text.Append(element.NeedsWay ? " needs-way" : "");
        if (element.Menu is { } menu)
        {
            text.Append(" menu[").AppendJoin("; ", menu.Options.Select(o => $"{o.Key} \"{o.Prompt}\" {o.RoutingTarget}")).Append(']');
        }

        text.Append('\n');
        if (element.Call is { } call)
        {
            text.Append("  calls ").Append(call.FlowId)
                .Append(" (").AppendJoin(", ", call.Inputs.Select(m => $"{m.SharedName} <- {m.CallerSide}")).Append(')')
                .Append(" (").AppendJoin(", ", call.Outputs.Select(m => $"{m.SharedName} -> {m.CallerSide}")).Append(")\n");
        }
    }

    private static string WayText(Flow flow, FlowWay way)
    {
        var kind = way.Kind == WayKind.Always ? "" : $"{way.Kind.ToString().ToLowerInvariant()} \"{way.Label}\" ";
        var target = way switch
        {
            { IsRouting: true } => $"routes to \"{way.Target}\"",
            { To: FlowWay.Leaves } => "leaves",
            { To: FlowWay.Nowhere } => $"missing \"{way.Target}\"",
            _ => flow.Elements[way.To].Id,
        };
        return $"{kind}-> {target}";
    }

    private static string VariableText(FlowVariable variable) =>
        variable.Name
        + (variable.IsDeclared ? " declared" : "")
        + (variable.Reads.IsEmpty ? "" : $" {variable.Reads.Length}r")
        + (variable.Writes.IsEmpty ? "" : $" {variable.Writes.Length}w");
}
