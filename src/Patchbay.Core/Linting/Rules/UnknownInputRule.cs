using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An input of a call under a name that the shared flow neither declares nor reads.</summary>
/// <remarks>The shared flow runs without the value. A name that differs by case or by one slip from one that it knows is a warning; any other is information, as the shared flow may use it where we cannot see. A common module or bot declares its inputs, so there any other name is a warning.</remarks>
internal sealed class UnknownInputRule : LintRule
{
    public override string Id => "unknown-input";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A call sets an input that the shared flow does not know";

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context) =>
        from use in SharedVariables.Of(context, call => call.Inputs)
        let willDo = WillDo(use)
        where !use.IsKnown(willDo)
        select use.Describe($"has no {(use.IsOfArchitect ? "input" : "variable")} \"{use.Mapping.SharedName}\"{(use.IsOfArchitect ? "" : " to put an input in")}", willDo, use.IsOfArchitect ? "Name one of its inputs, or declare it there with \"isInput: true\"." : "Name a variable of the shared flow.");

    private static Func<FlowVariable, bool> WillDo(SharedVariables use) => use.IsOfArchitect ? variable => variable.IsInput : variable => true;
}
