using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Text;

namespace Patchbay.Core.Changes;

/// <summary>What a user wants changed, in which flows: the content of a change file, before anything is looked up.</summary>
/// <param name="Flows">Which flows.</param>
/// <param name="Steps">What is done in each of them, in order.</param>
public sealed record ChangeFile(FlowSelection Flows, ImmutableArray<ChangeStep> Steps)
{
    /// <summary>What the change is for, in the user's words; may be empty.</summary>
    public string Description { get; init; } = "";
}

/// <summary>Which flows a change is for. A flow is taken when it fits every part that is given.</summary>
public sealed record FlowSelection
{
    /// <summary>Types, in any spelling; empty for every type.</summary>
    public ImmutableArray<string> Types { get; init; } = [];

    /// <summary>Names, which may hold <c>*</c> and <c>?</c>, compared without regard to case; empty for every name.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Divisions, by name or id; empty for every division.</summary>
    public ImmutableArray<string> Divisions { get; init; } = [];

    /// <summary>Ids; empty for every id.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>Names (with <c>*</c> and <c>?</c>) or ids that are not taken, whatever else fits.</summary>
    public ImmutableArray<string> Except { get; init; } = [];

    /// <summary>Whether a flow is taken.</summary>
    /// <param name="flow">The flow.</param>
    public bool Matches(FlowHeader flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return (Types.IsEmpty || Types.Any(type => FlowTypes.Same(type, flow.Type)))
            && (Names.IsEmpty || Names.Any(name => NamePattern.Matches(name, flow.Name)))
            && (Divisions.IsEmpty || (flow.Division is { } division && Divisions.Any(d => d == division.Id || string.Equals(d, division.Name, StringComparison.OrdinalIgnoreCase))))
            && (Ids.IsEmpty || Ids.Contains(flow.Id))
            && !Except.Any(except => except == flow.Id || NamePattern.Matches(except, flow.Name));
    }
}

/// <summary>How a user names a flow: by name, by name and type where the name alone is ambiguous, or by id.</summary>
/// <param name="Name">The exact name; null when named by id.</param>
/// <param name="Type">The type; null when the name is enough.</param>
/// <param name="Id">The id; null when named by name.</param>
public sealed record FlowReference(string? Name, string? Type = null, string? Id = null)
{
    /// <inheritdoc/>
    public override string ToString() => Id ?? (Type is null ? $"\"{Name}\"" : $"\"{Name}\" ({Type})");
}

/// <summary>One thing to do in every selected flow.</summary>
/// <param name="Span">Its characters in the change file.</param>
public abstract record ChangeStep(TextSpan Span);

/// <summary>Make the flows call a shared flow.</summary>
/// <param name="Span">Its characters in the change file.</param>
/// <param name="Shared">The shared flow.</param>
/// <param name="Place">Where the call goes.</param>
public sealed record CallStep(TextSpan Span, FlowReference Shared, Place Place) : ChangeStep(Span)
{
    /// <summary>Inputs: the name inside the shared flow, and the caller's expression.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Inputs { get; init; } = [];

    /// <summary>Outputs: the name inside the shared flow, and the caller's variable.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Outputs { get; init; } = [];

    /// <summary>Where success goes; empty for where the way led.</summary>
    public string Success { get; init; } = "";

    /// <summary>Where an error goes; empty for where success goes.</summary>
    public string Error { get; init; } = "";

    /// <summary>Whether to insert a call even where the flow calls the shared flow elsewhere.</summary>
    /// <value>Default: <c>false</c>; such a flow is reported as already calling it.</value>
    public bool Again { get; init; }
}

/// <summary>Give a menu exactly these options, or put some in and take some out.</summary>
/// <param name="Span">Its characters in the change file.</param>
/// <param name="Element">The element with the menu, by id or label.</param>
/// <param name="Options">The options to have, in order; none where <see cref="Add"/> or <see cref="Remove"/> say what changes.</param>
public sealed record MenuStep(TextSpan Span, string Element, ImmutableArray<MenuOptionSpec> Options) : ChangeStep(Span)
{
    /// <summary>Options to have beside the others; one whose key is there takes its place.</summary>
    public ImmutableArray<MenuOptionSpec> Add { get; init; } = [];

    /// <summary>The keys of options that go.</summary>
    public ImmutableArray<string> Remove { get; init; } = [];
}

/// <summary>Give a part of the flows another name.</summary>
/// <param name="Span">Its characters in the change file.</param>
/// <param name="What">What is renamed.</param>
/// <param name="From">Its name.</param>
/// <param name="To">The name to have.</param>
public sealed record RenameStep(TextSpan Span, RenameTarget What, string From, string To) : ChangeStep(Span)
{
    /// <summary>The task, menu, state or bot that it stands in, by name; empty where the name is enough.</summary>
    public string Within { get; init; } = "";

    /// <summary>For a variable: the flow that has it, by name, so that flows which call that one follow; empty for each flow's own.</summary>
    public string Of { get; init; } = "";

    /// <summary>For a flow: its type, in any spelling; empty where the name is enough.</summary>
    public string Type { get; init; } = "";
}

/// <summary>Point transfers at another queue.</summary>
/// <param name="Span">Its characters in the change file.</param>
/// <param name="Transfer">The transfer, by name or id; empty for every transfer to <paramref name="FromQueue"/>.</param>
/// <param name="FromQueue">The queue whose transfers are meant; empty where one transfer is.</param>
/// <param name="Queue">The queue to lead to.</param>
public sealed record TransferStep(TextSpan Span, string Transfer, string FromQueue, string Queue) : ChangeStep(Span);

/// <summary>Change what callers hear.</summary>
/// <param name="Span">Its characters in the change file.</param>
/// <param name="Element">The action, menu or choice, by name or id; <c>greeting</c> for the flow's first words.</param>
/// <param name="Field">The field that holds the words; empty where the element has only one.</param>
/// <param name="IsPrompt">Whether <paramref name="Text"/> names a prompt.</param>
/// <param name="Text">What is said.</param>
public sealed record SayStep(TextSpan Span, string Element, string Field, bool IsPrompt, string Text) : ChangeStep(Span);
