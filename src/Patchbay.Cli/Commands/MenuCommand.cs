using System.CommandLine;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay menu</c>.</summary>
internal sealed class MenuCommand : CliCommand
{
    private const string FileVariable = "FLOW_UPDATE_YAML";
    private const string UsualFile = "ivr_menu_update.yaml";

    private readonly StoreOptions _where = new();
    private readonly MadeChange _made = new();

    private readonly Argument<string?> _file = new("file")
    {
        HelpName = "FILE",
        Description = $"The menu file; without one the file that {FileVariable} names, or else {UsualFile}",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public MenuCommand()
        : base("menu", "Give a menu exactly the options that a file lists")
    {
        Remarks = "The file names the flow (flow_id), the element with the menu (menu_node_id) and the options (key, prompt, routing_target). Options that are not listed go; what else an option, the element or the flow holds stays.";
        Examples =
        [
            new("menu ivr_menu_update.yaml", "Shows what changes, asks, and writes the flow"),
            new("menu --yes --publish --all-or-nothing --report menu.md", "In a pipeline: writes, publishes, and reports; puts everything back if anything fails"),
            new("menu ivr_menu_update.yaml --print", "Shows the same as a change file"),
        ];
        Add(_file);
        _made.AddTo(this);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var file = call.Get(_file) ?? call.Around.Variable(FileVariable);
        if (file is null && !File.Exists(call.FullPath(UsualFile)))
        {
            throw CliException.Usage($"No menu file was named, {FileVariable} is not set, and there is no file \"{UsualFile}\" here ({call.Around.Directory}). Name the file: patchbay menu FILE.");
        }

        var source = call.ReadFile(file ?? UsualFile);
        using var open = _where.Open(call);
        return await _made.RunAsync(call, _where, ChangePlanning.Read(open, source), source);
    }
}
