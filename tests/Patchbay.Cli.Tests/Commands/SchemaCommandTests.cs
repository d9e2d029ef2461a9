using System.Text.Json;

namespace Patchbay.Cli.Tests.Commands;

public sealed class SchemaCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("change", "steps")]
    [InlineData("config", "profiles")]
    [InlineData("architect", "transferToAcd")]
    public async Task Prints_a_schema(string kind, string property)
    {
        var answer = (await _shell.RunAsync($"schema {kind}")).ShouldEnd(ExitCode.Done);

        answer.Json.GetProperty("$schema").GetString().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        answer.Json.ToString().ShouldContain($"\"{property}\"");
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Saves_it_to_a_file()
    {
        var answer = (await _shell.RunAsync("schema change --out schemas/change.schema.json")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBeEmpty();
        answer.Error.ShouldBe("Wrote schemas/change.schema.json.\n");
        JsonDocument.Parse(_shell.Read("schemas/change.schema.json")).RootElement.GetProperty("$schema").GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task Says_which_schemas_there_are()
    {
        var answer = (await _shell.RunAsync("schema cange")).ShouldEnd(ExitCode.Usage);

        answer.Error.ShouldStartWith("error: There is no schema \"cange\". Did you mean \"change\"? There are change, config, catalogue and architect.");
    }
}
