using System.Collections.Immutable;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Planning;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Client.Applying;

/// <summary>The org around the flows that are changed, with the shared flows of a change looked into: what they call, in turn, and which variables they have. Read once, when first asked for.</summary>
internal sealed class Surroundings(IFlowStore store, IEnumerable<string> sharedFlows, IReadOnlyCollection<FlowHeader>? headers = null)
{
    private readonly Lock _gate = new();
    private Task<OrgCatalogue>? _reading;

    /// <summary>The ids of the shared flows of a change.</summary>
    public static IEnumerable<string> SharedFlowsOf(IEnumerable<ResolvedStep> steps) => steps.OfType<ResolvedCall>().Select(step => step.Call.FlowId).Distinct(StringComparer.Ordinal);

    /// <summary>The shared flows of the change and whatever they call; known after <see cref="ReadAsync"/>.</summary>
    public ImmutableHashSet<string> Reached { get; private set; } = [];

    public Task<OrgCatalogue> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // A read that failed is tried again by who asks next.
            if (_reading is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _reading = ReadOnceAsync(cancellationToken);
            }

            return _reading;
        }
    }

    private async Task<OrgCatalogue> ReadOnceAsync(CancellationToken cancellationToken)
    {
        var plain = await store.ReadCatalogueAsync(headers, cancellationToken);
        var reached = new Dictionary<string, CatalogueFlow>(StringComparer.Ordinal);
        var next = sharedFlows.Where(id => plain.FindFlow(id) is not null).ToList();
        while (next.Count > 0)
        {
            // A store that looks into every flow for its catalogue, as a folder does, need not be asked again.
            foreach (var known in next.Select(plain.FindFlow).OfType<CatalogueFlow>().Where(flow => !flow.Calls.IsDefault))
            {
                reached[known.Id] = known;
            }

            var wanted = next.Where(id => !reached.ContainsKey(id)).Select(plain.FindFlow).OfType<CatalogueFlow>().ToDictionary(flow => flow.StoreId, StringComparer.Ordinal);
            await foreach (var read in store.ReadManyAsync(wanted.Keys, cancellationToken))
            {
                var known = wanted[read.Header.Id];
                reached[known.Id] = LookInto(known, read.Text);
            }

            next = [.. reached.Values.SelectMany(flow => flow.Calls).Distinct(StringComparer.Ordinal).Where(id => !reached.ContainsKey(id) && plain.FindFlow(id) is not null)];
        }

        Reached = [.. reached.Keys];
        return plain.With(reached.Values);
    }

    private static CatalogueFlow LookInto(CatalogueFlow known, string text) =>
        FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, known.Name))) is { } flow ? known.LookedInto(flow) : known with { Calls = [] };
}
