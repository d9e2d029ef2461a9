using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Finding flows, making, renaming and deleting them, and their versions.</summary>
internal static class PlatformFlowsApi
{
    private const string View = "architect:flow:view";
    private const string Add = "architect:flow:add";
    private const string Edit = "architect:flow:edit";
    private const string Delete = "architect:flow:delete";

    /// <summary>What stands where the id of a flow does and is none, so that a change of it is not taken for one of a flow.</summary>
    private static readonly string[] Words = ["datatables", "divisionviews", "executions", "jobs", "lookup", "milestones", "outcomes"];

    public static void MapPlatformFlows(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/api/v2/flows", context => ListAsync(context, org)).Named("getFlows").NeedsPermission(View);
        routes.MapGet("/api/v2/flows/lookup", context => LookupAsync(context, org)).Named("getFlowsLookup").NeedsPermission(View);
        routes.MapGet("/api/v2/flows/divisionviews", context => DivisionViewsAsync(context, org)).Named("getFlowsDivisionviews").NeedsPermission("architect:flow:search");
        routes.MapPost("/api/v2/flows", context => PostAsync(context, org)).Named("postFlows").NeedsPermission(Add);
        routes.MapDelete("/api/v2/flows", context => DeleteAllAsync(context, org)).Named("deleteFlows").NeedsPermission(Delete);
        foreach (var word in Words)
        {
            routes.MapMethods($"/api/v2/flows/{word}", ["PUT", "DELETE"], context => throw ServiceErrors.MethodNotAllowed(context.Request.Method, context.Request.Path, "GET or POST")).WithMetadata(new OperationName("", IsServed: false));
        }

        routes.MapGet("/api/v2/flows/{flowId}", context => GetAsync(context, org)).Named("getFlow").NeedsPermission(View);
        routes.MapPut("/api/v2/flows/{flowId}", context => PutAsync(context, org)).Named("putFlow").NeedsPermission(Edit);
        routes.MapDelete("/api/v2/flows/{flowId}", context => DeleteAsync(context, org)).Named("deleteFlow").NeedsPermission(Delete);
        routes.MapGet("/api/v2/flows/{flowId}/versions", context => VersionsAsync(context, org)).Named("getFlowVersions").NeedsPermission(View);
        routes.MapPost("/api/v2/flows/{flowId}/versions", context => SaveAsync(context, org)).Named("postFlowVersions").NeedsPermission(Edit);
        routes.MapGet("/api/v2/flows/{flowId}/versions/{versionId}", context => VersionAsync(context, org)).Named("getFlowVersion").NeedsPermission(View);
        routes.MapGet("/api/v2/flows/{flowId}/versions/{versionId}/configuration", context => ConfigurationAsync(context, org)).Named("getFlowVersionConfiguration").NeedsPermission(View);
        routes.MapGet("/api/v2/flows/{flowId}/latestconfiguration", context => LatestConfigurationAsync(context, org)).Named("getFlowLatestconfiguration").NeedsPermission(View);
    }

