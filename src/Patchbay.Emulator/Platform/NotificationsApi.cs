using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Channels by which a client hears of changes, and their topics; the socket itself is at an address beside the API, which a channel's id opens.</summary>
internal static partial class NotificationsApi
{
    private const int MaxTopics = 1000;

    /// <summary>The topics that this org tells of, each with the permission that it needs.</summary>
    private static readonly ImmutableArray<(string Topic, Regex Pattern, string Permission, string Description)> Known =
    [
        ("v2.flows.{id}", FlowTopic(), "architect:flow:view", "Changes of a flow: its lock, its versions, what is being done to it"),
        ("v2.architect.dependencytracking.build", BuildTopic(), "architect:dependencyTracking:view", "Steps of a build of the dependency index"),
    ];

    public static void MapNotifications(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        const string channels = "/api/v2/notifications/channels";
        routes.MapGet("/api/v2/notifications/availabletopics", ListTopicsAsync).Named("getNotificationsAvailabletopics");
        routes.MapGet(channels, context => ListAsync(context, org)).Named("getNotificationsChannels");
        routes.MapPost(channels, context => CreateAsync(context, org)).Named("postNotificationsChannels");
        routes.MapMethods($"{channels}/{{channelId}}", ["HEAD"], context => CheckAsync(context, org)).Named("headNotificationsChannel");
        routes.MapGet($"{channels}/{{channelId}}/subscriptions", context => GetTopicsAsync(context, org)).Named("getNotificationsChannelSubscriptions");
        routes.MapPost($"{channels}/{{channelId}}/subscriptions", context => SetTopicsAsync(context, org, keep: true)).Named("postNotificationsChannelSubscriptions");
        routes.MapPut($"{channels}/{{channelId}}/subscriptions", context => SetTopicsAsync(context, org, keep: false)).Named("putNotificationsChannelSubscriptions");
        routes.MapDelete($"{channels}/{{channelId}}/subscriptions", context => ClearAsync(context, org)).Named("deleteNotificationsChannelSubscriptions");
        routes.MapGet("/channels/{channelId}", context => ConnectAsync(context, org)).Named("connectChannel");
    }

