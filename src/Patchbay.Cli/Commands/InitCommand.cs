using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Core.Changes;
using Patchbay.Core.Configuration;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay init</c>.</summary>
internal sealed class InitCommand : CliCommand
{
    private static readonly string[] Ignored = [".patchbay/", ".env"];

    private readonly Argument<string> _directory = new("directory")
    {
        HelpName = "DIR",
        Description = "The folder to set up; the working directory without one",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public InitCommand()
        : base("init", "Set a folder up: configuration, a first change file, schemas for editors, a CI workflow")
    {
        Remarks = "Never overwrites a file: what is there already is left alone, and lines missing from .gitignore are added at its end.";
        Examples =
        [
            new("init", "Sets the working directory up"),
            new("init flows-of-acme", "Sets a folder up, which is made where it does not exist"),
        ];
        Add(_directory);
    }

    public override Task<ExitCode> RunAsync(Invocation call)
    {
        var directory = call.Get(_directory) ?? ".";
        var files = new[]
        {
            Write(call, directory, "patchbay.yaml", Starter("patchbay.yaml"), "which org is meant, and what is settled about rules"),
            Write(call, directory, "changes/common-validation.yaml", Starter("common-validation.yaml"), "a first change: every support flow calls one shared flow"),
            Write(call, directory, "schemas/change.schema.json", ChangeFileReader.Schema, "lets editors complete and check change files"),
            Write(call, directory, "schemas/config.schema.json", WorkspaceConfigReader.Schema, "the same for patchbay.yaml"),
            Write(call, directory, ".github/workflows/flows.yml", Starter("flows.yml"), "plans in pull requests, applies what is merged"),
            WriteIgnored(call, directory),
        };
        call.Show(new InitView(directory, files));
        return Task.FromResult(ExitCode.Done);
    }

    /// <summary>A file that a new folder starts with.</summary>
    internal static string Starter(string name)
    {
        using var stream = typeof(InitCommand).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The starter file \"{name}\" is not part of the program.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static InitView.StarterFile Write(Invocation call, string directory, string name, string text, string purpose)
    {
        var path = Path.Combine(directory, name);
        if (File.Exists(call.FullPath(path)))
        {
            return new InitView.StarterFile(name, InitView.Kept, purpose);
        }

        call.WriteFile(path, text);
        return new InitView.StarterFile(name, InitView.Written, purpose);
    }

    private static InitView.StarterFile WriteIgnored(Invocation call, string directory)
    {
        const string name = ".gitignore";
        const string purpose = "keeps runs and secrets out of git";
        var path = Path.Combine(directory, name);
        if (!File.Exists(call.FullPath(path)))
        {
            return Write(call, directory, name, string.Concat(Ignored.Select(line => line + "\n")), purpose);
        }

        var present = call.ReadFile(path).Text;
        var lines = present.Split('\n').Select(line => line.Trim().Trim('/')).ToHashSet(StringComparer.Ordinal);
        var missing = Ignored.Where(line => !lines.Contains(line.TrimEnd('/'))).ToList();
        if (missing.Count == 0)
        {
            return new InitView.StarterFile(name, InitView.Kept, purpose);
        }

        var end = present.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        call.WriteFile(path, present + (present.Length == 0 || present.EndsWith('\n') ? "" : end) + string.Concat(missing.Select(line => line + end)));
        return new InitView.StarterFile(name, InitView.Extended, purpose);
    }
}
