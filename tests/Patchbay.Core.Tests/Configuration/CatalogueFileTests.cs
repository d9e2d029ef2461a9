using Patchbay.Core.Configuration;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Configuration;

public sealed class CatalogueFileTests
{
    [Fact]
    public void Names_are_read_by_kind_and_only_complete_kinds_are_complete()
    {
        var names = Read("complete: [queues]\nqueues: [Sales, \"Support\"]\nprompts: [welcome]\nusers:\n").Names.ShouldNotBeNull();

        names.Find(DependencyKind.Queue).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        names.Find(DependencyKind.Queue).ShouldNotBeNull().Names.ShouldBe(["Sales", "Support"], ignoreOrder: true);
        names.Find(DependencyKind.Prompt).ShouldNotBeNull().IsComplete.ShouldBeFalse();
        names.Find(DependencyKind.User).ShouldNotBeNull().Names.ShouldBeEmpty();
        names.Find(DependencyKind.Skill).ShouldBeNull();
    }

    [Fact]
    public void A_catalogue_that_is_complete_is_so_for_every_kind_that_it_lists()
    {
        var names = Read("""{"complete": true, "queues": [], "data-actions": ["CRM/Find"]}""").Names.ShouldNotBeNull();

        names.Find(DependencyKind.Queue).ShouldNotBeNull().IsComplete.ShouldBeTrue();
        names.Find(DependencyKind.DataAction).ShouldNotBeNull().Names.ShouldBe(["CRM/Find"]);
        names.Find(DependencyKind.Skill).ShouldBeNull();
    }

    [Theory]
    [InlineData("queus: [Sales]", "1:1", "queues")]
    [InlineData("queues: Sales", "1:9", "a list of names")]
    [InlineData("queues: [Sales, [x]]", "1:17", "must be a text")]
    [InlineData("complete: [queus]\nqueues: []", "1:12", "\"queues\"")]
    [InlineData("complete: perhaps", "1:11", "true, or a list of kinds")]
    [InlineData("- Sales", "1:1", "is a mapping from kinds")]
    [InlineData("queues: [{{queue}}]", "1:10", "placeholder")]
    public void What_is_wrong_is_told_at_its_place(string text, string place, string said)
    {
        var source = new SourceText(text, "catalogue.yaml");
        var read = CatalogueFileReader.Read(source);

        read.Names.ShouldBeNull();
        source.GetPosition(read.Diagnostics[0].Span.Start).ToString().ShouldBe(place);
        read.Diagnostics[0].Message.ShouldContain(said);
    }

    [Fact]
    public void An_empty_file_knows_nothing() => Read("").Names.ShouldNotBeNull().Kinds.ShouldBeEmpty();

    [Fact]
    public void Every_kind_but_files_has_a_key_and_a_noun()
    {
        OrgNames.Keys.Select(OrgNames.KindOf).OfType<DependencyKind>().Append(DependencyKind.File).Order().ShouldBe(Enum.GetValues<DependencyKind>().Order());
        Enum.GetValues<DependencyKind>().ShouldAllBe(kind => OrgNames.NounOf(kind).Length > 0);
    }

    private static CatalogueFileResult Read(string text) => CatalogueFileReader.Read(new SourceText(text, text.StartsWith('{') ? "catalogue.json" : "catalogue.yaml"));
}
