using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>What is particular about data tables: their schema and their rows. A row is an object whose <c>key</c> is unique in its table.</summary>
internal static class DataTablesApi
{
    /// <summary>How many rows a table may have.</summary>
    public const int MaxRows = 5000;

    private const string Key = "key";
    private const string Row = "row";
    private const string Rows = "/api/v2/flows/datatables/{datatableId}/rows";
    private static ResourceKind Kind => ResourceKinds.DataTableRow;

    public static void MapDataTables(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapGet("/api/v2/flows/datatables/divisionviews/{datatableId}", context => ViewAsync(context, org)).Named("getFlowsDatatablesDivisionview").NeedsPermission("architect:datatable:search");
        routes.MapGet(Rows, context => ListAsync(context, org)).Named("getFlowsDatatableRows").NeedsPermission("architect:datatable:view", "architect:datatableRow:view");
        routes.MapPost(Rows, context => AddAsync(context, org)).Named("postFlowsDatatableRows").NeedsPermission("architect:datatable:add", "architect:datatableRow:add");
        routes.MapGet($"{Rows}/{{rowId}}", context => GetAsync(context, org)).Named("getFlowsDatatableRow").NeedsPermission("architect:datatable:view", "architect:datatableRow:view");
        routes.MapPut($"{Rows}/{{rowId}}", context => ChangeAsync(context, org)).Named("putFlowsDatatableRow").NeedsPermission("architect:datatable:edit", "architect:datatableRow:edit");
        routes.MapDelete($"{Rows}/{{rowId}}", context => DeleteAsync(context, org)).Named("deleteFlowsDatatableRow").NeedsPermission("architect:datatable:delete", "architect:datatableRow:delete");
    }

