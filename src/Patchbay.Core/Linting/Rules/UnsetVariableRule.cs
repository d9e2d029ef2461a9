using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A variable that expressions read and that nothing in the flow sets.</summary>
/// <remarks>Callers hear an empty value, or take the wrong way. A name that differs by case or by one slip from a variable that is set is a warning, with a fix; any other is information, as it may be set where we cannot see. What the service provides (`caller.*`, `call.*`) is known, and in a shared flow a variable that is only read is an input. In an Architect flow a declaration without an initial value sets nothing; inputs, slots and what the platform provides are set by others.</remarks>
internal sealed class UnsetVariableRule : LintRule
{
    public override string Id => "unset-variable";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A variable is read and never set";

    private static readonly string[] Provided = ["caller.", "call."];

    public override IEnumerable<Finding> Check(LintContext context) => context.Flow.Api == FlowApi.Platform ? OfArchitect(context) : OfDefinition(context);

    /// <summary>In an Architect flow variables are declared: a declaration alone gives no value.</summary>
    private static IEnumerable<Finding> OfArchitect(LintContext context)
    {
        foreach (var variable in context.Flow.Variables)
        {
            if (!variable.Writes.IsEmpty || variable.HasInitialValue || variable.IsInput || variable.IsBuiltIn || variable.Reads.IsEmpty || !ArchitectScopes.HoldsOwnValues(variable.Name) || (!variable.IsDeclared && ArchitectScopes.IsDeclaredIn(context.Flow, variable)))
            {
                continue;
            }

            var also = variable.Reads.Length switch { 1 => "", 2 => " It is read in one more place.", var count => $" It is read in {count - 1} more places." };
            yield return new Finding(variable.Reads[0], $"The variable \"{variable.Name}\" is read here and never set, so it never has a value.{also} Set it before it is read, or give it an initial value.")
            {
                Element = context.ElementAt(variable.Reads[0])?.Id ?? "",
                Related = variable.IsDeclared ? [new RelatedPlace(variable.NameSpan, "It is declared here.")] : [],
            };
        }
    }

    private static IEnumerable<Finding> OfDefinition(LintContext context)
    {
        var flow = context.Flow;
        var isShared = FlowTypes.IsShared(flow.Type);
        var near = new Lazy<NearNames>(() => new NearNames(flow.Variables.Where(IsSet).Select(variable => variable.Name)));
        foreach (var variable in flow.Variables)
        {
            if (IsSet(variable) || Array.Exists(Provided, prefix => variable.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            var meant = near.Value.Find(variable.Name);
            if (meant.IsEmpty && isShared)
            {
                continue;
            }

            foreach (var read in variable.Reads)
            {
                yield return Describe(context, variable.Name, read, meant);
            }
        }
    }

    private static bool IsSet(FlowVariable variable) => variable.IsDeclared || !variable.Writes.IsEmpty;

    private static Finding Describe(LintContext context, string name, TextSpan read, ImmutableArray<string> meant)
    {
        var wayOut = Wording.DidYouMean(meant, " Set it before it is read, or declare it.");
        return new Finding(read, $"The variable \"{name}\" is read and never set in this flow.{wayOut}")
        {
            Element = context.ElementAt(read)?.Id ?? "",
            Severity = meant.IsEmpty ? Severity.Info : null,
            Fixes = meant is [var only] && context.FindName(read, name) is { } span ? [new Fix($"Read \"{only}\"", FixSafety.Unsafe, [new TextEdit(span, only)])] : [],
        };
    }
}
