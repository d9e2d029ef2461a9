using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Reads what a request wants a resource to hold. Fields that the kind does not have, or that the org fills in, are passed over, as the service does.</summary>
/// <param name="org">The org. Under its lock.</param>
/// <param name="kind">The kind of resource.</param>
/// <param name="body">The body of the request.</param>
internal sealed class ResourceBody(EmulatorOrg org, ResourceKind kind, JsonBody body)
{
    /// <summary>The name that is wanted; null where the body has none.</summary>
    /// <exception cref="ServiceException">The name cannot be one.</exception>
    public string? Name()
    {
        var name = body.Text("name")?.Trim();
        if (name is { Length: > 0 } && kind.HasPlainName && (!char.IsAsciiLetterOrDigit(name[0]) || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')))
        {
            throw ResourceErrors.Invalid(kind, "name", $"\"{name}\" cannot be the name of a {kind.Noun}: names hold letters, digits and underscores, and start with a letter or a digit.");
        }

        return string.IsNullOrEmpty(name) ? null : name;
    }

    /// <summary>The division that is wanted, by id; null where the body has none.</summary>
    public OrgDivision? Division()
    {
        if (!kind.HasDivision || body.Root.GetMapping("division")?.GetString("id") is not { Length: > 0 } id)
        {
            return null;
        }

        return org.Divisions.FirstOrDefault(division => division.Id == id) ?? throw ResourceErrors.Invalid(kind, "division", $"No division has the id \"{id}\".");
    }

    /// <summary>The fields that the body has. A field that is null is as good as absent.</summary>
    public ImmutableDictionary<string, JsonElement> Fields()
    {
        var fields = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in kind.Fields)
        {
            if (body.Root[field.Name] is { } node and not ScalarNode { IsNull: true })
            {
                fields[field.Name] = Read(field, node);
            }
        }

        return fields.ToImmutable();
    }

    /// <summary>Refuses a resource that lacks a field it must have.</summary>
    public void RefuseIncomplete(ImmutableDictionary<string, JsonElement> fields)
    {
        if (kind.Fields.FirstOrDefault(field => field.IsRequired && !fields.ContainsKey(field.Name)) is { } missing)
        {
            throw ResourceErrors.Invalid(kind, missing.Name, $"The request body has no \"{missing.Name}\". A {kind.Noun} needs one.");
        }
    }

    private JsonElement Read(ResourceField field, SyntaxNode node) => field.Shape switch
    {
        ResourceShape.Text when node is ScalarNode { IsQuoted: true } => Element(node),
        ResourceShape.LocalTime when node is ScalarNode { IsQuoted: true } time && IsTime(time.Value) => Element(node),
        ResourceShape.Truth when node is ScalarNode { Value: "true" or "false", IsQuoted: false } => Element(node),
        ResourceShape.Texts when AreTexts(node) => Element(node),
        ResourceShape.TextLists when node is MappingNode lists && lists.Entries.All(entry => AreTexts(entry.Value)) => Element(node),
        ResourceShape.Any when node is MappingNode => Element(node),
        ResourceShape.Reference when node is MappingNode reference => JsonElement.Parse(JsonPrinter.Quote(Target(field, reference))),
        ResourceShape.References when node is SequenceNode list => JsonElement.Parse($"[{string.Join(',', list.Mappings.Select(reference => JsonPrinter.Quote(Target(field, reference))))}]"),
        ResourceShape.Parts when node is SequenceNode list => JsonElement.Parse($"[{string.Join(',', list.Mappings.Select(part => Part(field, part)))}]"),
        _ => throw ResourceErrors.Invalid(kind, field.Name, $"\"{field.Name}\" must be {Wanted(field.Shape)}."),
    };

    private string Part(ResourceField field, MappingNode part)
    {
        var held = field.Parts.Where(inner => part[inner.Name] is not (null or ScalarNode { IsNull: true }));
        return $"{{{string.Join(',', held.Select(inner => $"{JsonPrinter.Quote(inner.Name)}:{Read(inner, part[inner.Name] ?? part).GetRawText()}"))}}}";
    }

    private string Target(ResourceField field, MappingNode reference)
    {
        var id = reference.GetString("id") is { Length: > 0 } given ? given : throw ResourceErrors.Invalid(kind, field.Name, $"\"{field.Name}\" must name a {field.Target} by its \"id\".");
        var isThere = field.Target == ResourceKinds.Flow ? org.Platform.FindById(id) is { IsDeleted: false } : org.Resources.Find(ResourceKinds.Of(field.Target), id) is not null;
        return isThere ? id : throw ResourceErrors.Invalid(kind, field.Name, $"\"{field.Name}\" names the {field.Target} \"{id}\", and there is none with that id.");
    }

    private JsonElement Element(SyntaxNode node) => JsonElement.Parse(body.Source.Text.AsSpan(node.Span.Start, node.Span.Length).ToString());

    private static bool AreTexts(SyntaxNode node) => node is SequenceNode list && list.Items.All(item => item is ScalarNode { IsQuoted: true });

    private static bool IsTime(string text) => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Wanted(ResourceShape shape) => shape switch
    {
        ResourceShape.Text => "a text",
        ResourceShape.LocalTime => "a date and time, such as \"2026-01-31T08:00:00.000000\"",
        ResourceShape.Truth => "true or false",
        ResourceShape.Texts => "a list of texts",
        ResourceShape.TextLists => "an object that holds lists of texts",
        ResourceShape.Any => "an object",
        ResourceShape.Reference => "an object with an \"id\"",
        ResourceShape.References => "a list of objects with an \"id\"",
        _ => "a list of objects",
    };
}
