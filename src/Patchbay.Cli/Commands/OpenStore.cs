using Patchbay.Cli.Views;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;

namespace Patchbay.Cli.Commands;

/// <summary>A store in use, and the workspace it is used from.</summary>
/// <param name="Store">The store.</param>
/// <param name="Workspace">The workspace.</param>
internal sealed record OpenStore(IFlowStore Store, Workspace Workspace) : IDisposable
{
    /// <summary>The org's API, where it speaks the definitions API; null for another org, and for a folder.</summary>
    public DefinitionsApi? Api { get; init; }

    /// <summary>The connection to the org; null for a folder.</summary>
    public ApiConnection? Connection { get; init; }

    /// <summary>The org's API.</summary>
    /// <param name="what">What needs an org, as a sentence begins: <c>Adoption counts callers</c>.</param>
    /// <exception cref="CliException">The store is a folder, or the org speaks the platform API.</exception>
    public DefinitionsApi RequireApi(string what) =>
        Api ?? throw (Connection is not null
            ? CliException.Usage($"{what}, which this version can do only for orgs that speak the definitions API; {Store.DisplayName} speaks the platform API.")
            : CliException.Usage($"{what}, and no org is named. Name one with --org, or set \"org\" in patchbay.yaml."));

    /// <summary>Refuses a folder.</summary>
    /// <param name="what">What needs an org, as a sentence begins.</param>
    /// <exception cref="CliException">The store is a folder.</exception>
    public void RequireOrg(string what)
    {
        if (Connection is null)
        {
            throw CliException.Usage($"{what}, and no org is named. Name one with --org, or set \"org\" in patchbay.yaml.");
        }
    }

    /// <summary>The org's API, where it speaks the platform's own; null for another org, and for a folder.</summary>
    public PlatformApi? Platform { get; init; }

    /// <summary>The org's API.</summary>
    /// <param name="what">What needs an org that speaks the platform's API, as a sentence begins: <c>The ledger of modules is an org's</c>.</param>
    /// <exception cref="CliException">The store is something else.</exception>
    public PlatformApi RequirePlatform(string what) =>
        Platform ?? throw CliException.Usage($"{what} that speaks the platform API, and {Store.DisplayName} is none. Name one with --org; its profile in patchbay.yaml says \"api: platform\".");

    /// <summary>How many requests were sent, for the line that ends a piece of work; empty for a folder.</summary>
    public string Traffic => Connection?.Counts is { } counts ? $" ({Plural.Of(counts.Sent, "request")}, {counts.Throttled} throttled)" : "";

    /// <summary>Reads definitions, in the order of the ids, while showing how far it is. Files that are not UTF-8 text, of which the folder has told, are left out.</summary>
    public async Task<IReadOnlyList<StoredFlow>> ReadAsync(Invocation call, IReadOnlyList<string> ids)
    {
        ids = Store is FolderStore folder ? [.. ids.Except(folder.Unreadable)] : ids;
        var read = await call.Terminal.ProgressAsync(
            $"Reading {Plural.Of(ids.Count, "flow")} from {Store.DisplayName}",
            async meter =>
            {
                meter.Expect(ids.Count);
                var arrived = new Dictionary<string, StoredFlow>(StringComparer.Ordinal);
                await foreach (var flow in Store.ReadManyAsync(ids, call.Stop))
                {
                    arrived[flow.Header.Id] = flow;
                    meter.Step();
                }

                return arrived;
            },
            _ => $"done{Traffic}");
        return [.. ids.Where(read.ContainsKey).Select(id => read[id])];
    }

    /// <inheritdoc/>
    public void Dispose() => Connection?.Dispose();
}
