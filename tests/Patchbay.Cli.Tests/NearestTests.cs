namespace Patchbay.Cli.Tests;

public sealed class NearestTests
{
    [Theory]
    [InlineData("SimpleQueue", "")]
    [InlineData("Brokerege", "Brokerage")]
    [InlineData("brok", "Brokerage")]
    [InlineData("okerage", "")]
    public void A_word_stands_for_those_that_it_misspells_or_abbreviates_and_for_no_others(string given, string expected) =>
        string.Join(' ', Nearest.Find(given, ["Archy Demo", "Brokerage", "IVR Cache"])).ShouldBe(expected);
}
