using System.Net;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Stores;

/// <summary>Gives flows of an org that speaks the platform's API other names, so that a publish job, which knows a flow by its name, finds them: the lock is taken, the name changed, and the lock released by a revert.</summary>
/// <remarks>A name belongs to the flow and not to a version, so that a revert, which drops what was saved, keeps it and makes no version; a check-in would make one that nobody asked for. The platform documents neither, so the name is looked at afterwards.</remarks>
/// <param name="api">The API of the org.</param>
/// <param name="org">How messages call the org.</param>
/// <param name="mirror">What was fetched before; null for nothing.</param>
internal sealed class FlowRenames(PlatformApi api, string org, FlowMirror? mirror)
{
    /// <summary>Gives a flow another name.</summary>
    /// <param name="flow">The flow, as it was just seen.</param>
    /// <param name="name">The name to have.</param>
    /// <param name="cancellationToken">Stops it; the flow may be left locked.</param>
    /// <returns>Null where it has that name now; else what stood in the way, and it has its old one.</returns>
    /// <exception cref="StoreException">The org gave up.</exception>
    public async Task<WriteResult?> RenameAsync(PlatformFlow flow, string name, CancellationToken cancellationToken)
    {
        PlatformFlow held;
        try
        {
            held = await api.Flows.CheckOutAsync(flow.Id, cancellationToken);
        }
        catch (ApiException error) when (error.Status == HttpStatusCode.Conflict)
        {
            var now = await api.Flows.GetAsync(flow.Id, cancellationToken);
            return now.Holder is null ? new WriteResult.Refused([error.Message]) : FlowLocks.HeldBy(now, api.Connection.Login);
        }

        if (held.CheckedInVersion?.Id != flow.CheckedInVersion?.Id)
        {
            return new WriteResult.Conflict(PlatformRevision.Of(await ReleaseAsync(flow, cancellationToken)));
        }

        // Whatever comes of it, texts that have the old name are fetched again.
        mirror?.ForgetNaming(flow.Name);
        ApiException? refusal = null;
        try
        {
            await api.Flows.UpdateAsync(flow.Id, name, flow.Description, cancellationToken);
        }
        catch (ApiException error)
        {
            refusal = error;
        }

        var after = await ReleaseAsync(flow, cancellationToken);
        return after.Name == name ? null : refusal switch
        {
            null => new WriteResult.Refused([$"{org} took \"{name}\" for the name of \"{flow.Name}\" and dropped it together with the lock. Nothing was published. Rename the flow in Architect, then make the plan again."]),
            { Status: HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.MethodNotAllowed } => new WriteResult.Refused([refusal.Message]),
            _ => throw new StoreException(refusal.Message, refusal.Failure, refusal),
        };
    }

    private async Task<PlatformFlow> ReleaseAsync(PlatformFlow flow, CancellationToken cancellationToken)
    {
        try
        {
            return await api.Flows.RevertAsync(flow.Id, cancellationToken);
        }
        catch (ApiException error) when (error.Status == HttpStatusCode.Conflict)
        {
            // The lock is gone already.
            return await api.Flows.GetAsync(flow.Id, cancellationToken);
        }
        catch (ApiException error)
        {
            throw new StoreException($"{error.Message} The lock that was taken to rename \"{flow.Name}\" in {org} may still be there.", error.Failure, error) { OutcomeUnknown = true };
        }
    }
}
