using System.CommandLine;
using Patchbay.Core.Changes;
using Patchbay.Core.Configuration;
using Patchbay.Core.Formats.Architect;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay schema</c>. A schema is JSON already, so it needs no view.</summary>
internal sealed class SchemaCommand : CliCommand
{
    private static readonly string[] Kinds = ["change", "config", "catalogue", "architect"];

    private readonly Argument<string> _kind = new("kind")
    {
        HelpName = "change|config|catalogue|architect",
        Description = "Whose schema: that of change files, of patchbay.yaml, of catalogue files, or of Architect flows in YAML",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Write to a file and not to standard output",
        HelpName = "FILE",
    };

    public SchemaCommand()
        : base("schema", "Print the JSON Schema of change files, of patchbay.yaml, of catalogues or of Architect flows")
    {
        Remarks = "Editors with a YAML language server complete and check a file whose first line is \"# yaml-language-server: $schema=PATH\". \"patchbay init\" sets that up for change files and patchbay.yaml.";
        Examples =
        [
            new("schema change --out schemas/change.schema.json", "Saves the schema of change files"),
            new("schema config", "Prints the schema of patchbay.yaml"),
            new("schema catalogue", "Prints the schema of the files that \"validate --catalogue\" reads"),
            new("schema architect --out schemas/architect.schema.json", "Saves the schema of Architect flows, as Archy and CX as Code read them"),
        ];
        _kind.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !Kinds.Contains(token.Value))
            {
                result.AddError($"There is no schema \"{token.Value}\".{Nearest.DidYouMean(token.Value, Kinds)} There are {string.Join(", ", Kinds[..^1])} and {Kinds[^1]}.");
            }
        });
        Add(_kind);
        Add(_out);
    }

    public override Task<ExitCode> RunAsync(Invocation call)
    {
        var schema = call.Get(_kind) switch
        {
            "architect" => ArchitectSchema.Json,
            "catalogue" => CatalogueFileReader.Schema,
            "config" => WorkspaceConfigReader.Schema,
            _ => ChangeFileReader.Schema,
        };
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
