using Patchbay.Client.Http;

namespace Patchbay.Client.Tests.Http;

public sealed class EnvironmentVariablesTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("  A = b  ", "b")]
    [InlineData("A=b # a comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A='b # c' # a comment", "b # c")]
    [InlineData("A=\"b\\\"c\\n\"", "b\"c\n")]
    [InlineData("A='b\\n'", "b\\n")]
    [InlineData("A=b=c==", "b=c==")]
    [InlineData("# A=x\n\nA=first\r\nA=last\r\n", "last")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("A=\"open", "\"open")]
    [InlineData("A=", null)]
    [InlineData("A=  # only a comment", null)]
    [InlineData("nonsense\n=x\nA", null)]
    public void A_dotenv_file_is_read_as_shells_do(string text, string? expected) => new EnvironmentVariables([], text)["A"].ShouldBe(expected);

    [Fact]
    public void The_environment_wins_unless_it_is_empty()
    {
        var variables = new EnvironmentVariables([new("A", "environment"), new("B", "")], "A=file\nB=file");

        variables["A"].ShouldBe("environment");
        variables["B"].ShouldBe("file");
        variables.ToString().ShouldBe("A, B");
    }
}
