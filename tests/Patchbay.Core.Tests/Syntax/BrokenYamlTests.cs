using Patchbay.Core.Diagnostics;
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
    [InlineData("a: \"x\" [|y|]\nb: c\n", "This follows a value that has ended already.")]
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

        TreeShape.Describe(tree.Root).ShouldBe("{a: b, c: [d, _]}");
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
