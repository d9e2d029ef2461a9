using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Text;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>The org itself, what it has bought, and its divisions. Nothing here can be changed.</summary>
internal static class OrganizationApi
{
    public static void MapOrganization(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/api/v2/organizations/me", context => GetAsync(context, org)).Named("getOrganizationsMe");
        routes.MapGet("/api/v2/authorization/products", ProductsAsync).Named("getAuthorizationProducts");
        routes.MapGet("/api/v2/authorization/divisions", context => DivisionsAsync(context, org)).Named("getAuthorizationDivisions");
        routes.MapGet("/api/v2/authorization/divisions/home", context => JsonReply.ObjectAsync(context, 200, writer => Write(writer, org, org.HomeDivision, withCounts: false))).Named("getAuthorizationDivisionsHome");
        routes.MapGet("/api/v2/authorization/divisions/deleted", context => ListQuery.PageAsync<OrgDivision>(context, [], (_, _) => { })).Named("getAuthorizationDivisionsDeleted").NeedsPermission("authorization:divisionDeleted:view");
        routes.MapGet("/api/v2/authorization/divisions/{divisionId}", context => DivisionAsync(context, org)).Named("getAuthorizationDivision");
    }

    private static Task GetAsync(HttpContext context, EmulatorOrg org) => JsonReply.ObjectAsync(context, 200, writer =>
    {
        writer.WriteString("id", org.Id);
        writer.WriteString("name", org.Name);
        writer.WriteString("defaultLanguage", "en-us");

        // Terraform's provider goes by it when it reads telephone numbers, and takes no null.
        writer.WriteString("defaultCountryCode", "US");
        writer.WriteString("domain", "patchbay-emulator");
        writer.WriteString("state", "active");
        writer.WriteNumber("version", 1);
        writer.WriteString("productPlatform", "GenesysCloud");
        writer.WriteString("selfUri", $"/api/v2/organizations/{org.Id}");
    });

    private static Task ProductsAsync(HttpContext context) => JsonReply.ObjectAsync(context, 200, writer =>
    {
        writer.WriteStartArray("entities");
        writer.WriteStartObject();
        writer.WriteString("id", "PureCloud");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteNumber("pageSize", 1);
        writer.WriteNumber("pageNumber", 1);
        writer.WriteNumber("total", 1);
        writer.WriteNumber("pageCount", 1);
    });

    private static Task DivisionsAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var ids = ListQuery.Values(context, "id").ToHashSet(StringComparer.Ordinal);
        var name = context.Request.Query["name"].FirstOrDefault();
        var found = org.Divisions
            .Where(division => (ids.Count == 0 || ids.Contains(division.Id)) && (string.IsNullOrEmpty(name) || NamePattern.Matches(name, division.Name)))
            .OrderBy(division => division.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return ListQuery.PageAsync(context, found, (writer, division) => Write(writer, org, division, WithCounts(context)));
    });

    private static Task DivisionAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var id = context.Route("divisionId");
        var division = org.Divisions.FirstOrDefault(division => division.Id == id) ?? throw ResourceErrors.DivisionNotFound(id);
        return JsonReply.ObjectAsync(context, 200, writer => Write(writer, org, division, WithCounts(context)));
    });

    private static bool WithCounts(HttpContext context) => ListQuery.Truth(context, "objectCount") == true;

    private static void Write(Utf8JsonWriter writer, EmulatorOrg org, OrgDivision division, bool withCounts)
    {
        writer.WriteString("id", division.Id);
        writer.WriteString("name", division.Name);
        writer.WriteString("description", "");
        writer.WriteBoolean("homeDivision", division == org.HomeDivision);
        if (withCounts)
        {
            writer.WriteStartObject("objectCounts");
            writer.WriteNumber("FLOW", org.Platform.All.Count(flow => flow.Division == division));
            foreach (var kind in ResourceKinds.All.Where(kind => kind.HasDivision))
            {
                writer.WriteNumber(kind.Noun.Replace(' ', '_').Replace('-', '_').ToUpper(CultureInfo.InvariantCulture), org.Resources.All(kind).Count(resource => resource.Division == division));
            }

            writer.WriteEndObject();
        }

        writer.WriteString("selfUri", $"/api/v2/authorization/divisions/{division.Id}");
    }
}
