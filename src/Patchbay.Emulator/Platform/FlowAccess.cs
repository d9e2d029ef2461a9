using Microsoft.AspNetCore.Http;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>The flow that a request is about, if whoever asks may see or change it. Under the org's lock.</summary>
internal static class FlowAccess
{
    /// <summary>A flow to look at.</summary>
    /// <param name="context">The request.</param>
    /// <param name="org">The org.</param>
    /// <param name="id">The flow's id.</param>
    /// <param name="permission">What is needed in its division.</param>
    /// <param name="takesDeleted">Whether a deleted flow will do.</param>
    /// <exception cref="ServiceException">There is none, or a permission is missing in its division.</exception>
    public static PlatformFlow Readable(HttpContext context, EmulatorOrg org, string id, string permission, bool takesDeleted = false)
    {
        var flow = Reachable(context, org, id, permission);
        return flow.IsDeleted && !takesDeleted ? throw PlatformErrors.FlowNotFound(id) : flow;
    }

    /// <summary>A flow to change. By a fault rule somebody else has locked it just before.</summary>
    /// <exception cref="ServiceException">There is none, it was deleted, it is one for debugging, or a permission is missing in its division.</exception>
    public static PlatformFlow Writable(HttpContext context, EmulatorOrg org, string id, string permission)
    {
        var flow = Reachable(context, org, id, permission);
        if (flow.IsDeleted)
        {
            throw PlatformErrors.FlowDeleted(flow);
        }

        if (flow.IsDebug)
        {
            throw PlatformErrors.DebugFlow(flow);
        }

        LetSomebodyIn(context, org, flow);
        return flow;
    }

    /// <summary>Lets somebody take the lock of a flow, or publish a version of it, where a fault rule says so and nobody has the lock.</summary>
    public static void LetSomebodyIn(HttpContext context, EmulatorOrg org, PlatformFlow? flow)
    {
        if (flow is not { LockedBy: null } || org.Faults.Strike(context.Request.Method, context.Request.Path, FaultKind.Locked, FaultKind.Conflict) is not { } rule)
        {
            return;
        }

        if (rule.Kind == FaultKind.Locked)
        {
            org.Platform.CheckOut(flow, new Actor(rule.Author, rule.Author, IsUser: true));
        }
        else if (flow.CheckedIn is not null)
        {
            org.PublishAsSomebodyElse(flow.Id, rule.Author);
        }
    }

    private static PlatformFlow Reachable(HttpContext context, EmulatorOrg org, string id, string permission)
    {
        var flow = org.Platform.Flow(id);
        return context.Token().Reaches(flow.Division) ? flow : throw ServiceErrors.MissingPermission([permission], flow.Division.Name);
    }
}
