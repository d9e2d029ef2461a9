using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Two elements with one id.</summary>
/// <remarks>A way to that id could mean either, so the service refuses the flow. Rename one of them, and the ways that mean it.</remarks>
internal sealed class DuplicateIdRule : LintRule
{
    public override string Id => "duplicate-id";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "Two elements have the same id";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        // Where ids are the keys of an object, the parser has already said that a key stands there twice.
        var alreadySaid = context.Flow.Tree.Diagnostics.Where(diagnostic => diagnostic.Id == "duplicate-key").Select(diagnostic => diagnostic.Span.Start).ToHashSet();
        var first = new Dictionary<string, FlowElement>(StringComparer.Ordinal);
        foreach (var element in context.Flow.Elements)
        {
            if (element.Id.Length > 0 && !first.TryAdd(element.Id, element) && !alreadySaid.Contains(element.IdSpan.Start - 1))
            {
                yield return new Finding(element.IdSpan, $"The id \"{element.Id}\" is taken by an element before this one, so a way to it could mean either. Rename one of them.", Moment.Write)
                {
                    Element = element.Id,
                    Related = [new RelatedPlace(first[element.Id].IdSpan, "The first element with this id.")],
                };
            }
        }
    }
}
