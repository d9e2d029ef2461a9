using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Formats;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats.Architect;

public sealed class I3ExportTests
{
    private const string Json = """{ "name": "Grüße", "type": "workflow", "flowSequenceItemList": [] }""";

    [Fact]
    public void An_export_is_decoded_and_read_under_a_name_that_says_so()
    {
        var tree = FlowFormats.Parse(new SourceText(Encode(Json), "flows/Greetings.i3WorkFlow"));
        tree.Source.Text.ShouldBe(Json);
        tree.Source.Path.ShouldBe("flows/Greetings.i3WorkFlow (decoded)");
        var flow = FlowFormats.Read(tree).ShouldNotBeNull();
        flow.FormatId.ShouldBe("architect-json");
        flow.Name.ShouldBe("Grüße");
    }

    [Fact]
    public void An_export_without_a_name_is_known_by_its_beginning() =>
        FlowFormats.Read(FlowFormats.Parse(new SourceText(Encode(Json), "-"))).ShouldNotBeNull().Name.ShouldBe("Grüße");

    [Theory]
    [InlineData("flow.i3InboundFlow", true)]
    [InlineData("a folder/x.i3WorkFlow", true)]
    [InlineData("x.i3dm", false)]
    [InlineData("x.json", false)]
    [InlineData("i3Flow", false)]
    [InlineData("x.i3WorkFlow (decoded)", false)]
    public void Exports_are_known_by_their_extension(string path, bool expected) => I3Export.HasName(path).ShouldBe(expected);

    [Theory]
    [InlineData("not base64!", "is not base64")]
    [InlineData("JTdC=", "is not base64")]
    public void Text_that_is_not_base64_is_a_finding(string text, string expected) => ProblemOf(text).ShouldContain(expected);

    [Theory]
    [InlineData("%7", "no two hexadecimal digits follow the % at 0")]
    [InlineData("%7B%zz", "no two hexadecimal digits follow the % at 3")]
    [InlineData("%FF", "is not UTF-8")]
    public void Text_that_is_wrongly_encoded_is_a_finding(string encoded, string expected) => ProblemOf(Base64(encoded)).ShouldContain(expected);

    [Fact]
    public void A_huge_text_is_refused() => ProblemOf(new string('A', I3Export.MaxLength + 4)).ShouldContain("are read at most");

    [Fact]
    public void Broken_json_within_an_export_is_a_finding_of_the_decoded_text()
    {
        var tree = FlowFormats.Parse(new SourceText(Encode("""{ "name": """), "x.i3WorkFlow"));
        tree.Diagnostics.ShouldNotBeEmpty();
        tree.Source.Path.ShouldEndWith("(decoded)");
    }

    [Fact]
    public void Nothing_that_stands_in_a_file_makes_it_throw() => Prop.ForAll<NonNull<string>>(text =>
    {
        FlowFormats.Parse(new SourceText(text.Get, "x.i3WorkFlow")).ShouldNotBeNull();
        FlowFormats.Parse(new SourceText(Base64(text.Get), "x.i3WorkFlow")).ShouldNotBeNull();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_real_export_holds_the_configuration_that_is_known_of_it()
    {
        RealFlows.Files(".json");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RealFlows.Folder, "i3flow"), "*", SearchOption.AllDirectories))
        {
            var flow = FlowFormats.Read(FlowFormats.Parse(RealFlows.Read(file))).ShouldNotBeNull(file);
            flow.Entry.ShouldBeGreaterThanOrEqualTo(0, file);
        }
    }

    private static string ProblemOf(string text)
    {
        var tree = FlowFormats.Parse(new SourceText(text, "x.i3WorkFlow"));
        tree.Root.ShouldBeNull();
        return tree.Diagnostics.ShouldHaveSingleItem().Message;
    }

    private static string Encode(string json) => Base64(Uri.EscapeDataString(json));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
