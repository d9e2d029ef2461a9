using System.Collections.Immutable;
using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting;

/// <summary>Checks the expressions of a flow once, for all rules that speak of them.</summary>
internal static class ExpressionFindings
{
    /// <summary>What the checker found in one expression.</summary>
    /// <param name="Value">The expression's place.</param>
    /// <param name="Problem">What is wrong; its span counts from the start of the expression.</param>
    public sealed record Found(FlowValue Value, ExpressionDiagnostic Problem);

    /// <summary>Checks every expression of a flow.</summary>
    /// <param name="flow">The flow.</param>
    public static ImmutableArray<Found> In(Flow flow)
    {
        var variables = new Dictionary<(int Holder, string Name), VariableSymbol>();
        foreach (var variable in flow.Variables)
        {
            variables.TryAdd((variable.Container, variable.Name.ToUpperInvariant()), new VariableSymbol(variable.Name, DataType.OfKind(variable.Type) ?? DataType.Unknown));
        }

        var found = ImmutableArray.CreateBuilder<Found>();
        foreach (var value in flow.Values)
        {
            if (value is { Mode: ValueMode.Expression, Text.Length: > 0 })
            {
                var expected = value.Expected.Length > 0 ? DataType.OfKind(value.Expected) : null;
                foreach (var problem in ExpressionChecker.Check(value.Expression, name => Resolve(flow, variables, value.Element, name), expected).Diagnostics)
                {
                    found.Add(new Found(value, problem));
                }
            }
        }

        return found.DrainToImmutable();
    }

    /// <summary>What is wrong in a flow's expressions in one way, as findings with their places in the file.</summary>
    /// <param name="context">The flow.</param>
    /// <param name="problem">The way.</param>
    public static IEnumerable<Finding> Of(LintContext context, ExpressionProblem problem)
    {
        foreach (var (value, found) in context.ExpressionProblems)
        {
            if (found.Problem == problem && value.Node is ScalarNode scalar)
            {
                yield return new Finding(ScalarPositions.Of(context.Flow.Tree.Source, scalar).ToSource(found.Span), found.Message, Diagnostics.Moment.Compile)
                {
                    Element = context.IdOf(value.Element),
                    Severity = found.Severity,
                };
            }
        }
    }

    /// <summary>The variable of a name. One that the flow may set, but that nobody declares, is told by a rule of its own.</summary>
    private static VariableSymbol? Resolve(Flow flow, Dictionary<(int Holder, string Name), VariableSymbol> variables, int element, string name)
    {
        var known = variables.GetValueOrDefault((ArchitectVariables.HolderOf(flow, element, name), name.ToUpperInvariant()));
        return known is { Type.IsKnown: true } ? known
            : BuiltInNames.Find(name) is { } builtIn ? builtIn
            : ArchitectScopes.Of(name).ToLowerInvariant() is "flow" or "task" or "state" or "common" or "slot" or "session" or "bot" ? new VariableSymbol(name, DataType.Unknown)
            : null;
    }
}
