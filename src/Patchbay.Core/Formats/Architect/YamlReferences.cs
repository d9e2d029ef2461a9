using Patchbay.Core.Flows;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Finds what the references of an Architect YAML file mean.</summary>
/// <param name="builder">Holds the elements, all of them read; takes the references.</param>
internal sealed class YamlReferences(ArchitectFlowBuilder builder)
{
    private Dictionary<(string Kind, string RefId), int>? _parts;
    private Dictionary<(int Menu, string Kind, string RefId), int>? _choices;

    /// <summary>The element that a reference means; <see cref="FlowWay.Nowhere"/> when there is none, <see cref="FlowWay.Leaves"/> when it stands in another file.</summary>
    /// <param name="from">Index of the element that holds the reference; -1 for the flow.</param>
    /// <param name="target">The reference.</param>
    public int Find(int from, FlowTarget target)
    {
        var reference = ArchitectReference.Parse(target.Text.Value);
        if (reference.File.Length > 0)
        {
            Note(from, FlowWay.Nowhere, target, reference.File);
            builder.Use(DependencyKind.File, reference.File, target.Text, from);
            return FlowWay.Leaves;
        }

        var to = Lookup(from, reference, target.Property);
        Note(from, to, target, "");
        return to < 0 || builder.Elements[to].Type != "ref" ? to : FlowWay.Leaves;
    }

    /// <summary>Finds the parts of this document that stand in for something in it: a <c>ref</c> without a file.</summary>
    public void FindParts()
    {
        for (var i = 0; i < builder.References.Count; i++)
        {
            if (builder.References[i] is { Property: "ref", File.Length: 0, To: FlowWay.Nowhere } part)
            {
                builder.References[i] = part with { To = Lookup(part.From, ArchitectReference.Parse(part.Text), part.Property) };
            }
        }
    }

    /// <summary>The task that has a name for people, which is noted.</summary>
    /// <param name="target">Where the name stands.</param>
    /// <param name="tasks">The tasks by name.</param>
    public int FindByName(FlowTarget target, Dictionary<string, int> tasks)
    {
        var to = tasks.GetValueOrDefault(target.Text.Value, FlowWay.Nowhere);
        Note(-1, to, target, "");
        return to;
    }

    private void Note(int from, int to, FlowTarget target, string file) =>
        builder.References.Add(new ElementReference(from, to, target.Text.Value, target.Text.Span, target.Property) { File = file });

    private int Lookup(int from, ArchitectReference reference, string property)
    {
        if (reference.Last is not { RefId: { } refId, Name: var kind })
        {
            return FlowWay.Nowhere;
        }

        // A submenu is a choice and a menu at once: a jump means the menu.
        if (!MenuChoices.IsChoice(kind) || (kind == "menuSubMenu" && property == "targetMenuRef"))
        {
            return (_parts ??= IndexParts()).GetValueOrDefault((kind, refId), FlowWay.Nowhere);
        }

        return (_choices ??= IndexChoices()).GetValueOrDefault((MenuOf(from, reference), kind, refId), FlowWay.Nowhere);
    }

    /// <summary>The menu whose choice is meant: the one that the path names, or else the one around the reference.</summary>
    private int MenuOf(int from, ArchitectReference reference)
    {
        for (var i = reference.Segments.Length - 2; i >= 0; i--)
        {
            if (reference.Segments[i] is { RefId: { } refId, Name: var kind })
            {
                return (_parts ??= IndexParts()).GetValueOrDefault((kind, refId), FlowWay.Nowhere);
            }
        }

        while (from >= 0 && builder.Elements[from].Kind != ElementKind.Menu)
        {
            from = builder.Elements[from].Parent;
        }

        return from;
    }

    private Dictionary<(string Kind, string RefId), int> IndexParts()
    {
        var index = new Dictionary<(string, string), int>();
        for (var i = 0; i < builder.Elements.Count; i++)
        {
            if (builder.Elements[i] is { RefId.Length: > 0, Kind: not ElementKind.Choice } element)
            {
                index.TryAdd((ArchitectReference.KindOf(element), element.RefId), i);
            }
        }

        return index;
    }

    private Dictionary<(int Menu, string Kind, string RefId), int> IndexChoices()
    {
        var index = new Dictionary<(int, string, string), int>();
        for (var i = 0; i < builder.Elements.Count; i++)
        {
            if (builder.Elements[i] is { Kind: ElementKind.Choice, RefId.Length: > 0 } element)
            {
                index.TryAdd((element.Parent, element.Type, element.RefId), i);
            }
        }

        return index;
    }
}
