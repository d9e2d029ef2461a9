namespace Patchbay.Cli.Tests;

public sealed class CanvasTests
{
    [Theory]
    [InlineData("Main\n= Other IVR", "Main\\n= Other IVR")]
    [InlineData("\u001b[2J\u001b]0;x\u0007", "\\u001b[2J\\u001b]0;x\\u0007")]
    [InlineData("\u009b31m\r", "\\u009b31m\\r")]
    [InlineData("\u202eRVI\u2066", "\\u202eRVI\\u2066")]
    [InlineData("Zoë 😀 \"a\\b\"\t|", "Zoë 😀 \"a\\b\"\t|")]
    public void A_name_can_neither_begin_a_line_nor_steer_the_terminal(string name, string shown)
    {
        var canvas = new Canvas(colour: false, unicode: true, width: 80);

        canvas.Write(name).Line().Line(name).Table([[name, "call"]]);

        canvas.ToString().ShouldBe($"{shown}\n{shown}\n{shown}  call\n");
    }

    [Fact]
    public void Colours_are_its_own()
    {
        var canvas = new Canvas(colour: true, unicode: true, width: 80);

        canvas.Line("\u001b[0mnot bold", Ink.Bold);

        canvas.ToString().ShouldBe("\u001b[1m\\u001b[0mnot bold\u001b[0m\n");
    }

    [Fact]
    public void Messages_keep_their_lines_and_nothing_else()
    {
        var said = new StringWriter();
        var terminal = new Terminal(new StringWriter(), said, new StringReader(""), new TerminalTraits());

        terminal.Error("wrong\n  here\u001b[1m");
        terminal.Note("webhook: exit code 1: \u001b[2J");

        said.ToString().ShouldBe("error: wrong\n  here\\u001b[1m\nwebhook: exit code 1: \\u001b[2J\n");
    }
}
