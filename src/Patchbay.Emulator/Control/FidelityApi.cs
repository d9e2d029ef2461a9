using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Control;

/// <summary>How sure the emulator's behaviour is, rule by rule.</summary>
internal static class FidelityApi
{
    public static void MapFidelity(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/_emulator/fidelity", GetAsync).Named("getEmulatorFidelity");
    }

    private static Task GetAsync(HttpContext context) => JsonReply.ObjectAsync(context, 200, writer =>
    {
        writer.WriteStartArray("rules");
        foreach (var rule in FidelityLedger.Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("area", rule.Area);
            writer.WriteString("rule", rule.Rule);
            writer.WriteString("source", rule.Source);
            writer.WriteString("confidence", rule.Confidence.ToString().ToLowerInvariant());
            writer.WriteString("test", rule.Test);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });
}