    private static Task ListTopicsAsync(HttpContext context)
    {
        var expand = context.Request.Query["expand"].SelectMany(value => (value ?? "").Split(',')).ToHashSet(StringComparer.Ordinal);
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteStartArray("entities");
            foreach (var (topic, _, permission, description) in Known)
            {
                writer.WriteStartObject();
                writer.WriteString("id", topic);
                if (expand.Contains("description"))
                {
                    writer.WriteString("description", description);
                }

                if (expand.Contains("requiresPermissions"))
                {
                    writer.WriteStartArray("requiresPermissions");
                    writer.WriteStringValue(permission);
                    writer.WriteEndArray();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static Task ListAsync(HttpContext context, EmulatorOrg org)
    {
        var allTokens = context.Request.Query["includechannels"].ToString() switch
        {
            "" or "token" => false,
            "oauthclient" => true,
            var other => throw ServiceErrors.InvalidValue("includechannels", $"\"includechannels\" is \"{other}\"; it must be token or oauthclient."),
        };
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteStartArray("entities");
            foreach (var channel in org.Notifications.Of(context.Token(), allTokens))
            {
                writer.WriteStartObject();
                Write(context, writer, channel);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static Task CreateAsync(HttpContext context, EmulatorOrg org)
    {
        var channel = org.Notifications.Create(context.Token());
        return JsonReply.ObjectAsync(context, 200, writer => Write(context, writer, channel));
    }

    private static Task CheckAsync(HttpContext context, EmulatorOrg org)
    {
        Channel(context, org);
        context.Response.StatusCode = 200;
        return Task.CompletedTask;
    }

    private static Task GetTopicsAsync(HttpContext context, EmulatorOrg org) => AnswerAsync(context, Channel(context, org).Topics, []);

    private static Task ClearAsync(HttpContext context, EmulatorOrg org)
    {
        Channel(context, org).Topics = [];
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    private static async Task SetTopicsAsync(HttpContext context, EmulatorOrg org, bool keep)
    {
        var channel = Channel(context, org);
        var asked = await ReadTopicsAsync(context);
        var token = context.Token();
        var rejected = asked.Select(topic => Rejection(topic, token)).OfType<RejectedTopic>().ToImmutableArray();
        if (rejected.Length > 0 && context.Request.Query["ignoreErrors"].ToString() is not ("true" or "True"))
        {
            throw ServiceErrors.BadBody($"The topic \"{rejected[0].Topic}\" is rejected: {rejected[0].Reason}");
        }

        var topics = (keep ? channel.Topics : []).Concat(asked.Where(topic => rejected.All(no => no.Topic != topic))).Distinct(StringComparer.Ordinal).ToImmutableArray();
        channel.Topics = topics.Length <= MaxTopics ? topics : throw ServiceErrors.BadBody($"A channel has {MaxTopics} topics at most.");
        await AnswerAsync(context, channel.Topics, rejected);
    }

    private static Task AnswerAsync(HttpContext context, ImmutableArray<string> topics, ImmutableArray<RejectedTopic> rejected) => JsonReply.ObjectAsync(context, 200, writer =>
    {
        writer.WriteStartArray("entities");
        foreach (var topic in topics)
        {
            writer.WriteStartObject();
            writer.WriteString("id", topic);
            writer.WriteString("state", "Permitted");
            writer.WriteString("selfUri", $"/api/v2/notifications/channels/{context.Route("channelId")}/subscriptions/{topic}");
            writer.WriteEndObject();
        }

        foreach (var (topic, reason, permission) in rejected)
        {
            writer.WriteStartObject();
            writer.WriteString("id", topic);
            writer.WriteString("state", "Rejected");
            writer.WriteString("rejectionReason", reason);
            writer.WriteStartArray("missingPermissions");
            if (permission is not null)
            {
                writer.WriteStringValue(permission);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static RejectedTopic? Rejection(string topic, Token token)
    {
        var known = Known.FirstOrDefault(known => known.Pattern.IsMatch(topic));
        return known.Topic is null ? new RejectedTopic(topic, "There is no such topic.", null)
            : token.Permits(known.Permission) ? null
            : new RejectedTopic(topic, $"The permission {known.Permission} is missing.", known.Permission);
    }

    private static async Task<ImmutableArray<string>> ReadTopicsAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Array
                ? [.. body.RootElement.EnumerateArray().Select(TopicOf)]
                : throw ServiceErrors.BadBody("The request body must be a list of topics, such as [{\"id\": \"v2.flows.ID\"}].");
        }
        catch (JsonException e)
        {
            throw ServiceErrors.BadJson($"Line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} is where it ends to be.");
        }
    }

    private static string TopicOf(JsonElement topic) =>
        topic.ValueKind == JsonValueKind.Object && topic.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } text
            ? text
            : throw ServiceErrors.MissingField("id", "Each topic of the list has one.");

    private static void Write(HttpContext context, Utf8JsonWriter writer, NotificationChannel channel)
    {
        writer.WriteString("id", channel.Id);
        writer.WriteString("connectUri", $"{(context.Request.IsHttps ? "wss" : "ws")}://{context.Request.Host}/channels/{channel.Id}");
        writer.WriteString("expires", JsonReply.Time(channel.Expires));
    }

    private static NotificationChannel Channel(HttpContext context, EmulatorOrg org) =>
        org.Notifications.Find(context.Route("channelId")) is { } channel && channel.Token.Actor == context.Token().Actor ? channel : throw NotFound();

    private static ServiceException NotFound() => new(404, "not.found", "There is no such channel; it may have expired.");

    private static async Task ConnectAsync(HttpContext context, EmulatorOrg org)
    {
        var channel = org.Notifications.Find(context.Route("channelId")) ?? throw NotFound();
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw ServiceErrors.BadBody("This address is for WebSockets.");
        }

        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var frames = channel.Open();
        using var announced = stopping.Register(() => channel.Close("The emulator is stopping."));
        try
        {
            await new NotificationSocket(org, socket, frames).RunAsync(context.RequestAborted);
        }
        finally
        {
            channel.Closed(frames);
        }
    }

    [GeneratedRegex(@"\Av2\.flows\.[0-9a-f-]{36}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FlowTopic();

    [GeneratedRegex(@"\Av2\.architect\.dependencytracking\.build\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuildTopic();

    private sealed record RejectedTopic(string Topic, string Reason, string? Permission);
}
