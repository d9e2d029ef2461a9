using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An action that flows of this type do not have, or that one of the flow types does not have which a common module says it works with.</summary>
/// <remarks>The publisher refuses the flow. Take an action that does the same there, such as `sendResponse` for `playAudio` in a message flow; in a module, take the flow type out of `compatibleFlowTypes`.</remarks>
internal sealed class ActionNotAvailableRule : ArchitectRule
{
    public override string Id => "action-not-available";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "Flows of this type do not have an action";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is not { Type: { } type })
        {
            yield break;
        }

        ImmutableArray<ArchitectFlowType> compatible = context.Flow.CompatibleTypes.IsDefault ? [] : [.. context.Flow.CompatibleTypes.Select(ArchitectFlowTypes.FromApiType).OfType<ArchitectFlowType>()];
        foreach (var element in context.Flow.Elements)
        {
            if (element.Kind is not (ElementKind.Action or ElementKind.Choice) || KindOf(element) is not { FlowTypes.IsEmpty: false } kind)
            {
                continue;
            }

            var lacking = compatible.Where(other => !kind.FlowTypes.Contains(other.RootKey)).ToList();
            if (!kind.FlowTypes.Contains(type.RootKey))
            {
                yield return new Finding(element.IdSpan, $"\"{Wording.Label(element)}\" is the action \"{element.Type}\", which a flow of the type \"{type.RootKey}\" does not have. It belongs to {string.Join(", ", kind.FlowTypes)}.", Moment.Compile) { Element = element.Id };
            }
            else if (lacking.Count > 0)
            {
                yield return new Finding(element.IdSpan, $"\"{Wording.Label(element)}\" is the action \"{element.Type}\", which {string.Join(", ", lacking.Select(other => $"\"{other.RootKey}\""))} does not have, though the module says that such flows may call it. Take the action out, or the flow type out of \"compatibleFlowTypes\".", Moment.Compile) { Element = element.Id };
            }
        }
    }

    private static ActionKind? KindOf(FlowElement element) =>
        element.Kind == ElementKind.Action ? ActionKinds.Find(element.Type) : MenuChoiceKinds.Find(element.Type) is { Action.Length: > 0 } choice ? ActionKinds.Find(choice.Action) : null;
}