    private static Task ListAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var withSchemas = ListQuery.Truth(context, "includeSchemas") == true;
        return ListQuery.PageAsync(context, FlowListing.Find(context, org), (writer, flow) => PlatformWire.WriteFlow(writer, flow, withSchemas));
    });

    private static Task LookupAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var ids = ListQuery.Values(context, "id").ToList();
        return ids.Count > 0
            ? ListQuery.PageAsync(context, FlowListing.ByIds(context, org, ids), PlatformWire.WriteFlow)
            : throw PlatformErrors.MissingParameter("id");
    });

    private static Task DivisionViewsAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var withSchemas = ListQuery.Truth(context, "includeSchemas") == true;
        return ListQuery.PageAsync(context, FlowListing.FindViews(context, org), (writer, flow) => PlatformWire.WriteDivisionView(writer, flow, withSchemas));
    });

    private static async Task PostAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var name = FlowNames.Check(body.Text("name"));
            var type = body.Text("type")?.ToLowerInvariant() is { Length: > 0 } given ? given : throw PlatformErrors.InvalidFlow("missing.type", "type", "The flow has no type.");
            if (!FlowListing.IsType(type))
            {
                throw PlatformErrors.InvalidType(type);
            }

            var division = DivisionIn(body, org) ?? org.HomeDivision;
            if (!context.Token().Reaches(division))
            {
                throw ServiceErrors.MissingPermission([Add], division.Name);
            }

            var flow = org.Platform.Create(name, type, body.Text("description") ?? "", division, context.Token().Actor);
            return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteFlow(writer, flow));
        });
    }

    private static Task DeleteAllAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var ids = ListQuery.Values(context, "id").Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count == 0)
        {
            throw PlatformErrors.MissingArchitectParameter("id");
        }

        if (ids.Count > PlatformFlows.MaxDeleted)
        {
            throw PlatformErrors.TooManyToDelete(ids.Count);
        }

        var operation = org.Platform.DeleteAll(ids.ConvertAll(id => FlowAccess.Writable(context, org, id, Delete)), context.Token().Actor);
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteOperation(writer, operation));
    });

    private static Task GetAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Readable(context, org);
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteFlow(writer, flow, withSchemas: true));
    });

    private static async Task PutAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var flow = Writable(context, org, Edit);
            var name = FlowNames.Check(body.Text("name"));
            if (body.Text("type")?.ToLowerInvariant() is { } type && type != flow.Type)
            {
                throw PlatformErrors.OtherType(flow, type);
            }

            org.Platform.Update(flow, name, body.Text("description") ?? flow.Description, context.Token().Actor);
            return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteFlow(writer, flow));
        });
    }

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        org.Platform.Delete(Writable(context, org, Delete), context.Token().Actor);
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    });

    private static Task VersionsAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Readable(context, org);
        return ListQuery.PageAsync(context, Enumerable.Reverse(flow.Versions).ToList(), (writer, version) => PlatformWire.WriteVersion(writer, flow, version));
    });

    private static Task VersionAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Readable(context, org);
        var asked = context.Route("versionId");
        if (flow.Draft is { } draft && draft.Id == asked)
        {
            return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteDraft(writer, flow, draft));
        }

        var version = flow.FindVersion(asked) ?? throw PlatformErrors.VersionNotFound(flow, asked);
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteVersion(writer, flow, version, withSchemas: true));
    });

    private static Task ConfigurationAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Readable(context, org);
        var asked = context.Route("versionId");
        var content = flow.Draft is { } draft && draft.Id == asked ? flow.NewestContent : (flow.FindVersion(asked) ?? throw PlatformErrors.VersionNotFound(flow, asked)).Body;
        return JsonReply.TextAsync(context, org.Configurations.Of(content ?? throw PlatformErrors.NoConfigurationYet(flow)));
    });

    /// <summary>The newest content, whether it was checked in or only saved.</summary>
    private static Task LatestConfigurationAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var flow = Readable(context, org);
        return JsonReply.TextAsync(context, org.Configurations.Of(flow.NewestContent ?? throw PlatformErrors.NoConfigurationYet(flow)));
    });

    private static async Task SaveAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context, isOptional: true);
        await org.Read(_ =>
        {
            var flow = Writable(context, org, Edit);
            var draft = org.Platform.Save(flow, org.Configurations.Saved(flow, ContentIn(body, flow)), context.Token().Actor);
            return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteDraft(writer, flow, draft));
        });
    }

    /// <summary>The configuration that is to be saved, which is only read as far as Patchbay knows such.</summary>
    private static FlowContent ContentIn(JsonBody body, PlatformFlow flow)
    {
        if (body.Root.GetMapping("flowMetaData")?["flowDocumentVersion"] is ScalarNode { IsNull: false } written && !Version.TryParse(written.Value, out var _))
        {
            throw PlatformErrors.BadConfigurationVersion(written.Value);
        }

        if (body.Root["flowSequenceItemList"] is not SequenceNode)
        {
            throw PlatformErrors.NoConfiguration($"This is no configuration of a flow: it has no \"flowSequenceItemList\". Send what latestconfiguration gives, changed.");
        }

        if (body.Root.GetString("type")?.ToLowerInvariant() is { } type && type != flow.Type)
        {
            throw PlatformErrors.OtherType(flow, type);
        }

        return FlowContent.Read(body.Source.Text) ?? throw PlatformErrors.NoConfiguration("This is no configuration of a flow: its \"type\" is missing or unknown.");
    }

    private static OrgDivision? DivisionIn(JsonBody body, EmulatorOrg org)
    {
        if (body.Root.GetMapping("division")?.GetString("id") is not { } id)
        {
            return null;
        }

        return org.Divisions.FirstOrDefault(division => division.Id == id) ?? throw ServiceErrors.InvalidValue("division.id", $"The org has no division with the id \"{id}\".");
    }

    private static PlatformFlow Readable(HttpContext context, EmulatorOrg org) => FlowAccess.Readable(context, org, context.Route("flowId"), View, takesDeleted: ListQuery.Truth(context, "deleted") == true);

    private static PlatformFlow Writable(HttpContext context, EmulatorOrg org, string permission) => FlowAccess.Writable(context, org, context.Route("flowId"), permission);
}
