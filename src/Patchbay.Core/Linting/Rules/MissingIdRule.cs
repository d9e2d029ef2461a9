using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An element without an id.</summary>
/// <remarks>Nothing can lead to it, and the service refuses the flow. Give it an id of its own.</remarks>
internal sealed class MissingIdRule : LintRule
{
    public override string Id => "missing-id";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "An element has no id";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context) =>
        from element in context.Flow.Elements
        where element.Id.Length == 0
        select new Finding(element.IdSpan, $"{(element.Label.Length > 0 ? $"\"{element.Label}\"" : element.Type.Length > 0 ? $"An element of type \"{element.Type}\"" : "An element")} has no id, so nothing can lead to it. Give it an id that no other element has.", Moment.Write);
}
