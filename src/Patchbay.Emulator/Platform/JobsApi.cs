using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>Architect jobs: YAML goes in by an upload to a signed address, and comes out by a download from one. Neither takes a token.</summary>
internal static class JobsApi
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapJobs(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost("/api/v2/flows/jobs", context => RegisterAsync(context, org)).Named("postFlowsJobs").NeedsPermission("architect:job:create");
        routes.MapGet("/api/v2/flows/jobs/{jobId}", context => GetAsync(context, org, JobCommand.Publish)).Named("getFlowsJob").NeedsPermission("architect:job:view");
        routes.MapPut("/uploads/{jobId}", context => UploadAsync(context, org)).Named("uploadFlow");
        routes.MapPost("/api/v2/flows/export/jobs", context => ExportAsync(context, org)).Named("postFlowsExportJobs").NeedsPermission("architect:jobExport:create");
        routes.MapGet("/api/v2/flows/export/jobs/{jobId}", context => GetAsync(context, org, JobCommand.Export)).Named("getFlowsExportJob").NeedsPermission("architect:jobExport:view");
        routes.MapGet("/downloads/{jobId}", context => DownloadAsync(context, org)).Named("downloadFlows");
    }

    private static Task RegisterAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var job = org.Platform.RegisterPublish(context.Token().Actor);
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("id", job.Id);
            writer.WriteString("presignedUrl", Signed(context, "uploads", job));
            writer.WriteStartObject("headers");
            writer.WriteString("Content-Type", "application/octet-stream");
            writer.WriteEndObject();
            writer.WriteString("selfUri", $"/api/v2/flows/jobs/{job.Id}");
        });
    });

    private static async Task UploadAsync(HttpContext context, EmulatorOrg org)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        string text;
        try
        {
            text = StrictUtf8.GetString(body.GetBuffer(), 0, (int)body.Length);
        }
        catch (DecoderFallbackException)
        {
            throw ServiceErrors.BadBody("The file is not UTF-8.");
        }

        org.Read(_ =>
        {
            var job = org.Platform.Job(context.Route("jobId"), JobCommand.Publish);
            CheckSignature(context, job);
            org.Platform.Upload(job, text);
            return true;
        });
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 0;
    }

    private static Task GetAsync(HttpContext context, EmulatorOrg org, JobCommand command) => org.Read(_ =>
    {
        var job = org.Platform.Job(context.Route("jobId"), command);
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("id", job.Id);
            writer.WriteString("status", job.Status.ToString());
            writer.WriteString("command", job.Command.ToString());
            if (job.FlowId is { } flow)
            {
                writer.WriteStartObject("flow");
                writer.WriteString("id", flow);
                writer.WriteString("selfUri", $"/api/v2/flows/{flow}");
                writer.WriteEndObject();
            }

            if (job is { Command: JobCommand.Export, Status: JobStatus.Success })
            {
                writer.WriteString("downloadUrl", Signed(context, "downloads", job));
            }

            if (ListQuery.Values(context, "expand").Contains("messages", StringComparer.Ordinal))
            {
                writer.WriteStartArray("messages");
                foreach (var message in job.Messages)
                {
                    writer.WriteStartObject();
                    writer.WriteString("type", message.IsError ? "Error" : "Warning");
                    writer.WriteString("dateTime", JsonReply.Time(message.At));
                    writer.WriteString("text", message.Text);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteString("selfUri", $"{context.Request.Path}");
        });
    });

    private static async Task ExportAsync(HttpContext context, EmulatorOrg org)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var wanted = body.Root.GetSequence("flows")?.Mappings.Select(item => Wanted(org, item)).ToList() ?? [];
            if (wanted.Count == 0)
            {
                throw ServiceErrors.MissingField("flows", "Name at least one flow.");
            }

            var job = org.Platform.RegisterExport(wanted, context.Token().Actor);
            return JsonReply.ObjectAsync(context, 200, writer =>
            {
                writer.WriteString("id", job.Id);
                writer.WriteString("status", nameof(JobStatus.Registered));
                writer.WriteNumber("totalFlows", wanted.Count);
                writer.WriteString("selfUri", $"/api/v2/flows/export/jobs/{job.Id}");
            });
        });
    }

    private static (PlatformFlow Flow, string? Version, string? FileName) Wanted(EmulatorOrg org, MappingNode item)
    {
        if (item.GetString("exportType") is { } type && type != "Yaml")
        {
            throw ServiceErrors.InvalidValue("exportType", $"The emulator exports Yaml, and \"{type}\" was asked for.");
        }

        var named = item.GetMapping("flow") ?? throw ServiceErrors.MissingField("flow", "Name a flow by \"id\", or by \"name\" and \"type\".");
        var flow = named.GetString("id") is { } id
            ? org.Platform.Flow(id)
            : org.Platform.Find(named.GetString("name") ?? "", (named.GetString("type") ?? "").ToLowerInvariant()) ?? throw PlatformErrors.FlowNotFound(named.GetString("name") ?? "");
        return (flow, named.GetString("version"), item.GetString("fileName"));
    }

    private static Task DownloadAsync(HttpContext context, EmulatorOrg org)
    {
        var job = org.Read(_ =>
        {
            var job = org.Platform.Job(context.Route("jobId"), JobCommand.Export);
            CheckSignature(context, job);
            return job;
        });
        var content = job.Files.Count == 1 ? StrictUtf8.GetBytes(job.Files[0].Text) : Zip(job);
        context.Response.ContentType = job.Files.Count == 1 ? "application/x-yaml" : "application/zip";
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static byte[] Zip(PlatformJob job)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in job.Files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(StrictUtf8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static string Signed(HttpContext context, string path, PlatformJob job) => $"{context.Request.Scheme}://{context.Request.Host}/{path}/{job.Id}?signature={job.Signature}";

    private static void CheckSignature(HttpContext context, PlatformJob job)
    {
        if (context.Request.Query["signature"].FirstOrDefault() != job.Signature)
        {
            throw PlatformErrors.BadSignature();
        }
    }
}
