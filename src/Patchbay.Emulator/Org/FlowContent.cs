using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>What a version of a flow says: Architect YAML as it was uploaded, or the configuration as JSON as it was saved.</summary>
internal sealed class FlowContent
{
    private FlowContent(string text, Flow flow)
    {
        Text = text;
        Flow = flow;
        Languages = LanguagesIn(flow.Tree.Root is not MappingNode root ? null : IsConfiguration ? root : root.Entries.FirstOrDefault()?.Value as MappingNode);
        IsSecure = flow.Type == "securecall" || flow.Elements.Any(element => element.Type == "callDataSecure");
    }

    public string Text { get; }

    public Flow Flow { get; }

    /// <summary>Whether it is the configuration, not YAML.</summary>
    public bool IsConfiguration => Flow.Tree.Notation == Notation.Json;

    /// <summary>The languages that the flow speaks, the default one first; empty where it names none.</summary>
    public ImmutableArray<string> Languages { get; }

    /// <summary>Whether it handles what must not be heard or stored, such as a card's number.</summary>
    public bool IsSecure { get; }

    /// <summary>Reads a text; null when it is no Architect flow.</summary>
    public static FlowContent? Read(string text)
    {
        var source = new SourceText(text, text.AsSpan().TrimStart().StartsWith('{') ? "flow.json" : "flow.yaml");
        return FlowFormats.Read(SyntaxTree.Parse(source)) is { Api: FlowApi.Platform } flow && ArchitectFlowTypes.FromApiType(flow.Type) is not null ? new FlowContent(text, flow) : null;
    }

    /// <summary>The same content with edits made.</summary>
    public FlowContent With(IReadOnlyCollection<TextEdit> edits) =>
        Read(TextEdits.Apply(Flow.Tree.Source, edits).Text) ?? throw new InvalidOperationException("The edits left no flow.");

    /// <summary>The languages that a flow's settings name: the root of a configuration, what stands under the root key in YAML.</summary>
    private static ImmutableArray<string> LanguagesIn(MappingNode? settings)
    {
        var named = settings?["supportedLanguages"] switch
        {
            MappingNode mapping => mapping.Entries.Select(entry => entry.Key),
            SequenceNode sequence => sequence.Items.Select(item => (item as ScalarNode)?.Value ?? (item as MappingNode)?.GetString("language")).OfType<string>(),
            _ => [],
        };
        var first = settings?.GetString("defaultLanguage");
        return [.. named.OrderBy(language => language == first ? 0 : 1)];
    }
}
