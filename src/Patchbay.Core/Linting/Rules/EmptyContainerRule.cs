using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A task, state or bot without actions, or a menu without choices.</summary>
/// <remarks>A caller who gets there hears nothing and is sent away. Fill it, or delete it and what leads to it.</remarks>
internal sealed class EmptyContainerRule : ArchitectRule
{
    public override string Id => "empty-container";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A task has no actions, or a menu no choices";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is null)
        {
            yield break;
        }

        foreach (var element in context.Flow.Elements)
        {
            if (element is { Kind: ElementKind.Menu, Menu.Options.IsEmpty: true, Type: not "menuSubMenu" })
            {
                yield return new Finding(element.IdSpan, $"{Wording.The(element)} has no choices, so a caller in it can only wait. Add some, or delete it.") { Element = element.Id };
            }
            else if (element.Kind is ElementKind.Task or ElementKind.State or ElementKind.Bot && HasNoActions(element.Node))
            {
                yield return new Finding(element.IdSpan, $"{Wording.The(element)} has no actions, so nothing happens in it. Add some, or delete it.") { Element = element.Id };
            }
        }
    }

    private static bool HasNoActions(SyntaxNode node) => node switch
    {
        SequenceNode list => list.Items.IsEmpty,
        MappingNode body => body["actions"] is null or ScalarNode { IsNull: true } or SequenceNode { Items.IsEmpty: true } && body["ref"] is null,
        _ => true,
    };
}
