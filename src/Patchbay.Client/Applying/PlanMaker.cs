using System.Collections.Immutable;
using Patchbay.Client.Stores;
using Patchbay.Core.Changes;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;

namespace Patchbay.Client.Applying;

/// <summary>How far planning has got.</summary>
/// <param name="Read">How many definitions have been read.</param>
/// <param name="Total">How many there are to read; 0 while the flows are still being looked for.</param>
public sealed record PlanProgress(int Read, int Total);

/// <summary>A plan, or what keeps it from being made.</summary>
/// <param name="Plan">The plan; null when a flow that the change file names cannot be told.</param>
/// <param name="Problems">What is wrong with the change file in view of the store, with places in the change file.</param>
public sealed record PlanResult(Plan? Plan, ImmutableArray<Diagnostic> Problems);

/// <summary>Makes plans: asks a store for what a change speaks of, and leaves the rest to <see cref="Planner"/>, which is pure.</summary>
/// <remarks>Requests: the headers and the queues once, and one read for each selected flow and for each shared flow that the change reaches.</remarks>
public sealed class PlanMaker
{
    private readonly IFlowStore _store;
    private readonly LintConfig _lint;
    private readonly TimeProvider _time;

    /// <summary>Makes a plan maker.</summary>
    /// <param name="store">Where the flows live.</param>
    /// <param name="lint">Severities and suppressions; null for those of the rules.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public PlanMaker(IFlowStore store, LintConfig? lint = null, TimeProvider? time = null)
    {
        _store = store;
        _lint = lint ?? LintConfig.Default;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Makes the plan of a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="progress">Is told of each definition read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<PlanResult> MakeAsync(ChangeFile change, IProgress<PlanProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        progress?.Report(new PlanProgress(0, 0));
        var readAt = _time.GetUtcNow();
        var headers = new List<FlowHeader>();
        await foreach (var header in _store.FindAsync(FlowQuery.All, cancellationToken))
        {
            headers.Add(header);
        }

        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        var steps = Resolve(change.Steps, headers, problems);
        if (problems.Count > 0)
        {
            return new PlanResult(null, problems.DrainToImmutable());
        }

        var surroundings = new Surroundings(_store, Surroundings.SharedFlowsOf(steps), headers);
        var catalogue = await surroundings.ReadAsync(cancellationToken);
        var selected = headers.Where(header => change.Flows.Matches(header) && !surroundings.Reached.Contains(header.CatalogueId)).Select(header => header.Id).ToList();
        var observed = await ReadAsync(selected, progress, cancellationToken);
        return new PlanResult(Planner.Plan(_store.DisplayName, readAt, change.Description, observed, steps, catalogue, _lint), []);
    }

    private async Task<ImmutableArray<ObservedFlow>> ReadAsync(List<string> ids, IProgress<PlanProgress>? progress, CancellationToken cancellationToken)
    {
        var observed = ImmutableArray.CreateBuilder<ObservedFlow>(ids.Count);
        progress?.Report(new PlanProgress(0, ids.Count));
        await foreach (var read in _store.ReadManyAsync(ids, cancellationToken))
        {
            observed.Add(new ObservedFlow(read.Header, read.Text));
            progress?.Report(new PlanProgress(observed.Count, ids.Count));
        }

        return observed.DrainToImmutable();
    }

    private ImmutableArray<ResolvedStep> Resolve(ImmutableArray<ChangeStep> steps, List<FlowHeader> headers, ImmutableArray<Diagnostic>.Builder problems)
    {
        var resolved = ImmutableArray.CreateBuilder<ResolvedStep>(steps.Length);
        foreach (var step in steps)
        {
            if (StepResolver.Resolve(step) is { } plain)
            {
                resolved.Add(plain);
            }
            else if (step is CallStep call && Find(call, headers, problems) is { } shared)
            {
                resolved.Add(StepResolver.Resolve(call, shared.CatalogueId, shared.Name, shared.Type));
            }
        }

        return resolved.DrainToImmutable();
    }

    private FlowHeader? Find(CallStep step, List<FlowHeader> headers, ImmutableArray<Diagnostic>.Builder problems)
    {
        var shared = step.Shared;
        var found = headers.Where(header => shared.Id is { } id ? header.Id == id || header.CatalogueId == id : header.Name == shared.Name && (shared.Type is null || FlowTypes.Same(shared.Type, header.Type))).ToList();
        if (found.Count > 1 && shared.Type is null && found.Where(header => FlowTypes.IsShared(header.Type)).ToList() is { Count: > 0 } callable)
        {
            // An inbound flow of the same name cannot be meant: nobody can call it.
            found = callable;
        }

        if (found.Count == 1)
        {
            return found[0];
        }

        problems.Add(found.Count == 0
            ? new Diagnostic("unknown-shared-flow", Severity.Error, step.Span, $"The shared flow {shared} does not exist in {_store.DisplayName}.{Near(shared, headers)}")
            : new Diagnostic("ambiguous-shared-flow", Severity.Error, step.Span, $"The shared flow {shared} may be any of {found.Count}: {string.Join("; ", found.Select(Describe))}. Name the one meant by its id."));
        return null;
    }

    private static string Near(FlowReference shared, List<FlowHeader> headers)
    {
        if (shared.Name is not { } name)
        {
            return "";
        }

        var sameName = headers.Where(header => header.Name == name).ToList();
        if (sameName.Count > 0)
        {
            return $" There is {string.Join(" and ", sameName.Select(header => $"\"{header.Name}\" of type {header.Type}"))}.";
        }

        var near = new NearNames(headers.Select(header => header.Name)).Find(name);
        return near.IsEmpty ? " List what there is with \"patchbay flows list\"." : $" Did you mean {string.Join(" or ", near.Select(other => $"\"{other}\""))}?";
    }

    private static string Describe(FlowHeader header) => $"{header.Id} ({header.Type}{(header.Division is { } division ? $", division {(division.Name.Length > 0 ? division.Name : division.Id)}" : "")})";
}
