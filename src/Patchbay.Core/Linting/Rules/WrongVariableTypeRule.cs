using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A result that is put into a variable of another type.</summary>
/// <remarks>The publisher refuses the flow. Take a variable of the type that the result has, or change the declaration.</remarks>
internal sealed class WrongVariableTypeRule : ArchitectRule
{
    public override string Id => "wrong-variable-type";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A result is put into a variable of another type";

    private const string Statements = "statements.";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        Dictionary<int, FlowVariable>? written = null;
        foreach (var value in flow.Values)
        {
            if (value.Mode != ValueMode.Variable || Demanded(value) is not { Length: > 0 } demanded)
            {
                continue;
            }

            written ??= WrittenAt(flow);
            if (written.TryGetValue(Start(value), out var variable) && variable is { IsDeclared: true, Type.Length: > 0 } && !variable.Type.Equals(demanded, StringComparison.OrdinalIgnoreCase))
            {
                yield return new Finding(value.Node.Span, $"The variable \"{variable.Name}\" is of the type {variable.Type}, and what is put into it here is of the type {demanded}. Take another variable, or change its declaration.", Moment.Compile)
                {
                    Element = context.IdOf(value.Element),
                    Related = [new RelatedPlace(variable.NameSpan, "It is declared here.")],
                };
            }
        }
    }

    /// <summary>The type that a place demands; that of a statement is its key.</summary>
    private static string Demanded(FlowValue value) =>
        value.Path.StartsWith(Statements, StringComparison.Ordinal) && value.Path.Split('.') is [_, var type, "variable"] ? type : value.Expected;

    private static Dictionary<int, FlowVariable> WrittenAt(Flow flow)
    {
        var written = new Dictionary<int, FlowVariable>();
        foreach (var variable in flow.Variables)
        {
            foreach (var write in variable.Writes)
            {
                written.TryAdd(write.Start, variable);
            }
        }

        return written;
    }

    private static int Start(FlowValue value) => value.Node is ScalarNode scalar ? VariableScan.Inner(scalar).Start : value.Node.Span.Start;
}
