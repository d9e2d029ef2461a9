using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A `loopNext` or `loopExit` that stands in no loop.</summary>
/// <remarks>There is no loop to go on with or to leave; the publisher refuses the flow. Move it onto the path of a loop, or end the task.</remarks>
internal sealed class LoopActionOutsideLoopRule : ArchitectRule
{
    public override string Id => "loop-action-outside-loop";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "An action that steers a loop stands in none";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var elements = context.Flow.Elements;
        var isInLoop = new bool[elements.Length];
        for (var i = 0; i < elements.Length; i++)
        {
            var element = elements[i];
            isInLoop[i] = element.Parent >= 0 && element.Kind == ElementKind.Action && (isInLoop[element.Parent] || IsLoop(elements[element.Parent].Type));
            if (element is { Kind: ElementKind.Action, Type: "loopNext" or "loopExit" } && !isInLoop[i])
            {
                var does = element.Type == "loopNext" ? "goes to the next round of" : "leaves";
                yield return new Finding(element.IdSpan, $"\"{Wording.Label(element)}\" {does} a loop, but stands in none. Move it onto the path of a loop, or end the task with \"endTask\".", Moment.Compile) { Element = element.Id };
            }
        }
    }

    private static bool IsLoop(string type) => type is "loop" or "loopUntil" or "loopAnythingElse";
}
