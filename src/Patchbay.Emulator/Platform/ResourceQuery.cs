using System.Collections.Immutable;
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
    /// <param name="context">The request.</param>
    /// <param name="org">The org. Under its lock.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="parameters">The parameters that the operation takes; others are passed over.</param>
    /// <exception cref="ServiceException">A parameter says nothing that can be meant.</exception>
    public static List<OrgResource> Find(HttpContext context, EmulatorOrg org, ResourceKind kind, ImmutableArray<string> parameters)
    {
        var ids = List("id").Concat(List("ids")).ToHashSet(StringComparer.Ordinal);
        var divisions = List("divisionId").ToHashSet(StringComparer.Ordinal);

        // Prompts take a list of names; everything else takes one, which may hold a comma.
        var names = kind == ResourceKinds.Prompt ? List("name") : Text("name");
        var descriptions = Text("description");
        var either = Text("nameOrDescription");
        var mentions = kind.Filters.Select(filter => (filter.Fields, Wanted: List(filter.Parameter))).Where(filter => filter.Wanted.Count > 0).ToList();
        var token = context.Token();
        var found = org.Resources.All(kind).Where(resource =>
            (ids.Count == 0 || ids.Contains(resource.Id))
            && (divisions.Count == 0 || divisions.Contains(resource.Division.Id))
            && (!kind.HasDivision || token.Reaches(resource.Division))
            && (names.Count == 0 || names.Exists(name => NamePattern.Matches(name, resource.Name)))
            && descriptions.TrueForAll(wanted => NamePattern.Matches(wanted, resource.Text("description") ?? ""))
            && either.TrueForAll(wanted => NamePattern.Matches(wanted, resource.Name) || NamePattern.Matches(wanted, resource.Text("description") ?? ""))
            && mentions.TrueForAll(filter => filter.Fields.Any(field => resource.Fields.TryGetValue(field, out var value) && filter.Wanted.Exists(wanted => Holds(value, wanted)))));
        return Sorted(found, Text("sortBy").FirstOrDefault() ?? kind.SortedBy, isDescending: parameters.Contains("sortOrder") && ListQuery.IsDescending(context));

        List<string> List(string parameter) => parameters.Contains(parameter) ? [.. ListQuery.Values(context, parameter)] : [];

        List<string> Text(string parameter) => parameters.Contains(parameter) ? [.. context.Request.Query[parameter].OfType<string>().Where(text => text.Length > 0)] : [];
    }

    private static bool Holds(JsonElement value, string wanted) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().Any(item => Holds(item, wanted)),
        JsonValueKind.String => value.GetString() == wanted,
        _ => value.GetRawText() == wanted,
    };

    private static List<OrgResource> Sorted(IEnumerable<OrgResource> resources, string by, bool isDescending)
    {
        if (!Sortable.Contains(by, StringComparer.Ordinal))
        {
            throw ServiceErrors.InvalidValue("sortBy", $"\"{by}\" is nothing to sort by; it may be {string.Join(", ", Sortable)}.");
        }

        var sorted = resources.OrderBy(resource => SortKey(resource, by), StringComparer.OrdinalIgnoreCase).ThenBy(resource => resource.Id, StringComparer.Ordinal).ToList();
        if (isDescending)
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
