using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Control;

/// <summary>The rules by which requests go wrong.</summary>
internal static class FaultsApi
{
    private static readonly (string Name, FaultKind Kind)[] Kinds =
    [
        ("429", FaultKind.TooManyRequests),
        ("500", FaultKind.InternalError),
        ("503", FaultKind.Unavailable),
        ("slow", FaultKind.Slow),
        ("cut", FaultKind.Cut),
        ("lost-answer", FaultKind.LostAnswer),
        ("conflict", FaultKind.Conflict),
        ("login-throttled", FaultKind.LoginThrottled),
        ("locked", FaultKind.Locked),
        ("publish-ignored", FaultKind.PublishIgnored),
        ("upload-refused", FaultKind.UploadRefused),
        ("job-stuck", FaultKind.JobStuck),
        ("job-throttled", FaultKind.JobThrottled),
        ("empty-export", FaultKind.EmptyExport),
        ("index-misses", FaultKind.IndexMisses),
    ];

    public static void MapFaults(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/_emulator/faults", context => GetAsync(context, org)).Named("getEmulatorFaults");
        routes.MapPost("/_emulator/faults", context => PostAsync(context, org)).Named("postEmulatorFaults");
        routes.MapDelete("/_emulator/faults", context => DeleteAllAsync(context, org)).Named("deleteEmulatorFaults");
        routes.MapDelete("/_emulator/faults/{faultId:int}", context => DeleteAsync(context, org)).Named("deleteEmulatorFault");
    }

    private static Task GetAsync(HttpContext context, EmulatorOrg org) => JsonReply.ObjectAsync(context, 200, writer =>
    {
        writer.WriteStartArray("faults");
        foreach (var (id, rule, seen, struck) in org.Faults.List())
        {
            writer.WriteStartObject();
            Write(writer, id, rule);
            writer.WriteNumber("seen", seen);
            writer.WriteNumber("struck", struck);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var rule = Read(await JsonBody.ReadAsync(context));
        var id = org.Faults.Add(rule);
        await JsonReply.ObjectAsync(context, 201, writer => Write(writer, id, rule));
    }

    private static Task DeleteAllAsync(HttpContext context, EmulatorOrg org)
    {
        org.Faults.Clear();
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org)
    {
        var id = int.Parse(context.Request.RouteValues["faultId"]?.ToString() ?? "", CultureInfo.InvariantCulture);
        if (!org.Faults.Remove(id))
        {
            throw ServiceErrors.PathNotFound("DELETE", context.Request.Path);
        }

        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static FaultRule Read(JsonBody body)
    {
        var name = (body.Root["kind"] as ScalarNode)?.Value;
        var kind = Array.Find(Kinds, known => known.Name == name);
        if (kind.Name is null)
        {
            throw ServiceErrors.InvalidValue("kind", $"\"kind\" is {(name is null ? "missing" : $"\"{name}\"")}; it must be one of {string.Join(", ", Kinds.Select(known => known.Name))}.");
        }

        var probability = body.Number("probability") ?? 1;
        if (probability is not (>= 0 and <= 1))
        {
            throw ServiceErrors.InvalidValue("probability", "\"probability\" must be from 0 to 1.");
        }

        return new FaultRule(kind.Kind)
        {
            Method = body.Text("method"),
            Path = body.Text("path"),
            Skip = body.Integer("skip") ?? 0,
            Count = body.Integer("count"),
            Probability = probability,
            Seed = body.Integer("seed") ?? 1,
            Delay = body.Text("delay") is { } delay ? ApiTime.ReadDuration("delay", delay) : TimeSpan.FromSeconds(5),
            RetryAfter = body.Integer("retryAfter"),
            Author = body.Text("author") ?? "another.user",
            Edit = body.Root["edit"] switch
            {
                null => null,
                MappingNode edit => JsonPrinter.Compact(body.Source, edit),
                _ => throw ServiceErrors.InvalidValue("edit", "\"edit\" must be a JSON merge patch: an object."),
            },
        };
    }

    private static void Write(Utf8JsonWriter writer, int id, FaultRule rule)
    {
        writer.WriteNumber("id", id);
        writer.WriteString("kind", Array.Find(Kinds, known => known.Kind == rule.Kind).Name);
        writer.WriteString("method", rule.Method);
        writer.WriteString("path", rule.Path);
        writer.WriteNumber("skip", rule.Skip);
        if (rule.Count is { } count)
        {
            writer.WriteNumber("count", count);
        }

        writer.WriteNumber("probability", rule.Probability);
        writer.WriteNumber("seed", rule.Seed);
    }
}
