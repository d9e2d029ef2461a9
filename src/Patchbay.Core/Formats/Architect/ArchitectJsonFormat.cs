using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>The configuration that the platform keeps of a flow, as its API hands it out and as Architect's own exports hold it: JSON, joined by ids. It is read, never changed.</summary>
internal sealed class ArchitectJsonFormat : FlowFormat
{
    /// <summary>The format's id.</summary>
    public const string FormatId = "architect-json";

    private static readonly EditResult.Refused ReadOnly = new("This is the platform's own configuration of a flow, joined by ids that only the platform gives out, so it is only read. Export the flow as YAML, change that file, and import it; or change the flow in Architect.");

    /// <inheritdoc/>
    public override string Id => FormatId;

    /// <inheritdoc/>
    public override string CallType => "CallCommonModuleAction";

    /// <inheritdoc/>
    public override bool CanEdit => false;

    /// <inheritdoc/>
    public override bool Detect(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree is { Notation: Notation.Json, Root: MappingNode root } && root["flowSequenceItemList"] is SequenceNode;
    }

    /// <inheritdoc/>
    public override Flow Read(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return new JsonFlowReader(tree, tree.Root as MappingNode ?? new MappingNode(default, [])).Read();
    }

    /// <inheritdoc/>
    public override bool CanCall(string sharedType) => false;

    /// <inheritdoc/>
    public override EditResult InsertCall(Flow flow, Place place, CallSpec call) => ReadOnly;

    /// <inheritdoc/>
    public override EditResult UpdateCall(Flow flow, int element, CallSpec call) => ReadOnly;

    /// <inheritdoc/>
    public override EditResult ReplaceMenu(Flow flow, int element, ImmutableArray<MenuOptionSpec> options) => ReadOnly;

    /// <inheritdoc/>
    internal override ImmutableArray<Spot> FindPlace(Flow flow, Place place) => [];
}
