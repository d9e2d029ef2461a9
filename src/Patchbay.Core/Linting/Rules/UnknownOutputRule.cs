using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An output of a call under a name that the shared flow never sets.</summary>
/// <remarks>The caller's variable stays as it was. A name that differs by case or by one slip from one that the shared flow sets is a warning; any other is information, as the shared flow may set it where we cannot see.</remarks>
internal sealed class UnknownOutputRule : LintRule
{
    public override string Id => "unknown-output";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A call takes an output that the shared flow never sets";

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context) =>
        from use in SharedVariables.Of(context, call => call.Outputs)
        let willDo = use.IsOfArchitect ? (Func<FlowVariable, bool>)IsOutput : IsSet
        where !use.IsKnown(willDo)
        select use.Describe(
            use.IsOfArchitect ? $"has no output \"{use.Mapping.SharedName}\"" : $"never sets \"{use.Mapping.SharedName}\"",
            willDo,
            use.IsOfArchitect ? "Name one of its outputs, or declare it there with \"isOutput: true\"." : "Take a variable that the shared flow sets.");

    private static bool IsSet(FlowVariable variable) => variable.IsDeclared || !variable.Writes.IsDefaultOrEmpty;

    private static bool IsOutput(FlowVariable variable) => variable.IsOutput;
}
