using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Two tasks, menus, states, bots or choices of one list with the same `refId`.</summary>
/// <remarks>A reference to it could mean either; the publisher refuses the flow. Give one of them another `refId`, and mend the references that mean it.</remarks>
internal sealed class DuplicateRefIdRule : ArchitectRule
{
    public override string Id => "duplicate-ref-id";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "Two parts of a flow have the same refId";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var first = new Dictionary<(ElementKind Kind, int Parent, string Type, string RefId), FlowElement>();
        foreach (var element in context.Flow.Elements)
        {
            if (element.RefId.Length > 0 && !first.TryAdd((element.Kind, element.Parent, element.Type, element.RefId), element))
            {
                yield return new Finding(element.RefIdSpan, $"{Wording.The(element)} has the refId \"{element.RefId}\", which another {Wording.Kind(element.Kind)} has already, so a reference could mean either. Give it another, and mend the references that mean it.", Moment.Write)
                {
                    Element = element.Id,
                    Related = [new RelatedPlace(first[(element.Kind, element.Parent, element.Type, element.RefId)].RefIdSpan, "The first part with this refId.")],
                };
            }
        }
    }
}
