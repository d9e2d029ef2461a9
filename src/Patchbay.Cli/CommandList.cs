using System.CommandLine;
using Patchbay.Cli.Commands;

namespace Patchbay.Cli;

/// <summary>The verbs: add one here, and its section in <c>docs/cli.md</c>.</summary>
internal static class CommandList
{
    /// <summary>All verbs, as help groups them.</summary>
    public static IReadOnlyList<(string Heading, IReadOnlyList<Command> Verbs)> All { get; } =
    [
        ("Try it", [new DemoCommand(), new EmulatorCommand()]),
        ("Look", [
            new CliGroup("flows", "Find flows, look at them, fetch them into a folder", new FlowsListCommand(), new FlowsShowCommand(), new FlowsPullCommand()),
            new ValidateCommand(),
            new GraphCommand(),
            new WhereUsedCommand(),
            new DiffCommand(),
        ]),
        ("Change", [new CallCommand(), new MenuCommand(), new PlanCommand(), new ApplyCommand(), new PublishCommand(), new RollbackCommand(), new FmtCommand()]),
        ("Know", [new CliGroup("modules", "Show who holds which version of a common module, and publish stale flows again", new ModulesListCommand(), new ModulesRepublishCommand()), new CliGroup("prompts", "Show who uses the user prompts of an org", new PromptsListCommand()), new AdoptionCommand(), new AuditCommand(), new DriftCommand(), new CliGroup("runs", "List, show and resume runs", new RunsListCommand(), new RunsShowCommand(), new RunsResumeCommand())]),
        ("Set up", [new InitCommand(), new SchemaCommand(), new LoginCommand(), new LogoutCommand(), new WhoamiCommand()]),
    ];

    /// <summary>The options that every verb takes.</summary>
    public static IReadOnlyList<Option> Everywhere { get; } = [Invocation.Json, Help.Option];

    /// <summary>The whole command line.</summary>
    public static RootCommand Root { get; } = MakeRoot();

    private static RootCommand MakeRoot()
    {
        var root = new RootCommand("Patchbay: flows as code for Genesys Cloud, across a whole organisation.");
        root.Options.Clear();
        root.Directives.Clear();
        foreach (var option in Everywhere)
        {
            root.Add(option);
        }

        foreach (var verb in All.SelectMany(group => group.Verbs))
        {
            root.Add(verb);
        }

        return root;
    }
}
