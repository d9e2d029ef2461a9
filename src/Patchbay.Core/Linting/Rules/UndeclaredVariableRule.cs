using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A variable of the flow, a task or a state that is used and not declared there.</summary>
/// <remarks>The publisher refuses the flow. Declare the variable under `variables` of the part that it belongs to. A task's and a state's variables belong to it alone: another task cannot read them. One that is only written is a warning. Lists that declare nothing, such as those of in-queue flows and common modules, are left alone, and so is what the platform provides.</remarks>
internal sealed class UndeclaredVariableRule : ArchitectRule
{
    public override string Id => "undeclared-variable";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A variable is used and not declared";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        var missing = flow.Variables.Where(variable => variable is { IsDeclared: false, IsBuiltIn: false } && ArchitectScopes.HoldsOwnValues(variable.Name) && ArchitectScopes.IsDeclaredIn(flow, variable)).ToList();
        if (missing.Count == 0)
        {
            yield break;
        }

        var declared = flow.Variables.Where(variable => variable.IsDeclared).ToList();
        var byName = declared.ToLookup(variable => variable.Name, StringComparer.OrdinalIgnoreCase);
        var near = new NearNames(declared.Select(variable => variable.Name));
        foreach (var variable in missing)
        {
            var places = variable.Reads.IsEmpty ? variable.Writes : variable.Reads;
            var elsewhere = byName[variable.Name].FirstOrDefault(other => other.Container >= 0);
            var meant = elsewhere is null ? near.Find(variable.Name) : [];
            foreach (var place in places.Take(1))
            {
                yield return new Finding(place, $"The variable \"{variable.Name}\" is not declared{Where(flow, variable)}.{WayOut(flow, elsewhere, meant)}", Moment.Compile)
                {
                    Element = context.ElementAt(place)?.Id ?? "",
                    Severity = variable.Reads.IsEmpty ? Severity.Warning : null,
                    Fixes = meant is [var only] && context.FindName(place, variable.Name) is { } name ? [new Fix($"Use \"{only}\"", FixSafety.Unsafe, [new TextEdit(name, only)])] : [],
                };
            }
        }
    }

    private static string Where(Flow flow, FlowVariable variable) => variable.Container < 0 ? "" : $" in {Wording.TheWithin(flow.Elements[variable.Container])}";

    private static string WayOut(Flow flow, FlowVariable? elsewhere, ImmutableArray<string> meant) =>
        elsewhere is not null
            ? $" It belongs to {Wording.TheWithin(flow.Elements[elsewhere.Container])} alone. Declare it here too, or use a variable of the flow."
            : Wording.DidYouMean(meant, " Declare it under \"variables\".");
}
