using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats.Architect;

/// <summary>Flows that nobody would write: what is read of them grows with their text, and nothing throws. Counted, not timed.</summary>
public sealed class HostileFlowTests
{
    [Fact]
    public void Menus_that_all_have_global_choices_have_no_ways_from_each_to_each()
    {
        const int menus = 10_000;
        var text = new StringBuilder("inboundCall:\n  name: Menus\n  startUpRef: /inboundCall/menus/menu[m0]\n  menus:\n");
        for (var i = 0; i < menus; i++)
        {
            text.Append($"    - menu:\n        name: M\n        refId: m{i}\n        choices:\n          - menuDisconnect: {{name: X, dtmf: digit_{i % 10}, globalDtmf: true, speechRecTerms: {{en-us: {{terms: [a]}}}}, globalSpeechRecTerms: true}}\n");
        }

        var flow = Read(text.ToString());
        flow.Elements.Length.ShouldBe(2 * menus);
        flow.Ways.Length.ShouldBeLessThan(menus * 34);
    }

    [Fact]
    public void Calls_of_a_task_with_many_outputs_are_led_on_a_bounded_number_of_times()
    {
        const int count = 2_000;
        var text = new StringBuilder("inboundCall:\n  name: Calls\n  startUpRef: /inboundCall/tasks/task[t]\n  tasks:\n    - task:\n        name: T\n        refId: t\n        outputPaths:\n");
        for (var i = 0; i < count; i++)
        {
            text.Append($"          - outputPath: {{name: o{i}}}\n");
        }

        text.Append("        actions:\n");
        for (var i = 0; i < count; i++)
        {
            text.Append("          - callTask: {name: C, targetTaskRef: '/inboundCall/tasks/task[t]'}\n");
        }

        Read(text.ToString()).Ways.Length.ShouldBeLessThan(count * 70);
    }

    [Fact]
    public void A_list_of_very_many_actions_has_as_many_ways()
    {
        const int count = 50_000;
        var text = new StringBuilder("commonModule:\n  name: Long\n  startUpTaskActions:\n");
        for (var i = 0; i < count; i++)
        {
            text.Append("    - playAudio:\n        name: Same\n        audio:\n          tts: Hi\n");
        }

        var flow = Read(text.ToString());
        flow.Elements.Length.ShouldBe(count + 1);
        flow.Ways.Length.ShouldBe(count + 1);
        flow.Elements.Select(element => element.Id).Distinct().Count().ShouldBe(count + 1);
    }

    [Fact]
    public void Actions_nested_as_deep_as_the_parser_goes_are_read()
    {
        const int depth = 400;
        var text = new StringBuilder("{commonModule: {name: Deep, startUpTaskActions: ");
        for (var i = 0; i < depth; i++)
        {
            text.Append("[{decision: {name: D, outputs: {yes: {actions: ");
        }

        Read(text.ToString()).Elements.Length.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_configuration_may_nest_in_any_depth_without_nesting_in_its_text()
    {
        const int count = 20_000;
        var text = new StringBuilder("""{"name": "Deep", "type": "workflow", "initialSequence": "s", "flowSequenceItemList": [{"id": "s", "trackingId": 1, "name": "S", "__type": "State", "startAction": "a0", "actionList": [""");
        for (var i = 0; i < count; i++)
        {
            text.Append($$"""{"id": "a{{i}}", "name": "A", "__type": "DecisionAction", "paths": [{"label": "Yes", "outputId": "__YES__", "nextActionId": "a{{i + 1}}"}, {"label": "No", "outputId": "__NO__"}]},""");
        }

        var flow = Read(text.Append($$"""{"id": "a{{count}}", "name": "End", "__type": "EndWorkflowAction"}]}]}""").ToString());
        flow.Elements.Length.ShouldBe(count + 2);
        flow.Ways.Length.ShouldBe((2 * count) + 2);
        flow.Ways.ShouldAllBe(way => way.To != FlowWay.Nowhere);
    }

    [Fact]
    public void Menus_within_each_other_in_a_configuration_end_somewhere()
    {
        const int count = 5_000;
        var text = new StringBuilder("""{"name": "Deep", "type": "inboundcall", "initialSequence": "m0", "flowSequenceItemList": [""");
        for (var i = 0; i < count; i++)
        {
            text.Append($$$"""{"id": "m{{{i}}}", "trackingId": {{{i}}}, "name": "M", "__type": "Menu", "menuChoiceList": [{"name": "Next", "digit": 1, "action": {"__type": "MenuAction", "menuReference": "m{{{(i + 1) % count}}}"}}]},""");
        }

        var flow = Read(text.Append("{}]}").ToString());
        flow.Elements.Count(element => element.Kind == ElementKind.Menu).ShouldBe(count);
        flow.Ways.Count(way => way.To == FlowWay.Nowhere).ShouldBe(0);
    }

    private static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, text[0] == '{' && text[1] == '"' ? "x.json" : "x.yaml"))).ShouldNotBeNull();
}
