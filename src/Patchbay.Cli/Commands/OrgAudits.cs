using Patchbay.Cli.Views;
using Patchbay.Client.Platform;

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
        ? platform.Audits.FlowsAsync(flowId, from ?? EarliestAtOnce(now), to ?? now.AddMinutes(1), stop).Select(AuditView.Entry.Of)
        : open.RequireApi("An org keeps an audit trail (what was deployed from here is shown with --local)").Audits.AllAsync(flowId, from, to, stop).Select(AuditView.Entry.Of);

    /// <summary>How far back an org is asked where nobody says: as far as it answers at once, a quarter of an hour short of it.</summary>
    private static DateTimeOffset EarliestAtOnce(DateTimeOffset now) => now - PlatformAuditsClient.AtOnce + TimeSpan.FromMinutes(15);
}
