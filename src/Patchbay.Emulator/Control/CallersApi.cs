using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Control;

/// <summary>Simulated callers, who make the analytics.</summary>
internal static class CallersApi
{
    private const int MostCallers = 100_000;

    public static void MapCallers(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/_emulator/callers", context => PostAsync(context, org)).Named("postEmulatorCallers");
    }

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        var count = body.Integer("count") ?? throw ServiceErrors.MissingField("count", "Say how many callers there shall be.");
        if (count is < 1 or > MostCallers)
        {
            throw ServiceErrors.InvalidValue("count", $"\"count\" is {count}; it must be from 1 to {MostCallers}.");
        }

        var flowIds = body.Texts("flowIds");
        var summary = Simulate(org, new SimulatedCalls(count)
        {
            Seed = body.Integer("seed") ?? 1,
            Over = body.Text("over") is { } over ? ApiTime.ReadDuration("over", over) : TimeSpan.Zero,
            Name = body.Text("name"),
            Type = body.Text("type"),
            FlowIds = flowIds.IsDefault ? [] : flowIds,
        });
        await JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteNumber("callers", count);
            writer.WriteNumber("answered", summary.Ends.Sum(end => end.Value));
            writer.WriteStartObject("ends");
            foreach (var (end, times) in summary.Ends)
            {
                writer.WriteNumber(end.ToString().ToLowerInvariant(), times);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("contacts");
            foreach (var (flowId, contacts) in summary.Contacts)
            {
                writer.WriteNumber(flowId, contacts);
            }

            writer.WriteEndObject();
            WriteModules(writer, summary.Modules);
        });
    }

    /// <summary>The versions of common modules that were walked, where there are any: <c>{"id": {"2.0": 17}}</c>.</summary>
    private static void WriteModules(Utf8JsonWriter writer, ImmutableArray<ModuleRun> modules)
    {
        if (modules.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject("modules");
        foreach (var module in modules.GroupBy(module => module.FlowId, StringComparer.Ordinal))
        {
            writer.WriteStartObject(module.Key);
            foreach (var run in module)
            {
                writer.WriteNumber(run.Version, run.Times);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static CallSummary Simulate(EmulatorOrg org, SimulatedCalls calls)
    {
        try
        {
            return org.SimulateCallers(calls);
        }
        catch (ArgumentException exception)
        {
            throw ServiceErrors.BadBody(exception.Message);
        }
    }
}
