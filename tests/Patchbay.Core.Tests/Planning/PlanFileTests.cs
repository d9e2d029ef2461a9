using System.Collections.Immutable;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Planning;

public sealed class PlanFileTests
{
    private static readonly Plan Sample = new()
    {
        Store = "local emulator",
        ReadAt = new DateTimeOffset(2026, 3, 1, 14, 2, 11, TimeSpan.Zero),
        Description = "Validate every caller: Grüße, 你好, \"quotes\" & <tags>",
        Steps =
        [
            new ResolvedCall(new CallSpec("m1", "Auth", "module") { Inputs = [new("b", "${x}"), new("a", "1")], Outputs = [new("ok", "isOk")], Error = "Bye" }, new Place(PlaceKind.After, "Main menu", "1"), Again: true),
            new ResolvedMenu("main", [new MenuOptionSpec("1", "For sales, press 1", "queue_sales")]),
        ],
        Flows =
        [
            new PlannedFlow
            {
                Id = "f1", Name = "Support", Type = "call", Division = "Home", Revision = new Revision("14"), Version = "14", Action = PlannedAction.Change,
                Before = "{\n  \"a\": 1\n}\n", Edits = [new TextEdit(new TextSpan(9, 1), "2")],
                Steps = [new PlannedStep(0, StepOutcome.Insert, "call \"Auth\"") { Details = [new StepDetail("inputs", "a <- 1"), new StepDetail("1", "x", "+")] }],
                Problems = [new PlannedProblem("dead-end", Severity.Warning, Moment.Advice, "It ends.", new LinePosition(2, 3), IsNew: false, Blocks: false)],
            },
            new PlannedFlow { Id = "f2", Name = "Sales", Type = "call", Revision = new Revision("1"), Action = PlannedAction.Blocked, Reason = "No.", Before = "{}" },
        ],
    };

    [Fact]
    public void Reads_back_what_it_wrote()
    {
        var text = PlanFile.Write(Sample);

        var read = PlanFile.Read(text);

        PlanFile.Write(read).ShouldBe(text);
        read.Flows[0].After.ShouldBe("{\n  \"a\": 2\n}\n");
        read.Steps[0].ShouldBeOfType<ResolvedCall>().Call.Inputs.ShouldBe([new("b", "${x}"), new("a", "1")]);
        read.Flows[0].Problems.ShouldBe(Sample.Flows[0].Problems);
        read.Flows[0].Edits.ShouldBe(Sample.Flows[0].Edits);
        read.Flows[0].Revision.ShouldBe(new Revision("14"));
    }

    [Fact]
    public void Spells_names_in_camel_case_and_values_in_kebab_case()
    {
        var plan = JsonNode.Parse(PlanFile.Write(Sample))!;

        plan["format"]!.GetValue<int>().ShouldBe(1);
        plan["readAt"]!.GetValue<string>().ShouldBe("2026-03-01T14:02:11+00:00");
        plan["steps"]![0]!["kind"]!.GetValue<string>().ShouldBe("call");
        plan["steps"]![0]!["place"]!["kind"]!.GetValue<string>().ShouldBe("after");
        plan["steps"]![0]!["call"]!["inputs"]!.ToJsonString().ShouldBe("""{"b":"${x}","a":"1"}""");
        var flow = plan["flows"]![0]!;
        flow["revision"]!.GetValue<string>().ShouldBe("14");
        flow["action"]!.GetValue<string>().ShouldBe("change");
        flow["edits"]![0]!["span"]!.GetValue<string>().ShouldBe("9+1");
        flow["edits"]![0]!["newText"]!.GetValue<string>().ShouldBe("2");
        flow["problems"]![0]!["position"]!.GetValue<string>().ShouldBe("2:3");
        flow["problems"]![0]!["severity"]!.GetValue<string>().ShouldBe("warning");
        flow["afterSha256"]!.GetValue<string>().Length.ShouldBe(64);
    }

    [Fact]
    public void Keeps_the_text_legible_and_ends_it_with_one_line_break()
    {
        var text = PlanFile.Write(Sample);

        text.ShouldContain("Grüße, 你好, \\\"quotes\\\" & <tags>");
        text.ShouldContain("a <- 1");
        text.ShouldStartWith("{\n  \"format\": 1,\n  \"store\": ");
        text.ShouldEndWith("}\n");
        text.ShouldNotContain("\r");
        PlanFile.Write(Sample, indented: false).IndexOf('\n').ShouldBe(PlanFile.Write(Sample, indented: false).Length - 1);
        PlanFile.Write(PlanFile.Read(PlanFile.Write(Sample, indented: false))).ShouldBe(text);
    }

    [Fact]
    public void A_file_that_an_editor_gave_a_byte_order_mark_is_read() =>
        PlanFile.Read("\uFEFF" + PlanFile.Write(Sample)).Store.ShouldBe(Sample.Store);

