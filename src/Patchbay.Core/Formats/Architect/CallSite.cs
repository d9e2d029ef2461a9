using System.Collections.Immutable;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>A place for a call in an Architect file.</summary>
/// <param name="Spot">Where it lies among the ways of the flow.</param>
/// <param name="Holder">Index of the task, state, bot or choice in which the call then stands; -1 for a task that is made for it.</param>
/// <param name="Insert">Puts the call there.</param>
internal sealed record CallSite(Spot Spot, int Holder, Action<YamlEditor, NewCall> Insert)
{
    /// <summary>What a reviewer must know of the place.</summary>
    public ImmutableArray<EditNote> Notes { get; init; } = [];

    /// <summary>Whether the container of the call is written anew, so that variables are declared with it and not in the text.</summary>
    public bool IsNewContainer { get; init; }

    /// <summary>Where the call is put, in a word or two, where there are several sites.</summary>
    public string Name { get; init; } = "";
}

/// <summary>A call that is about to be written.</summary>
/// <param name="Action">The action.</param>
/// <param name="FlowName">The name of the flow that is called.</param>
/// <param name="Variables">The variables that the container must declare, where it is written anew.</param>
internal sealed record NewCall(YamlValue Action, string FlowName, ImmutableArray<YamlValue> Variables);

/// <summary>What the places of a flow are, or why there is none.</summary>
/// <param name="Sites">One for each call to insert; empty when there is no place.</param>
/// <param name="Reason">A full sentence; empty when there is a place.</param>
internal readonly record struct FoundSites(ImmutableArray<CallSite> Sites, string Reason)
{
    public static FoundSites Refused(string reason) => new([], reason);

    public static FoundSites At(CallSite site) => new([site], "");
}
