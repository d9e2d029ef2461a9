using Patchbay.Client.Stores;

namespace Patchbay.Client.Tests.Stores;

public sealed class FlowFileNameTests
{
    [Theory]
    [InlineData("Main menu", "Main menu")]
    [InlineData("a/b", "a_b")]
    [InlineData("..\\..\\x", "_.._.._x")]
    [InlineData("..", "flow")]
    [InlineData(".hidden", "_.hidden")]
    [InlineData("CON", "_CON")]
    [InlineData("con.backup", "_con.backup")]
    [InlineData("COM1", "_COM1")]
    [InlineData("Comet", "Comet")]
    [InlineData("ends in a dot. ", "ends in a dot")]
    [InlineData("line\nbreak\t", "line_break_")]
    [InlineData("What? *All* <x>|\"y\":z", "What_ _All_ _x___y__z")]
    [InlineData("Late \U0001F319 hours", "Late \U0001F319 hours")]
    [InlineData("", "flow")]
    [InlineData("   ", "flow")]
    public void Names_are_readable_and_safe_everywhere(string flow, string file) => FlowFileName.Of(flow).ShouldBe(file);

    [Fact]
    public void Half_a_character_is_replaced() => FlowFileName.Of("broken \ud83c half").ShouldBe("broken _ half");

    [Fact]
    public void A_long_name_is_cut_between_characters()
    {
        var name = FlowFileName.Of(string.Concat(Enumerable.Repeat("\U0001F319", 200)));

        System.Text.Encoding.UTF8.GetByteCount(name).ShouldBe(180);
        name.ShouldEndWith("\U0001F319");
    }
}
