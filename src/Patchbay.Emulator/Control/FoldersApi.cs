using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Control;

/// <summary>Folders in and out: definition files, or Architect YAML where the org speaks the platform's API.</summary>
internal static class FoldersApi
{
    public static void MapFolders(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/_emulator/import", context => ImportAsync(context, org)).Named("postEmulatorImport");
        routes.MapPost("/_emulator/export", context => ExportAsync(context, org)).Named("postEmulatorExport");
    }

    private static async Task ImportAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        var folder = Folder(body);
        var publish = body.Truth("publish") ?? true;
        if (org.Options.Api == EmulatorApi.Platform && !publish)
        {
            throw ServiceErrors.InvalidValue("publish", "Flows of a folder are live at once in an org that speaks the platform's API; \"publish\" cannot be false.");
        }

        var import = Try(folder, () => org.Options.Api == EmulatorApi.Platform ? org.ImportArchitectFolder(folder) : org.ImportFolder(folder, publish));
        await JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteNumber("flows", import.Flows);
            writer.WriteStartArray("leftOut");
            foreach (var file in import.LeftOut)
            {
                writer.WriteStringValue(file);
            }

            writer.WriteEndArray();
        });
    }

    private static async Task ExportAsync(HttpContext context, EmulatorOrg org)
    {
        var folder = Folder(await JsonBody.ReadAsync(context));
        var files = Try(folder, () => org.ExportFolder(folder));
        await JsonReply.ObjectAsync(context, 200, writer => writer.WriteNumber("files", files));
    }

    private static string Folder(JsonBody body)
    {
        var folder = body.Text("folder");
        return !string.IsNullOrEmpty(folder) && Path.IsPathFullyQualified(folder)
            ? folder
            : throw ServiceErrors.InvalidValue("folder", "\"folder\" must be a full path on the emulator's machine.");
    }

    private static T Try<T>(string folder, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ServiceErrors.InvalidValue("folder", $"The folder \"{folder}\" cannot be used: {exception.Message}");
        }
    }
}
