using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Text;

public sealed class TextEditsTests
{
    [Fact]
    public void Composed_edits_leave_alone_what_both_lists_leave_alone()
    {
        var source = new SourceText("one two three");

        var edits = TextEdits.Compose(source, [new TextEdit(new TextSpan(4, 3), "2")], [new TextEdit(new TextSpan(6, 5), "3"), new TextEdit(new TextSpan(0, 0), "> ")]);

        edits.ShouldBe([new TextEdit(new TextSpan(0, 0), "> "), new TextEdit(new TextSpan(4, 3), "2"), new TextEdit(new TextSpan(8, 5), "3")]);
    }

    [Fact]
    public void An_edit_within_what_was_inserted_becomes_part_of_the_insertion() =>
        TextEdits.Compose(new SourceText("ab"), [new TextEdit(new TextSpan(1, 0), "xyz")], [new TextEdit(new TextSpan(2, 1), "-")]).ShouldBe([new TextEdit(new TextSpan(1, 0), "x-z")]);

    [Fact]
    public void What_is_put_in_and_taken_out_again_is_no_edit() =>
        TextEdits.Compose(new SourceText("ab"), [new TextEdit(new TextSpan(1, 0), "xyz")], [new TextEdit(new TextSpan(1, 3), "")]).ShouldBeEmpty();

    [Fact]
    public void Composing_two_lists_does_what_they_do_one_after_the_other()
    {
        var cases =
            from text in Texts
            from first in EditsOf(text)
            from second in EditsOf(TextEdits.Apply(new SourceText(text), first).Text)
            select (text, first, second);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var source = new SourceText(one.text);
            var expected = TextEdits.Apply(TextEdits.Apply(source, one.first), one.second).Text;
            var composed = TextEdits.Compose(source, one.first, one.second);
            return TextEdits.Apply(source, composed).Text == expected
                && composed.Zip(composed.Skip(1)).All(pair => pair.First.Span.End < pair.Second.Span.Start)
                && composed.Length <= one.first.Length + one.second.Length;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Undoing_edits_composes_to_nothing()
    {
        var cases =
            from text in Texts
            from edits in EditsOf(text)
            select (text, edits);

        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var source = new SourceText(one.text);
            return TextEdits.Compose(source, one.edits, TextEdits.Invert(source, one.edits)).IsEmpty;
        }).QuickCheckThrowOnFailure();
    }

    private static Gen<string> Texts { get; } = Gen.Elements('a', 'b', 'c', '\n', '"', 'é').ListOf().Select(letters => string.Concat(letters));

    private static Gen<ImmutableArray<TextEdit>> EditsOf(string text) =>
        from cuts in Gen.Choose(0, text.Length).ListOf(6)
        from words in Gen.Elements("", "x", "yy", "\n").ListOf(3)
        select Pair([.. cuts.Order()], words);

    private static ImmutableArray<TextEdit> Pair(int[] cuts, IReadOnlyList<string> words) =>
        [.. words.Select((word, i) => new TextEdit(TextSpan.FromBounds(cuts[2 * i], cuts[(2 * i) + 1]), word))];
}
