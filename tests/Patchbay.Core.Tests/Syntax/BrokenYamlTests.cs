using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

public class BrokenYamlTests
{
    [Theory]
    [InlineData("a:\n[|\t|]b: c\n", "A tab stands in the indentation")]
    [InlineData("a:\n  b: 1\n [|\t|]c: 2\n", "A tab stands in the indentation")]
    [InlineData("a: [|'b|]\nc: d\n", "The quote that opens here is never closed.")]
    [InlineData("a: [|\"b|]\nc: d\n", "The quote that opens here is not closed before")]
    [InlineData("a: \"b[|\\q|]\"\n", "This escape is not one of YAML's.")]
    [InlineData("a: [|[|]b\nc: d\n", "The bracket that opens here is never closed.")]
    [InlineData("a: [|{|]b: c\nd: e\n", "The bracket that opens here is never closed.")]
    [InlineData("a: [b[|}|]\nc: d\n", "\"}\" stands where \"]\" was expected.")]
    [InlineData("a: {b}[|}|]\nc: d\n", "This bracket closes nothing.")]
    [InlineData("a: [[|,|] b]\n", "A comma stands in a list where a value was expected.")]
    [InlineData("a: [\"b\" [|\"c\"|]]\n", "A comma or \"]\" was expected before this.")]
    [InlineData("a: b[|:|] c\n", "A second \": \" stands in a value that is not in quotes.")]
    [InlineData("a: b\n  [|c: d|]\ne: f\n", "This line is indented deeper than the key above it")]
    [InlineData("a:\n    b: 1\n  [|c: 2|]\n", "The indentation of this line fits no line above it.")]
    [InlineData("a: 1\n[|b|]\nc: 2\n", "This line has no colon")]
    [InlineData("a: \"x\" [|y|]\nb: c\n", "This stands behind the quote that closes the value.")]
    [InlineData("a: [b] [|c|]\nd: e\n", "This follows a value that has ended already.")]
    [InlineData("a:\n  b: [|\"x|]\n    c: \"y\"\nd: e\n", "The quote that opens here is closed only by one on a later line")]
    [InlineData("a:\n  - b: 1\n  [|c: 2|]\n", "This line has no dash, but stands where the items of a list stand.")]
    [InlineData("a:\n  - b: 1\n  [|-c: 2|]\n", "No blank stands behind this dash")]
    [InlineData("a:\n  b: c\n  [|d|]\n    e: f\n", "This line has no colon")]
    [InlineData("a: 1\n[|b:2|]\nc: 3\n", "No blank stands behind the colon of this line, so that it is no key. Write \"b: ...\".")]
    [InlineData("a: b # c\n  [|d|]\ne: f\n", "The \"#\" on the line above starts a comment")]
    [InlineData("a: [|- b|]\nc: d\n", "A dash for a list item stands behind a key on its line.")]
    [InlineData("a: [|? b|]\nc: d\n", "A value cannot start with \"? \".")]
    [InlineData("  a: 1\n[|b: 2|]\n", "A key stands in the document")]
    [InlineData("a: 1\n[|=======|]\nb: 2\n", "A merge left this conflict marker behind.")]
    [InlineData("a: [|@|]b\n", "A value cannot start with \"@\".")]
    [InlineData("a: [|%|]b\n", "A value cannot start with \"%\".")]
    [InlineData("a: [|*|]\n", "A value that starts with \"*\" is an anchor or an alias to YAML")]
    [InlineData("a: [|*b|]\n", "No anchor \"&b\" stands above this alias.")]
    [InlineData("a: [|| b|]\n  c\n", "The text of a block value starts on the line after")]
    [InlineData("a: [|{{|]key\nb: c\n", "The substitution that opens here is never closed.")]
    [InlineData("a: [|{{|]key} b\nc: d\n", "The substitution that opens here is never closed.")]
    [InlineData("a: b[|\0|]\nc: d\n", "A NUL character stands in the text")]
    [InlineData("[|<<<<<<< HEAD|]\na: 1\n=======\na: 2\n>>>>>>> main\n", "A merge left this conflict marker behind.")]
    [InlineData("a: 1\nb: 2\n[|a|]: 3\n", "The key \"a\" stands twice in this mapping")]
    [InlineData("{a: 1, [|'a'|]: 3}\n", "The key \"a\" stands twice in this mapping")]
    public void Says_what_is_wrong_and_where(string marked, string message)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.IndexOf("|]", start, StringComparison.Ordinal);
        var text = marked[..start] + marked[(start + 2)..end] + marked[(end + 2)..];

        var tree = YamlText.Parse(new SourceText(text));

