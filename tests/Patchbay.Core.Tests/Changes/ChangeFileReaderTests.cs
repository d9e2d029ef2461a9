using System.Text.Json;
using Patchbay.Core.Changes;
using Patchbay.Core.Formats;
using Patchbay.Core.Tests.Conventions;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Changes;

public class ChangeFileReaderTests
{
    private const string Full = """
        description: Validate every support caller the same way
        flows:
          type: call
          name: [Inbound_Support_*, Inbound_Sales]
          division: Home
          id: [a, 7]
          except: Inbound_Support_Legacy
        steps:
          - call: Common_Validation_Module
            at: start
            inputs: {callerNumber: "${caller.phoneNumber}", tries: 3}
            outputs: {isValid: callerIsValid}
            success: Main menu
            error: Disconnect politely
            again: true
          - call: {name: Auth, type: module}
            at: {after: Main menu, way: 1}
          - call: {id: x-1}
            at: {before: Bye}
          - call: Other
            at: end
          - menu: collect_ivr_main
            options:
              - {key: 1, prompt: "For sales, press 1", routingTarget: queue_sales}
              - {key: "#", prompt: Again, routing_target: collect_ivr_main}
        """;

    [Fact]
    public void Reads_everything_that_a_change_file_can_say()
    {
        var change = ReadWell(Full);

        change.Description.ShouldBe("Validate every support caller the same way");
        change.Flows.Types.ShouldBe(["call"]);
        change.Flows.Names.ShouldBe(["Inbound_Support_*", "Inbound_Sales"]);
        change.Flows.Divisions.ShouldBe(["Home"]);
        change.Flows.Ids.ShouldBe(["a", "7"]);
        change.Flows.Except.ShouldBe(["Inbound_Support_Legacy"]);
        var call = change.Steps[0].ShouldBeOfType<CallStep>();
        call.Shared.ShouldBe(new FlowReference("Common_Validation_Module"));
        call.Place.ShouldBe(Place.Start);
        call.Inputs.ShouldBe([new("callerNumber", "${caller.phoneNumber}"), new("tries", "3")]);
        call.Outputs.ShouldBe([new("isValid", "callerIsValid")]);
        (call.Success, call.Error, call.Again).ShouldBe(("Main menu", "Disconnect politely", true));
        change.Steps[1].ShouldBeOfType<CallStep>().Shared.ShouldBe(new FlowReference("Auth", "module"));
        change.Steps[1].ShouldBeOfType<CallStep>().Place.ShouldBe(new Place(PlaceKind.After, "Main menu", "1"));
        change.Steps[2].ShouldBeOfType<CallStep>().Shared.ShouldBe(new FlowReference(null, Id: "x-1"));
        change.Steps[2].ShouldBeOfType<CallStep>().Place.ShouldBe(new Place(PlaceKind.Before, "Bye"));
        change.Steps[3].ShouldBeOfType<CallStep>().Place.ShouldBe(Place.End);
        var menu = change.Steps[4].ShouldBeOfType<MenuStep>();
        menu.Element.ShouldBe("collect_ivr_main");
        menu.Options.ShouldBe([new("1", "For sales, press 1", "queue_sales"), new("#", "Again", "collect_ivr_main")]);
    }

    [Theory]
    [InlineData("flow_id: f-1\nmenu_node_id: m\noptions:\n- {key: '1', prompt: Sales, routing_target: q}\n")]
    [InlineData("{\"flowId\": \"f-1\", \"menuNodeId\": \"m\", \"options\": [{\"key\": \"1\", \"prompt\": \"Sales\", \"routingTarget\": \"q\"}]}")]
    public void A_menu_file_is_a_change_file(string text)
    {
        var change = ReadWell(text);

        change.Flows.Ids.ShouldBe(["f-1"]);
        var menu = change.Steps.ShouldHaveSingleItem().ShouldBeOfType<MenuStep>();
        menu.Element.ShouldBe("m");
        menu.Options.ShouldBe([new("1", "Sales", "q")]);
    }

