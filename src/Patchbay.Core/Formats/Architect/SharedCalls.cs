using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>How an action calls another flow and comes back: <c>commonModule: {NAME: {ver_latestPublished: {inputs, outputs}}}</c>. The name of the flow is a key, and flows are known to each other by it.</summary>
internal static class SharedCalls
{
    /// <summary>The field that holds the flow's name, and the type of flow, by kind of action.</summary>
    private static (string Field, string FlowType)? Shape(string action) => action switch
    {
        "callCommonModule" => ("commonModule", "commonmodule"),
        "callBotFlow" => ("botFlow", "bot"),
        "callDigitalBotFlow" => ("digitalBotFlow", "digitalbot"),
        _ => null,
    };

    /// <summary>The type of flow that an action calls; null for an action that calls none.</summary>
    /// <param name="action">The action's key.</param>
    public static string? TypeOf(string action) => Shape(action)?.FlowType;

    /// <summary>The call that an action makes; null for an action that calls no flow.</summary>
    /// <param name="action">The action's key.</param>
    /// <param name="body">Its body; null where it has none.</param>
    public static SharedFlowCall? Read(string action, MappingNode? body)
    {
        if (Shape(action) is not { } shape || body is null)
        {
            return null;
        }

        var entry = body.GetMapping(shape.Field) is { Entries: [{ } first, ..] } ? first : null;
        var version = (entry?.Value as MappingNode) is { Entries: [{ } written, ..] } ? written.Value as MappingNode : null;
        return new SharedFlowCall(entry?.Key ?? "", entry?.KeyNode.Span ?? body.Span)
        {
            FlowType = shape.FlowType,
            Inputs = Mappings(version?["inputs"]),
            Outputs = Mappings(version?["outputs"]),
        };
    }

    /// <summary>The mappings with what goes into a called flow and what comes back, as far as the text has them.</summary>
    /// <param name="element">An action that calls a flow.</param>
    public static IEnumerable<MappingNode> BindingsOf(FlowElement element) =>
        VersionOf(element) is not { } version ? [] : new[] { version.GetMapping("inputs"), version.GetMapping("outputs") }.OfType<MappingNode>();

    /// <summary>The mapping under the version key of a call: what holds <c>inputs</c> and <c>outputs</c>; null where the text has none.</summary>
    /// <param name="element">An action that calls a flow.</param>
    public static MappingNode? VersionOf(FlowElement element) =>
        Shape(element.Type) is { } shape && (element.Node as MappingNode)?.GetMapping(shape.Field) is { Entries: [{ Value: MappingNode { Entries: [{ Value: MappingNode version }, ..] } }, ..] } ? version : null;

    private static ImmutableArray<CallMapping> Mappings(SyntaxNode? node) =>
        [.. ((node as MappingNode)?.Entries ?? []).Where(entry => entry is not { Key: "none", Value: ScalarNode }).Select(entry => new CallMapping(entry.Key, ValueReader.Shown(entry.Value) ?? "", entry.Span))];
}
