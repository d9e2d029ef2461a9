using Patchbay.Core.Changes;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Changes;

public class FlowSelectionTests
{
    private static readonly FlowHeader Billing = new("f-1", "Inbound_Support_Billing", "inboundcall", new Revision("1")) { Division = new Division("d-1", "Home") };

    [Fact]
    public void An_empty_selection_takes_every_flow() => new FlowSelection().Matches(Billing).ShouldBeTrue();

    [Theory]
    [InlineData("call", true)]
    [InlineData("InboundCall", true)]
    [InlineData("module", false)]
    public void Takes_types_in_any_spelling(string type, bool expected) => new FlowSelection { Types = [type] }.Matches(Billing).ShouldBe(expected);

    [Theory]
    [InlineData("d-1", true)]
    [InlineData("home", true)]
    [InlineData("Sales", false)]
    public void Takes_divisions_by_name_or_id(string division, bool expected) => new FlowSelection { Divisions = [division] }.Matches(Billing).ShouldBe(expected);

    [Fact]
    public void A_flow_without_a_division_is_in_none() => new FlowSelection { Divisions = ["Home"] }.Matches(Billing with { Division = null }).ShouldBeFalse();

    [Theory]
    [InlineData("inbound_support_*", true)]
    [InlineData("f-1", true)]
    [InlineData("F-1", false)]
    [InlineData("Other", false)]
    public void Excepts_names_and_ids(string except, bool isExcepted) => new FlowSelection { Names = ["*"], Except = [except] }.Matches(Billing).ShouldBe(!isExcepted);

    [Fact]
    public void Takes_a_flow_that_fits_one_of_each_part_given()
    {
        var selection = new FlowSelection { Types = ["module", "call"], Names = ["X", "*billing"], Ids = ["f-1", "f-2"] };

        selection.Matches(Billing).ShouldBeTrue();
        selection.Matches(Billing with { Name = "Y" }).ShouldBeFalse();
        selection.Matches(Billing with { Id = "f-3" }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Inbound_*", "Inbound_", true)]
    [InlineData("Inbound_*", "inbound_support", true)]
    [InlineData("*support*", "Inbound_Support_1", true)]
    [InlineData("Line ?", "Line 7", true)]
    [InlineData("Line ?", "Line ", false)]
    [InlineData("Line ?", "Line 77", false)]
    [InlineData("a\\b", "a\\b", true)]
    [InlineData("a\\*", "a\\xyz", true)]
    [InlineData("a\\*", "a*", false)]
    [InlineData("a.b", "axb", false)]
    [InlineData("a<b>\"c", "a<b>\"c", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*", "", true)]
    [InlineData("**a**", "bab", true)]
    [InlineData("[ab]", "a", false)]
    public void Names_may_hold_wildcards(string pattern, string name, bool expected) => NamePattern.Matches(pattern, name).ShouldBe(expected);
}
