using System.CommandLine;
using Patchbay.Core.Changes;
using Patchbay.Core.Configuration;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay schema</c>. A schema is JSON already, so it needs no view.</summary>
internal sealed class SchemaCommand : CliCommand
{
    private static readonly string[] Kinds = ["change", "config"];

    private readonly Argument<string> _kind = new("kind")
    {
        HelpName = "change|config",
        Description = "Whose schema: that of change files, or that of patchbay.yaml",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Write to a file and not to standard output",
        HelpName = "FILE",
    };

    public SchemaCommand()
        : base("schema", "Print the JSON Schema of change files or of patchbay.yaml")
    {
        Remarks = "Editors with a YAML language server complete and check a file whose first line is \"# yaml-language-server: $schema=PATH\". \"patchbay init\" sets that up.";
        Examples =
        [
            new("schema change --out schemas/change.schema.json", "Saves the schema of change files"),
            new("schema config", "Prints the schema of patchbay.yaml"),
        ];
        _kind.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Kinds.Contains(token.Value))
            {
                result.AddError($"There is no schema \"{token.Value}\".{Nearest.DidYouMean(token.Value, Kinds)} There are {string.Join(" and ", Kinds)}.");
            }
        });
        Add(_kind);
        Add(_out);
    }

    public override Task<ExitCode> RunAsync(Invocation call)
    {
        var schema = call.Get(_kind) == "config" ? WorkspaceConfigReader.Schema : ChangeFileReader.Schema;
        if (call.Get(_out) is { } file)
        {
            call.WriteFile(file, schema);
            call.Terminal.Note($"Wrote {file}.");
        }
        else
        {
            call.Terminal.Result(schema);
        }

        return Task.FromResult(ExitCode.Done);
    }
}
