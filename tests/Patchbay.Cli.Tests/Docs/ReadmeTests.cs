using Patchbay.Cli.Commands;

namespace Patchbay.Cli.Tests.Docs;

public sealed class ReadmeTests
{
    [Fact]
    public async Task The_picture_of_the_readme_is_what_graph_draws()
    {
        using var shell = new CommandLine();
        shell.Write("main-line.yaml", InitCommand.Starter("main-line.yaml"));

        var answer = (await shell.RunAsync("graph main-line.yaml --format svg")).ShouldEnd(ExitCode.Done);

        Repository.ShouldHold("docs/images/main-line.svg", answer.Out);
    }
}
