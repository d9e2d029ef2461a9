using Patchbay.Core.Diagnostics;
using Patchbay.Core.Linting.Reports;

namespace Patchbay.Cli.Views;

/// <summary>A finding as people read it: where, how bad, what; and the line itself.</summary>
internal static class ProblemText
{
    /// <summary>Draws a finding with the line it speaks of.</summary>
    public static void Draw(Canvas canvas, LintedFile file, Diagnostic problem)
    {
        canvas.Write($"{file.Path}:{file.Source.GetPosition(problem.Span.Start)}: ", Ink.Bold)
            .Write($"{problem.Severity.ToString().ToLowerInvariant()}: ", InkOf(problem.Severity))
            .Write(problem.Message)
            .Line($" [{problem.Id}]", Ink.Dim);
        if (file.Source.Length > 0)
        {
            var (line, marker) = TextReport.Excerpt(file.Source, problem.Span);
            canvas.Line($"  {line}").Line($"  {marker}", InkOf(problem.Severity));
        }
    }

    /// <summary>The colour of a severity.</summary>
    public static Ink InkOf(Severity severity) => severity switch
    {
        Severity.Error => Ink.Red,
        Severity.Warning => Ink.Yellow,
        _ => Ink.Cyan,
    };
}
