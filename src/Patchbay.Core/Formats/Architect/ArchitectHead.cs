using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Reads what an Architect YAML file says of its flow as a whole (name, type, division, description) without reading what the flow does: that stands first in every export, and is a hundredth of it.</summary>
internal static class ArchitectHead
{
    /// <summary>Reads the head of a file. The flow has no elements.</summary>
    /// <param name="source">The file.</param>
    /// <returns>Null where the text does not begin as an export does; then it must be read whole.</returns>
    public static Flow? TryRead(SourceText source)
    {
        if (CutOff(source) is not { } end)
        {
            return null;
        }

        var head = SyntaxTree.Parse(new SourceText(source.Text[..end], source.Path));
        return head.IsWellFormed && FlowFormats.Read(head) is { Api: FlowApi.Platform, Name.Length: > 0 } flow ? flow : null;
    }

    /// <summary>Where the first list of tasks, menus or the like begins, or the first settings; null where the text does not begin with a known root key, has none of these, or says more of the flow as a whole after them.</summary>
    private static int? CutOff(SourceText source)
    {
        var text = source.Text.AsSpan();
        var isBelowRoot = false;
        var indent = 0;
        var position = 0;
        int? end = null;
        foreach (var line in text.EnumerateLines())
        {
            var start = position;
            position += line.Length + LineBreakLength(text[(position + line.Length)..]);
            var content = line.TrimStart(" \uFEFF");
            if (content.IsEmpty || content[0] == '#')
            {
                continue;
            }

            var column = line.Length - content.Length;
            if (!isBelowRoot)
            {
                if (KeyOf(content) is not { } root || ArchitectFlowTypes.FromRootKey(root) is null)
                {
                    return null;
                }

                isBelowRoot = true;
                continue;
            }

            indent = indent == 0 ? column : indent;
            if (column != indent)
            {
                continue;
            }

            if (end is null && IsBody(KeyOf(content)))
            {
                end = start;
            }
            else if (end is not null && (content.StartsWith("name:") || content.StartsWith("division:") || content.StartsWith("description:")))
            {
                return null;
            }
        }

        return end;
    }

    private static int LineBreakLength(ReadOnlySpan<char> rest) => rest.StartsWith("\r\n") ? 2 : rest.IsEmpty ? 0 : 1;

    private static string? KeyOf(ReadOnlySpan<char> content)
    {
        var colon = content.IndexOf(':');
        return colon > 0 && content[(colon + 1)..].IsWhiteSpace() ? content[..colon].ToString() : null;
    }

    private static bool IsBody(string? key) =>
        key is "menus" or "tasks" or "states" or "bots" or "variables" or "startUpTaskActions" or "startUpState" or "periodicState" or "initialGreeting" || key?.StartsWith("settings", StringComparison.Ordinal) == true;
}