    [Fact]
    public void Broken_json_is_refused_with_its_position()
    {
        var error = Should.Throw<PlanFileException>(() => PlanFile.Read("{\n  \"ünï\": ?\n}", "plan.json"));

        error.Message.ShouldStartWith("plan.json:2:10: The plan is not well-formed JSON");
        error.Message.ShouldNotContain("LineNumber");
    }

    [Theory]
    [InlineData("{}", "This is not a plan")]
    [InlineData("[]", "This is not a plan")]
    [InlineData("{\"format\": 2}", "format 2, and this version of Patchbay reads format 1")]
    [InlineData("{\"format\": \"1\"}", "format \"1\"")]
    public void Another_kind_or_version_of_file_is_refused(string text, string told) =>
        Should.Throw<PlanFileException>(() => PlanFile.Read(text, "p")).Message.ShouldContain(told);

    [Theory]
    [InlineData("\"store\": \"local emulator\",", "", "store")]
    [InlineData("\"action\": \"change\"", "\"action\": \"chnage\"", "$.flows[0].action")]
    [InlineData("\"action\": \"change\"", "\"action\": 1", "$.flows[0].action")]
    [InlineData("\"span\": \"9+1\"", "\"span\": \"9-1\"", "\"9-1\" stands where")]
    [InlineData("\"span\": \"9+1\"", "\"span\": \"9+1\", \"spann\": 1", "spann")]
    [InlineData("\"span\": \"9+1\"", "\"span\": \"9+1\", \"span\": \"9+1\"", "span")]
    [InlineData("\"revision\": \"14\"", "\"revision\": null", "$.flows[0].revision")]
    [InlineData("\"kind\": \"menu\"", "\"kind\": \"meno\"", "meno")]
    [InlineData("\"b\": \"${x}\"", "\"b\": 7", "$.steps[0].call.inputs")]
    public void A_plan_of_the_wrong_shape_is_refused_saying_where(string old, string changed, string told)
    {
        var text = PlanFile.Write(Sample);
        text.ShouldContain(old);

        Should.Throw<PlanFileException>(() => PlanFile.Read(text.Replace(old, changed), "p")).Message.ShouldContain(told);
    }

    [Theory]
    [InlineData("\"newText\": \"2\"", "\"newText\": \"3\"", "its edits do not make the definition that was planned")]
    [InlineData("\"span\": \"9+1\"", "\"span\": \"900+1\"", "an edit overlaps another one or lies outside")]
    [InlineData("\\\"a\\\": 1", "\\\"a\\\": 7", "its definition is not the one that the plan was made from")]
    [InlineData("\"action\": \"change\"", "\"action\": \"none\"", "it has edits and is not to be written")]
    [InlineData("\"action\": \"blocked\"", "\"action\": \"change\"", "it is to be written and has no edits")]
    [InlineData("\"step\": 0", "\"step\": 2", "it speaks of step 2")]
    public void A_plan_changed_by_hand_is_refused_naming_the_flow(string old, string changed, string told)
    {
        var text = PlanFile.Write(Sample);
        text.ShouldContain(old);

        var error = Should.Throw<PlanFileException>(() => PlanFile.Read(text.Replace(old, changed), "p"));

        error.Message.ShouldContain("changed by hand");
        error.Message.ShouldContain(told);
        error.Message.ShouldContain("Flow \"S");
    }

    [Fact]
    public void Any_plan_is_read_back_as_it_was_written()
    {
        var texts = ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => Legal(text.Get));
        var plans =
            from before in texts
            from inserted in texts.NonEmptyListOf()
            from words in texts.ListOf(8)
            from at in Gen.Choose(0, before.Length).ListOf(inserted.Count)
            from number in Gen.Choose(0, 3)
            select new Plan
            {
                Store = words[0],
                ReadAt = DateTimeOffset.UnixEpoch.AddMinutes(number),
                Steps = [new ResolvedCall(new CallSpec(words[1], words[2], "module") { Inputs = [new(words[3] + "x", words[4])] }, new Place((PlaceKind)number, words[5], words[6]), number == 1)],
                Flows =
                [
                    new PlannedFlow
                    {
                        Id = words[7], Name = words[0], Type = words[1], Revision = new Revision(words[2]), Action = PlannedAction.Change, Before = before,
                        Edits = [.. inserted.Zip(at, (text, place) => new TextEdit(new TextSpan(place, 0), text))],
                        Steps = [new PlannedStep(0, (StepOutcome)number, words[3])],
                    },
                ],
            };

        Prop.ForAll(plans.ToArbitrary(), plan =>
        {
            var text = PlanFile.Write(plan);
            var read = PlanFile.Read(text);
            return PlanFile.Write(read) == text && read.Flows[0].After == plan.Flows[0].After && read.Flows[0].Before == plan.Flows[0].Before;
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>Half a surrogate pair cannot stand in a file.</summary>
    private static string Legal(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));
}
