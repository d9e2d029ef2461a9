using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An element without a type.</summary>
/// <remarks>The service cannot know what to do with a caller there, and refuses the flow. Say what the element does.</remarks>
internal sealed class MissingTypeRule : LintRule
{
    public override string Id => "missing-type";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "An element has no type";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context) =>
        from element in context.Flow.Elements
        where element.Type.Length == 0
        select new Finding(element.IdSpan, $"{Wording.Name(element)} has no type, so nothing says what it does. Give it one.", Moment.Write) { Element = element.Id };
}