    [Theory]
    [InlineData("unknown-key", "flows: {name: a}\n[|stepz|]: []\nsteps: [{call: x, at: start}]", "did you mean \"steps\"?")]
    [InlineData("unknown-key", "flows: {[|nmae|]: a, id: b}\nsteps: [{call: x, at: start}]", "did you mean \"name\"?")]
    [InlineData("unknown-key", "flows: {name: a}\nsteps: [{call: x, at: start, [|input|]: {}}]", "did you mean \"inputs\"?")]
    [InlineData("unknown-key", "flows: {name: a}\nsteps: [{call: x, at: start, [|zzz|]: {}}]", "its keys are \"call\", \"at\"")]
    [InlineData("unknown-key", "flows: {name: a}\nsteps: [{[|cal|]: x, at: start}]", "\"cal\" is not a key of a step")]
    [InlineData("missing-key", "[|s|]teps: [{call: x, at: start}]", "\"flows\" is missing")]
    [InlineData("missing-key", "[|f|]lows: {name: a}", "\"steps\" is missing")]
    [InlineData("missing-key", "flows: [|{except: a}|]\nsteps: [{call: x, at: start}]", "This selects every flow.")]
    [InlineData("missing-key", "flows: {name: a}\nsteps: [[|{|]call: x}]", "\"at\" is missing")]
    [InlineData("missing-key", "flows: {name: a}\nsteps: [{menu: m, options: [[|{|]key: 1, prompt: p}]}]", "\"routingTarget\" is missing")]
    [InlineData("wrong-value", "flows: [|a|]\nsteps: [{call: x, at: start}]", "\"flows\" in a change file must be a mapping.")]
    [InlineData("wrong-value", "flows: {name: [|{}|]}\nsteps: [{call: x, at: start}]", "must be a text or a list of texts")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [|[]|]", "at least one step")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [[|x|]]", "A step must be a mapping")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [{call: x, at: start, [|menu|]: m}]", "not both")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [{call: x, at: [|middle|]}]", "{before: ELEMENT}")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [{call: x, at: [|{before: a, after: b}|]}]", "either \"before\" or \"after\"")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [{call: x, at: {before: a, [|way|]: b}}]", "\"way\" belongs to \"after\"")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [{call: x, at: start, again: [|yes|]}]", "must be true or false")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [{call: x, at: start, inputs: {a: [|[]|]}}]", "must be a text")]
    [InlineData("wrong-value", "flows: {name: a}\nsteps: [{call: [|{id: x, name: y}|], at: start}]", "not by both")]
    [InlineData("invalid-menu-key", "flows: {name: a}\nsteps: [{menu: m, options: [{key: [|A|], prompt: p, routingTarget: q}]}]", "\"A\" is not a menu key")]
    [InlineData("unset-environment-variable", "flows: {name: a}\nsteps: [{call: x, at: start, inputs: {a: \"b [|${env:NOPE}|] c\"}}]", "\"NOPE\" is not set")]
    [InlineData("secret-environment-variable", "flows: {name: a}\nsteps: [{call: x, at: start, inputs: {a: \"[|${env:PROD_CLIENT_SECRET}|]\"}}]", "\"PROD_CLIENT_SECRET\" is a secret")]
    [InlineData("syntax", "flows: {name: a}\nsteps: [|\"|]", "The quote that opens here is never closed.")]
    [InlineData("syntax", "flows: {name: [|{{flow}}|]}\nsteps: [{call: x, at: start}]", "\"{{flow}}\" is a placeholder, and nothing fills it in here.")]
    [InlineData("syntax", "flows: {name: a}\nsteps: [{call: my [|{{module}}|], at: start}]", "put all of it in quotes")]
    [InlineData("syntax", "flows: {name: a}\nsteps: [{call: x, at: start, inputs: {[|{{key}}|]: 1}}]", "\"{{key}}\" is a placeholder")]
    public void Says_what_is_wrong_and_where(string id, string marked, string message)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.IndexOf("|]", start, StringComparison.Ordinal);
        var text = marked[..start] + marked[(start + 2)..end] + marked[(end + 2)..];

        var result = Read(text);

        result.Change.ShouldBeNull();
        var diagnostic = result.Diagnostics.First(d => d.Id == id);
        diagnostic.Message.ShouldContain(message);
        diagnostic.Span.ShouldBe(TextSpan.FromBounds(start, end - 2));
    }

    [Fact]
    public void Braces_in_quotes_are_text() =>
        ReadWell("flows: {name: a}\nsteps: [{call: x, at: start, inputs: {a: \"Hello {{name}}\"}}] # {{note}}\n").Steps.ShouldHaveSingleItem().ShouldBeOfType<CallStep>().Inputs.ShouldBe([new("a", "Hello {{name}}")]);

    [Fact]
    public void Shows_both_places_of_a_menu_key_that_stands_twice()
    {
        const string Text = "flow_id: f\nmenu_node_id: m\noptions:\n- {key: 1, prompt: a, routing_target: q}\n- {key: '1', prompt: b, routing_target: r}\n";

        var diagnostic = Read(Text).Diagnostics.ShouldHaveSingleItem();

        diagnostic.Id.ShouldBe("duplicate-menu-key");
        diagnostic.Span.Start.ShouldBe(Text.IndexOf("'1'", StringComparison.Ordinal));
        diagnostic.Related.ShouldHaveSingleItem().Span.Start.ShouldBe(Text.IndexOf("1, prompt: a", StringComparison.Ordinal));
    }

    [Fact]
    public void Collects_all_problems_in_document_order()
    {
        var result = Read("flovvz: {}\nsteps:\n- call: x\n  at: nowhere\n- menu: m\n  options: [{key: x, prompt: p, routingTarget: q}]\n");

        result.Diagnostics.Select(d => d.Id).ShouldBe(["unknown-key", "missing-key", "wrong-value", "invalid-menu-key"], ignoreOrder: true);
        result.Diagnostics.Select(d => d.Span.Start).ShouldBeInOrder();
    }

    [Fact]
    public void A_misspelt_key_is_reported_where_it_stands_and_not_as_missing_too()
    {
        var result = Read("flows: {name: x}\nsteps:\n- call: x\n  att: start\n");

        result.Diagnostics.ShouldHaveSingleItem().Message.ShouldBe("\"att\" is not a key of a call step; did you mean \"at\"?");
    }

    [Fact]
    public void Replaces_variables_of_the_environment_and_leaves_expressions_alone()
    {
        var change = ReadWell("flows: {id: \"${env:FLOW_ID}\"}\nsteps: [{call: \"a-${env:FLOW_ID}\", at: start, inputs: {x: \"${caller.name} ${env:FLOW_ID}\"}}]");

        change.Flows.Ids.ShouldBe(["f-42"]);
        var call = change.Steps[0].ShouldBeOfType<CallStep>();
        call.Shared.Name.ShouldBe("a-f-42");
        call.Inputs[0].Value.ShouldBe("${caller.name} f-42");
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n")]
    [InlineData("a")]
    [InlineData("[]")]
    [InlineData("flows:\nsteps:\n")]
    [InlineData("steps: [~, {call: , at: }, {menu: , options: [~]}, {}]")]
    [InlineData("options:")]
    [InlineData("&a [*a]")]
    public void Text_that_is_no_change_file_is_refused_with_a_reason(string text)
    {
        var result = Read(text);

        result.Change.ShouldBeNull();
        result.Diagnostics.ShouldNotBeEmpty();
    }

    [Fact]
    public void What_is_written_reads_back_equal()
    {
        var change = ReadWell(Full);

        var written = ChangeFileWriter.Write(change);

        Shape(ReadWell(written)).ShouldBe(Shape(change));
        written.ShouldStartWith("description: Validate every support caller the same way\nflows:\n  type: call\n  name: [Inbound_Support_*, Inbound_Sales]\n");
        written.ShouldContain("  - call: Common_Validation_Module\n    at: start\n    inputs:\n      callerNumber: \"${caller.phoneNumber}\"\n      tries: \"3\"\n");
        written.ShouldContain("    at: {after: Main menu, way: \"1\"}\n");
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("*")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData(" a ")]
    [InlineData("it's \"so\" \\ \t\r\n\u0001\u2028\uFEFF")]
    [InlineData("\U0001F600")]
    [InlineData("- a")]
    [InlineData("{a}")]
    [InlineData("null")]
    public void Any_text_is_written_so_that_it_reads_back(string text)
    {
        var step = new CallStep(default, new FlowReference(text, text), new Place(PlaceKind.After, text, text)) { Inputs = [new(text, text)], Success = text };
        var change = new ChangeFile(new FlowSelection { Names = [text, text] }, [step]) { Description = text };

        Shape(ReadWell(ChangeFileWriter.Write(change))).ShouldBe(Shape(change));
    }

    [Fact]
    public void Every_example_of_the_page_is_read()
    {
        var examples = MarkdownExamples.In(Path.Combine(Repository.Root, "docs", "change-files.md"));

        examples.Count.ShouldBeGreaterThan(5);
        examples.ShouldAllBe(example => ReadWell(example).Steps.Length > 0);
    }

    private static ChangeFile ReadWell(string text)
    {
        var result = Read(text);

        result.Diagnostics.ShouldBeEmpty();
        return result.Change.ShouldNotBeNull();
    }

    private static ChangeFileResult Read(string text) => ChangeFileReader.Read(new SourceText(text), name => name == "FLOW_ID" ? "f-42" : null);

    private static string Shape(ChangeFile change) => JsonSerializer.Serialize(new { change.Description, change.Flows, Steps = change.Steps.Select(step => (object)(step with { Span = default })) });
}
