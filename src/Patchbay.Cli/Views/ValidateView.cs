using Patchbay.Core.Diagnostics;
using Patchbay.Core.Linting.Reports;

namespace Patchbay.Cli.Views;

/// <summary>What <c>validate</c> found, as people read it. For machines there are the reports of <c>Core.Linting.Reports</c>.</summary>
internal static class ValidateView
{
    /// <summary>Draws all findings and their number.</summary>
    /// <param name="canvas">Where to draw.</param>
    /// <param name="files">What was checked.</param>
    /// <param name="areFiles">Whether they are files, which <c>--fix</c> mends; an org's flows have to be fetched first.</param>
    public static void Draw(Canvas canvas, IReadOnlyCollection<LintedFile> files, bool areFiles)
    {
        foreach (var file in files)
        {
            foreach (var problem in file.Diagnostics)
            {
                ProblemText.Draw(canvas, file, problem);
            }
        }

        var found = files.Sum(file => file.Diagnostics.Length);
        if (found == 0)
        {
            canvas.Line($"{Plural.Of(files.Count, "flow")} checked, nothing found.", Ink.Green);
            return;
        }

        var fixable = files.Sum(file => file.Diagnostics.Count(problem => problem.Fixes.Any(fix => fix.Safety == FixSafety.Safe)));
        canvas.Line($"{Plural.Of(files.Count, "flow")} checked: {Count(files, Severity.Error, "error")}, {Count(files, Severity.Warning, "warning")}, {Count(files, Severity.Info, "remark")}.{(fixable > 0 && areFiles ? $" --fix mends {fixable} of them." : "")}");
    }

    private static string Count(IEnumerable<LintedFile> files, Severity severity, string noun) => Plural.Of(files.Sum(file => file.Count(severity)), noun);
}
