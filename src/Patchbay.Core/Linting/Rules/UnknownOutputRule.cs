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
        where !use.IsKnown(IsSet)
        select use.Describe($"never sets \"{use.Mapping.SharedName}\"", IsSet, "Take a variable that the shared flow sets.");

    private static bool IsSet(FlowVariable variable) => variable.IsDeclared || !variable.Writes.IsDefaultOrEmpty;
}
