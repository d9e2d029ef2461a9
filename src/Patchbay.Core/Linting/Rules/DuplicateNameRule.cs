using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Two tasks, menus, states or bots of a flow with the same name.</summary>
/// <remarks>People take one for the other, and Architect wants each to have a name of its own. Rename one; references go by `refId` and stay as they are.</remarks>
internal sealed class DuplicateNameRule : ArchitectRule
{
    public override string Id => "duplicate-name";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "Two tasks, menus, states or bots have the same name";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var first = new Dictionary<(ElementKind Kind, string Name), FlowElement>();
        foreach (var element in context.Flow.Elements)
        {
            if (element is { IsContainer: true, Label.Length: > 0 } && !first.TryAdd((element.Kind, element.Label), element))
            {
                yield return new Finding(element.IdSpan, $"Two {Wording.Kind(element.Kind)}s are called \"{element.Label}\". Rename one; references go by \"refId\" and stay as they are.")
                {
                    Element = element.Id,
                    Related = [new RelatedPlace(first[(element.Kind, element.Label)].IdSpan, "The first with this name.")],
                };
            }
        }
    }
}
