namespace Patchbay.Cli.Tests.Commands;

public sealed class FmtCommandTests : IDisposable
{
    private const string Messy = "workflow:\n    description: b\n    name: 'a'\n";
    private const string Neat = "workflow:\n  name: a\n  description: b\n";

    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Formats_files_and_folders_and_says_which()
    {
        _shell.Write("flows/messy.yaml", Messy);
        _shell.Write("flows/deep/neat.yml", Neat);
        _shell.Write("flows/other.yaml", "profiles:   {a: 'b'}\n");
        _shell.Write("flows/.hidden.yaml", Messy);

        var answer = (await _shell.RunAsync("fmt flows")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe($"~ {Path.Combine("flows", "messy.yaml")}\n2 files: 1 formatted, 1 formatted before.\n");
        _shell.Read("flows/messy.yaml").ShouldBe(Neat);
        _shell.Read("flows/other.yaml").ShouldBe("profiles:   {a: 'b'}\n");
        _shell.Read("flows/.hidden.yaml").ShouldBe(Messy);
    }

    [Fact]
    public async Task Check_changes_nothing_and_fails_where_something_would_change()
    {
        _shell.Write("messy.yaml", Messy);

        var answer = (await _shell.RunAsync("fmt messy.yaml --check")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldBe("~ messy.yaml\n1 file: 1 not formatted.\n");
        _shell.Read("messy.yaml").ShouldBe(Messy);
    }

    [Fact]
    public async Task Check_is_content_with_what_is_formatted()
    {
        _shell.Write("neat.yaml", Neat);

        (await _shell.RunAsync("fmt . --check")).ShouldEnd(ExitCode.Done).Out.ShouldBe("1 file: 1 formatted before.\n");
    }

    [Fact]
    public async Task Print_shows_the_text_and_leaves_the_file_alone()
    {
        _shell.Write("messy.yaml", Messy);

        (await _shell.RunAsync("fmt messy.yaml --print")).ShouldEnd(ExitCode.Done).Out.ShouldBe(Neat);
        _shell.Read("messy.yaml").ShouldBe(Messy);
    }

    [Fact]
    public async Task What_cannot_be_formatted_is_left_alone_with_the_reason()
    {
        _shell.Write("broken.yaml", "workflow: [\n");
        _shell.Write("other.yaml", "a: 1\n");
        _shell.Write("messy.yaml", Messy);

        var answer = (await _shell.RunAsync("fmt broken.yaml other.yaml messy.yaml")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("! broken.yaml: left alone. It cannot be read: ");
        answer.Out.ShouldContain("! other.yaml: left alone. It is no flow of Architect, and no fragment of one.\n");
        answer.Out.ShouldEndWith("3 files: 1 formatted, 2 left alone.\n");
        _shell.Read("broken.yaml").ShouldBe("workflow: [\n");
    }

    [Fact]
    public async Task The_facts_come_as_JSON_too()
    {
        _shell.Write("messy.yaml", Messy);

        var json = (await _shell.RunAsync("fmt messy.yaml --json")).ShouldEnd(ExitCode.Done).Json;

        json.GetProperty("check").GetBoolean().ShouldBeFalse();
        json.GetProperty("files")[0].GetProperty("path").GetString().ShouldBe("messy.yaml");
        json.GetProperty("files")[0].GetProperty("outcome").GetString().ShouldBe("formatted");
    }

    [Fact]
    public async Task One_text_is_printed_at_a_time()
    {
        _shell.Write("a.yaml", Neat);
        _shell.Write("b.yaml", Neat);

        (await _shell.RunAsync("fmt a.yaml b.yaml --print")).ShouldEnd(ExitCode.Usage).Error.ShouldStartWith("error: One text can be printed at a time.");
    }
}
