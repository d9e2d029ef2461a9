using System.Globalization;
using Patchbay.Cli.Commands;
using Patchbay.Client.Definitions;
using Patchbay.Client.Platform;
using Patchbay.Core.Flows;

namespace Patchbay.Cli.Views;

/// <summary>Who did what, newest first.</summary>
/// <param name="Source">The org, or the file, that tells.</param>
/// <param name="Entries">What was done.</param>
/// <param name="HasMore">Whether there are older entries that were not asked for.</param>
internal sealed record AuditView(string Source, IReadOnlyList<AuditView.Entry> Entries, bool HasMore) : IView
{
    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (Entries.Count == 0)
        {
            canvas.Line($"{Source} tells of nothing in that time.");
            return;
        }

        canvas.Table(
        [
            ["WHEN", "WHO", "DID", "FLOW", "VERSION"],
            .. Entries.Select(entry => new[] { Times.Show(entry.At), entry.User ?? "", entry.Action + (entry.ActivateAt is { } at ? $" for {Times.Show(at)}" : ""), entry.Flow ?? entry.FlowId, entry.Version ?? "" }),
        ], heading: true);
        canvas.Line(HasMore ? $"The newest {Entries.Count} entries of {Source}; --limit shows more." : $"{Plural.Of(Entries.Count, "entry", "entries")} of {Source}");
    }

    /// <summary>Something that was done.</summary>
    internal sealed record Entry
    {
        public required DateTimeOffset At { get; init; }

        /// <summary>Who; null in the local file, which tells of this folder's deployments only.</summary>
        public string? User { get; init; }

        public required string Action { get; init; }

        public required string FlowId { get; init; }

        /// <summary>The flow's name; null where it is not known any more.</summary>
        public string? Flow { get; init; }

        public string? Version { get; init; }

        public string? Revision { get; init; }

        public DateTimeOffset? ActivateAt { get; init; }

        /// <summary>An entry of an org.</summary>
        public static Entry Of(FlowAudit audit) => new()
        {
            At = audit.Timestamp,
            User = audit.User,
            Action = audit.Action,
            FlowId = audit.FlowId,
            Flow = audit.FlowName,
            Version = audit.Version?.ToString(CultureInfo.InvariantCulture),
            Revision = audit.RevisionId,
            ActivateAt = audit.ActivateAt,
        };

        /// <summary>An entry of an org that speaks the platform's API.</summary>
        public static Entry Of(PlatformAudit audit) => new()
        {
            At = audit.EventDate,
            User = audit.By.Length > 0 ? audit.By : null,
            Action = audit.Status is null or "SUCCESS" ? audit.Action : $"{audit.Action} ({audit.Status.ToLowerInvariant()})",
            FlowId = audit.Entity?.Id ?? "",
            Flow = audit.Entity?.Name,
            Version = audit.Version,
        };

        /// <summary>An entry of a flow's own history.</summary>
        public static Entry Of(FlowHistoryEntry entry, FlowHeader flow) => new()
        {
            At = entry.Timestamp,
            User = (entry.User ?? entry.Client) is { } who ? who.Name ?? who.Id : null,
            Action = entry.Action.Length > 0 ? $"{entry.Action[0]}{entry.Action[1..].ToLowerInvariant()}" : "",
            FlowId = flow.Id,
            Flow = flow.Name,
            Version = entry.Version,
        };

        /// <summary>A line of the local file.</summary>
        public static Entry Of(LocalAudit line, string? flow) => new()
        {
            At = line.DeployedAt,
            Action = line.Status == "SUCCESS" ? "deployed" : $"deploy {line.Status.ToLowerInvariant()}",
            FlowId = line.FlowId,
            Flow = flow,
            Version = line.RevisionId.Split(':') is [var version, _] ? version : null,
            Revision = line.RevisionId,
        };
    }
}
