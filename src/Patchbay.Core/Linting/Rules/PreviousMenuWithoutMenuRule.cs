using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A `previousMenu` or `repeatMenu` in the task that the flow starts with.</summary>
/// <remarks>The caller has not been in a menu, so there is none to go to; the publisher refuses the flow. Jump to a menu by name.</remarks>
internal sealed class PreviousMenuWithoutMenuRule : ArchitectRule
{
    public override string Id => "previous-menu-without-menu";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "The task that a flow starts with goes back to a menu";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        if (flow.Entry < 0 || flow.Elements[flow.Entry].Kind != ElementKind.Task)
        {
            yield break;
        }

        for (var i = 0; i < flow.Elements.Length; i++)
        {
            var element = flow.Elements[i];
            if (element is { Kind: ElementKind.Action, Type: "previousMenu" or "repeatMenu" } && flow.ContainerOf(i) == flow.Entry)
            {
                yield return new Finding(element.IdSpan, $"\"{Wording.Label(element)}\" goes back to a menu, but the flow starts with this task, so there is none. Jump to a menu with \"jumpToMenu\".", Moment.Compile) { Element = element.Id };
            }
        }
    }
}
