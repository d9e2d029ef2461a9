using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Text;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Who uses what. While the index lags behind, reads are answered with 206 and with what it knew before.</summary>
internal static class DependencyTrackingApi
{
    private const string Base = "/api/v2/architect/dependencytracking";

    public static void MapDependencyTracking(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        Map(Base, "", SearchAsync);
        Map($"{Base}/object", "Object", ObjectAsync);
        Map($"{Base}/consumedresources", "Consumedresources", ConsumedAsync);
        Map($"{Base}/consumingresources", "Consumingresources", ConsumingAsync);
        Map($"{Base}/deletedresourceconsumers", "Deletedresourceconsumers", DeletedAsync);
        Map($"{Base}/updatedresourceconsumers", "Updatedresourceconsumers", UpdatedAsync);
        Map($"{Base}/types", "Types", (context, _) => ListQuery.PageAsync(context, DependencyTypes.All, WriteType));
        Map($"{Base}/types/{{typeId}}", "Type", TypeAsync);
        Map($"{Base}/build", "Build", BuildAsync);
        routes.MapPost($"{Base}/build", context => StartBuildAsync(context, org)).Named("postArchitectDependencytrackingBuild").NeedsPermission("architect:dependencyTracking:rebuild");

        void Map(string path, string operation, Func<HttpContext, EmulatorOrg, Task> handler) =>
            routes.MapGet(path, context => handler(context, org)).Named($"getArchitectDependencytracking{operation}").NeedsPermission("architect:dependencyTracking:view");
    }

