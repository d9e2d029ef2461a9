using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A task, menu, state or bot that no way from the start leads to.</summary>
/// <remarks>No caller gets there, and it was written for some to. Jump to it, call it, or delete it. The menu that the exporter adds to every call flow and that nobody uses, with a single choice that disconnects, is left alone.</remarks>
internal sealed class NeverEnteredRule : ArchitectRule
{
    public override string Id => "never-entered";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A task, menu, state or bot is never entered";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        if (context.Graph.Entries.IsEmpty || context.HasLooseWays)
        {
            yield break;
        }

        for (var node = 0; node < flow.Elements.Length; node++)
        {
            if (flow.Elements[node] is { IsContainer: true } container && !context.Reached[node] && !IsUnusedDefault(flow, container))
            {
                yield return new Finding(container.IdSpan, $"{Wording.The(container)} is never entered{Because(context, node)}. {WayOut(container)}") { Element = container.Id };
            }
        }
    }

    private static string Because(LintContext context, int node)
    {
        foreach (var source in context.Graph.Sources(node))
        {
            if (source >= 0 && source != node)
            {
                return $": \"{Wording.Label(context.Flow.Elements[source])}\", which leads to it, is not reached itself";
            }
        }

        return "";
    }

    private static string WayOut(FlowElement container) => container.Kind switch
    {
        ElementKind.Menu => "Jump to it, or delete it.",
        ElementKind.State => "Change to it from another state, or delete it.",
        ElementKind.Bot => "Make it the start, or delete it.",
        _ => "Call it, jump to it, or delete it.",
    };

    /// <summary>The menu that every call flow begins its life with: at most one choice, which disconnects.</summary>
    private static bool IsUnusedDefault(Flow flow, FlowElement container) =>
        container is { Kind: ElementKind.Menu, Menu.Options: var options } && options.All(option => option.Element >= 0 && flow.Elements[option.Element].Type == "menuDisconnect") && options.Length <= 1;
}
