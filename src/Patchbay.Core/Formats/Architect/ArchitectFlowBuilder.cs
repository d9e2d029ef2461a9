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
        var own = refId.Length > 0 ? refId : name.Length > 0 ? name : type;
        var scope = parent < 0 || kind is ElementKind.Task or ElementKind.Menu or ElementKind.State or ElementKind.Bot ? "" : ScopeOf(parent) + "/";
        Elements.Add(new FlowElement(UniqueId(scope + own), type, span)
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

    private string ScopeOf(int element)
    {
        while (Elements[element] is { IsContainer: false, Kind: not ElementKind.Choice, Parent: >= 0 and var parent })
        {
            element = parent;
        }

        return Elements[element].Id;
    }

    private string UniqueId(string id)
    {
        var count = _ids[id] = _ids.GetValueOrDefault(id) + 1;
        if (count == 1)
        {
            return id;
        }

        // "A #2" may itself be somebody's name.
        var numbered = $"{id} #{count}";
        return _ids.ContainsKey(numbered) ? UniqueId(numbered) : Claim(numbered);
    }

    private string Claim(string id)
    {
        _ids[id] = 1;
        return id;
    }
}
