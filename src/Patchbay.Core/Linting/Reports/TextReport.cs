using System.Text;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Reports;

/// <summary>Findings as people and editors read them: <c>path:line:column: severity: message [rule]</c>.</summary>
public static class TextReport
{
    private const int WidestExcerpt = 120;
    private const int BeforeFault = 40;

    /// <summary>All findings, each on its own line; empty when there are none.</summary>
    /// <param name="files">What was found.</param>
    /// <param name="withSource">Whether to show the line at fault under each finding, with the places that belong to it and the fixes there are.</param>
    public static string Write(IEnumerable<LintedFile> files, bool withSource = false)
    {
        ArgumentNullException.ThrowIfNull(files);
        var report = new StringBuilder();
        foreach (var file in files)
        {
            foreach (var diagnostic in file.Diagnostics)
            {
                report.Append(Line(file, diagnostic)).Append('\n');
                if (withSource)
                {
                    AppendDetails(report, file, diagnostic);
                }
            }
        }

        return report.ToString();
    }

    /// <summary>One finding on one line, without a line break.</summary>
    /// <param name="file">The file it was found in.</param>
    /// <param name="diagnostic">The finding.</param>
    public static string Line(LintedFile file, Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(diagnostic);
        return $"{file.Path}:{file.Source.GetPosition(diagnostic.Span.Start)}: {LintedFile.Word(diagnostic.Severity)}: {diagnostic.Message} [{diagnostic.Id}]";
    }

    /// <summary>The line at fault, and under it <c>^~~~</c>; both cut to a width that fits a terminal.</summary>
    /// <param name="source">The text.</param>
    /// <param name="span">The characters at fault.</param>
    public static (string Line, string Marker) Excerpt(SourceText source, TextSpan span)
    {
        ArgumentNullException.ThrowIfNull(source);
        var line = source.GetLine(source.GetPosition(span.Start).Line);
        var start = line.Length <= WidestExcerpt ? line.Start : Math.Max(line.Start, Math.Min(span.Start - BeforeFault, line.End - WidestExcerpt));
        var end = Math.Min(line.End, start + WidestExcerpt);
        var marker = new StringBuilder();
        for (var i = start; i < Math.Min(span.Start, end); i++)
        {
            marker.Append(source.Text[i] == '\t' ? '\t' : ' ');
        }

        marker.Append('^').Append('~', Math.Max(0, Math.Min(span.End, end) - span.Start - 1));
        return (source.GetText(TextSpan.FromBounds(start, end)), marker.ToString());
    }

    private static void AppendDetails(StringBuilder report, LintedFile file, Diagnostic diagnostic)
    {
        var (line, marker) = Excerpt(file.Source, diagnostic.Span);
        report.Append("    ").Append(line).Append('\n').Append("    ").Append(marker).Append('\n');
        foreach (var related in diagnostic.Related)
        {
            report.Append($"    {file.Path}:{file.Source.GetPosition(related.Span.Start)}: {related.Message}\n");
        }

        foreach (var fix in diagnostic.Fixes)
        {
            report.Append($"    fix ({(fix.Safety == FixSafety.Safe ? "safe" : "unsafe")}): {fix.Title}\n");
        }
    }
}
