using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Control;

/// <summary>The org's clock: reading it and moving it forward.</summary>
internal static class ClockApi
{
    public static void MapClock(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/_emulator/clock", context => ReplyAsync(context, org)).Named("getEmulatorClock");
        routes.MapPost("/_emulator/clock", context => PostAsync(context, org)).Named("postEmulatorClock");
    }

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        var by = body.Text("advance") is { } duration ? ApiTime.ReadDuration("advance", duration)
            : body.Text("to") is { } moment ? ApiTime.Read("to", moment) - org.Now
            : throw ServiceErrors.MissingField("advance", "Send \"advance\" with a duration such as PT1H, or \"to\" with a date and time.");
        if (by < TimeSpan.Zero)
        {
            throw ServiceErrors.InvalidValue("to", $"The clock shows {JsonReply.Time(org.Now)} already, and does not go back.");
        }

        switch (org.Time)
        {
            case MovableClock clock:
                clock.Advance(by);
                break;
            case VirtualClock clock:
                clock.Advance(by);
                break;
            default:
                throw ServiceErrors.BadBody("The program that runs the emulator gave it a clock that cannot be moved from here.");
        }

        await ReplyAsync(context, org);
    }

    private static Task ReplyAsync(HttpContext context, EmulatorOrg org) =>
        JsonReply.ObjectAsync(context, 200, writer => writer.WriteString("now", JsonReply.Time(org.Now)));
}