        tree.Diagnostics[0].Message.ShouldStartWith(message);
        tree.Diagnostics[0].Span.ShouldBe(TextSpan.FromBounds(start, end - 2));
        tree.IsWellFormed.ShouldBeFalse();
        tree.ShouldFitItsText();
    }

    [Theory]
    [InlineData("...\n:  \0!t {]b: \n    '\t\"")]
    [InlineData("---\n: '\"\"")]
    [InlineData("...\n\"")]
    public void Gives_a_tree_that_fits_text_that_once_did_not(string text) => YamlText.Parse(new SourceText(text)).ShouldFitItsText();

    [Fact]
    public void Reads_only_the_first_of_several_documents()
    {
        var tree = YamlText.Parse(new SourceText("a: b\n---\nc: d\n"));

        TreeShape.Describe(tree.Root).ShouldBe("{a: b}");
        tree.Diagnostics.ShouldHaveSingleItem().Message.ShouldStartWith("A second document starts here");
        tree.Diagnostics[0].Span.ShouldBe(new TextSpan(5, 3));
    }

    [Fact]
    public void Keeps_what_could_be_read_before_the_fault()
    {
        var tree = YamlText.Parse(new SourceText("a: b\nc:\n  - d\n  - 'e\n"));

        TreeShape.Describe(tree.Root).ShouldBe("{a: b, c: [d, 'e]}");
    }

    [Theory]
    [InlineData("a:\n\tb: c\n\td: e\nf: g\n", "{a: _, f: g}", 1)]
    [InlineData("a: 'b\nc: d\ne: 'f'\n", "{a: 'b, c: d, e: 'f'}", 1)]
    [InlineData("a: \"b {{x}}\nc: {{y}}\n", "{a: \"b {{x}}, c: {{y}}}", 1)]
    [InlineData("a: x: y\nb: c\n", "{a: x: y, b: c}", 1)]
    [InlineData("a: @b\nc: %d\ne: `f\n", "{a: @b, c: %d, e: `f}", 3)]
    [InlineData("a: \"b\\qc\"\nd: e\n", "{a: \"b\\qc\", d: e}", 1)]
    [InlineData("a: [b\nc: d\n", "{a: [b, c: d}", 1)]
    [InlineData("a: {{b\nc: d\n", "{a: {{b, c: d}", 1)]
    [InlineData("a: [Name] is here\nb: c\n", "{a: [Name] is here, b: c}", 1)]
    [InlineData("a: \"Hi \" + x\nb: c\n", "{a: \"Hi \" + x, b: c}", 1)]
    [InlineData("a: 1\nb\nc: 2\n", "{a: 1, c: 2}", 1)]
    [InlineData("a:\n  b: 1\n  c\n    d: 2\n  e: 3\nf: 4\n", "{a: {b: 1, e: 3}, f: 4}", 1)]
    [InlineData("a:\n  - b: 1\n  c: 2\n  - d: 3\ne: f\n", "{a: [{b: 1}, {c: 2}, {d: 3}], e: f}", 1)]
    [InlineData("a: b\n  c: d\n  e: f\ng: h\n", "{a: b, g: h}", 1)]
    [InlineData("  a: 1\nb: 2\nc: 3\n", "{a: 1, b: 2, c: 3}", 1)]
    [InlineData("a: 1\n<<<<<<< x\nb: 2\n||||||| y\nb: 0\n=======\nb: 3\n>>>>>>> z\nc: 'd\n", "{a: 1, b: 2, c: 'd}", 2)]
    public void Reading_goes_on_behind_a_fault(string text, string expected, int faults)
    {
        var tree = YamlText.Parse(new SourceText(text));

        TreeShape.Describe(tree.Root).ShouldBe(expected);
        tree.Diagnostics.Length.ShouldBe(faults);
        tree.ShouldFitItsText();
    }

    [Fact]
    public void A_merge_conflict_is_one_fault_with_all_its_markers()
    {
        var diagnostic = YamlText.Parse(new SourceText("a: 1\n<<<<<<< x\nb: 2\n=======\nb: 3\n>>>>>>> z\n")).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Related.Select(place => place.Span).ShouldBe([new TextSpan(20, 7), new TextSpan(33, 9)]);
    }

    [Fact]
    public void Of_a_million_faults_the_first_thousand_are_told()
    {
        var tree = YamlText.Parse(new SourceText(string.Concat(Enumerable.Repeat("a: {b}}\n", 100_000))));

        tree.Diagnostics.Length.ShouldBe(YamlText.MaxFaults);
        tree.IsWellFormed.ShouldBeFalse();
    }

    [Fact]
    public void Keeps_entries_whose_indentation_fits_no_line_above()
    {
        var tree = YamlText.Parse(new SourceText("a:\n    b: 1\n  c: 2\nd: 3\n"));

        TreeShape.Describe(tree.Root).ShouldBe("{a: {b: 1}, c: 2, d: 3}");
        tree.Diagnostics.Length.ShouldBe(1);
    }

    [Fact]
    public void Says_once_what_is_wrong_with_a_line()
    {
        var tree = YamlText.Parse(new SourceText("a: {b} {c} z\nd: e\n"));

        tree.Diagnostics.ShouldHaveSingleItem().Message.ShouldStartWith("This follows a value that has ended already.");
    }

    [Fact]
    public void Shows_both_places_of_a_duplicate_key()
    {
        var diagnostic = YamlText.Parse(new SourceText("a: 1\nb: 2\na: 3\n")).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Id.ShouldBe("duplicate-key");
        diagnostic.Related.ShouldHaveSingleItem().Span.ShouldBe(new TextSpan(0, 1));
    }
}
