using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>The routes of every kind in <see cref="ResourceKinds"/>: listing, reading, adding, changing, deleting.</summary>
internal static class ResourcesApi
{
    public static void MapResources(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        foreach (var kind in ResourceKinds.All.Where(kind => kind.Path.Length > 0))
        {
            var all = $"/api/v2/{kind.Path}";
            var one = $"{all}/{{{kind.IdParameter}}}";
            Map(ResourceActs.List, "GET", all, $"get{kind.Plural}", "view", context => ListAsync(context, org, kind));
            Map(ResourceActs.DivisionViews, "GET", $"{all}/divisionviews", $"get{kind.Plural}Divisionviews", "search", context => ViewsAsync(context, org, kind));
            Map(ResourceActs.Add, "POST", all, $"post{kind.Plural}", "add", context => AddAsync(context, org, kind));
            Map(ResourceActs.Get, "GET", one, $"get{kind.Singular}", "view", context => GetAsync(context, org, kind));
            Map(ResourceActs.Put, "PUT", one, $"put{kind.Singular}", "edit", context => ChangeAsync(context, org, kind, isWhole: true));
            Map(ResourceActs.Patch, "PATCH", one, $"patch{kind.Singular}", "edit", context => ChangeAsync(context, org, kind, isWhole: false));
            Map(ResourceActs.Delete, "DELETE", one, $"delete{kind.Singular}", "delete", context => DeleteAsync(context, org, kind));

            if (kind.Acts.HasFlag(ResourceActs.DivisionViews | ResourceActs.Put))
            {
                routes.MapMethods($"{all}/divisionviews", ["PUT", "DELETE"], context => throw ServiceErrors.MethodNotAllowed(context.Request.Method, context.Request.Path, "GET"));
            }

            void Map(ResourceActs act, string method, string path, string operation, string action, RequestDelegate handler)
            {
                if (kind.Acts.HasFlag(act))
                {
                    var route = routes.MapMethods(path, [method], handler).Named(operation);
                    if (!kind.Permissions.IsEmpty)
                    {
                        route.NeedsPermission([.. kind.Permissions.Select(permission => $"{permission}:{action}")]);
                    }
                }
            }
        }
    }

    /// <summary>The resource that the path names.</summary>
    /// <exception cref="ServiceException">There is none, or its division is out of reach.</exception>
    public static OrgResource Found(HttpContext context, EmulatorOrg org, ResourceKind kind, string action)
    {
        var id = context.Route(kind.IdParameter);
        var resource = org.Resources.Find(kind, id) ?? throw ResourceErrors.NotFound(kind, id);
        return Reachable(context, kind, resource.Division, action) ? resource : throw ServiceErrors.MissingPermission([.. kind.Permissions.Select(permission => $"{permission}:{action}")], resource.Division.Name);
    }

    private static bool Reachable(HttpContext context, ResourceKind kind, OrgDivision division, string action) => !kind.HasDivision || action.Length == 0 || context.Token().Reaches(division);

    private static Task ListAsync(HttpContext context, EmulatorOrg org, ResourceKind kind) =>
        org.Read(_ => ListQuery.PageAsync(context, ResourceQuery.Find(context, org, kind, kind.Parameters), (writer, resource) => WriteWhole(context, writer, org, resource)));

    private static Task ViewsAsync(HttpContext context, EmulatorOrg org, ResourceKind kind) =>
        org.Read(_ => ListQuery.PageAsync(context, ResourceQuery.Find(context, org, kind, ViewParameters(kind)), (writer, resource) =>
        {
            ResourceWire.WriteView(writer, resource);
            DataTablesApi.WriteSchemaIfAsked(context, writer, resource);
        }));

    private static ImmutableArray<string> ViewParameters(ResourceKind kind) =>
        kind == ResourceKinds.DataTable ? ["name", "divisionId", "sortBy", "sortOrder"] : ["id", "name", "divisionId", "sortBy", "sortOrder"];

    private static Task GetAsync(HttpContext context, EmulatorOrg org, ResourceKind kind) =>
        org.Read(_ => AnswerAsync(context, org, Found(context, org, kind, "view")));

    private static async Task AddAsync(HttpContext context, EmulatorOrg org, ResourceKind kind)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var wanted = new ResourceBody(org, kind, body);
            var name = wanted.Name() ?? throw ResourceErrors.MissingName(kind);
            var division = wanted.Division() ?? org.HomeDivision;
            if (!Reachable(context, kind, division, "add"))
            {
                throw ServiceErrors.MissingPermission([.. kind.Permissions.Select(permission => $"{permission}:add")], division.Name);
            }

            var fields = wanted.Fields();
            wanted.RefuseIncomplete(fields);
            if (org.Resources.All(kind).Count() >= kind.Most)
            {
                throw ResourceErrors.TooMany(kind);
            }

