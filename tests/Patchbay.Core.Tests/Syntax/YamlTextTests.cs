using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

public class YamlTextTests
{
    [Theory]
    [InlineData("", "nothing")]
    [InlineData("\n# only a comment\n", "nothing")]
    [InlineData("---\n", "_")]
    [InlineData("a", "a")]
    [InlineData("a: 1", "{a: 1}")]
    [InlineData("a: yes\nb: ~\nc: null\nd: 0x1F\n", "{a: yes, b: ~, c: null, d: 0x1F}")]
    [InlineData("a:\nb:\n", "{a: _, b: _}")]
    [InlineData("a: # note\n  b: c\n", "{a: {b: c}}")]
    [InlineData("- a\n-\n- # note\n  b\n-\n", "[a, _, b, _]")]
    [InlineData("a:\n- b\n- c\nd: e\n", "{a: [b, c], d: e}")]
    [InlineData("a:\n  - b: 1\n    c: 2\n  - - d\n    - e\n", "{a: [{b: 1, c: 2}, [d, e]]}")]
    [InlineData("a: [1, {b: c}, d: e, [], {}]\n", "{a: [1, {b: c}, {d: e}, [], {}]}")]
    [InlineData("a: [\n  1, # one\n  2,\n]\nb: {c, d: , 'e': \"f\"}\n", "{a: [1, 2], b: {c: _, d: _, 'e': \"f\"}}")]
    [InlineData("a: 'it''s'\nb: \"x\\ty\\u00e9\"\n", "{a: 'it's', b: \"x\ty\u00e9\"}")]
    [InlineData("a: |\n  x\n   y\n\nb: >-\n  z\n  w\n\n  v\nc: |+\n  k\n\nd: e", "{a: |x\n y\n|, b: |z w\nv|, c: |k\n\n|, d: e}")]
    [InlineData("a: | # note\n  x\n# after\nb: |\n", "{a: |x\n|, b: ||}")]
    [InlineData("a: b\n   c\n\n   d\ne: f", "{a: b c\nd, e: f}")]
    [InlineData("a: \"b\n  c\"\nd: 'e\n\n  f'\n", "{a: \"b c\", d: 'e\nf'}")]
    [InlineData("a: &x !!str b\nc: *x\nd: &y\ne: !t\n", "{a: b, c: *x, d: _, e: _}")]
    [InlineData("a: &x\n  b: c\n&k d: *x\n", "{a: {b: c}, d: *x}")]
    [InlineData("? a\n: b\n? [c, d]\n: e\n? f\n", "{a: b, [c, d]: e, f: _}")]
    [InlineData("{a: b}: c\n", "{{a: b}: c}")]
    [InlineData(": a\n", "{_: a}")]
    [InlineData("%YAML 1.2\n--- # note\na: 1\n...\n", "{a: 1}")]
    [InlineData("\uFEFFa: 1\r\nb:\r\n  - 2\r\n", "{a: 1, b: [2]}")]
    [InlineData("a: \U0001F600 b # \U0001F600\n\U0001F600: c\n", "{a: \U0001F600 b, \U0001F600: c}")]
    [InlineData("{\"a\": [1, true, null, \"x\"]}", "{\"a\": [1, true, null, \"x\"]}")]
    [InlineData("a: http://x/y?z=1#w\nb: c:d\n", "{a: http://x/y?z=1#w, b: c:d}")]
    public void Reads_every_kind_of_node(string text, string expected)
    {
        var tree = YamlText.Parse(new SourceText(text));

        tree.Diagnostics.ShouldBeEmpty();
        TreeShape.Describe(tree.Root).ShouldBe(expected);
        tree.ShouldFitItsText();
    }

    [Theory]
    [InlineData("a: [|b c|] # d")]
    [InlineData("a: [|'b'|]\n")]
    [InlineData("\uFEFFa: [|\"b\"|]\r\n")]
    [InlineData("a: [|\U0001F600|]\n")]
    [InlineData("\U0001F600: [|b|]")]
    [InlineData("a:[||] \nb: c\n")]
    [InlineData("a: # note\n  [|b|]\n")]
    [InlineData("a: &x !t [|b|]\n")]
    [InlineData("a: [||\n  b\n  c|]\n\n\nd: e\n")]
    [InlineData("a: [||+\n  b\n|]\nd: e\n")]
    [InlineData("a: [|>-  # note\n  b|]\n  \n# c\nd: e\n")]
    [InlineData("a: [|b\n   c|]\n\nd: e")]
    [InlineData("a: [|[1, [2]]|] # x\n")]
    [InlineData("a: [|{}|]\n")]
    [InlineData("a:\n  [|b: c\n  d:|]\ne: f\n")]
    [InlineData("a:\n[|- b\n- c|]\nd: e\n")]
    [InlineData("a:\n  [|- b\n  -|]\n\nd: e\n")]
    [InlineData("a:\n  [|? b\n  : c|]\n")]
    public void Gives_the_first_value_its_exact_span(string marked)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.LastIndexOf("|]", StringComparison.Ordinal);
        var text = marked[..start] + marked[(start + 2)..end] + marked[(end + 2)..];

        var tree = YamlText.Parse(new SourceText(text));

        tree.Diagnostics.ShouldBeEmpty();
        tree.Root.ShouldBeOfType<MappingNode>().Entries[0].Value.Span.ShouldBe(TextSpan.FromBounds(start, end - 2));
    }
}
