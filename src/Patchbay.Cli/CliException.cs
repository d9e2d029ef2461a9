using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Linting.Reports;
using Patchbay.Core.Text;

namespace Patchbay.Cli;

/// <summary>A command cannot go on, for a reason that its user can mend. <see cref="Program"/> shows the message and ends with the code.</summary>
/// <param name="code">What the process answers.</param>
/// <param name="message">Full sentences: what was attempted, what is wrong, what to do.</param>
internal sealed class CliException(ExitCode code, string message) : Exception(message)
{
    /// <summary>What the process answers.</summary>
    public ExitCode Code { get; } = code;

    /// <summary>The command was used wrongly.</summary>
    public static CliException Usage(string message) => new(ExitCode.Usage, message);

    /// <summary>The command cannot do what was asked.</summary>
    public static CliException Failed(string message) => new(ExitCode.Failed, message);

    /// <summary>A file that the user wrote is wrong: all that is wrong with it, with the lines.</summary>
    /// <param name="message">What cannot be done with the file.</param>
    /// <param name="source">The file.</param>
    /// <param name="diagnostics">What is wrong.</param>
    /// <param name="code">What the process answers: failed where the file is well made, and names what the store does not have.</param>
    public static CliException Wrong(string message, SourceText source, ImmutableArray<Diagnostic> diagnostics, ExitCode code = ExitCode.Usage) =>
        new(code, $"{message}\n{TextReport.Write([new LintedFile(source, diagnostics)], withSource: true)}".TrimEnd('\n'));
}
