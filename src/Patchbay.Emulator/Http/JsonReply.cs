using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Patchbay.Emulator.Http;

/// <summary>Writes JSON answers.</summary>
internal static class JsonReply
{
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A moment as the API writes it, in UTC with milliseconds.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Answers with one JSON object.</summary>
    public static Task ObjectAsync(HttpContext context, int status, Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Layout))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        return context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted).AsTask();
    }

    /// <summary>Answers with JSON that is written already.</summary>
    public static Task TextAsync(HttpContext context, string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        context.Response.StatusCode = 200;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    /// <summary>Answers with an error body.</summary>
    public static Task ErrorAsync(HttpContext context, ServiceException error, string contextId)
    {
        if (error.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return ObjectAsync(context, error.Status, writer =>
        {
            writer.WriteString("message", error.Message);
            writer.WriteString("code", error.Code);
            writer.WriteNumber("status", error.Status);
            writer.WriteString("contextId", contextId);
            WriteDetails(writer, "details", error.Details);
            WriteProblems(writer, "errors", error.Problems);
            if (error.Limit is { } limit)
            {
                writer.WriteStartObject("limit");
                writer.WriteString("key", limit.Key);
                writer.WriteString("namespace", "platform.api");
                writer.WriteNumber("value", limit.Value);
                writer.WriteEndObject();
            }
        });
    }

    /// <summary>A list of what an error is about.</summary>
    public static void WriteDetails(Utf8JsonWriter writer, string name, IEnumerable<ErrorDetail> details)
    {
        writer.WriteStartArray(name);
        foreach (var detail in details)
        {
            WriteDetail(writer, detail);
        }

        writer.WriteEndArray();
    }

    /// <summary>A list of what is wrong with a definition.</summary>
    public static void WriteProblems(Utf8JsonWriter writer, string name, IEnumerable<DefinitionProblem> problems)
    {
        writer.WriteStartArray(name);
        foreach (var problem in problems)
        {
            writer.WriteStartObject();
            writer.WriteString("code", problem.Code);
            writer.WriteString("message", problem.Message);
            writer.WriteString("path", problem.Path);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDetail(Utf8JsonWriter writer, ErrorDetail detail)
    {
        writer.WriteStartObject();
        writer.WriteString("errorCode", detail.ErrorCode);
        WriteIfAny(writer, "fieldName", detail.FieldName);
        WriteIfAny(writer, "entityId", detail.EntityId);
        WriteIfAny(writer, "entityName", detail.EntityName);
        if (detail.Expected is { } expected)
        {
            writer.WriteNumber("expected", expected);
        }

        if (detail.Current is { } current)
        {
            writer.WriteNumber("current", current);
        }

        writer.WriteEndObject();
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
