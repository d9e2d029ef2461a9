using Patchbay.Core.Flows;
using Patchbay.Core.Graph;
using Patchbay.Core.Graph.Drawing;

namespace Patchbay.Cli.Views;

/// <summary>What is inside a flow with tasks, menus, states or bots.</summary>
/// <param name="Parts">Its tasks, menus, states and bots, in document order.</param>
/// <param name="Uses">What it uses of the org, by kind and name.</param>
/// <param name="Variables">Its declared variables.</param>
internal sealed record FlowContents(IReadOnlyList<FlowContents.Part> Parts, IReadOnlyList<FlowContents.Use> Uses, IReadOnlyList<FlowContents.Variable> Variables)
{
    /// <summary>Looks into a flow; null for one without such parts.</summary>
    public static FlowContents? Of(Flow flow)
    {
        if (!flow.Elements.Any(element => element.IsContainer))
        {
            return null;
        }

        var reached = Reachability.FromEntries(FlowGraph.Of(flow));
        var caption = new ElementCaption(flow);
        var actions = Enumerable.Range(0, flow.Elements.Length).Where(i => flow.Elements[i].Kind == ElementKind.Action).ToLookup(flow.ContainerOf);
        return new FlowContents(
            [.. Enumerable.Range(0, flow.Elements.Length).Where(i => flow.Elements[i].IsContainer).Select(i => PartOf(flow, i, actions[i].Count(), reached[i], caption))],
            [.. flow.Dependencies.GroupBy(used => (used.Kind, used.Name)).OrderBy(use => use.Key.Kind).ThenBy(use => use.Key.Name, StringComparer.Ordinal).Select(use => new Use(DependencyWords.IdOf(use.Key.Kind), use.Key.Name, use.Count()))],
            [.. flow.Variables.Where(variable => variable.IsDeclared).Select(variable => new Variable(variable.Name, variable.Type, variable.IsInput, variable.IsOutput))]);
    }

    /// <summary>Draws it below what else is known of the flow.</summary>
    public void Draw(Canvas canvas)
    {
        canvas.Line().Line("Parts", Ink.Bold);
        var widths = (Kind: Parts.Max(part => part.Kind.Length), Name: Parts.Max(part => part.Name.Length));
        foreach (var part in Parts)
        {
            canvas.Line($"  {part.Kind.PadRight(widths.Kind)}  {part.Name.PadRight(widths.Name)}  {Plural.Of(part.Actions, "action")}{(part.IsStart ? ", starts the flow" : "")}{(part.IsReached ? "" : ", never reached")}");
            canvas.Table([.. (part.Choices ?? []).Select(choice => new[] { Keys(choice), choice.Name, choice.Does })], indent: 4 + widths.Kind);
        }

        if (Uses.Count > 0)
        {
            canvas.Line().Line("Uses", Ink.Bold);
            canvas.Table([.. Uses.Select(use => new[] { use.Kind.Replace('-', ' '), use.Name, use.Times > 1 ? $"{use.Times} times" : "" })], indent: 2);
        }

        if (Variables.Count > 0)
        {
            canvas.Line().Line("Variables", Ink.Bold);
            canvas.Table([.. Variables.Select(variable => new[] { variable.Name, variable.Type, $"{(variable.IsInput ? "input" : "")}{(variable is { IsInput: true, IsOutput: true } ? ", " : "")}{(variable.IsOutput ? "output" : "")}" })], indent: 2);
        }
    }

    private static string Keys(Choice choice) =>
        string.Join(", ", new[] { choice.Key ?? "", choice.IsDefault ? "default" : "", choice.HasSpeech && choice.Key is null ? "speech" : "" }.Where(word => word.Length > 0)) is { Length: > 0 } keys ? keys : "-";

    private static Part PartOf(Flow flow, int index, int actions, bool isReached, ElementCaption caption)
    {
        var element = flow.Elements[index];
        return new Part(element.Kind.ToString().ToLowerInvariant(), element.DisplayName, element.RefId.Length > 0 ? element.RefId : null, actions, index == flow.Entry, isReached)
        {
            Choices = element.Menu is { } menu ? [.. menu.Options.Where(option => option.Element >= 0).Select(option => ChoiceOf(flow, option, caption))] : null,
        };
    }

    private static Choice ChoiceOf(Flow flow, MenuOption option, ElementCaption caption)
    {
        var target = flow.References.FirstOrDefault(reference => reference.From == option.Element && reference.To >= 0);
        var does = target is not null ? $"{flow.Elements[target.To].Type} {flow.Elements[target.To].DisplayName}" : caption.Of(option.Element);
        return new Choice(option.Key.Length > 0 ? option.Key : null, flow.Elements[option.Element].DisplayName, does, option.IsDefault, option.IsGlobal, option.HasSpeech);
    }

    /// <summary>A task, menu, state or bot.</summary>
    internal sealed record Part(string Kind, string Name, string? RefId, int Actions, bool IsStart, bool IsReached)
    {
        /// <summary>What callers can choose; null for what is no menu.</summary>
        public IReadOnlyList<Choice>? Choices { get; init; }
    }

    /// <summary>A choice of a menu.</summary>
    internal sealed record Choice(string? Key, string Name, string Does, bool IsDefault, bool IsGlobal, bool HasSpeech);

    /// <summary>Something of the org.</summary>
    internal sealed record Use(string Kind, string Name, int Times);

    /// <summary>A declared variable.</summary>
    internal sealed record Variable(string Name, string Type, bool IsInput, bool IsOutput);
}
