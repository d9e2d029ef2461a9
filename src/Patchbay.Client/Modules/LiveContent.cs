using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Client.Modules;

/// <summary>Which common modules and user prompts the content of a flow's live version uses.</summary>
/// <param name="FlowId">The flow's id.</param>
/// <param name="Version">The version whose content it is.</param>
/// <param name="Modules">The modules by name, as that content names them.</param>
public sealed record LiveContent(string FlowId, string Version, ImmutableArray<string> Modules)
{
    /// <summary>The user prompts by name, as far as the content is understood: an action of a kind that is not known may name more.</summary>
    public ImmutableArray<string> Prompts { get; init; } = [];

    /// <summary>Reads a definition; null where no format reads the whole of it, so that nobody can say what it does not call.</summary>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="version">The version whose text it is.</param>
    /// <param name="text">The definition.</param>
    public static LiveContent? Read(string flowId, string version, string text) => Of(flowId, version, FlowFormats.Read(FlowFormats.Parse(new SourceText(text))));

    /// <summary>Looks through a definition; null where it was read in part or not at all, so that nobody can say what it does not call.</summary>
    /// <param name="flowId">The flow's id.</param>
    /// <param name="version">The version whose definition it is.</param>
    /// <param name="flow">The definition; null where no format reads it.</param>
    public static LiveContent? Of(string flowId, string version, Flow? flow) => flow is null || flow.Tree.Diagnostics.Any(fault => fault is { Severity: Severity.Error, Id: "syntax" })
        ? null
        : new LiveContent(flowId, version, Names(flow, DependencyKind.CommonModule)) { Prompts = Names(flow, DependencyKind.Prompt) };

    /// <summary>Whether it calls a module; null where it names one that the org has no more, which may be this one under an older name.</summary>
    /// <param name="module">The module's name.</param>
    /// <param name="known">The names of all modules of the org.</param>
    internal bool? Calls(string module, IReadOnlySet<string> known) => Modules.Contains(module) ? true : Modules.All(known.Contains) ? false : null;

    private static ImmutableArray<string> Names(Flow flow, DependencyKind kind) => flow.Api == FlowApi.Platform ? [.. flow.Dependencies.Where(used => used.Kind == kind).Select(used => used.Name).Distinct(StringComparer.Ordinal)] : [];
}
