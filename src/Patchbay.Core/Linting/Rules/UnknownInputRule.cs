using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An input of a call under a name that the shared flow neither declares nor reads.</summary>
/// <remarks>The shared flow runs without the value. A name that differs by case or by one slip from one that it knows is a warning; any other is information, as the shared flow may use it where we cannot see.</remarks>
internal sealed class UnknownInputRule : LintRule
{
    public override string Id => "unknown-input";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A call sets an input that the shared flow does not know";

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context) =>
        from use in SharedVariables.Of(context, call => call.Inputs)
        where !use.IsKnown(variable => true)
        select use.Describe($"has no variable \"{use.Mapping.SharedName}\" to put an input in", variable => true, "Name a variable of the shared flow.");
}
