using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Reports;

/// <summary>Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request.</summary>
public static class SarifReport
{
    /// <summary>The name under which a finding keeps its identity while lines move around it.</summary>
    public const string Fingerprint = "patchbayFinding/v1";

    /// <summary>All findings as one run, with a line break at its end.</summary>
    /// <param name="files">What was found.</param>
    /// <param name="version">The version of the tool, such as <c>0.1.0</c>.</param>
    /// <param name="rulePages">Where the rules' pages are; <c>missing-target.md</c> is put after it.</param>
    public static string Write(IReadOnlyCollection<LintedFile> files, string version, string rulePages = "docs/rules/")
    {
        ArgumentNullException.ThrowIfNull(files);
        return JsonReport.Document(json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
            json.WriteString("version", "2.1.0");
            json.WriteStartArray("runs");
            json.WriteStartObject();
            WriteTool(json, version, rulePages);
            json.WriteString("columnKind", "utf16CodeUnits");
            WriteResults(json, files);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteTool(Utf8JsonWriter json, string version, string rulePages)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "patchbay");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (var rule in RuleSet.Described)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Summary + ".");
            json.WriteString("helpUri", $"{rulePages}{rule.Id}.md");
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.DefaultSeverity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResults(Utf8JsonWriter json, IReadOnlyCollection<LintedFile> files)
    {
        var rules = RuleSet.Described.Select((rule, index) => (rule.Id, index)).ToDictionary(rule => rule.Id, rule => rule.index, StringComparer.Ordinal);
        var alike = new Dictionary<string, int>(StringComparer.Ordinal);
        json.WriteStartArray("results");
        foreach (var file in files)
        {
            foreach (var diagnostic in file.Diagnostics)
            {
                var identity = string.Join('\n', file.Path, diagnostic.Id, diagnostic.Element);
                alike[identity] = alike.GetValueOrDefault(identity) + 1;
                WriteResult(json, file, diagnostic, rules, $"{identity}\n{alike[identity]}");
            }
        }

        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, LintedFile file, Diagnostic diagnostic, Dictionary<string, int> rules, string identity)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.Id);
        if (rules.TryGetValue(diagnostic.Id, out var index))
        {
            json.WriteNumber("ruleIndex", index);
        }

        json.WriteString("level", Level(diagnostic.Severity));
        WriteText(json, "message", diagnostic.Message);
        json.WriteStartArray("locations");
        WriteLocation(json, file, diagnostic.Span, diagnostic.Element, message: null);
        json.WriteEndArray();
        if (!diagnostic.Related.IsEmpty)
        {
            json.WriteStartArray("relatedLocations");
            foreach (var related in diagnostic.Related)
            {
                WriteLocation(json, file, related.Span, element: "", related.Message);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("partialFingerprints");
        json.WriteString(Fingerprint, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity))));
        json.WriteEndObject();
        WriteFixes(json, file, diagnostic);
        json.WriteEndObject();
    }

    private static void WriteFixes(Utf8JsonWriter json, LintedFile file, Diagnostic diagnostic)
    {
        if (diagnostic.Fixes.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("fixes");
        foreach (var fix in diagnostic.Fixes)
        {
            json.WriteStartObject();
            WriteText(json, "description", fix.Title);
            json.WriteStartArray("artifactChanges");
            json.WriteStartObject();
            WriteArtifact(json, file);
            json.WriteStartArray("replacements");
            foreach (var edit in fix.Edits)
            {
                json.WriteStartObject();
                WriteRegion(json, "deletedRegion", file.Source, edit.Span);
                WriteText(json, "insertedContent", edit.NewText);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter json, LintedFile file, TextSpan span, string element, string? message)
    {
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteArtifact(json, file);
        WriteRegion(json, "region", file.Source, span);
        json.WriteEndObject();
        if (element.Length > 0)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("name", element);
            json.WriteString("kind", "element");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (message is not null)
        {
            WriteText(json, "message", message);
        }

        json.WriteEndObject();
    }

    private static void WriteArtifact(Utf8JsonWriter json, LintedFile file)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', file.Path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, SourceText source, TextSpan span)
    {
        var (start, end) = (source.GetPosition(span.Start), source.GetPosition(span.End));
        json.WriteStartObject(name);
        json.WriteNumber("startLine", start.Line);
        json.WriteNumber("startColumn", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(Severity severity) => severity switch { Severity.Error => "error", Severity.Warning => "warning", Severity.Info => "note", _ => "none" };
}
