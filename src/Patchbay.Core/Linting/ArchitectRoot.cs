using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>The root of an Architect YAML file: what rules look at that are about how the file is written.</summary>
/// <param name="Key">The root key, such as <c>inboundCall</c>.</param>
/// <param name="KeySpan">Its characters.</param>
/// <param name="Body">The flow under it.</param>
/// <param name="Type">The flow type; null where the key is none.</param>
internal sealed record ArchitectRoot(string Key, TextSpan KeySpan, MappingNode Body, ArchitectFlowType? Type)
{
    /// <summary>What people call the type: <c>inbound call flow</c>; the key itself where it is none.</summary>
    public string Title => Type?.Title ?? $"\"{Key}\"";

    /// <summary>The tags of the supported languages as written; the default language alone where there is no list.</summary>
    public IReadOnlyList<string> Languages { get; } =
        Body.GetMapping("supportedLanguages") is { Entries.IsEmpty: false } listed ? [.. listed.Entries.Select(entry => entry.Key)]
        : Body.GetString("defaultLanguage") is { } only ? [only]
        : [];

    /// <summary>The root of a flow; null unless it is an Architect YAML file.</summary>
    /// <param name="flow">The flow.</param>
    public static ArchitectRoot? Of(Flow flow)
    {
        if (flow.FormatId != ArchitectYamlFormat.FormatId || ArchitectYamlFormat.FindRoot(flow.Tree) is not { } root)
        {
            return null;
        }

        var entry = (flow.Tree.Root as MappingNode)?.Find(root.Key);
        return new ArchitectRoot(root.Key, entry?.KeyNode.Span ?? root.Body.Span, root.Body, ArchitectFlowTypes.FromRootKey(root.Key));
    }

    /// <summary>Whether a text holds a substitution that has no value: what it will say is not known.</summary>
    /// <param name="context">The flow.</param>
    /// <param name="span">Where the text stands.</param>
    public static bool IsOpen(LintContext context, TextSpan span) => context.Flow.Tree.SubstitutionsIn(span).Any(substitution => !substitution.IsResolved);
}
