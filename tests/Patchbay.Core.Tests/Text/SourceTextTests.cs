using System.Text;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Text;

public class SourceTextTests
{
    [Theory]
    [InlineData("", 0, 1, 1)]
    [InlineData("ab", 2, 1, 3)]
    [InlineData("a\nb", 1, 1, 2)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\n", 2, 2, 1)]
    [InlineData("a\r\nb", 2, 1, 3)]
    [InlineData("a\r\nb", 3, 2, 1)]
    [InlineData("a\rb", 2, 2, 1)]
    [InlineData("\r\r\n\n", 1, 2, 1)]
    [InlineData("\r\r\n\n", 3, 3, 1)]
    [InlineData("\U0001F600b", 2, 1, 3)]
    public void Counts_lines_and_columns_from_one_in_UTF_16(string text, int offset, int line, int column) =>
        new SourceText(text).GetPosition(offset).ShouldBe(new LinePosition(line, column));

    [Fact]
    public void A_line_is_shown_without_its_break()
    {
        var source = new SourceText("one\r\ntwo\n\nfour\r");

        source.LineCount.ShouldBe(5);
        Enumerable.Range(1, 5).Select(line => source.GetText(source.GetLine(line))).ShouldBe(["one", "two", "", "four", ""]);
    }

    [Fact]
    public void Positions_agree_with_counting_by_hand()
    {
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var source = new SourceText(string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => "ab\r\n\n"[random.Next(5)])));
            var offset = random.Next(source.Length + 1);

            var before = source.Text[..offset];
            var breaks = before.Replace("\r\n", "\n").Count(c => c == '\n' || c == '\r') - (before.EndsWith('\r') && source.Text[offset..].StartsWith('\n') ? 1 : 0);
            source.GetPosition(offset).Line.ShouldBe(breaks + 1);
        }
    }

    [Fact]
    public void Bytes_come_back_as_they_were()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("a: \U0001F600\r\n")];

        var source = SourceText.FromUtf8(bytes);

        source.Text[0].ShouldBe('\uFEFF');
        source.ToUtf8().ShouldBe(bytes);
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xC3, 0xBC, 0xE9, 0x0A }, 3, 2, "aü\uFFFD\n")]
    [InlineData(new byte[] { 0x61, 0xC3 }, 1, 1, "a\uFFFD")]
    public void The_first_byte_that_is_not_UTF_8_is_told_where_it_stands(byte[] bytes, int offset, int character, string text)
    {
        SourceText.FromUtf8(bytes, "a.yaml", out var invalid).Text.ShouldBe(text);

        invalid.ShouldBe(new InvalidByte(offset, new TextSpan(character, 1)));
    }

    [Fact]
    public void Of_text_that_is_UTF_8_no_byte_is_wrong()
    {
        SourceText.FromUtf8("aü\n"u8, "a.yaml", out var invalid).Text.ShouldBe("aü\n");

        invalid.ShouldBeNull();
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused() => Should.Throw<DecoderFallbackException>(() => SourceText.FromUtf8([0x61, 0xFF]));
}
