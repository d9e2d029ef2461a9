using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Control;

/// <summary>The sockets of notifications.</summary>
internal static class SocketsApi
{
    public static void MapSockets(this IEndpointRouteBuilder routes, EmulatorOrg org) =>
        routes.MapDelete("/_emulator/sockets", context =>
        {
            org.Notifications.CloseAll();
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        }).Named("deleteEmulatorSockets");
}
