using System.IO.Compression;
using System.Text;
using System.Text.Json;
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
    private const string Jobs = "/api/v2/flows/jobs";
    private const string Exports = "/api/v2/flows/export/jobs";
    private const string Validations = "/api/v2/flows/validate/jobs";
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void MapJobs(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        routes.MapPost(Jobs, context => RegisterAsync(context, org)).Named("postFlowsJobs").NeedsPermission("architect:job:create");
        routes.MapGet($"{Jobs}/{{jobId}}", context => GetAsync(context, org, JobCommand.Publish)).Named("getFlowsJob").NeedsPermission("architect:job:view");
        routes.MapPut("/uploads/{jobId}", context => UploadAsync(context, org)).Named("uploadFlow");
        routes.MapPost(Exports, context => StartAsync(context, org, Exports, org.Jobs.RegisterExport)).Named("postFlowsExportJobs").NeedsPermission("architect:jobExport:create");
        routes.MapGet($"{Exports}/{{jobId}}", context => GetAsync(context, org, JobCommand.Export)).Named("getFlowsExportJob").NeedsPermission("architect:jobExport:view");
        routes.MapGet("/downloads/{jobId}", context => DownloadAsync(context, org)).Named("downloadFlows");
        routes.MapPost(Validations, context => StartAsync(context, org, Validations, org.Jobs.RegisterValidate)).Named("postFlowsValidateJobs").NeedsPermission("architect:jobValidate:create");
        routes.MapGet($"{Validations}/{{jobId}}", context => GetAsync(context, org, JobCommand.Validate)).Named("getFlowsValidateJob").NeedsPermission("architect:jobValidate:view");
    }

    private static async Task RegisterAsync(HttpContext context, EmulatorOrg org)
    {
        await JsonBody.ReadAsync(context, isOptional: true);
        await org.Read(_ =>
        {
            var job = org.Jobs.RegisterPublish(context.Token());
            return JsonReply.ObjectAsync(context, 200, writer =>
            {
                writer.WriteString("id", job.Id);
                writer.WriteString("presignedUrl", Signed(context, "uploads", job));
                writer.WriteStartObject("headers");
                writer.WriteString("Content-Type", "application/octet-stream");
                writer.WriteEndObject();
                writer.WriteString("selfUri", $"{Jobs}/{job.Id}");
            });
        });
    }

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
            var job = Signed(context, org, JobCommand.Publish);
            if (Strike(context, org, FaultKind.UploadRefused) is not null)
            {
                throw PlatformErrors.BadSignature();
            }

            FlowAccess.LetSomebodyIn(context, org, org.Jobs.FlowOf(text));
            org.Jobs.Upload(job, text, Strike(context, org, FaultKind.JobStuck, FaultKind.JobThrottled));
            return true;
        });
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 0;
    }

    private static Task GetAsync(HttpContext context, EmulatorOrg org, JobCommand command) => org.Read(_ =>
    {
        var job = org.Jobs.Job(context.Route("jobId"), command);
        var withMessages = ListQuery.Values(context, "expand").Contains("messages", StringComparer.Ordinal);
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

            if (withMessages)
            {
                WriteMessages(writer, job);
            }

            writer.WriteString("selfUri", $"{context.Request.Path}");
        });
    });

    private static void WriteMessages(Utf8JsonWriter writer, PlatformJob job)
    {
        writer.WriteStartArray("messages");
        foreach (var message in job.Messages)
        {
            writer.WriteStartObject();
            writer.WriteString("type", message.IsError ? "Error" : "Warning");
            writer.WriteString("dateTime", JsonReply.Time(message.At));
            writer.WriteString("text", message.Text);
            if (!message.Details.IsEmpty)
            {
                writer.WriteStartArray("details");
                foreach (var failed in message.Details)
                {
                    writer.WriteStartObject();
                    writer.WriteString("type", "NetworkDiagnostic");
                    writer.WriteString("url", failed.Url);
                    writer.WriteString("method", "GET");
                    writer.WriteNumber("statusCode", 404);
                    writer.WriteString("statusMessage", "Not Found");
                    writer.WriteString("errorCode", "not.found");
                    writer.WriteString("errorMessage", failed.ErrorMessage);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static async Task StartAsync(HttpContext context, EmulatorOrg org, string path, Func<IEnumerable<WantedFlow>, Token, FaultKind?, PlatformJob> register)
    {
        var body = await JsonBody.ReadAsync(context);
        var wanted = body.Root.GetSequence("flows")?.Mappings.Select(Wanted).ToList() ?? [];
        if (wanted.Count == 0)
        {
            throw ServiceErrors.MissingField("flows", "Name at least one flow.");
        }

        await org.Read(_ =>
        {
            var job = register(wanted, context.Token(), Strike(context, org, FaultKind.JobStuck, FaultKind.JobThrottled, FaultKind.EmptyExport));
            return JsonReply.ObjectAsync(context, 200, writer =>
            {
                writer.WriteString("id", job.Id);
                writer.WriteString("status", nameof(JobStatus.Registered));
                writer.WriteNumber("totalFlows", wanted.Count);
                writer.WriteString("selfUri", $"{path}/{job.Id}");
            });
        });
    }

    /// <summary>A flow as it is asked for. Whether there is such a flow is seen when the job runs.</summary>
    private static WantedFlow Wanted(MappingNode item)
    {
        var type = item.GetString("exportType");
        if (type is not (null or "Yaml" or "Architect"))
        {
            throw ServiceErrors.InvalidValue("exportType", $"\"exportType\" is \"{type}\"; it must be Yaml or Architect.");
        }

        var fileName = item.GetString("fileName");
        if (fileName is not null && !IsFileName(fileName))
        {
            throw ServiceErrors.InvalidValue("fileName", $"\"fileName\" is \"{fileName}\"; it must be letters, digits, \"_\" and \"-\".");
        }

        var named = item.GetMapping("flow");
        var (id, name) = (named?.GetString("id"), named?.GetString("name"));
        if (string.IsNullOrEmpty(id) && (string.IsNullOrEmpty(name) || string.IsNullOrEmpty(named?.GetString("type"))))
        {
            throw ServiceErrors.MissingField("flow", "Name a flow by \"id\", or by \"name\" and \"type\".");
        }

        return new WantedFlow(id, name ?? "", (named?.GetString("type") ?? "").ToLowerInvariant(), named?.GetString("version")) { FileName = fileName, AsArchitect = type == "Architect" };
    }

    private static bool IsFileName(string name) => name.Length is > 0 and <= 200 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    private static Task DownloadAsync(HttpContext context, EmulatorOrg org)
    {
        var (job, files) = org.Read(_ =>
        {
            var job = Signed(context, org, JobCommand.Export);
            return (job, job.Status == JobStatus.Success ? org.Jobs.FilesOf(job) : throw PlatformErrors.NothingToDownload());
        });
        var content = job.Wanted.Length == 1 && files.Count == 1 ? StrictUtf8.GetBytes(files[0].Text) : Zip(files);
        context.Response.ContentType = files.Count == 1 ? "application/x-yaml" : "application/zip";
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static byte[] Zip(IReadOnlyList<(string Name, string Text)> files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(StrictUtf8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static FaultKind? Strike(HttpContext context, EmulatorOrg org, params ReadOnlySpan<FaultKind> kinds) =>
        org.Faults.Strike(context.Request.Method, context.Request.Path, [.. kinds])?.Kind;

    private static string Signed(HttpContext context, string path, PlatformJob job) => $"{context.Request.Scheme}://{context.Request.Host}/{path}/{job.Id}?signature={job.Signature}";

    /// <summary>The job of a signed address.</summary>
    private static PlatformJob Signed(HttpContext context, EmulatorOrg org, JobCommand command)
    {
        var job = org.Jobs.Job(context.Route("jobId"), command);
        return context.Request.Query["signature"].FirstOrDefault() == job.Signature ? job : throw PlatformErrors.BadSignature();
    }
}