    /// <summary>Writes a table's schema where the request wants it, and in answer to a write.</summary>
    public static void WriteSchemaIfAsked(HttpContext context, Utf8JsonWriter writer, OrgResource resource)
    {
        if (resource.Kind != ResourceKinds.DataTable || !resource.Fields.TryGetValue("schema", out var schema))
        {
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) || ListQuery.Values(context, "expand").Contains("schema", StringComparer.Ordinal))
        {
            // Where other properties are forbidden, SDKs read an object or nothing.
            writer.WriteStartObject("schema");
            foreach (var property in schema.EnumerateObject().Where(property => property.Name != "additionalProperties" || property.Value.ValueKind == JsonValueKind.Object))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>A schema that could not be one is refused, and so is one that lacks a field that the table had.</summary>
    /// <param name="before">The table as it was; null for a new one.</param>
    /// <param name="after">The table as it would be.</param>
    public static void RefuseBadSchema(OrgResource? before, OrgResource after)
    {
        if (after.Kind != ResourceKinds.DataTable)
        {
            return;
        }

        if (Properties(after) is not { } wanted || !wanted.TryGetProperty(Key, out _))
        {
            throw ResourceErrors.DataTable(400, "schema.exception", $"The schema of the data table \"{after.Name}\" has no property \"{Key}\".", "schema");
        }

        if (before is not null && Properties(before) is { } had && had.EnumerateObject().FirstOrDefault(property => !wanted.TryGetProperty(property.Name, out _)) is { Value.ValueKind: not JsonValueKind.Undefined } lost)
        {
            throw ResourceErrors.DataTable(400, "cannot.remove.fields", $"The data table \"{before.Name}\" has the field \"{lost.Name}\", which its new schema lacks. Fields cannot be removed.", "schema");
        }
    }

    private static Task ViewAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var table = ResourcesApi.Found(context, org, ResourceKinds.DataTable, "search");
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            ResourceWire.WriteView(writer, table);
            WriteSchemaIfAsked(context, writer, table);
        });
    });

    private static Task ListAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var table = ResourcesApi.Found(context, org, ResourceKinds.DataTable, "view");
        var rows = org.Resources.All(Kind, table.Id).ToList();
        if (ListQuery.IsDescending(context))
        {
            rows.Reverse();
        }

        return ListQuery.PageAsync(context, rows, (writer, row) => Write(context, writer, row));
    });

    private static Task GetAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var (_, row) = Found(context, org, "view");
        return JsonReply.ObjectAsync(context, 200, writer => Write(context, writer, row));
    });

    private static async Task AddAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var table = ResourcesApi.Found(context, org, ResourceKinds.DataTable, "add");
            var key = Checked(table, body);
            if (org.Resources.Find(Kind, key, table.Id) is not null)
            {
                throw ResourceErrors.DataTable(409, "not.unique", $"The data table \"{table.Name}\" has a row with the key \"{key}\" already.", Key);
            }

            if (org.Resources.All(Kind, table.Id).Count() >= MaxRows)
            {
                throw ResourceErrors.DataTable(400, "too.many.rows", $"The data table \"{table.Name}\" has {MaxRows} rows, which is all it may have.", null);
            }

            return StoreAsync(context, org, new OrgResource(Kind, key, key, table.Division) { Parent = table.Id, CreatedAt = org.Now, CreatedBy = context.Token().Actor }, body);
        });
    }

    private static async Task ChangeAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var (table, row) = Found(context, org, "edit");
            var key = Checked(table, body);
            return key == row.Id ? StoreAsync(context, org, row with { Version = row.Version + 1 }, body)
                : throw ResourceErrors.DataTable(400, "schema.exception", $"The row \"{row.Id}\" cannot take the key \"{key}\". Add a row with that key, and delete this one.", Key);
        });
    }

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var (_, row) = Found(context, org, "delete");
        org.Resources.Put(row with { IsDeleted = true });
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    });

    private static (OrgResource Table, OrgResource Row) Found(HttpContext context, EmulatorOrg org, string action)
    {
        var table = ResourcesApi.Found(context, org, ResourceKinds.DataTable, action);
        var key = context.Route("rowId");
        return (table, org.Resources.Find(Kind, key, table.Id) ?? throw ResourceErrors.NotFound(Kind, key));
    }

    private static Task StoreAsync(HttpContext context, EmulatorOrg org, OrgResource row, JsonBody body)
    {
        var stored = row with { Fields = row.Fields.SetItem(Row, JsonElement.Parse(JsonPrinter.Compact(body.Source, body.Root))), ModifiedBy = context.Token().Actor, ModifiedAt = org.Now };
        org.Resources.Put(stored);
        return JsonReply.ObjectAsync(context, 200, writer => WriteAll(writer, stored));
    }

    /// <summary>The key of a row that fits its table's schema.</summary>
    /// <exception cref="ServiceException">It does not fit.</exception>
    private static string Checked(OrgResource table, JsonBody body)
    {
        var key = body.Root[Key] is ScalarNode { IsQuoted: true, Value.Length: > 0 } given ? given.Value : throw ResourceErrors.DataTable(400, "schema.exception", $"The row has no \"{Key}\". Give it a text.", Key);
        foreach (var entry in body.Root.Entries)
        {
            if (Properties(table) is not { } properties || !properties.TryGetProperty(entry.Key, out var property))
            {
                throw ResourceErrors.DataTable(400, "schema.exception", $"The data table \"{table.Name}\" has no field \"{entry.Key}\".", entry.Key);
            }

            var type = property.ValueKind == JsonValueKind.Object && property.TryGetProperty("type", out var written) ? written.GetString() : null;
            if (!Fits(entry.Value, type))
            {
                throw ResourceErrors.DataTable(400, "schema.exception", $"The field \"{entry.Key}\" of the data table \"{table.Name}\" takes {type}.", entry.Key);
            }
        }

        return key;
    }

    private static bool Fits(SyntaxNode value, string? type) => value is ScalarNode scalar && type switch
    {
        "string" => scalar.IsQuoted,
        "boolean" => scalar is { IsQuoted: false, Value: "true" or "false" },
        "integer" => !scalar.IsQuoted && long.TryParse(scalar.Value, out _),
        "number" => !scalar.IsQuoted && double.TryParse(scalar.Value, System.Globalization.CultureInfo.InvariantCulture, out _),
        _ => true,
    };

    private static JsonElement? Properties(OrgResource table) =>
        table.Fields.TryGetValue("schema", out var schema) && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object ? properties : null;

    private static void Write(HttpContext context, Utf8JsonWriter writer, OrgResource row)
    {
        if (ListQuery.Truth(context, "showbrief") != false)
        {
            writer.WriteString(Key, row.Id);
            return;
        }

        WriteAll(writer, row);
    }

    private static void WriteAll(Utf8JsonWriter writer, OrgResource row)
    {
        foreach (var property in row.Fields[Row].EnumerateObject())
        {
            property.WriteTo(writer);
        }
    }
}
