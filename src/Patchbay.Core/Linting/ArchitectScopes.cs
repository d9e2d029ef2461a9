using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Linting;

/// <summary>The scopes of Architect's variables: what stands before the dot.</summary>
internal static class ArchitectScopes
{
    /// <summary>The scope of a name, without the dot; empty where it has none.</summary>
    /// <param name="name">The name: <c>Flow.Attempts</c>.</param>
    public static string Of(string name) => name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? name[..dot] : "";

    /// <summary>Whether only the flow itself sets variables of this scope: those of slots, sessions and the platform are set by others.</summary>
    /// <param name="name">The name.</param>
    public static bool HoldsOwnValues(string name) => Of(name).ToLowerInvariant() is "flow" or "task" or "state" or "common" && !SubstitutionsIn(name);

    /// <summary>Whether a variable belongs to a place that declares its variables, so that one without a declaration is a fault: the flow, a state, a task of a list.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="variable">The variable.</param>
    public static bool IsDeclaredIn(Flow flow, FlowVariable variable)
    {
        var scope = Of(variable.Name).ToLowerInvariant();
        return scope switch
        {
            "flow" => true,
            "task" or "state" => variable.Container >= 0 && !IsImplied(flow, flow.Elements[variable.Container]),
            _ => false,
        };
    }

    /// <summary>What a scope is called.</summary>
    /// <param name="kind">The kind of part that declares.</param>
    public static string ScopeOf(ElementKind kind) => kind == ElementKind.State ? "State" : "Task";

    private static bool IsImplied(Flow flow, FlowElement container) =>
        container.Parent < 0 && (ArchitectFlowTypes.FromApiType(flow.Type)?.ImpliedStarts.Contains(container.Type) ?? true);

    private static bool SubstitutionsIn(string name) => name.Contains("{{", StringComparison.Ordinal) || name.Contains("${", StringComparison.Ordinal);
}
