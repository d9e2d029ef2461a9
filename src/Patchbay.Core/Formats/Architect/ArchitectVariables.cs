using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Finds the variables of an Architect flow: what is declared, what expressions read, what actions write. Names compare without regard to case, and a task's or state's own belong to it alone.</summary>
internal static class ArchitectVariables
{
    /// <summary>The variables of a flow, in order of first mention.</summary>
    /// <param name="flow">The flow with its values.</param>
    /// <param name="declarations">What it declares.</param>
    public static ImmutableArray<FlowVariable> Of(Flow flow, IReadOnlyList<Declaration> declarations) =>
        [.. declarations.Select(declared => new FlowVariable(declared.Name, true, [], [])
        {
            Type = declared.Type,
            Container = declared.Element,
            NameSpan = VariableScan.Inner(declared.NameNode),
            IsInput = declared.Body.GetString("isInput") == "true",
            IsOutput = declared.Body.GetString("isOutput") == "true",
            HasInitialValue = declared.Body.GetMapping("initialValue") is { } value && value.Find("noValue") is null,
        })];
}
