using System.Collections.Immutable;
using System.Text.Json;

namespace Patchbay.Emulator.Org;

/// <summary>Something that an org has beside its flows: a queue, a schedule, a row of a data table. A value: a change is another value in its place, by <see cref="OrgResources.Put"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id, unique within its kind and parent.</param>
/// <param name="Name">Its name.</param>
/// <param name="Division">Its division; the home division where the kind has none.</param>
internal sealed record OrgResource(ResourceKind Kind, string Id, string Name, OrgDivision Division)
{
    /// <summary>The id of what it is part of; empty for what stands by itself.</summary>
    public string Parent { get; init; } = "";

    /// <summary>What its fields hold, by name. A reference holds the id alone.</summary>
    public ImmutableDictionary<string, JsonElement> Fields { get; init; } = ImmutableDictionary<string, JsonElement>.Empty;

    /// <summary>How often it was written, from 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Whether it was deleted. It is kept, because flows may still name it.</summary>
    public bool IsDeleted { get; init; }

    public Actor CreatedBy { get; init; } = Actor.Importer;

    public Actor ModifiedBy { get; init; } = Actor.Importer;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ModifiedAt { get; init; }

    /// <summary>The name by which flows know it.</summary>
    public string Key => Kind.Qualifier.Length > 0 && Text(Kind.Qualifier) is { } qualifier ? $"{qualifier}/{Name}" : Name;

    /// <summary>The text in a field; null where it has none.</summary>
    public string? Text(string field) => Fields.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>What it refers to, with the field that does and the noun of its kind.</summary>
    public IEnumerable<ResourceReference> References() => Kind.Fields.SelectMany(field => Fields.TryGetValue(field.Name, out var value) ? ReferencesIn(field, value) : []);

    private static IEnumerable<ResourceReference> ReferencesIn(ResourceField field, JsonElement value) => field.Shape switch
    {
        ResourceShape.Reference when value.ValueKind == JsonValueKind.String => [new ResourceReference(field.Name, field.Target, value.GetString() ?? "")],
        ResourceShape.References => value.EnumerateArray().Select(item => new ResourceReference(field.Name, field.Target, item.GetString() ?? "")),
        ResourceShape.Parts => value.EnumerateArray().SelectMany(part => field.Parts.SelectMany(inner => part.TryGetProperty(inner.Name, out var held) ? ReferencesIn(inner, held) : [])),
        _ => [],
    };
}

/// <summary>A reference of a resource.</summary>
/// <param name="Field">The field that holds it.</param>
/// <param name="Target">The noun of the kind that it leads to.</param>
/// <param name="Id">The id of what it leads to.</param>
internal sealed record ResourceReference(string Field, string Target, string Id);
