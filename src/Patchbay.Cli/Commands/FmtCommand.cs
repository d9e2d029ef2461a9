using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay fmt</c>.</summary>
internal sealed class FmtCommand : CliCommand
{
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };
    private static readonly string[] Extensions = [".yaml", ".yml", ".tftpl"];

    private readonly Argument<string[]> _paths = new("paths")
    {
        HelpName = "PATH",
        Description = "Architect flows in YAML, or folders, whose flows are meant; \"-\" reads standard input and prints",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Change nothing, and end with code 1 where something would change",
    };

    private readonly Option<bool> _print = new("--print")
    {
        Description = "Print the formatted text of one file and leave the file alone",
    };

    public FmtCommand()
        : base("fmt", "Lay Architect flows in YAML out as the exporter does: order of keys, quotes, indentation")
    {
        Remarks = "Never changes what a flow means: comments, substitutions and the order of lists stay, and a file that cannot be laid out safely is left alone. Formatting twice changes nothing more.";
        Examples =
        [
            new("fmt flows", "Formats the Architect flows below a folder"),
            new("fmt flows --check", "Says which of them are not formatted, for a pipeline"),
            new("fmt flows/main.yaml --print", "Shows a flow as it would be"),
        ];
        Add(_paths);
        Add(_check);
        Add(_print);
    }

    public override Task<ExitCode> RunAsync(Invocation call)
    {
        var paths = call.Get(_paths) ?? [];
        if (call.Get(_print) || paths.Contains("-"))
        {
            return Task.FromResult(Print(call, paths));
        }

        // All is read before anything is written, so that a file that cannot be read leaves none half done.
        var isCheck = call.Get(_check);
        var sources = paths.SelectMany(path => Read(call, path)).DistinctBy(source => call.FullPath(source.Path)).OrderBy(source => source.Path, StringComparer.Ordinal).ToList();
        var files = sources.Select(source => Format(call, source, isCheck)).ToList();
        call.Show(new FmtView(isCheck, files));
        return Task.FromResult(files.Exists(file => file.Outcome is FmtView.Refused or FmtView.WouldChange) ? ExitCode.Failed : ExitCode.Done);
    }

    private static ExitCode Print(Invocation call, string[] paths)
    {
        if (paths is not [var path])
        {
            throw CliException.Usage("One text can be printed at a time. Name one file, or leave out --print and \"-\".");
        }

        var formatted = ArchitectFormatter.Format(Parsed(call.ReadFile(path)));
        if (formatted.IsRefused)
        {
            throw CliException.Failed($"\"{path}\" cannot be formatted. {formatted.Refusal}");
        }

        call.Terminal.Result(formatted.Text);
        return ExitCode.Done;
    }

    private static FmtView.FormattedFile Format(Invocation call, SourceText source, bool isCheck)
    {
        var tree = Parsed(source);
        var formatted = ArchitectFormatter.IsArchitect(tree) || !tree.IsWellFormed ? ArchitectFormatter.Format(tree) : new FormattedText(source.Text, "It is no flow of Architect, and no fragment of one.");
        if (formatted.IsRefused)
        {
            return new FmtView.FormattedFile(source.Path, FmtView.Refused, formatted.Refusal);
        }

        if (formatted.Text == source.Text)
        {
            return new FmtView.FormattedFile(source.Path, FmtView.Unchanged, null);
        }

        if (isCheck)
        {
            return new FmtView.FormattedFile(source.Path, FmtView.WouldChange, null);
        }

        call.WriteFile(source.Path, formatted.Text);
        return new FmtView.FormattedFile(source.Path, FmtView.Changed, null);
    }

    /// <summary>The texts that a path means: of a folder those that hold flows of Architect.</summary>
    private static IEnumerable<SourceText> Read(Invocation call, string path)
    {
        var full = call.FullPath(path);
        return !Directory.Exists(full)
            ? [call.ReadFile(path)]
            : Directory.EnumerateFiles(full, "*", Below)
                .Where(file => Extensions.Contains(Path.GetExtension(file)))
                .Select(file => call.ReadFile(path == "." ? Path.GetRelativePath(full, file) : Path.Combine(path, Path.GetRelativePath(full, file))))
                .Where(source => ArchitectFormatter.IsArchitect(Parsed(source)));
    }

    private static SyntaxTree Parsed(SourceText source) => YamlText.Parse(source);
}
