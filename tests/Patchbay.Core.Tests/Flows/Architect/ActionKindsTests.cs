using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Tests.Flows.Architect;

public sealed class ActionKindsTests
{
    [Fact]
    public void Every_row_has_a_title_and_names_known_flow_types_and_paths()
    {
        foreach (var kind in ActionKinds.All)
        {
            kind.Title.ShouldNotBeEmpty(kind.Name);
            kind.FlowTypes.Concat(kind.WithoutPathsIn).ShouldAllBe(type => ArchitectFlowTypes.FromRootKey(type) != null, kind.Name);
            kind.OffByDefault.ShouldAllBe(path => kind.Paths.Contains(path), kind.Name);
            kind.Fields.Select(field => field.Name).ShouldBeUnique(kind.Name);
            kind.Fields.ShouldAllBe(field => field.Name.Length > 0 && field.Name != "name" && field.Name != "outputs", kind.Name);
        }
    }

    [Fact]
    public void Keys_and_JSON_types_are_unique()
    {
        ActionKinds.All.Select(kind => kind.Name).ShouldBeUnique();
        ActionKinds.All.Select(kind => kind.JsonType).Where(type => type.Length > 0).ShouldBeUnique();
        MenuChoiceKinds.All.Select(kind => kind.Name).ShouldBeUnique();
        SettingsBlocks.All.Select(block => block.Name).ShouldBeUnique();
    }

    [Fact]
    public void A_data_action_is_reached_through_the_name_of_its_integration()
    {
        var category = ActionKinds.Find("callData").ShouldNotBeNull().Fields.Single(field => field.Name == "category");

        category.Names.ShouldBe(DependencyKind.Integration);
        var actions = category.Within("My Integration")?.Within("dataAction");
        actions?.Names.ShouldBe(DependencyKind.DataAction);
        actions?.Within("Get Customer")?.Within("successOutputs")?.Within("id")?.Shape.ShouldBe(FieldShape.Output);
    }

    [Fact]
    public void A_called_flow_is_named_by_a_key_above_its_version()
    {
        var module = ActionKinds.Find("callCommonModule")?.Fields.Single(field => field.Name == "commonModule");

        module?.Names.ShouldBe(DependencyKind.CommonModule);
        module?.Within("Look Up")?.Within("ver_latestPublished")?.Within("inputs")?.Within("Common.id")?.Shape.ShouldBe(FieldShape.Value);
    }

    [Fact]
    public void The_type_of_a_statement_is_its_key()
    {
        var statements = ActionKinds.Find("updateData")?.Fields.Single();

        statements?.Item?.Shape.ShouldBe(FieldShape.ByType);
        statements?.Within("string")?.Within("variable")?.Shape.ShouldBe(FieldShape.VariableName);
    }

    [Theory]
    [InlineData("inboundCall", 1, Continuation.WhenFailed)]
    [InlineData("inboundEmail", 0, Continuation.Never)]
    public void A_transfer_to_a_queue_fails_only_where_it_has_the_path(string rootKey, int paths, Continuation then)
    {
        var transfer = ActionKinds.Find("transferToAcd").ShouldNotBeNull();

        transfer.PathsIn(rootKey).Length.ShouldBe(paths);
        transfer.ThenIn(rootKey).ShouldBe(then);
    }

    [Fact]
    public void A_menu_choice_has_the_fields_of_its_action_between_those_of_every_choice()
    {
        var choice = MenuChoiceKinds.Find("menuTransferToAcd").ShouldNotBeNull();

        choice.Fields[0].Name.ShouldBe("name");
        choice.Fields[^1].Name.ShouldBe("speechRecTerms");
        choice.Fields.ShouldContain(field => field.Name == "targetQueue");
    }
}
