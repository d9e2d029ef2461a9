using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Collects the parts of an Architect flow, whichever notation it is read from, and gives elements ids.</summary>
/// <remarks>Actions have no ids of their own: theirs is the name of their container, a slash, and their own name, with a number from the second of the same name on.</remarks>
internal sealed class ArchitectFlowBuilder
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _scopes = [];

    /// <summary>The elements so far.</summary>
    public List<FlowElement> Elements { get; } = [];

    /// <summary>The ways so far.</summary>
    public List<FlowWay> Ways { get; } = [];

    /// <summary>References within the document.</summary>
    public List<ElementReference> References { get; } = [];

    /// <summary>What is used of the org.</summary>
    public List<FlowDependency> Dependencies { get; } = [];

    /// <summary>Values of elements and settings.</summary>
    public List<FlowValue> Values { get; } = [];

    /// <summary>The named paths by which tasks say how they ended, by index of the task; a task without any is not listed.</summary>
    public Dictionary<int, ImmutableArray<string>> OutputPaths { get; } = [];

    /// <summary>Adds an element under a parent, and gives it its id.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="type">Its type as written in YAML.</param>
    /// <param name="name">Its name; may be empty.</param>
    /// <param name="parent">Index of the element that it stands in, or -1.</param>
    /// <param name="node">Its node.</param>
    /// <param name="span">All of its text.</param>
    /// <param name="idSpan">The characters of its name.</param>
    /// <param name="refId">Its <c>refId</c>; empty where it has none.</param>
    /// <returns>Its index.</returns>
    public int Add(ElementKind kind, string type, string name, int parent, SyntaxNode node, TextSpan span, TextSpan idSpan, string refId = "")
    {
        var isContainer = kind is ElementKind.Task or ElementKind.Menu or ElementKind.State or ElementKind.Bot;
        var own = isContainer && refId.Length > 0 ? refId : name.Length > 0 ? name : refId.Length > 0 ? refId : type;
        var id = UniqueId(isContainer || parent < 0 || _scopes[parent].Length == 0 ? own : $"{_scopes[parent]}/{own}");
        _scopes.Add(kind is ElementKind.Action && parent >= 0 ? _scopes[parent] : id);
        Elements.Add(new FlowElement(id, type, span)
        {
            Label = name,
            IdSpan = idSpan,
            Node = node,
            Kind = kind,
            Parent = parent,
            RefId = refId,
        });
        return Elements.Count - 1;
    }

    /// <summary>Replaces an element by what is known of it now.</summary>
    public void Set(int element, Func<FlowElement, FlowElement> change) => Elements[element] = change(Elements[element]);

    /// <summary>Adds a dependency.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="node">Where the name stands.</param>
    /// <param name="element">Index of the element that uses it, or -1.</param>
    public void Use(DependencyKind kind, string name, SyntaxNode node, int element) => Dependencies.Add(new FlowDependency(kind, name, node.Span, element));

    /// <summary>The flow that was collected.</summary>
    /// <param name="formatId">The format that read it.</param>
    /// <param name="tree">The document.</param>
    /// <param name="entry">Index of its entry, or -1.</param>
    /// <param name="declarations">The variables that it declares.</param>
    public Flow Build(string formatId, SyntaxTree tree, int entry, IReadOnlyList<Declaration> declarations)
    {
        var flow = new Flow(formatId, tree)
        {
            Api = FlowApi.Platform,
            Elements = [.. Elements],
            Ways = [.. Ways],
            References = [.. References],
            Dependencies = [.. Dependencies],
            Values = [.. Values],
            Entry = entry,
        };
        return flow with { VariablesWhenAsked = new(() => ArchitectVariables.Of(flow, declarations)) };
    }

    private string UniqueId(string id)
    {
        if (_ids.TryAdd(id, 1))
        {
            return id;
        }

        // "A #2" may itself be somebody's name.
        string numbered;
        do
        {
            numbered = $"{id} #{++_ids[id]}";
        }
        while (!_ids.TryAdd(numbered, 1));
        return numbered;
    }
}
