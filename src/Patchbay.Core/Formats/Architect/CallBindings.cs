using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Checks what a call of a module binds against the module's variables and the caller's: names and types.</summary>
/// <param name="flow">The caller.</param>
/// <param name="holder">Index of the task, state, bot or choice that the call stands in; -1 for a task of its own.</param>
internal sealed class CallBindings(Flow flow, int holder)
{
    /// <summary>Why a call cannot bind what it names; null when it can, or when nothing is known of the module.</summary>
    /// <param name="call">The call, completed.</param>
    public string? WhyNot(CallSpec call)
    {
        foreach (var (name, expression) in call.Inputs)
        {
            if (WhyNoVariable(call, name, "input", variable => variable.IsInput, out var variable) is { } reason || WhyNoInput(call, name, expression, variable, out reason))
            {
                return reason;
            }
        }

        foreach (var (name, target) in call.Outputs)
        {
            if (WhyNoVariable(call, name, "output", variable => variable.IsOutput, out var variable) is { } reason || WhyNoOutput(name, target, variable, out reason))
            {
                return reason;
            }
        }

        return null;
    }

    /// <summary>The variable of the caller with a name; null where it has none.</summary>
    /// <param name="flow">The caller.</param>
    /// <param name="holder">Index of the container from which it is seen.</param>
    /// <param name="name">The name with its scope.</param>
    public static FlowVariable? Find(Flow flow, int holder, string name)
    {
        var container = ArchitectVariables.HolderOf(flow, holder, name);
        return flow.Variables.FirstOrDefault(variable => variable.Container == container && string.Equals(variable.Name, name, StringComparison.OrdinalIgnoreCase));
    }

    private static string? WhyNoVariable(CallSpec call, string name, string word, Func<FlowVariable, bool> fits, out FlowVariable? variable)
    {
        variable = null;
        if (call.SharedVariables.IsDefault)
        {
            return null;
        }

        variable = call.SharedVariables.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
        if (variable is not null && fits(variable))
        {
            return null;
        }

        var names = call.SharedVariables.Where(fits).Select(known => known.Name).ToList();
        var near = new NearNames(names).Find(name);
        var wayOut = !near.IsEmpty ? $" Did you mean {ElementNames.Listed(near)}?" : names.Count == 0 ? $" It has no {word}s." : $" Its {word}s are {ElementNames.Listed(names)}.";
        return variable is null ? $"\"{call.FlowName}\" has no {word} \"{name}\".{wayOut}" : $"\"{name}\" of \"{call.FlowName}\" is no {word}.{wayOut}";
    }

    private bool WhyNoInput(CallSpec call, string name, string expression, FlowVariable? variable, out string reason)
    {
        reason = "";
        var parsed = ExpressionSyntax.Parse(expression);
        if (!parsed.IsWellFormed)
        {
            reason = $"The input \"{name}\" is given {expression}, which is no expression: {parsed.Diagnostics[0].Message}";
            return true;
        }

        var expected = variable is null ? null : DataType.OfKind(variable.Type);
        var type = ExpressionChecker.Check(parsed, Symbol).Type;
        if (expected is not null && !TypeRules.CanBeAssigned(type, expected))
        {
            reason = $"The input \"{name}\" of \"{call.FlowName}\" takes {expected.Shown}, and {expression} is {type.Shown}.";
        }

        return reason.Length > 0;
    }

    private bool WhyNoOutput(string name, string target, FlowVariable? variable, out string reason)
    {
        reason = "";
        if (ExpressionSyntax.Parse(target) is not { IsWellFormed: true, Root: NameReference { Parts.Length: 2 } })
        {
            reason = $"The output \"{name}\" cannot go to \"{target}\": a variable with its scope is needed, such as Flow.{new string([.. target.Where(char.IsLetterOrDigit)])}.";
            return true;
        }

        if (variable is null || Find(flow, holder, target) is not { IsDeclared: true } known || variable.Type == known.Type || DataType.OfKind(variable.Type) is not { } from || DataType.OfKind(known.Type) is not { } to)
        {
            return false;
        }

        reason = $"The output \"{name}\" is {from.Shown}, and \"{known.Name}\" holds {to.Shown}. Name a variable of that type.";
        return true;
    }

    private VariableSymbol? Symbol(string name) => Find(flow, holder, name) is { } variable ? new VariableSymbol(variable.Name, DataType.OfKind(variable.Type) ?? DataType.Unknown) : null;
}
