using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A variable that expressions read and that nothing in the flow declares or sets.</summary>
/// <remarks>Callers hear an empty value, or take the wrong way. A name that differs by case or by one slip from a variable that is set is a warning, with a fix; any other is information, as it may be set where we cannot see. What the service provides (`caller.*`, `call.*`) is known, and in a shared flow a variable that is only read is an input.</remarks>
internal sealed class UnsetVariableRule : LintRule
{
    public override string Id => "unset-variable";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A variable is read and never set";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    private static readonly string[] Provided = ["caller.", "call."];

    public override IEnumerable<Finding> Check(LintContext context)
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