    private static Task SearchAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var name = Query(context, "name") ?? throw PlatformErrors.DependencyNameMissing();
        var types = Types(context, "objectType");
        var found = Sorted(org.Dependencies.Nodes().Where(node => !node.IsDeleted && NamePattern.Matches(name, node.Name) && Fits(types, node.Type)));
        return PageAsync(context, org, found, (writer, node) => WriteObject(context, writer, org, node, version: null));
    });

    private static Task ObjectAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var node = Asked(context, org, withDeleted: ListQuery.Truth(context, "consumedResourceRequest") == true);
        var version = Query(context, "version");
        if (version is not null && org.Platform.FindById(node.Id) is { } flow && flow.FindVersion(version) is null)
        {
            throw PlatformErrors.VersionNotFound(flow, version);
        }

        return JsonReply.ObjectAsync(context, Status(org), writer => WriteObject(context, writer, org, node, version));
    });

    private static Task ConsumedAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var node = Asked(context, org, withDeleted: false);
        var version = Query(context, "version") ?? throw PlatformErrors.DependencyVersionMissing();
        var types = Types(context, "resourceType");
        var uses = UsesOf(org, node, version).Uses.Where(use => Fits(types, use.Type)).ToList();
        return PageAsync(context, org, Sorted(org, uses), (writer, use) => WriteUse(writer, org, use));
    });

    private static Task ConsumingAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var node = Asked(context, org, withDeleted: true);
        var types = Types(context, "resourceType");
        var version = Query(context, "version");
        var isPublished = Filter(context) != "checkedIn";
        var users = org.Dependencies.UsersOf(node.Type, node.Id)
            .Where(user => Fits(types, user.Type) && Uses(org, user, isPublished)?.Uses.Any(use => use.Type == node.Type && use.Id == node.Id && (version is null || use.Copied is null || use.Copied == version)) == true)
            .ToList();
        return PageAsync(context, org, users, (writer, user) => WriteUser(writer, org, user, Uses(org, user, isPublished)));
    });

    /// <summary>Flows that use what was deleted.</summary>
    private static Task DeletedAsync(HttpContext context, EmulatorOrg org) =>
        ConsumersAsync(context, org, Filter(context) != "checkedIn", use => org.Dependencies.Node(use.Type, use.Id) is null or { IsDeleted: true });

    /// <summary>Live flows that hold a copy of a common module of which a newer version is live.</summary>
    private static Task UpdatedAsync(HttpContext context, EmulatorOrg org) => ConsumersAsync(context, org, isPublished: true, org.Dependencies.IsUpdated);

    private static Task ConsumersAsync(HttpContext context, EmulatorOrg org, bool isPublished, Func<DependencyUse, bool> isMeant) => org.Read(_ =>
    {
        var types = Types(context, "objectType");
        var usedTypes = Types(context, "consumedResourceType");
        var name = Query(context, "name");
        var tellsUses = ListQuery.Truth(context, "consumedResources") == true;
        var found = Sorted(org.Dependencies.Nodes().Where(node => !node.IsDeleted && Fits(types, node.Type) && (name is null || NamePattern.Matches(name, node.Name)) && Meant(node).Count > 0));
        return PageAsync(context, org, found, (writer, node) =>
        {
            WriteUser(writer, org, node, Uses(org, node, isPublished));
            if (tellsUses)
            {
                WriteList(writer, "consumedResources", Meant(node), use => WriteUse(writer, org, use));
            }
        });

        List<DependencyUse> Meant(DependencyNode node) => [.. (Uses(org, node, isPublished)?.Uses ?? []).Where(use => isMeant(use) && Fits(usedTypes, use.Type))];
    });

    private static Task TypeAsync(HttpContext context, EmulatorOrg org)
    {
        var id = context.Route("typeId");
        return DependencyTypes.All.Contains(id) ? JsonReply.ObjectAsync(context, 200, writer => WriteType(writer, id)) : throw PlatformErrors.DependencyTypeNotFound(id);
    }

    private static Task BuildAsync(HttpContext context, EmulatorOrg org) => org.Read(_ => JsonReply.ObjectAsync(context, 200, writer =>
    {
        writer.WriteString("id", EmulatorOrg.IdFrom("dependency index", org.Id));
        writer.WriteString("status", org.Dependencies.IsBehind ? "BUILDINPROGRESS" : "OPERATIONAL");
        if (org.Dependencies.Build is { } build)
        {
            PlatformWire.WriteActor(writer, build.Actor, "user", "client");
            writer.WriteString("buildId", build.Id);
            writer.WriteString("dateStarted", JsonReply.Time(build.StartedAt));
            if (build.CompletedAt is { } completed)
            {
                writer.WriteString("dateCompleted", JsonReply.Time(completed));
            }
        }

        writer.WriteStartArray("failedObjects");
        writer.WriteEndArray();
        writer.WriteString("selfUri", $"{Base}/build");
    }));

    private static Task StartBuildAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        if (!org.Dependencies.TryBuild(context.Token().Actor))
        {
            throw PlatformErrors.BuildInProgress();
        }

        context.Response.StatusCode = 202;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    });

    /// <summary>What the parameters <c>id</c> and <c>objectType</c> name.</summary>
    private static DependencyNode Asked(HttpContext context, EmulatorOrg org, bool withDeleted)
    {
        var id = Query(context, "id") ?? throw PlatformErrors.MissingArchitectParameter("id");
        var type = Query(context, "objectType") ?? throw PlatformErrors.MissingArchitectParameter("objectType");
        RefuseUnknownType(type, "objectType");
        return org.Dependencies.Node(type, id) is { } node && (withDeleted || !node.IsDeleted) ? node : throw PlatformErrors.DependencyNotFound(id, type);
    }

    private static DependencyUses UsesOf(EmulatorOrg org, DependencyNode node, string version)
    {
        if (org.Platform.FindById(node.Id) is { } flow && DependencyTypes.IsFlow(node.Type))
        {
            return org.Dependencies.UsesOf(flow, flow.FindVersion(version) ?? throw PlatformErrors.VersionNotFound(flow, version));
        }

        return org.Dependencies.Find(node.Type, node.Id)?.Published ?? new DependencyUses(null, [], HasUnknown: false);
    }

    private static DependencyUses? Uses(EmulatorOrg org, DependencyNode node, bool isPublished) =>
        org.Dependencies.Find(node.Type, node.Id) is { } consumer ? isPublished ? consumer.Published : consumer.CheckedIn : null;

    private static Task PageAsync<T>(HttpContext context, EmulatorOrg org, IReadOnlyList<T> all, Action<Utf8JsonWriter, T> writeMembers) => ListQuery.PageAsync(context, all, writeMembers, Status(org));

    private static int Status(EmulatorOrg org) => org.Dependencies.IsBehind ? 206 : 200;

    private static void WriteObject(HttpContext context, Utf8JsonWriter writer, EmulatorOrg org, DependencyNode node, string? version)
    {
        var known = Uses(org, node, isPublished: true) ?? Uses(org, node, isPublished: false);
        var uses = version is null ? known : UsesOf(org, node, version);
        WriteUser(writer, org, node, uses);
        if (ListQuery.Truth(context, "consumedResources") == true)
        {
            var types = Types(context, "consumedResourceType");
            WriteList(writer, "consumedResources", Sorted(org, (uses?.Uses ?? []).Where(use => Fits(types, use.Type))), use => WriteUse(writer, org, use));
        }

        if (ListQuery.Truth(context, "consumingResources") == true)
        {
            var types = Types(context, "consumingResourceType");
            WriteList(writer, "consumingResources", org.Dependencies.UsersOf(node.Type, node.Id).Where(user => Fits(types, user.Type)), user => WriteUser(writer, org, user, Uses(org, user, isPublished: true) ?? Uses(org, user, isPublished: false)));
        }
    }

    /// <summary>Something that uses others, in one of its versions.</summary>
    private static void WriteUser(Utf8JsonWriter writer, EmulatorOrg org, DependencyNode node, DependencyUses? uses) =>
        Write(writer, node, uses?.Version, isUpdated: uses?.Uses.Any(org.Dependencies.IsUpdated) == true, isUnknown: uses?.HasUnknown == true || (DependencyTypes.IsFlow(node.Type) && org.Dependencies.IsUnknown(node.Id)));

    /// <summary>Something that is used: a copied module in the version that was copied, another flow in its live one.</summary>
    private static void WriteUse(Utf8JsonWriter writer, EmulatorOrg org, DependencyUse use)
    {
        var node = org.Dependencies.Node(use.Type, use.Id) ?? new DependencyNode(use.Type, use.Id, use.Id, "", IsDeleted: true);
        Write(writer, node, use.Copied ?? org.Dependencies.PublishedVersionOf(use.Type, use.Id), org.Dependencies.IsUpdated(use), isUnknown: DependencyTypes.IsFlow(use.Type) && org.Dependencies.IsUnknown(use.Id));
    }

    private static void Write(Utf8JsonWriter writer, DependencyNode node, string? version, bool isUpdated, bool isUnknown)
    {
        writer.WriteString("id", node.Id);
        writer.WriteString("name", node.Name);
        if (version is not null)
        {
            writer.WriteString("version", version);
        }

        writer.WriteString("type", node.Type);
        writer.WriteBoolean("deleted", node.IsDeleted);
        writer.WriteBoolean("updated", isUpdated);
        writer.WriteBoolean("stateUnknown", isUnknown);
        if (node.Uri.Length > 0)
        {
            writer.WriteString("selfUri", node.Uri);
        }
    }

    private static void WriteType(Utf8JsonWriter writer, string type)
    {
        writer.WriteString("id", type);
        writer.WriteString("name", type);
        writer.WriteBoolean("versioned", DependencyTypes.IsFlow(type));
        writer.WriteString("selfUri", $"{Base}/types/{type}");
    }

    private static void WriteList<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> writeMembers)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            writeMembers(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static List<DependencyNode> Sorted(IEnumerable<DependencyNode> nodes) => [.. nodes.OrderBy(node => node.Name, StringComparer.OrdinalIgnoreCase).ThenBy(node => node.Id, StringComparer.Ordinal)];

    private static List<DependencyUse> Sorted(EmulatorOrg org, IEnumerable<DependencyUse> uses) => [.. uses.OrderBy(use => use.Type, StringComparer.Ordinal).ThenBy(use => org.Dependencies.Node(use.Type, use.Id)?.Name, StringComparer.OrdinalIgnoreCase)];

    private static HashSet<string> Types(HttpContext context, string parameter)
    {
        var types = ListQuery.Values(context, parameter).ToHashSet(StringComparer.Ordinal);
        foreach (var type in types)
        {
            RefuseUnknownType(type, parameter);
        }

        return types;
    }

    private static void RefuseUnknownType(string type, string parameter)
    {
        if (!DependencyTypes.All.Contains(type))
        {
            throw PlatformErrors.DependencyTypeUnknown(type, parameter);
        }
    }

    private static bool Fits(HashSet<string> types, string type) => types.Count == 0 || types.Contains(type);

    private static string? Filter(HttpContext context) =>
        Query(context, "flowFilter") is null or "checkedIn" or "published" ? Query(context, "flowFilter") : throw PlatformErrors.DependencyFilterUnknown(Query(context, "flowFilter") ?? "");

    private static string? Query(HttpContext context, string name) => context.Request.Query[name].FirstOrDefault() is { Length: > 0 } value ? value : null;
}
