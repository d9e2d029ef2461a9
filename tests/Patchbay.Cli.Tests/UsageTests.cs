namespace Patchbay.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Says_its_version()
    {
        var answer = (await _shell.RunAsync("--version")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldMatch(@"^patchbay \d+\.\d+\.\d+\S*\n$");
        answer.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("flows --help")]
    [InlineData("flows list --help")]
    [InlineData("graph -h")]
    public async Task Help_goes_to_standard_output(string line)
    {
        var answer = (await _shell.RunAsync(line)).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("Usage: patchbay");
        answer.Out.Split('\n').ShouldAllBe(text => text.Length <= 130);
        answer.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("grahp x", "\"patchbay\" has no verb \"grahp\". Did you mean \"graph\"?")]
    [InlineData("flows lst", "\"patchbay flows\" has no verb \"lst\". Did you mean \"list\"?")]
    [InlineData("graph x --fromat dot", "\"patchbay graph\" has no option \"--fromat\". Did you mean \"--format\"?")]
    [InlineData("graph --fromat dot", "\"patchbay graph\" has no option \"--fromat\". Did you mean \"--format\"?")]
    [InlineData("validate --fixx", "\"patchbay validate\" has no option \"--fixx\". Did you mean \"--fix\"?")]
    [InlineData("graph x --format dto", "\"dto\" is not a format that \"graph\" knows.")]
    [InlineData("graph a b", "\"patchbay graph\" takes no further argument, and \"b\" is one too many.")]
    [InlineData("flows", "\"patchbay flows\" needs a verb: list, show")]
    [InlineData("emulator --port many", "--port takes a whole number, and \"many\" is none.")]
    [InlineData("graph x --format", "--format needs a value: mermaid|dot|svg|json.")]
    public async Task Says_what_is_wrong_with_a_command_line_and_what_was_meant(string line, string expected)
    {
        var answer = (await _shell.RunAsync(line)).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldStartWith("error: " + expected);
        answer.Error.ShouldContain("--help");
        answer.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_follows_two_dashes_is_a_name() =>
        (await _shell.RunAsync("graph -- --fromat")).ShouldEnd(ExitCode.Failed).Error.ShouldStartWith("error: There is no flow \"--fromat\"");

    [Fact]
    public async Task An_error_is_json_too_where_json_is_wanted()
    {
        var answer = (await _shell.RunAsync("graph nothing.json --json")).ShouldEnd(ExitCode.Usage);

        answer.Json.GetProperty("error").GetProperty("exitCode").GetInt32().ShouldBe(2);
        answer.Json.GetProperty("error").GetProperty("message").GetString()!.ShouldStartWith("There is no file \"nothing.json\" here");
    }

    [Fact]
    public void Every_verb_has_help_with_an_example_and_every_option_a_description()
    {
        foreach (var verb in Verbs(CommandList.Root).OfType<CliCommand>())
        {
            verb.Description.ShouldNotBeNullOrEmpty();
            verb.Description!.ShouldNotEndWith(".");
            verb.Examples.ShouldNotBeEmpty($"{verb.Name} has no example");
            verb.Options.ShouldAllBe(option => !string.IsNullOrEmpty(option.Description) && !option.Description.EndsWith('.'));
            verb.Arguments.ShouldAllBe(argument => !string.IsNullOrEmpty(argument.Description) && !string.IsNullOrEmpty(argument.HelpName));
        }
    }

    [Fact]
    public void Every_example_is_a_command_line_that_parses()
    {
        foreach (var example in Verbs(CommandList.Root).OfType<CliCommand>().SelectMany(verb => verb.Examples))
        {
            var line = example.Line.Split(['|', '>'])[0].Replace('\'', '"');

            CommandList.Root.Parse(line).Errors.ShouldBeEmpty(example.Line);
        }
    }

    private static IEnumerable<System.CommandLine.Command> Verbs(System.CommandLine.Command command) =>
        command.Subcommands.SelectMany(verb => Verbs(verb).Prepend(verb));
}
