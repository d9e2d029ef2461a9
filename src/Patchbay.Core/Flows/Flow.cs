using System.Collections.Immutable;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>A flow as read from its text: what selection, linting, diffing, planning and simulation see. Only the format that read it knows how it is spelt.</summary>
/// <param name="FormatId">The format that read it, such as <c>node-map</c>.</param>
/// <param name="Tree">The document; every span below is a span of its text.</param>
public sealed record Flow(string FormatId, SyntaxTree Tree)
{
    /// <summary>The id written in the text; null where the text holds none (a file).</summary>
    public string? Id { get; init; }

    /// <summary>The flow's name; empty where the text holds none.</summary>
    public string Name { get; init; } = "";

    /// <summary>The flow's type as written; empty where the text holds none.</summary>
    public string Type { get; init; } = "";

    /// <summary>The description; null where the text holds none.</summary>
    public string? Description { get; init; }

    /// <summary>The division's id or name as written; null where the text holds none.</summary>
    public Division? Division { get; init; }

    /// <summary>The characters of the name, or of the whole document's start where there is no name: where a finding about the flow as a whole is shown.</summary>
    public TextSpan NameSpan { get; init; }

    /// <summary>The parts of the flow, in document order.</summary>
    public ImmutableArray<FlowElement> Elements { get; init; } = [];

    /// <summary>The ways from element to element, in document order.</summary>
    public ImmutableArray<FlowWay> Ways { get; init; } = [];

    /// <summary>The variables that the text declares, reads or writes, by name, in order of first mention.</summary>
    public ImmutableArray<FlowVariable> Variables
    {
        get => VariablesWhenAsked.Value;
        init => VariablesWhenAsked = new(value);
    }

    /// <summary>The same, found only when somebody asks: it takes reading every expression.</summary>
    internal Lazy<ImmutableArray<FlowVariable>> VariablesWhenAsked { get; init; } = new([]);

    /// <summary>Index of the first element that a caller meets, or -1 when the flow has none or only <see cref="FlowWay.FromStart"/> ways say so.</summary>
    public int Entry { get; init; } = -1;

    /// <summary>The API whose rules hold for the flow.</summary>
    /// <value>Default: <see cref="FlowApi.Definitions"/>.</value>
    public FlowApi Api { get; init; }

    /// <summary>The types of the flows that may call it, as the platform's API spells them; default (not empty) where the text does not say, as of every flow but a common module.</summary>
    public ImmutableArray<string> CompatibleTypes { get; init; }

    /// <summary>Where the text points at an element of its own, in document order.</summary>
    public ImmutableArray<ElementReference> References { get; init; } = [];

    /// <summary>What the flow uses of the org, by name, in document order.</summary>
    public ImmutableArray<FlowDependency> Dependencies { get; init; } = [];

    /// <summary>The values that elements and settings hold: literals, expressions, bindings; in document order.</summary>
    public ImmutableArray<FlowValue> Values { get; init; } = [];

    /// <summary>Index of the task, menu, state or bot that an element stands in, or is; -1 outside of one, as in a flow without containers.</summary>
    /// <param name="element">Index of an element.</param>
    public int ContainerOf(int element)
    {
        while (element >= 0 && !Elements[element].IsContainer)
        {
            element = Elements[element].Parent;
        }

        return element;
    }
}

/// <summary>The APIs that flows are written for; each has rules of its own.</summary>
public enum FlowApi
{
    /// <summary>The definitions API: JSON with an integer version.</summary>
    Definitions,

    /// <summary>The platform's own: Architect flows.</summary>
    Platform,
}
