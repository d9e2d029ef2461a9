using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>Gives a flow another name: its own, where it is the flow, and in whatever calls it, transfers to it or puts callers into it, since Architect flows know each other by name.</summary>
public static class RenameFlow
{
    private static readonly ImmutableDictionary<DependencyKind, string> Kinds = new Dictionary<DependencyKind, string>
    {
        [DependencyKind.CommonModule] = "commonmodule",
        [DependencyKind.BotFlow] = "bot",
        [DependencyKind.DigitalBotFlow] = "digitalbot",
        [DependencyKind.Flow] = "",
        [DependencyKind.InQueueFlow] = "",
    }.ToImmutableDictionary();

    /// <summary>Renames a flow.</summary>
    /// <param name="flow">An Architect flow: the one that is renamed, or one that may use it.</param>
    /// <param name="from">The flow's name.</param>
    /// <param name="to">The name to have.</param>
    /// <param name="type">The flow's type in any spelling, where flows of several types have that name; empty otherwise.</param>
    public static Refactored Apply(Flow flow, string from, string to, string type = "")
    {
        var summary = $"rename the flow \"{from}\" to \"{to}\"";
        if (Names.WhyNoFlowName(to) is { } reason)
        {
            return new Refactored.Refused(summary, reason);
        }

        var edits = new EditList(flow.Tree.Source);
        var details = ImmutableArray.CreateBuilder<RefactoringDetail>();
        var isFlow = flow.Name == from && (type.Length == 0 || FlowTypes.Same(type, flow.Type));
        if (isFlow && OwnName(flow) is { } own)
        {
            edits.Add(ScalarCharacters.ReplaceAll(flow.Tree.Source, own, to));
            details.Add(new RefactoringDetail("name", "of the flow itself", "~"));
        }

        foreach (var (element, name) in Uses(flow, from, type))
        {
            edits.Add(ScalarCharacters.ReplaceAll(flow.Tree.Source, name, to));
            details.Add(new RefactoringDetail("use", element is null ? "in the settings of the flow" : $"\"{element.DisplayName}\" ({element.Type})", "~"));
        }

        if (edits.Count > 0)
        {
            return new Refactored.Changed(summary, edits.ToEdits()) { Details = details.DrainToImmutable() };
        }

        var has = flow.Name == to && (type.Length == 0 || FlowTypes.Same(type, flow.Type));
        return has || Uses(flow, to, type).Any()
            ? new Refactored.Already(has ? $"is called \"{to}\" already" : $"uses \"{to}\" by that name already")
            : new Refactored.Absent($"does not use the flow \"{from}\"");
    }

    /// <summary>The edits that change the name that a flow gives itself, and nothing else; null where it gives none.</summary>
    /// <param name="flow">An Architect flow, or only its head.</param>
    /// <param name="to">The name to have.</param>
    public static ImmutableArray<TextEdit>? OwnName(Flow flow, string to)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (OwnName(flow) is not { } own)
        {
            return null;
        }

        var edits = new EditList(flow.Tree.Source);
        edits.Add(ScalarCharacters.ReplaceAll(flow.Tree.Source, own, to));
        return edits.ToEdits();
    }

    /// <summary>Whether a flow calls another, transfers to it or puts callers into it by a name.</summary>
    /// <param name="flow">An Architect flow.</param>
    /// <param name="name">The other's name.</param>
    /// <param name="type">The other's type in any spelling.</param>
    public static bool IsUsedBy(Flow flow, string name, string type)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return Uses(flow, name, type).Any();
    }

    private static ScalarNode? OwnName(Flow flow) =>
        ((flow.Tree.Root as MappingNode)?.Entries ?? []).Select(entry => (entry.Value as MappingNode)?["name"]).OfType<ScalarNode>().FirstOrDefault(name => !name.IsNull && name.Value == flow.Name);

    private static IEnumerable<(FlowElement? Element, ScalarNode Name)> Uses(Flow flow, string name, string type)
    {
        var seen = new HashSet<int>();
        foreach (var use in flow.Dependencies)
        {
            var fits = use.Name == name && Kinds.TryGetValue(use.Kind, out var of) && (type.Length == 0 || of.Length == 0 || FlowTypes.Same(of, type));
            var element = use.Element >= 0 ? flow.Elements[use.Element] : null;
            if (fits && seen.Add(use.Span.Start) && (element?.Node ?? flow.Tree.Root) is { } node && SyntaxWalk.ScalarAt(node, use.Span) is { } text)
            {
                yield return (element, text);
            }
        }

        foreach (var element in flow.Elements)
        {
            var fits = element.Call is { } call && call.FlowId == name && (type.Length == 0 || FlowTypes.Same(call.FlowType, type));
            if (fits && element.Call is { } made && seen.Add(made.Span.Start) && SyntaxWalk.ScalarAt(element.Node, made.Span) is { } text)
            {
                yield return (element, text);
            }
        }
    }
}