            var actor = context.Token().Actor;
            var added = new OrgResource(kind, org.Resources.NewId(kind), name, division) { Fields = fields, CreatedBy = actor, ModifiedBy = actor, CreatedAt = org.Now, ModifiedAt = org.Now };
            DataTablesApi.RefuseBadSchema(null, added);
            Store(org, added, actor, "Create");
            return AnswerAsync(context, org, added);
        });
    }

    private static async Task ChangeAsync(HttpContext context, EmulatorOrg org, ResourceKind kind, bool isWhole)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var before = Found(context, org, kind, "edit");
            var wanted = new ResourceBody(org, kind, body);
            var name = wanted.Name() ?? (isWhole ? throw ResourceErrors.MissingName(kind) : before.Name);
            RefuseOtherVersion(before, body);
            var fields = (isWhole ? Kept(before) : before.Fields).SetItems(wanted.Fields());
            wanted.RefuseIncomplete(fields);
            var division = wanted.Division() ?? before.Division;
            if (!Reachable(context, kind, division, "edit"))
            {
                throw ServiceErrors.MissingPermission([.. kind.Permissions.Select(permission => $"{permission}:edit")], division.Name);
            }

            var actor = context.Token().Actor;
            var after = before with { Name = name, Division = division, Fields = fields, Version = before.Version + 1, ModifiedBy = actor, ModifiedAt = org.Now };
            DataTablesApi.RefuseBadSchema(before, after);
            Store(org, after, actor, "Update");
            return kind.AnswersWithOperation ? AnswerWithOperationAsync(context, org, after, "Update", actor) : AnswerAsync(context, org, after);
        });
    }

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org, ResourceKind kind) => org.Read(_ =>
    {
        var resource = Found(context, org, kind, "delete");
        RefuseDeletion(context, org, resource);
        org.Resources.Put(resource with { IsDeleted = true });
        Audit(org, resource, context.Token().Actor, "Delete");
        context.Response.StatusCode = kind.DeleteStatus;
        context.Response.ContentLength = kind.DeleteStatus == 204 ? null : 0;
        return Task.CompletedTask;
    });

    /// <summary>What something else refers to stays, unless it is a data table and the request insists.</summary>
    private static void RefuseDeletion(HttpContext context, EmulatorOrg org, OrgResource resource)
    {
        var insists = resource.Kind == ResourceKinds.DataTable && ListQuery.Truth(context, "force") == true;
        var users = org.Dependencies.UsersOf(resource.Kind.DependencyType, resource.Id);
        if (users.Count > 0 && !insists)
        {
            throw ResourceErrors.InUse(resource, users);
        }

        PromptResourcesApi.RefuseDeletionOfMore(context, org, resource);
    }

    private static ImmutableDictionary<string, JsonElement> Kept(OrgResource before) => before.Fields.RemoveRange(before.Kind.Fields.Where(field => !field.IsKept).Select(field => field.Name));

    private static void RefuseOtherVersion(OrgResource before, JsonBody body)
    {
        if (before.Kind.IsVersioned)
        {
            var sent = body.Integer("version") ?? throw ResourceErrors.MissingVersion(before);
            if (sent != before.Version)
            {
                throw ResourceErrors.WrongVersion(before, sent);
            }
        }
    }

    private static void Store(EmulatorOrg org, OrgResource resource, Actor actor, string action)
    {
        if (org.Resources.FindByKey(resource.Kind, resource.Key) is { IsDeleted: false } holder && holder.Id != resource.Id)
        {
            throw ResourceErrors.Taken(holder);
        }

        if (resource.Kind == ResourceKinds.Ivr)
        {
            RefuseTakenNumbers(org, resource);
        }

        org.Resources.Put(resource);
        Audit(org, resource, actor, action);
    }

    /// <summary>A number leads to one IVR.</summary>
    private static void RefuseTakenNumbers(EmulatorOrg org, OrgResource ivr)
    {
        var numbers = Numbers(ivr).ToHashSet(StringComparer.Ordinal);
        foreach (var other in org.Resources.All(ResourceKinds.Ivr).Where(other => other.Id != ivr.Id))
        {
            if (Numbers(other).FirstOrDefault(numbers.Contains) is { } taken)
            {
                throw ResourceErrors.NumberTaken(other, taken);
            }
        }
    }

    private static IEnumerable<string> Numbers(OrgResource ivr) => ivr.Fields.TryGetValue("dnis", out var dnis) ? dnis.EnumerateArray().Select(number => number.GetString() ?? "") : [];

    private static Task AnswerAsync(HttpContext context, EmulatorOrg org, OrgResource resource) =>
        JsonReply.ObjectAsync(context, 200, writer => WriteWhole(context, writer, org, resource));

    /// <summary>Answers with an operation that was done at once.</summary>
    public static Task AnswerWithOperationAsync(HttpContext context, EmulatorOrg org, OrgResource resource, string action, Actor actor)
    {
        var operation = new PlatformOperation(EmulatorOrg.IdFrom("operation", $"{resource.Id}\n{resource.Version}\n{action}"), action, actor, org.Now) { Status = OperationStatus.Success };
        return JsonReply.ObjectAsync(context, 200, writer => PlatformWire.WriteOperation(writer, operation));
    }

    private static void WriteWhole(HttpContext context, Utf8JsonWriter writer, EmulatorOrg org, OrgResource resource)
    {
        ResourceWire.Write(writer, org, resource);
        DataTablesApi.WriteSchemaIfAsked(context, writer, resource);
        PromptResourcesApi.WriteResourcesOf(context, writer, org, resource);
    }

    /// <summary>Takes down what was done to a resource.</summary>
    public static void Audit(EmulatorOrg org, OrgResource resource, Actor actor, string action) =>
        org.PlatformAudits.Add(org.Now, actor, resource.Kind == ResourceKinds.DataTable ? "Datatables" : PlatformAudits.Architect, EntityType(resource.Kind), resource.Id, resource.Name, action);

    private static string EntityType(ResourceKind kind) =>
        kind == ResourceKinds.Prompt ? "Prompt"
        : kind == ResourceKinds.Ivr ? "IVR"
        : string.Concat(kind.Noun.Split(' ').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
}
