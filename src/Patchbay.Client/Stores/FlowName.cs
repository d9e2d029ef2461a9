using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Text;

namespace Patchbay.Client.Stores;

/// <summary>The name that a definition gives its flow.</summary>
internal static class FlowName
{
    /// <summary>The name in a definition; null where it has none, or is none.</summary>
    /// <param name="text">The definition.</param>
    public static string? In(string text) => Read(text)?.Name;

    /// <summary>A definition with a name for its flow, and nothing else changed; as it is where it has that name, or none.</summary>
    /// <param name="text">The definition.</param>
    /// <param name="name">The name to have.</param>
    public static string Put(string text, string name) =>
        Read(text) is { } flow && flow.Name != name && RenameFlow.OwnName(flow, name) is { } edits ? TextEdits.Apply(new SourceText(text), edits).Text : text;

    private static Flow? Read(string text) => FlowFormats.ReadHead(new SourceText(text)) is { Name.Length: > 0 } flow ? flow : null;
}
