using Patchbay.Core.Expressions;

namespace Patchbay.Core.Tests.Expressions;

public class FunctionTableTests
{
    [Fact]
    public void Every_name_occurs_once_and_every_type_is_one_of_the_language()
    {
        FunctionTable.All.Select(f => f.Name.ToUpperInvariant()).ShouldBeUnique();
        var types = DataType.All.Select(t => t.Name).Append("T").ToHashSet();
        foreach (var signature in FunctionTable.All.SelectMany(f => f.Signatures))
        {
            signature.Parameters.Select(p => p.Type).Append(signature.Result).OfType<DataType>().ShouldAllBe(t => types.Contains(t.Name), signature.ToString());
            signature.Parameters.SkipLast(1).ShouldAllBe(p => !p.IsVariadic, signature.ToString());
        }
    }

    [Fact]
    public void Only_names_are_known_of_functions_without_signatures() =>
        FunctionTable.All.Where(f => f.Signatures.IsEmpty).ShouldAllBe(f => f.Source == FunctionSource.NameOnly);

    [Fact]
    public void A_function_is_found_in_any_case() => FunctionTable.Find("isnotsetOREMPTY").ShouldNotBeNull().Name.ShouldBe("IsNotSetOrEmpty");

    [Theory]
    [InlineData("Apend", "Append")]
    [InlineData("IsNotSetOrEmtpy", "IsNotSetOrEmpty")]
    [InlineData("append", "")]
    [InlineData("MyOwnThing", "")]
    public void A_near_name_is_offered_for_an_unknown_one_only(string name, string near) => string.Join(' ', FunctionTable.Near(name)).ShouldBe(near);

    [Theory]
    [InlineData("stringVariable", "string")]
    [InlineData("stringCollectionVariable", "string[]")]
    [InlineData("externalContactVariable", "externalContact")]
    [InlineData("integerCollection", "integer[]")]
    [InlineData("nonsenseVariable", null)]
    public void A_type_is_found_by_the_kind_that_files_name(string kind, string? type) => DataType.OfKind(kind)?.ToString().ShouldBe(type);

    [Fact]
    public void Every_type_is_found_by_its_kinds_again()
    {
        foreach (var type in DataType.All.SelectMany(t => (DataType[])[t, t.Collection]))
        {
            DataType.OfKind(type.VariableKind).ShouldBe(type);
            DataType.OfKind(type.StatementKind).ShouldBe(type);
        }
    }

    [Theory]
    [InlineData("Call.Ani", "string")]
    [InlineData("flow.startdatetimeutc", "dateTime")]
    [InlineData("PromptSystem.processing", "prompt")]
    [InlineData("Session.Anything", "unknown")]
    [InlineData("Flow.Mine", null)]
    [InlineData("Slot.Mine", null)]
    [InlineData("Mine", null)]
    public void A_name_of_the_platform_is_told_from_one_that_a_flow_declares(string name, string? type) => BuiltInNames.Find(name)?.Type.ToString().ShouldBe(type);
}
