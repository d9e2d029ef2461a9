using Patchbay.Cli.Views;
using Patchbay.Client.Stores;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>Compares what two arguments name: two flows, or two stores flow by flow. Each store is opened once.</summary>
internal sealed class Comparison(Invocation call, StoreOptions where) : IDisposable
{
    private const string OrgPrefix = "org:";
    private readonly Dictionary<string, OpenStore> _open = new(StringComparer.Ordinal);

    /// <summary>The groups of differences that are left out.</summary>
    /// <value>Default: none.</value>
    public IReadOnlyCollection<DifferenceGroup> Hidden { get; set; } = [];

    /// <summary>Compares.</summary>
    /// <param name="before">The first argument.</param>
    /// <param name="after">The second argument; null where it is left out.</param>
    /// <exception cref="CliException">An argument names nothing, or the two cannot be compared.</exception>
    public async Task<DiffView> CompareAsync(string before, string? after) => (StoreOf(before), after is null ? null : StoreOf(after)) switch
    {
        ({ } left, { } right) => await CompareStoresAsync(left, right, onlyFilesOfRight: false),
        ({ Store: FolderStore } folder, null) when after is null => await CompareStoresAsync(Org($"the folder \"{before}\""), folder, onlyFilesOfRight: true),
        (not null, null) when after is null => throw CliException.Usage($"\"{before}\" is an org, and it takes another one, or a folder, to compare it with: patchbay diff {before} flows"),
        (not null, null) or (null, not null) => throw CliException.Usage($"\"{before}\" and \"{after}\" cannot be compared: one is a single flow and the other is many."),
        _ => await CompareFlowsAsync(before, after),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var store in _open.Values)
        {
            store.Dispose();
        }
    }

    private OpenStore? StoreOf(string argument)
    {
        if (argument.StartsWith(OrgPrefix, StringComparison.Ordinal))
        {
            return Opened(argument, () => StoreOptions.OpenOrg(call, argument[OrgPrefix.Length..]));
        }

        return Directory.Exists(call.FullPath(argument)) ? Opened(argument, () => StoreOptions.OpenFolder(call, argument)) : null;
    }

    private OpenStore Current() => Opened("", () => where.Open(call));

    private OpenStore Org(string other) => Current() is { Store: not FolderStore } org
        ? org
        : throw CliException.Usage($"There is no org to compare {other} with. Name one with --org, or give a second argument.");

    private OpenStore Opened(string key, Func<OpenStore> open)
    {
        if (!_open.TryGetValue(key, out var store))
        {
            _open[key] = store = open();
        }

        return store;
    }

    private async Task<DiffView> CompareFlowsAsync(string before, string? after)
    {
        if (after is not null)
        {
            var was = await FlowSource.FetchAsync(call, Current, before);
            return await SingleAsync(was, await FlowSource.FetchAsync(call, Current, after));
        }

        var source = await FlowSource.FetchAsync(call, Current, before);
        var store = Org($"\"{before}\"").Store;
        if (source.Id is not null)
        {
            var header = await FlowLookup.FindAsync(store, source.Id, call.Stop);
            var live = header.Published ?? throw CliException.Failed($"\"{header.Name}\" was never published, so no live version can be compared. Name two versions: FLOW@1 FLOW@2.");
            var old = await store.ReadAsync(header.Id, live.Version, call.Stop);
            return await SingleAsync(new FlowSource($"{header.Name}@{live.Version} (live)", new SourceText(old.Text, header.Name), header.Id), source);
        }

        var file = source.Read();
        var folder = FolderStore.ForFile(call.FullPath(before));
        var tracked = (await FlowLookup.AllAsync(folder, FlowQuery.All, call.Stop)).Select(header => header.CatalogueId).FirstOrDefault();
        var all = await FlowLookup.AllAsync(store, FlowQuery.All, call.Stop);
        var match = all.Find(flow => flow.Id == tracked) ?? FlowLookup.Pick(store.DisplayName, all, file.Name);
        var stored = await store.ReadAsync(match.Id, version: null, call.Stop);
        return await SingleAsync(new FlowSource($"{match.Name} in {store.DisplayName}", new SourceText(stored.Text, match.Name), match.Id), source);
    }

    private async Task<DiffView> SingleAsync(FlowSource before, FlowSource after)
    {
        var (was, isNow) = (before.ReadAsFarAsItGoes(call), after.ReadAsFarAsItGoes(call));
        var diff = FlowDiff.Compare(was, isNow, await CatalogueAsync(flows: null));
        return new DiffView(before.Name, after.Name, [DiffView.DiffRow.Changed(isNow.Name, isNow.Type, diff, Hidden, before.Name, after.Name)]);
    }

    /// <summary>What the org knows of names, where one was opened at all: a difference then names flows and queues, not ids.</summary>
    private async Task<OrgCatalogue> CatalogueAsync(List<FlowHeader>? flows)
    {
        var org = _open.Values.FirstOrDefault(store => store.Store is not FolderStore);
        return org is null ? OrgCatalogue.Unknown : await org.Store.ReadCatalogueAsync(flows, call.Stop);
    }

    /// <summary>Compares flow by flow: those with the same id, or else with the same name and type.</summary>
    private async Task<DiffView> CompareStoresAsync(OpenStore before, OpenStore after, bool onlyFilesOfRight)
    {
        var left = await FlowLookup.AllAsync(before.Store, FlowQuery.All, call.Stop);
        var right = await FlowLookup.AllAsync(after.Store, FlowQuery.All, call.Stop);
        var pairs = Match(left, right);
        var was = (await before.ReadAsync(call, [.. pairs.Select(pair => pair.Before.Id)])).ToDictionary(flow => flow.Header.Id, flow => flow.Text, StringComparer.Ordinal);
        var isNow = (await after.ReadAsync(call, [.. pairs.Select(pair => pair.After.Id)])).ToDictionary(flow => flow.Header.Id, flow => flow.Text, StringComparer.Ordinal);
        var catalogue = await CatalogueAsync(before.Store is FolderStore ? right : left);
        var rows = new List<DiffView.DiffRow>();
        foreach (var (old, young) in pairs.Where(pair => was.ContainsKey(pair.Before.Id) && isNow.ContainsKey(pair.After.Id)))
        {
            var (from, to) = ($"{before.Store.DisplayName}/{old.Name}", $"{after.Store.DisplayName}/{young.Name}");
            var diff = FlowDiff.Compare(Read(from, was[old.Id]), Read(to, isNow[young.Id]), catalogue);
            rows.Add(DiffView.DiffRow.Changed(young.Name, young.Type, diff, Hidden, from, to));
        }

        rows.AddRange(right.Except(pairs.Select(pair => pair.After)).Select(flow => DiffView.DiffRow.Only("added", flow)));
        var gone = left.Except(pairs.Select(pair => pair.Before)).ToList();
        rows.AddRange(onlyFilesOfRight ? [] : gone.Select(flow => DiffView.DiffRow.Only("removed", flow)));
        rows.Sort((x, y) => string.CompareOrdinal(x.Name, y.Name));
        return new DiffView(before.Store.DisplayName, after.Store.DisplayName, rows) { WithoutFile = onlyFilesOfRight ? gone.Count : null };
    }

    private Flow Read(string name, string text) => new FlowSource(name, new SourceText(text, name), Id: null).ReadAsFarAsItGoes(call);

    private static List<(FlowHeader Before, FlowHeader After)> Match(List<FlowHeader> left, List<FlowHeader> right)
    {
        var here = left.ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        var byId = left.ToLookup(flow => flow.CatalogueId, StringComparer.Ordinal);
        var byName = left.ToLookup(flow => (flow.Name, FlowTypes.Normalize(flow.Type)));
        var taken = new HashSet<FlowHeader>();
        var pairs = new List<(FlowHeader Before, FlowHeader After)>();

        // Several may be called the same by others, as templates are: those in the same place belong together.
        bool IsTwin(FlowHeader flow) => here.GetValueOrDefault(flow.Id) is { } twin && twin.CatalogueId == flow.CatalogueId && FlowTypes.Same(twin.Type, flow.Type);
        foreach (var flow in right.OrderByDescending(IsTwin))
        {
            var match = IsTwin(flow)
                ? here[flow.Id]
                : byId[flow.CatalogueId].Concat(byName[(flow.Name, FlowTypes.Normalize(flow.Type))]).FirstOrDefault(candidate => !taken.Contains(candidate) && FlowTypes.Same(candidate.Type, flow.Type));
            if (match is not null && taken.Add(match))
            {
                pairs.Add((match, flow));
            }
        }

        return pairs;
    }
}
