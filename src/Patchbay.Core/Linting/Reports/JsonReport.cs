using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Reports;

/// <summary>Findings as JSON for scripts: <c>{findings: [{file, line, column, endLine, endColumn, severity, rule, moment, element, message, related, fixes}], summary: {files, errors, warnings, infos}}</c>.</summary>
public static class JsonReport
{
    /// <summary>How this project's reports write JSON: indented, with letters of every language as they are.</summary>
    internal static JsonWriterOptions Layout { get; } = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All findings and their number, as one document with a line break at its end.</summary>
    /// <param name="files">What was found.</param>
    public static string Write(IReadOnlyCollection<LintedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return Document(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("findings");
            foreach (var file in files)
            {
                foreach (var diagnostic in file.Diagnostics)
                {
                    WriteFinding(json, file, diagnostic);
                }
            }

            json.WriteEndArray();
            json.WriteStartObject("summary");
            json.WriteNumber("files", files.Count);
            json.WriteNumber("errors", files.Sum(file => file.Count(Severity.Error)));
            json.WriteNumber("warnings", files.Sum(file => file.Count(Severity.Warning)));
            json.WriteNumber("infos", files.Sum(file => file.Count(Severity.Info)));
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>A whole document as text.</summary>
    internal static string Document(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteFinding(Utf8JsonWriter json, LintedFile file, Diagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteString("file", file.Path);
        WritePlace(json, file.Source, diagnostic.Span);
        json.WriteString("severity", LintedFile.Word(diagnostic.Severity));
        json.WriteString("rule", diagnostic.Id);
        json.WriteString("moment", diagnostic.Moment.ToString().ToLowerInvariant());
        if (diagnostic.Element.Length > 0)
        {
            json.WriteString("element", diagnostic.Element);
        }

        json.WriteString("message", diagnostic.Message);
        json.WriteStartArray("related");
        foreach (var related in diagnostic.Related)
        {
            json.WriteStartObject();
            WritePlace(json, file.Source, related.Span);
            json.WriteString("message", related.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("fixes");
        foreach (var fix in diagnostic.Fixes)
        {
            WriteFix(json, file.Source, fix);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, SourceText source, Fix fix)
    {
        json.WriteStartObject();
        json.WriteString("title", fix.Title);
        json.WriteString("safety", fix.Safety.ToString().ToLowerInvariant());
        json.WriteStartArray("edits");
        foreach (var edit in fix.Edits)
        {
            json.WriteStartObject();
            WritePlace(json, source, edit.Span);
            json.WriteString("text", edit.NewText);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, SourceText source, TextSpan span)
    {
        var (start, end) = (source.GetPosition(span.Start), source.GetPosition(span.End));
        json.WriteNumber("line", start.Line);
        json.WriteNumber("column", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
    }
}
