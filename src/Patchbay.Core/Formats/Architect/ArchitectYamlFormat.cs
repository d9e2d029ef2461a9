using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>The files that Archy, CX as Code and the platform's export jobs read and write: YAML with one root key that names the flow type. Also fragments, which other files refer to.</summary>
internal sealed class ArchitectYamlFormat : FlowFormat
{
    /// <summary>The format's id.</summary>
    public const string FormatId = "architect-yaml";

    private static readonly string[] Starts = ["startUpRef", "startUpTaskActions", "startUpState"];
    private static readonly string[] Bodies = ["menus", "tasks", "states", "bots"];

    /// <inheritdoc/>
    public override string Id => FormatId;

    /// <inheritdoc/>
    public override string CallType => "callCommonModule";

    /// <inheritdoc/>
    public override bool Detect(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return FindRoot(tree) is not null || (tree.Notation == Notation.Yaml && FragmentReader.IsFragment(tree.Root));
    }

    /// <inheritdoc/>
    public override Flow Read(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return FindRoot(tree) is var (key, body) ? new YamlFlowReader(tree, key, body).Read() : new FragmentReader(tree).Read();
    }

    /// <inheritdoc/>
    public override bool CanCall(string sharedType) => FlowTypes.Same(sharedType, "commonmodule");

    /// <inheritdoc/>
    public override CallSpec Complete(CallSpec call, CatalogueFlow? shared)
    {
        ArgumentNullException.ThrowIfNull(call);
        return CallEdits.Complete(call, shared);
    }

    /// <inheritdoc/>
    public override EditResult InsertCall(Flow flow, Place place, CallSpec call)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return new CallEdits(flow).Insert(place, call);
    }

    /// <inheritdoc/>
    public override EditResult UpdateCall(Flow flow, int element, CallSpec call)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return flow.Elements[element].Call is null
            ? throw new ArgumentException($"The element \"{flow.Elements[element].DisplayName}\" makes no call.", nameof(element))
            : new CallEdits(flow).Update(element, call);
    }

    /// <inheritdoc/>
    public override EditResult ReplaceMenu(Flow flow, int element, ImmutableArray<MenuOptionSpec> options)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return new MenuEdits(flow).Replace(element, options);
    }

    /// <inheritdoc/>
    public override ImmutableArray<MenuOptionSpec> OptionsOf(Flow flow, int element)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return new MenuEdits(flow).OptionsOf(element);
    }

    /// <inheritdoc/>
    public override bool OrdersOptions => false;

    /// <inheritdoc/>
    internal override ImmutableArray<Spot> FindPlace(Flow flow, Place place)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return [.. new CallSites(flow).Find(place).Sites.Select(site => site.Spot)];
    }

    /// <summary>The root key and the flow under it: a known type, or a key that nobody knows above something that is built like a flow.</summary>
    /// <param name="tree">A document.</param>
    internal static (string Key, MappingNode Body)? FindRoot(SyntaxTree tree)
    {
        foreach (var entry in (tree.Root as MappingNode)?.Entries ?? [])
        {
            var body = entry.Value as MappingNode;
            if (ArchitectFlowTypes.FromRootKey(entry.Key) is not null || (body is not null && IsBuiltLikeAFlow(body)))
            {
                return (entry.Key, body ?? new MappingNode(entry.Value.Span, []));
            }
        }

        return null;
    }

    /// <summary>Whether a mapping has a start, or a name and a body. A body alone may be a fragment.</summary>
    private static bool IsBuiltLikeAFlow(MappingNode body) =>
        Array.Exists(Starts, key => body.Find(key) is not null) || (body.Find("name") is not null && Array.Exists(Bodies, key => body.Find(key) is not null));
}
