using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Reports;

/// <summary>A text and what was found in it: what every report is made from. Reports list files in the order given, and findings in the order of the linter.</summary>
/// <param name="Source">The text; its path is how the reports call it.</param>
/// <param name="Diagnostics">The findings.</param>
public sealed record LintedFile(SourceText Source, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>How the reports call the file.</summary>
    public string Path => Source.Path.Length > 0 ? Source.Path : "flow";

    /// <summary>How many findings of a severity there are.</summary>
    /// <param name="severity">The severity.</param>
    public int Count(Severity severity) => Diagnostics.Count(diagnostic => diagnostic.Severity == severity);

    /// <summary>The word for a severity in reports: <c>error</c>, <c>warning</c>, <c>info</c>.</summary>
    internal static string Word(Severity severity) => severity.ToString().ToLowerInvariant();
}
