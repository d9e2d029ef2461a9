using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Definitions;

/// <summary>Finding flows, page by page.</summary>
internal static class FlowSearchApi
{
    private const int MaxPageSize = 100;
    private const int MaxIds = 100;

    public static void MapFlowSearch(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/api/v2/flows/query", context => QueryAsync(context, org)).Named("postFlowsQuery").Reads();
        routes.MapPost("/api/v2/flows/flow", context => SearchAsync(context, org)).Named("postFlowsFlow").Reads();
    }

    private static async Task QueryAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context, isOptional: true);
        var ids = body.Texts("ids");
        if (ids is { IsDefault: false, Length: > MaxIds })
        {
            throw ServiceErrors.InvalidValue("ids", $"\"ids\" holds {ids.Length} ids; at most {MaxIds} may be asked for at once.");
        }

        var divisionIds = body.Texts("divisionIds");
        var search = new Search(NameFrom(body.Text("query")), body.Text("type"), divisionIds.IsDefault ? body.Texts("division_ids") : divisionIds, ids);
        await ReplyAsync(context, org, search, Page(context, body, defaultSize: 25));
    }

    private static async Task SearchAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context, isOptional: true);
        await ReplyAsync(context, org, new Search(body.Text("name"), body.Text("type"), default, default), Page(context, body, defaultSize: MaxPageSize));
    }

    private static Task ReplyAsync(HttpContext context, EmulatorOrg org, Search search, PageRequest page) => org.Read(_ =>
    {
        var token = context.Token();
        foreach (var id in search.DivisionIds.IsDefault ? [] : search.DivisionIds)
        {
            if (org.Divisions.FirstOrDefault(division => division.Id == id) is { } division && !token.Reaches(division))
            {
                throw ServiceErrors.ForeignDivision(division);
            }
        }

        var mayReadAll = token.HasAny(Scopes.Read);
        var found = org.Flows.Where(flow => token.Reaches(flow.Division) && (mayReadAll || FlowTypes.Same(flow.Type, "module")) && search.Matches(flow)).ToList();
        var entities = found.Where(flow => flow.Sequence > page.After).Take(page.Size).ToList();
        var hasMore = entities.Count > 0 && found[^1].Sequence > entities[^1].Sequence;
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteStartArray("entities");
            foreach (var flow in entities)
            {
                writer.WriteStartObject();
                FlowWire.WriteHeader(writer, flow);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            if (hasMore)
            {
                writer.WriteString("nextPage", PageToken.Write(entities[^1].Sequence));
            }

            writer.WriteNumber("total", found.Count);
        });
    });

    /// <summary>The name in <c>name:X</c>, with or without double quotes around X.</summary>
    private static string? NameFrom(string? query)
    {
        if (string.IsNullOrWhiteSpace(query))
        {
            return null;
        }

        var name = query.Trim();
        if (!name.StartsWith("name:", StringComparison.OrdinalIgnoreCase))
        {
            throw ServiceErrors.InvalidValue("query", $"The query \"{query}\" is not understood; it must read \"name:\" and a name, which may hold \"*\".");
        }

        name = name["name:".Length..].Trim();
        return name.Length >= 2 && name[0] == '"' && name[^1] == '"' ? name[1..^1] : name;
    }

    private static PageRequest Page(HttpContext context, JsonBody body, int defaultSize)
    {
        var size = body.Integer("pageSize") ?? body.Integer("page_size") ?? defaultSize;
        if (size is < 1 or > MaxPageSize)
        {
            throw ServiceErrors.InvalidValue("pageSize", $"\"pageSize\" is {size}; it must be from 1 to {MaxPageSize}.");
        }

        var query = context.Request.Query;
        var token = body.Text("pageToken", "page_token") ?? query["continuation_token"].FirstOrDefault() ?? query["continuationToken"].FirstOrDefault();
        return new PageRequest(size, string.IsNullOrEmpty(token) ? 0 : PageToken.Read(token));
    }

    /// <summary>What is looked for. A part that is null or default fits every flow.</summary>
    private sealed record Search(string? Name, string? Type, ImmutableArray<string> DivisionIds, ImmutableArray<string> Ids)
    {
        public bool Matches(OrgFlow flow) =>
            (Name is null || NamePattern.Matches(Name, flow.Name))
            && (Type is null || FlowTypes.Same(Type, flow.Type))
            && (DivisionIds.IsDefault || DivisionIds.Contains(flow.Division.Id))
            && (Ids.IsDefault || Ids.Contains(flow.Id));
    }

    private readonly record struct PageRequest(int Size, int After);
}
