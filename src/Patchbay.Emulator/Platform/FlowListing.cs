using Microsoft.AspNetCore.Http;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Text;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Which flows a listing is asked for, and in which order.</summary>
internal static class FlowListing
{
    /// <summary>The types that the API names and that no flow of the emulator has.</summary>
    private static readonly string[] OtherTypes = ["emailsend", "speech"];

    /// <summary>The flows of the whole listing. Those of divisions out of reach are left out.</summary>
    public static List<PlatformFlow> Find(HttpContext context, EmulatorOrg org)
    {
        List<Func<PlatformFlow, bool>> filters = [];
        AddDescriptions(context, filters);
        AddHolders(context, filters);
        AddKinds(context, filters);
        return Find(context, org, ListQuery.Truth(context, "deleted") == true ? org.Platform.AllEver : org.Platform.All, filters);
    }

    /// <summary>The flows of the lighter listing, which has fewer filters.</summary>
    public static List<PlatformFlow> FindViews(HttpContext context, EmulatorOrg org) => Find(context, org, org.Platform.All, []);

    /// <summary>The flows with given ids; ids of none are passed over.</summary>
    public static List<PlatformFlow> ByIds(HttpContext context, EmulatorOrg org, IEnumerable<string> ids)
    {
        var token = context.Token();
        return Sorted(context, ids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(org.Platform.FindById).OfType<PlatformFlow>().Where(flow => !flow.IsDeleted && token.Reaches(flow.Division)));
    }

    /// <summary>Whether a type is one that flows can have, in lower case.</summary>
    public static bool IsType(string type) => ArchitectFlowTypes.FromApiType(type) is not null || OtherTypes.Contains(type);

    /// <summary>The flows that pass every filter, those that all listings have and the others given.</summary>
    private static List<PlatformFlow> Find(HttpContext context, EmulatorOrg org, IEnumerable<PlatformFlow> flows, List<Func<PlatformFlow, bool>> filters)
    {
        if (ListQuery.Values(context, "id").ToList() is { Count: > 0 } ids)
        {
            return ByIds(context, org, ids);
        }

        var token = context.Token();
        filters.Add(flow => token.Reaches(flow.Division));
        AddNames(context, filters);
        AddVersions(context, filters);
        return Sorted(context, flows.Where(flow => filters.TrueForAll(isMeant => isMeant(flow))));
    }

    private static void AddNames(HttpContext context, List<Func<PlatformFlow, bool>> filters)
    {
        if (ListQuery.Values(context, "type").Select(type => type.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal) is { Count: > 0 } types)
        {
            var unknown = types.FirstOrDefault(type => !IsType(type));
            filters.Add(unknown is null ? flow => types.Contains(flow.Type) : throw ServiceErrors.InvalidValue("type", $"\"{unknown}\" is no flow type."));
        }

        if (ListQuery.Values(context, "divisionId").ToHashSet(StringComparer.Ordinal) is { Count: > 0 } divisions)
        {
            filters.Add(flow => divisions.Contains(flow.Division.Id));
        }

        if (PlatformQuery.Text(context, "name") is { } name)
        {
            filters.Add(flow => Matches(name, flow.Name));
        }
    }

    private static void AddDescriptions(HttpContext context, List<Func<PlatformFlow, bool>> filters)
    {
        if (PlatformQuery.Text(context, "description") is { } description)
        {
            filters.Add(flow => Matches(description, flow.Description));
        }

        if (PlatformQuery.Text(context, "nameOrDescription") is { } either)
        {
            filters.Add(flow => Matches(either, flow.Name) || Matches(either, flow.Description));
        }
    }

    private static void AddHolders(HttpContext context, List<Func<PlatformFlow, bool>> filters)
    {
        if (PlatformQuery.Text(context, "editableBy") is { } editor)
        {
            filters.Add(flow => flow.LockedBy is null || flow.LockedBy.Id == editor);
        }

        if (PlatformQuery.Text(context, "lockedBy") is { } user)
        {
            filters.Add(flow => flow.LockedBy is { IsUser: true } holder && holder.Id == user);
        }

        if (PlatformQuery.Text(context, "lockedByClientId") is { } client)
        {
            filters.Add(flow => flow.LockedBy is { IsUser: false } holder && holder.Id == client);
        }
    }

    private static void AddVersions(HttpContext context, List<Func<PlatformFlow, bool>> filters)
    {
        if (PlatformQuery.Text(context, "publishVersionId") is { } version)
        {
            filters.Add(flow => flow.Published?.Id == version);
        }

        if (PlatformQuery.Moment(context, "publishedAfter") is { } after)
        {
            filters.Add(flow => flow.Published?.PublishedAt > after);
        }

        if (PlatformQuery.Moment(context, "publishedBefore") is { } before)
        {
            filters.Add(flow => flow.Published?.PublishedAt < before);
        }
    }

    private static void AddKinds(HttpContext context, List<Func<PlatformFlow, bool>> filters)
    {
        // SDKs send false where nobody asked, so only true says anything: no flow of the emulator has a virtual agent.
        if (ListQuery.Truth(context, "virtualAgentEnabled") == true)
        {
            filters.Add(_ => false);
        }

        if (PlatformQuery.Text(context, "secure") is not null)
        {
            var where = PlatformQuery.OneOf(context, "secure", "any", "checkedin", "published");
            filters.Add(flow => (where != "published" && flow.CheckedIn is { Body.IsSecure: true }) || (where != "checkedin" && flow.Published is { Body.IsSecure: true }));
        }
    }

    /// <summary>A text without a wildcard is looked for anywhere in the other.</summary>
    private static bool Matches(string pattern, string text) => NamePattern.Matches(pattern.AsSpan().ContainsAny('*', '?') ? pattern : $"*{pattern}*", text);

    private static List<PlatformFlow> Sorted(HttpContext context, IEnumerable<PlatformFlow> flows)
    {
        Func<PlatformFlow, string>? key = PlatformQuery.OneOf(context, "sortBy", "id", "name", "type", "description", "division") switch
        {
            "name" => flow => flow.Name,
            "type" => flow => flow.Type,
            "description" => flow => flow.Description,
            "division" => flow => flow.Division.Name,
            _ => null,
        };

        // They come by id, which decides between those that are equal otherwise.
        List<PlatformFlow> sorted = key is null ? [.. flows] : [.. flows.OrderBy(key, StringComparer.OrdinalIgnoreCase)];
        if (ListQuery.IsDescending(context))
        {
            sorted.Reverse();
        }

        return sorted;
    }
}
