using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Patchbay.Core.Text;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Which resources a listing asks for, and in which order.</summary>
internal static class ResourceQuery
{
    private static readonly string[] Sortable = ["id", "name", "description", "division", "dateCreated", "dateModified"];

    /// <summary>The resources of a kind that the query means and the token reaches, sorted.</summary>
    /// <exception cref="ServiceException">A parameter says nothing that can be meant.</exception>
    public static List<OrgResource> Find(HttpContext context, EmulatorOrg org, ResourceKind kind)
    {
        var ids = ListQuery.Values(context, "id").Concat(ListQuery.Values(context, "ids")).ToHashSet(StringComparer.Ordinal);
        var divisions = ListQuery.Values(context, "divisionId").ToHashSet(StringComparer.Ordinal);
        var token = context.Token();
        var found = org.Resources.All(kind).Where(resource =>
            (ids.Count == 0 || ids.Contains(resource.Id))
            && (!kind.HasDivision || ((divisions.Count == 0 || divisions.Contains(resource.Division.Id)) && token.Reaches(resource.Division)))
            && IsNamed(context, kind, resource)
            && kind.Filters.All(filter => Mentions(context, filter, resource)));
        return Sorted(context, kind, found);
    }

    private static bool IsNamed(HttpContext context, ResourceKind kind, OrgResource resource)
    {
        // Prompts take a list of names; everything else takes one, which may hold a comma.
        var names = kind == ResourceKinds.Prompt ? [.. ListQuery.Values(context, "name")] : Texts(context, "name");
        var description = resource.Text("description") ?? "";
        return (names.Count == 0 || names.Exists(name => NamePattern.Matches(name, resource.Name)))
            && Texts(context, "description").TrueForAll(wanted => NamePattern.Matches(wanted, description))
            && Texts(context, "nameOrDescription").TrueForAll(wanted => NamePattern.Matches(wanted, resource.Name) || NamePattern.Matches(wanted, description));
    }

    private static List<string> Texts(HttpContext context, string parameter) => [.. context.Request.Query[parameter].OfType<string>().Where(text => text.Length > 0)];

    private static bool Mentions(HttpContext context, ResourceFilter filter, OrgResource resource)
    {
        var wanted = ListQuery.Values(context, filter.Parameter).ToList();
        return wanted.Count == 0 || filter.Fields.Any(field => resource.Fields.TryGetValue(field, out var value) && wanted.Exists(one => Holds(value, one)));
    }

    private static bool Holds(JsonElement value, string wanted) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(item => Holds(item, wanted)),
        JsonValueKind.String => value.GetString() == wanted,
        _ => value.GetRawText() == wanted,
    };

    private static List<OrgResource> Sorted(HttpContext context, ResourceKind kind, IEnumerable<OrgResource> resources)
    {
        var by = context.Request.Query["sortBy"].FirstOrDefault() is { Length: > 0 } asked ? asked : kind.SortedBy;
        if (!Sortable.Contains(by, StringComparer.Ordinal))
        {
            throw ServiceErrors.InvalidValue("sortBy", $"\"{by}\" is nothing to sort by; it may be {string.Join(", ", Sortable)}.");
        }

        var sorted = resources.OrderBy(resource => SortKey(resource, by), StringComparer.OrdinalIgnoreCase).ThenBy(resource => resource.Id, StringComparer.Ordinal).ToList();
        if (ListQuery.IsDescending(context))
        {
            sorted.Reverse();
        }

        return sorted;
    }

    private static string SortKey(OrgResource resource, string by) => by switch
    {
        "id" => resource.Id,
        "description" => resource.Text("description") ?? "",
        "division" => resource.Division.Name,
        "dateCreated" => JsonReply.Time(resource.CreatedAt),
        "dateModified" => JsonReply.Time(resource.ModifiedAt),
        _ => resource.Name,
    };
}
