using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats;

/// <summary>The formats that Patchbay knows: add one here.</summary>
public static class FlowFormats
{
    /// <summary>All formats, in the order in which they are tried.</summary>
    public static ImmutableArray<FlowFormat> All { get; } =
    [
        new ActionListFormat(),
        new TriggerGraphFormat(),
        new NodeMapFormat(),
        new NodeListFormat(),
        new ArchitectJsonFormat(),
        new ArchitectYamlFormat(),
    ];

    /// <summary>Parses a text in which a flow may be kept: JSON, YAML, or an export of Architect, which is decoded first.</summary>
    /// <param name="source">The text.</param>
    /// <param name="values">Values that scalars of a YAML text hold in place of its substitutions; null for none.</param>
    public static SyntaxTree Parse(SourceText source, SubstitutionValues? values = null) => I3Export.IsExport(source) ? I3Export.Parse(source) : SyntaxTree.Parse(source, values);

    /// <summary>The format of a document, or null when none recognises it.</summary>
    /// <param name="tree">A document.</param>
    public static FlowFormat? Detect(SyntaxTree tree)
    {
        foreach (var format in All)
        {
            if (format.Detect(tree))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>The format that read a flow.</summary>
    /// <param name="flow">A flow that one of <see cref="All"/> read.</param>
    public static FlowFormat Of(Flow flow) => All.First(format => format.Id == flow.FormatId);

    /// <summary>Reads a document in whatever format it is, or returns null when none recognises it.</summary>
    /// <param name="tree">A document.</param>
    public static Flow? Read(SyntaxTree tree) => Detect(tree)?.Read(tree);

    /// <summary>Reads what a file says of its flow as a whole: name, type, division, description. Whether anything else is read is not said.</summary>
    /// <param name="source">The file.</param>
    /// <returns>Null when no format recognises it.</returns>
    public static Flow? ReadHead(SourceText source) => ArchitectHead.TryRead(source) ?? Read(SyntaxTree.Parse(source));
}
