using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Formats;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>What a version of a flow says: Architect YAML as it was uploaded, or the configuration as JSON as it was saved. What is asked of it often is kept beside it, so that it is read only when somebody looks into it.</summary>
internal sealed class FlowContent
{
    private readonly ReadAgain<Flow> _flow;

    private FlowContent(PackedText packed, ContentFacts facts, Flow? flow = null)
    {
        Packed = packed;
        Facts = facts;
        _flow = new ReadAgain<Flow>(() => ReadFlow(Packed.Unpack()) ?? throw new InvalidOperationException("The content was a flow when it was taken in."), flow);
    }

    /// <summary>The text as it is kept.</summary>
    public PackedText Packed { get; }

    /// <summary>What is asked of it often.</summary>
    public ContentFacts Facts { get; }

    public string Text => Flow.Tree.Source.Text;

    public Flow Flow => _flow.Value;

    /// <summary>Whether it is the configuration, not YAML.</summary>
    public bool IsConfiguration => Facts.IsConfiguration;

    /// <summary>The content as the exporter writes it, worked out when somebody first exports it: YAML without comments and in its own layout, or the text itself where that cannot be laid out without a risk to its meaning.</summary>
    public string Export => field ??= IsConfiguration ? Text : ArchitectFormatter.Export(Flow.Tree).Text;

    /// <summary>The languages that the flow speaks, the default one first; empty where it names none.</summary>
    public ImmutableArray<string> Languages => Facts.Languages;

    /// <summary>Whether it handles what must not be heard or stored, such as a card's number.</summary>
    public bool IsSecure => Facts.IsSecure;

    /// <summary>Whether it calls, or hands callers on to, a flow.</summary>
    public bool Calls(PlatformFlow flow) => Facts.Calls.Contains(new CalledFlow(flow.Name, flow.Type));

    /// <summary>Content that was kept, with what was known of it.</summary>
    public static FlowContent Kept(PackedText packed, ContentFacts facts) => new(packed, facts);

    /// <summary>Reads a text; null when it is no Architect flow.</summary>
    public static FlowContent? Read(string text) => ReadFlow(text) is { } flow ? new FlowContent(PackedText.Of(text), ContentFacts.Of(flow), flow) : null;

    /// <summary>The same content with edits made.</summary>
    public FlowContent With(IReadOnlyCollection<TextEdit> edits) =>
        Read(TextEdits.Apply(Flow.Tree.Source, edits).Text) ?? throw new InvalidOperationException("The edits left no flow.");

    /// <summary>The same content with another description.</summary>
    /// <param name="description">The description; empty for none.</param>
    public FlowContent Describing(string description)
    {
        var settings = ContentFacts.Settings(Flow, IsConfiguration);
        return settings?["description"] is ScalarNode said ? With([new TextEdit(WithoutLineEnd(said.Span), $"{(said.Style == ScalarStyle.Missing ? " " : "")}{JsonPrinter.Quote(description)}")])
            : settings?["name"] is ScalarNode name && description.Length > 0 ? With([new TextEdit(new TextSpan(WithoutLineEnd(name.Span).End, 0), After(settings, description))])
            : this;
    }

    private string After(MappingNode settings, string description) => IsConfiguration
        ? $", \"description\": {JsonPrinter.Quote(description)}"
        : $"\n{new string(' ', Flow.Tree.Source.GetPosition(settings.Entries[0].Span.Start).Column - 1)}description: {JsonPrinter.Quote(description)}";

    /// <summary>A block of text reaches to the end of its last line, and what replaces it does not.</summary>
    private TextSpan WithoutLineEnd(TextSpan span) => TextSpan.FromBounds(span.Start, span.Start + Text.AsSpan(span.Start, span.Length).TrimEnd("\r\n").Length);

    private static Flow? ReadFlow(string text)
    {
        var source = new SourceText(text, text.AsSpan().TrimStart().StartsWith('{') ? "flow.json" : "flow.yaml");
        return FlowFormats.Read(SyntaxTree.Parse(source)) is { Api: FlowApi.Platform } flow && ArchitectFlowTypes.FromApiType(flow.Type) is not null ? flow : null;
    }
}

/// <summary>What is asked of a flow's content often, and costs reading it to be known.</summary>
/// <param name="IsConfiguration">Whether it is the configuration, not YAML.</param>
/// <param name="IsSecure">Whether it handles what must not be heard or stored, such as a card's number.</param>
/// <param name="Languages">The languages that it speaks, the default one first; empty where it names none.</param>
/// <param name="Calls">The flows that it calls or hands callers on to.</param>
/// <param name="CompatibleTypes">The types of flows that may call it; null where it does not say.</param>
/// <param name="Inputs">The variables that whoever starts it gives.</param>
/// <param name="Outputs">The variables that it gives back.</param>
internal sealed record ContentFacts(
    bool IsConfiguration, bool IsSecure, ImmutableArray<string> Languages, ImmutableArray<CalledFlow> Calls, ImmutableArray<string>? CompatibleTypes, ImmutableArray<ContentVariable> Inputs, ImmutableArray<ContentVariable> Outputs)
{
    public static ContentFacts Of(Flow flow)
    {
        var isConfiguration = flow.Tree.Notation == Notation.Json;
        return new ContentFacts(
            isConfiguration,
            flow.Type == "securecall" || flow.Elements.Any(element => element.Type == "callDataSecure"),
            LanguagesOf(Settings(flow, isConfiguration)),
            [.. flow.Elements.Select(element => element.Call).OfType<SharedFlowCall>().Select(call => new CalledFlow(call.FlowId, call.FlowType)).Distinct()],
            flow.CompatibleTypes.IsDefault ? null : flow.CompatibleTypes,
            [.. flow.Variables.Where(variable => variable.IsInput).Select(variable => new ContentVariable(variable.Name, variable.Type))],
            [.. flow.Variables.Where(variable => variable.IsOutput).Select(variable => new ContentVariable(variable.Name, variable.Type))]);
    }

    /// <summary>The object that holds the flow's settings: the root of a configuration, what stands under the root key in YAML.</summary>
    public static MappingNode? Settings(Flow flow, bool isConfiguration) => flow.Tree.Root is not MappingNode root ? null : isConfiguration ? root : root.Entries.FirstOrDefault()?.Value as MappingNode;

    private static ImmutableArray<string> LanguagesOf(MappingNode? settings)
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

/// <summary>A variable that goes into a flow or comes out.</summary>
internal sealed record ContentVariable(string Name, string Type);

/// <summary>A flow as another calls it.</summary>
internal sealed record CalledFlow(string Name, string Type);
