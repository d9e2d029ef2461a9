using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Text;

public sealed class TextEditsTests
{
    private static readonly SourceText Digits = new("0123456789", "digits");

    [Fact]
    public void Applies_edits_given_in_any_order_at_once()
    {
        var result = TextEdits.Apply(Digits, [new(new(8, 2), "end"), new(new(0, 0), "<"), new(new(3, 1), "")]);

        result.Text.ShouldBe("<012" + "4567" + "end");
        result.Path.ShouldBe("digits");
    }

    [Fact]
    public void Insertions_at_one_place_keep_their_order_and_stand_before_a_replacement_there() =>
        TextEdits.Apply(Digits, [new(new(2, 1), "R"), new(new(2, 0), "a"), new(new(2, 0), "b")]).Text.ShouldBe("01abR3456789");

    [Fact]
    public void No_edits_give_the_same_text() => TextEdits.Apply(Digits, []).ShouldBeSameAs(Digits);

    [Fact]
    public void Refuses_edits_that_overlap_or_lie_outside()
    {
        Should.Throw<ArgumentException>(() => TextEdits.Apply(Digits, [new(new(2, 3), ""), new(new(4, 2), "")]));
        Should.Throw<ArgumentException>(() => TextEdits.Apply(Digits, [new(new(9, 2), "")]));
        Should.Throw<ArgumentException>(() => TextEdits.Invert(Digits, [new(new(2, 3), ""), new(new(3, 0), "x")]));
    }

    [Fact]
    public void Inverted_edits_give_the_old_text_back_and_nothing_outside_an_edit_changes()
    {
        var random = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            var edits = RandomEdits(random);

            var edited = TextEdits.Apply(Digits, edits);

            TextEdits.Apply(edited, TextEdits.Invert(Digits, edits)).Text.ShouldBe(Digits.Text);
            edited.Length.ShouldBe(Digits.Length + edits.Sum(edit => edit.NewText.Length - edit.Span.Length));
            var kept = Digits.Text.Where((_, at) => !edits.Any(edit => edit.Span.Start <= at && at < edit.Span.End));
            string.Concat(edited.Text.Where(char.IsAsciiDigit)).ShouldBe(string.Concat(kept));
        }
    }

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

    private static List<TextEdit> RandomEdits(Random random)
    {
        var edits = new List<TextEdit>();
        var position = 0;
        while (position < Digits.Length && random.Next(5) > 0)
        {
            var start = random.Next(position, Digits.Length + 1);
            var end = random.Next(start, Digits.Length + 1);
            edits.Add(new TextEdit(TextSpan.FromBounds(start, end), new string('x', random.Next(3))));
            position = end;
        }

        return edits;
    }
}
