using Patchbay.Core.Flows;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    /// <summary>Makes a revision live, now or at a time. What is so already is left so, so that a request may be sent twice.</summary>
    internal PublishOutcome Publish(string id, string revisionId, DateTimeOffset? activateAt, Token token)
    {
        lock (_gate)
        {
            Settle();
            var flow = Reachable(id, token);
            var version = flow.FindRevision(revisionId) ?? throw ServiceErrors.UnknownRevision(flow, revisionId);
            if (flow.Published is { } live && live.Version == version)
            {
                return new PublishOutcome(version, IsLive: true, live.At);
            }

            if (version.Status == CompilationStatus.Pending)
            {
                throw ServiceErrors.CompilationPending(flow, version);
            }

            if (version.Status == CompilationStatus.Failed)
            {
                throw ServiceErrors.CompilationFailed(flow, version);
            }

            RefuseBeyondLimit(flow);
            return activateAt is { } at && at > Now ? Schedule(flow, version, at, token) : PublishNow(flow, version, token);
        }
    }

    internal void CancelSchedule(string id, Token token)
    {
        lock (_gate)
        {
            Settle();
            var flow = Reachable(id, token);
            var scheduled = flow.Scheduled ?? throw ServiceErrors.NothingScheduled(flow);
            flow.Scheduled = null;
            Note(flow);
            _audits.Add(Now, token.Client.Id, "CancelSchedule", flow, scheduled.Version, scheduled.At);
        }
    }

    private PublishOutcome PublishNow(OrgFlow flow, FlowVersion version, Token token)
    {
        var now = Now;
        flow.Activations.Add(new Activation(version, now));
        if (flow.Scheduled?.Version == version)
        {
            flow.Scheduled = null;
        }

        Note(flow);
        _audits.Add(now, token.Client.Id, "Publish", flow, version);
        return new PublishOutcome(version, IsLive: true, now);
    }

    private PublishOutcome Schedule(OrgFlow flow, FlowVersion version, DateTimeOffset at, Token token)
    {
        if (flow.Scheduled is { } already && already.Version == version && already.At == at)
        {
            return new PublishOutcome(version, IsLive: false, at);
        }

        var scheduled = new ScheduledActivation(version, at, token.Client.Id);
        flow.Scheduled = scheduled;
        Note(flow);
        _audits.Add(Now, token.Client.Id, "Schedule", flow, version, at);
        _agenda.Add(at, () => Activate(flow, scheduled));
        return new PublishOutcome(version, IsLive: false, at);
    }

    private void Activate(OrgFlow flow, ScheduledActivation scheduled)
    {
        // Another schedule, a cancellation or the flow's end may have come in between.
        if (flow.Scheduled == scheduled)
        {
            flow.Scheduled = null;
            flow.Activations.Add(new Activation(scheduled.Version, scheduled.At));
            Note(flow);
            _audits.Add(scheduled.At, scheduled.Author, "Activate", flow, scheduled.Version);
        }
    }

    private void RefuseBeyondLimit(OrgFlow flow)
    {
        var isCounted = flow.Published is not null || flow.Scheduled is not null;
        if (!isCounted && _ordered.Values.Count(other => other.Published is not null || other.Scheduled is not null) >= Options.MaxFlows)
        {
            throw ServiceErrors.TooManyFlows(flow, Options.MaxFlows);
        }
    }
}

/// <summary>What became of a publish.</summary>
/// <param name="Version">The version.</param>
/// <param name="IsLive">Whether callers hear it now; otherwise it is scheduled.</param>
/// <param name="At">When it went or will go live.</param>
internal sealed record PublishOutcome(FlowVersion Version, bool IsLive, DateTimeOffset At);
