using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A variable that is declared and never read.</summary>
/// <remarks>It does nothing but make the flow harder to read. Delete it, with what sets it. Outputs, slots and sessions are read by others and left alone, and so is a variable whose name stands as a text where its value was meant: `text-for-variable` tells of it.</remarks>
internal sealed class UnusedVariableRule : ArchitectRule
{
    public override string Id => "unused-variable";

    public override Severity DefaultSeverity => Severity.Info;

    public override string Summary => "A variable is declared and never read";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var named = context.Flow.Values.Where(value => value.Mode is ValueMode.Literal or ValueMode.Expression && value.Text.Length is > 2 and < 100).Select(value => value.Text.Trim('"')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var variable in context.Flow.Variables)
        {
            if (variable is { IsDeclared: true, IsOutput: false, Reads.IsEmpty: true } && ArchitectScopes.HoldsOwnValues(variable.Name) && !context.MayBeMentioned(variable.Name) && !named.Contains(variable.Name))
            {
                var message = variable.IsInput ? $"Nothing reads the input \"{variable.Name}\". Delete it, or use what callers of the flow put into it."
                    : variable.Writes.IsEmpty ? $"Nothing uses the variable \"{variable.Name}\". Delete it."
                    : $"The variable \"{variable.Name}\" is set and never read. Delete it with what sets it, or read it.";
                yield return new Finding(variable.NameSpan, message) { Element = context.IdOf(variable.Container) };
            }
        }
    }
}
