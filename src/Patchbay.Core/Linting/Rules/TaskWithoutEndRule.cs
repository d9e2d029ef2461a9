using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A task with a path that runs out without an action that ends it.</summary>
/// <remarks>The publisher wants every path of a task to end in words: with `endTask`, a jump, a transfer or `disconnect`. The list that an in-queue flow runs while the caller waits starts over instead, and is left alone.</remarks>
internal sealed class TaskWithoutEndRule : ArchitectRule
{
    public override string Id => "task-without-end";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A path of a task runs out without an action that ends it";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        var last = new Dictionary<int, FlowElement>();
        foreach (var way in flow.Ways)
        {
            if (way is { To: FlowWay.Leaves, From: >= 0 } && context.Reached[way.From] && flow.Elements[way.From] is { Kind: ElementKind.Action, IsUnknown: false } element
                && IsOpenEnd(element, way) && HolderOf(flow, way.From) is var holder && holder >= 0)
            {
                last[holder] = element;
            }
        }

        foreach (var (holder, element) in last)
        {
            var task = flow.Elements[holder];
            yield return new Finding(task.IdSpan, $"{Wording.The(task)} runs out after \"{Wording.Label(element)}\" without an action that ends it. End it there with \"endTask\", \"disconnect\", a jump or a transfer.", Moment.Compile)
            {
                Element = task.Id,
                Related = [new RelatedPlace(element.IdSpan, "Here a path runs out.")],
            };
        }
    }

    /// <summary>Whether a way out of the flow is one that nobody wrote: an action that goes on, with nothing to go on to.</summary>
    private static bool IsOpenEnd(FlowElement element, FlowWay way) =>
        way.Kind != WayKind.Call && element.Type != "ref" && ActionKinds.Find(element.Type) is not { Then: Continuation.Never } && !(way.Kind == WayKind.Success && element.Role == ElementRole.Final);

    private static int HolderOf(Flow flow, int element)
    {
        while (element >= 0 && flow.Elements[element].Kind is not (ElementKind.Task or ElementKind.State or ElementKind.Bot or ElementKind.Choice))
        {
            element = flow.Elements[element].Parent;
        }

        return element >= 0 && flow.Elements[element].Kind is (ElementKind.Task or ElementKind.Choice) ? element : -1;
    }
}
