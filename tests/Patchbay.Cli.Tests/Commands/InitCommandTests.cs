using Patchbay.Core.Changes;
using Patchbay.Core.Configuration;
using Patchbay.Core.Linting;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private static readonly string[] Files = ["patchbay.yaml", "changes/common-validation.yaml", "schemas/change.schema.json", "schemas/config.schema.json", ".github/workflows/flows.yml", ".gitignore"];

    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Writes_the_files_of_a_new_folder_and_says_what_they_are_for()
    {
        var answer = (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldStartWith("+ patchbay.yaml                    which org is meant, and what is settled about rules\n");
        answer.Out.ShouldContain("\n6 files written.\n");
        answer.Error.ShouldBeEmpty();
        Files.ShouldAllBe(file => File.Exists(Path.Combine(_shell.Folder, file)));
        _shell.Read(".gitignore").ShouldBe(".patchbay/\n.env\n");
    }

    [Fact]
    public async Task What_it_writes_is_accepted()
    {
        (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);

        WorkspaceConfigReader.Read(new SourceText(_shell.Read("patchbay.yaml")), [.. RuleSet.All.Select(rule => rule.Id)]).Diagnostics.ShouldBeEmpty();
        ChangeFileReader.Read(new SourceText(_shell.Read("changes/common-validation.yaml")), _ => null).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_commented_out_is_accepted_too()
    {
        (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);
        var all = string.Join('\n', _shell.Read("patchbay.yaml").Split('\n').Select(Uncommented));

        var read = WorkspaceConfigReader.Read(new SourceText(all), [.. RuleSet.All.Select(rule => rule.Id)]);

        read.Diagnostics.ShouldBeEmpty();
        read.Config!.Profiles.Keys.Order().ShouldBe(["local", "prod"]);

        static string Uncommented(string line) => line.TrimStart() is ['#', ' ', .. var rest] && (rest.Contains(": ", StringComparison.Ordinal) || rest.EndsWith(':')) && !rest.Contains('"', StringComparison.Ordinal) && !rest.StartsWith("yaml", StringComparison.Ordinal)
            ? line.Remove(line.IndexOf('#', StringComparison.Ordinal), 2)
            : line;
    }

    [Theory]
    [InlineData("patchbay.yaml")]
    [InlineData("changes/common-validation.yaml")]
    public async Task The_schema_that_a_file_names_lies_where_it_says(string file)
    {
        (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);

        var first = _shell.Read(file).Split('\n')[0];

        first.ShouldStartWith("# yaml-language-server: $schema=");
        File.Exists(Path.Combine(_shell.Folder, Path.GetDirectoryName(file)!, first.Split('=')[1])).ShouldBeTrue(first);
    }

    [Fact]
    public async Task Leaves_alone_what_is_there()
    {
        _shell.Write("shop/patchbay.yaml", "org: local\n");
        _shell.Write("shop/.gitignore", "bin/\n/.patchbay");

        var answer = (await _shell.RunAsync("init shop --json")).ShouldEnd(ExitCode.Done);

        _shell.Read("shop/patchbay.yaml").ShouldBe("org: local\n");
        _shell.Read("shop/.gitignore").ShouldBe("bin/\n/.patchbay\n.env\n");
        answer.Json.GetProperty("folder").GetString().ShouldBe("shop");
        answer.Json.GetProperty("files").EnumerateArray().Select(file => $"{file.GetProperty("path").GetString()} {file.GetProperty("outcome").GetString()}").ShouldBe(
        [
            "patchbay.yaml kept", "changes/common-validation.yaml written", "schemas/change.schema.json written", "schemas/config.schema.json written", ".github/workflows/flows.yml written", ".gitignore extended",
        ]);
    }

    [Fact]
    public async Task A_second_time_writes_nothing()
    {
        (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);

        var answer = (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("\n0 files written, 6 left alone.\n");
    }

    [Fact]
    public async Task The_workflow_types_commands_that_exist()
    {
        (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);

        var commands = _shell.Read(".github/workflows/flows.yml").Split('\n')
            .Select(line => line.Trim().Replace("run: ", "", StringComparison.Ordinal).Split('>')[0])
            .Where(line => line.StartsWith("patchbay ", StringComparison.Ordinal))
            .ToList();

        commands.Count.ShouldBe(3);
        foreach (var command in commands)
        {
            CommandList.Root.Parse(command["patchbay ".Length..]).Errors.ShouldBeEmpty(command);
        }
    }

    [Fact]
    public async Task The_starter_change_can_be_planned_and_applied_on_the_local_org()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);

        (await _shell.RunAsync("plan changes/common-validation.yaml --exit-code")).ShouldEnd(ExitCode.Pending);
        (await _shell.RunAsync("apply plan.json --yes --publish")).ShouldEnd(ExitCode.Done);

        (await _shell.RunAsync("plan changes/common-validation.yaml --exit-code")).ShouldEnd(ExitCode.Done);
    }

    [Fact]
    public async Task The_org_of_its_configuration_is_the_emulator()
    {
        (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);
        await using var org = await LocalOrg.StartAsync(_shell);
        _shell.Variables.Remove("PATCHBAY_ORG");
        _shell.Write("patchbay.yaml", _shell.Read("patchbay.yaml").Replace("http://127.0.0.1:8090", org.Url, StringComparison.Ordinal));

        var answer = (await _shell.RunAsync("validate --json")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("Inbound_Support_Legacy");
    }

    [Fact]
    public async Task The_page_on_CI_shows_the_workflow_as_it_is_written()
    {
        (await _shell.RunAsync("init")).ShouldEnd(ExitCode.Done);

        Repository.Read("docs/ci.md").ShouldContain($"```yaml\n{_shell.Read(".github/workflows/flows.yml")}```\n");
    }
}
