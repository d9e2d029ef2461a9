using System.Runtime.CompilerServices;
using Patchbay.Cli.Views;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;

namespace Patchbay.Cli.Commands;

/// <summary>The audit trail of an org, whichever API it speaks.</summary>
internal static class OrgAudits
{
    /// <summary>The entries about flows, newest first.</summary>
    /// <param name="open">The org.</param>
    /// <param name="flowId">One flow's entries; null for all.</param>
    /// <param name="from">Nothing older; null for as far back as the org tells at once.</param>
    /// <param name="to">Nothing newer; null for now.</param>
    /// <param name="now">The time it is.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="CliException">There is no org.</exception>
    public static IAsyncEnumerable<AuditView.Entry> ReadAsync(OpenStore open, string? flowId, DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now, CancellationToken stop) => open.Platform is { } platform
        ? OfPlatformAsync(open, platform.Audits.FlowsAsync(flowId, from ?? EarliestAtOnce(now), to ?? now.AddMinutes(1), stop), stop)
        : open.RequireApi("An org keeps an audit trail (what was deployed from here is shown with --local)").Audits.AllAsync(flowId, from, to, stop).Select(AuditView.Entry.Of);

    /// <summary>Names the clients that did something, whom audits tell by id alone: as flows tell them, which are listed for it at most once.</summary>
    private static async IAsyncEnumerable<AuditView.Entry> OfPlatformAsync(OpenStore open, IAsyncEnumerable<PlatformAudit> audits, [EnumeratorCancellation] CancellationToken stop)
    {
        IReadOnlyDictionary<string, string>? names = null;
        await foreach (var audit in audits.WithCancellation(stop))
        {
            if (audit is { User: null, Client: { Name: null } client } && open.Store is ArchitectStore store)
            {
                names ??= await NamesAsync(store, stop);
                yield return AuditView.Entry.Of(audit with { Client = client with { Name = names.GetValueOrDefault(client.Id) } });
            }
            else
            {
                yield return AuditView.Entry.Of(audit);
            }
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> NamesAsync(ArchitectStore store, CancellationToken stop)
    {
        try
        {
            if (store.ClientNames.Count == 0)
            {
                await FlowLookup.AllAsync(store, FlowQuery.All, stop);
            }
        }
        catch (StoreException error) when (error.Failure == StoreFailure.NotAuthorized)
        {
            // Who may see audits and no flows reads the clients' ids.
        }

        return store.ClientNames;
    }

    /// <summary>How far back an org is asked where nobody says: as far as it answers at once, a quarter of an hour short of it.</summary>
    /// <param name="now">The time it is.</param>
    public static DateTimeOffset EarliestAtOnce(DateTimeOffset now) => now - PlatformAuditsClient.AtOnce + TimeSpan.FromMinutes(15);
}
