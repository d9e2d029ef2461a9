using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Diffing.Architect;

public sealed class ArchitectDiffTests
{
    private const string Menu = """
        inboundCall:
          name: Shop
          startUpRef: "/inboundCall/menus/menu[Main_1]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          menus:
            - menu:
                name: Main
                refId: Main_1
                audio:
                  tts: For sales, press 2.
                choices:
                  - menuTransferToAcd:
                      name: Sales
                      dtmf: digit_2
                      targetQueue:
                        lit:
                          name: Sales
                  - menuTask:
                      name: Orders
                      dtmf: digit_3
                      task:
                        actions:
                          - switch:
                              name: Which
                              evaluate:
                                firstTrue:
                                  cases:
                                    - case: {value: {exp: Flow.A == 1}, actions: [{playAudio: {name: One, audio: {tts: First}}}]}
                                    - case: {value: {exp: Flow.A == 2}, actions: [{playAudio: {name: Two, audio: {tts: Second}}}]}
                          - callData:
                              name: Look up
                              timeout:
                                lit: {seconds: 20}
                              category:
                                Shop:
                                  dataAction:
                                    Find:
                                      inputs:
                                        number: {exp: Flow.A}
                                      successOutputs:
                                        state: {var: Flow.State}
                              outputs:
                                failure:
                                  actions:
                                    - disconnect: {name: Disconnect}
                          - setParticipantData:
                              name: Remember
                              attributes:
                                - attribute:
                                    name: {lit: topic}
                                    value: {lit: orders}
                          - callCommonModule:
                              name: Call Common Module
                              commonModule:
                                Ask:
                                  ver_latestPublished:
                                    inputs:
                                      Common.a: {exp: Flow.A}
                          - jumpToTask: {name: Go on, targetTaskRef: "/inboundCall/tasks/task[Billing_5]"}
          tasks:
            - task:
                name: Billing
                refId: Billing_5
                actions:
                  - transferToAcd:
                      name: Transfer to ACD
                      targetQueue: {exp: Flow.Queue}
                      preTransferAudio: {tts: One moment.}
                  - disconnect: {name: Disconnect}
            - task:
                name: Closed
                refId: Closed_6
                actions:
                  - playAudio: {name: Play Audio, audio: {prompt: Prompt.closed}}
                  - disconnect: {name: Disconnect}
        """;

    private const string Json = """
        {"name": "Hours", "type": "inboundcall", "defaultLanguage": "en-us", "initialSequence": "t1", "nextTrackingNumber": 13, "variables": [], "manifest": {},
         "flowSequenceItemList": [{"__type": "Task", "id": "t1", "trackingId": 10, "name": "Hours", "startAction": "a1", "variables": [], "paths": [], "actionList": [
           {"__type": "PlayAudioAction", "id": "a1", "trackingId": 11, "name": "Welcome", "nextAction": "a2", "prompts": {"defaultAudio":
             {"text": "ToAudioTTS(\"We are open\")", "type": "aud", "uiMetaData": {"mode": 0}, "config": {}}}},
           {"__type": "DisconnectAction", "id": "a2", "trackingId": 12, "name": "Disconnect"}]}]}
        """;

    [Theory]
    [InlineData("For sales, press 2.", "For offers, press 2.", "Menu \"Main\" now says \"For offers, press 2.\" (was \"For sales, press 2.\")")]
    [InlineData("name: Sales\n", "name: Offers\n", "Menu \"Main\": key 2 is now called \"Offers\" (was \"Sales\")")]
    [InlineData("                  name: Sales", "                  name: Offers", "Menu \"Main\": key 2 now leads to queue \"Offers\" (was queue \"Sales\")")]
    [InlineData("digit_2", "digit_4", "Menu \"Main\": choice \"Sales\" is now key 4 (was key 2)")]
    [InlineData("exp: Flow.A == 2", "exp: Flow.A > 2", "Menu \"Main\", key 3: \"Which\": case 2 is now taken on Flow.A > 2 (was Flow.A == 2)")]
    [InlineData("{seconds: 20}", "{minutes: 1}", "Menu \"Main\", key 3: \"Look up\": timeout is now 1 minute (was 20 seconds)")]
    [InlineData("  Shop:\n", "  Store:\n", "Menu \"Main\", key 3: \"Look up\" now uses integration \"Store\" (was \"Shop\")")]
    [InlineData("Find:", "Search:", "Menu \"Main\", key 3: \"Look up\" now calls data action \"Search\" (was \"Find\")")]
    [InlineData("number: {exp: Flow.A}", "number: {exp: Flow.B}", "Menu \"Main\", key 3: \"Look up\": input \"number\" is now Flow.B (was Flow.A)")]
    [InlineData("{var: Flow.State}", "{var: Flow.Status}", "Menu \"Main\", key 3: \"Look up\": output \"state\" now goes to Flow.Status (was Flow.State)")]
    [InlineData("{var: Flow.State}", "{noValue: true}", "Menu \"Main\", key 3: \"Look up\": output \"state\" no longer goes to Flow.State")]
    [InlineData("value: {lit: orders}", "value: {exp: Flow.Topic}", "Menu \"Main\", key 3: \"Remember\" now sets \"topic\" to Flow.Topic (was \"orders\")")]
    [InlineData("Ask:", "Ask again:", "Menu \"Main\", key 3: Call Common Module now calls module \"Ask again\" (was \"Ask\")")]
    [InlineData("Common.a: {exp: Flow.A}", "Common.a: {exp: Flow.B}", "Menu \"Main\", key 3: Call Common Module: input \"Common.a\" is now Flow.B (was Flow.A)")]
    [InlineData("targetTaskRef: \"/inboundCall/tasks/task[Billing_5]\"", "targetTaskRef: \"/inboundCall/tasks/task[Closed_6]\"", "Menu \"Main\", key 3: \"Go on\" now leads to task \"Closed\" (was task \"Billing\")")]
    [InlineData("{exp: Flow.Queue}", "{lit: {name: Sales}}", "Task \"Billing\": Transfer to ACD now leads to queue \"Sales\" (was queue Flow.Queue)")]
    [InlineData("{tts: One moment.}", "{noValue: true}", "Task \"Billing\": Transfer to ACD no longer says before the transfer \"One moment.\"")]
    [InlineData("{prompt: Prompt.closed}", "{prompt: Prompt.closed_today}", "Task \"Closed\": Play Audio now plays prompt \"closed_today\" (was prompt \"closed\")")]
    [InlineData("defaultLanguage: en-us", "defaultLanguage: de-de", "The flow: default language is now \"de-de\" (was \"en-us\")")]
    [InlineData("startUpRef: \"/inboundCall/menus/menu[Main_1]\"", "startUpRef: \"/inboundCall/tasks/task[Closed_6]\"", "The flow now starts at task \"Closed\" (was menu \"Main\")")]
    [InlineData("startUpRef: \"/inboundCall/menus/menu[Main_1]\"", "startUpRef: \"/inboundCall/menus/menu[Gone_1]\"", "The flow now starts at \"/inboundCall/menus/menu[Gone_1]\", which does not exist (was menu \"Main\")")]
    [InlineData("failure:", "timeout:", "Menu \"Main\", key 3: Disconnect is gone, on failure of \"Look up\"\nMenu \"Main\", key 3: Disconnect is new, on timeout of \"Look up\"")]
    public void Says_what_changed_and_nothing_else(string old, string changed, string lines)
    {
        var at = Menu.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0);

        Lines(Menu, Menu[..at] + changed + Menu[(at + old.Length)..]).Order(StringComparer.Ordinal).ShouldBe(lines.Split('\n'));
    }

    [Fact]
    public void A_choice_that_leads_elsewhere_is_one_line()
    {
        var after = Menu.ReplaceLineEndings("\n")
            .Replace("- menuTransferToAcd:\n              name: Sales", "- menuJumpToTask:\n              name: Billing", StringComparison.Ordinal)
            .Replace("targetQueue:\n                lit:\n                  name: Sales", "targetTaskRef: \"/inboundCall/tasks/task[Billing_5]\"", StringComparison.Ordinal);

        Lines(Menu, after).ShouldBe(["Menu \"Main\": key 2 now leads to task \"Billing\" (was queue \"Sales\")", "Menu \"Main\": key 2 is now called \"Billing\" (was \"Sales\")"]);
    }

    [Fact]
    public void Cases_that_change_places_are_tried_in_another_order()
    {
        var lines = Menu.Split('\n');
        var first = Array.FindIndex(lines, line => line.Contains("- case:", StringComparison.Ordinal));
        (lines[first], lines[first + 1]) = (lines[first + 1], lines[first]);

        Lines(Menu, string.Join('\n', lines)).ShouldBe(["Menu \"Main\", key 3: \"Which\" now tries its cases in another order"]);
    }

    [Fact]
    public void Two_exports_in_the_platforms_own_JSON_are_compared_whatever_their_ids()
    {
        var after = Json.Replace("a1", "b7", StringComparison.Ordinal).Replace("a2", "b8", StringComparison.Ordinal).Replace("t1", "t9", StringComparison.Ordinal).Replace("11,", "31,", StringComparison.Ordinal);

        Lines(Json, after).ShouldBeEmpty();
        Lines(Json, after.Replace("We are open", "We are closed", StringComparison.Ordinal))
            .ShouldBe(["Task \"Hours\": \"Welcome\" now plays ToAudioTTS(\"We are closed\") (was ToAudioTTS(\"We are open\"))"]);
    }

    [Fact]
    public void Two_notations_are_compared_by_what_both_of_them_say()
    {
        const string yaml = """
            inboundCall:
              name: Hours
              startUpRef: "/inboundCall/tasks/task[Hours_10]"
              defaultLanguage: en-us
              tasks:
                - task:
                    name: Hours
                    refId: Hours_10
                    actions:
                      - playAudio: {name: Welcome, audio: {exp: 'ToAudioTTS( "We are open" )'}}
                      - disconnect: {name: Disconnect}
            """;
        const string notation = "The flow is now written as architect-json (was architect-yaml); what only one of them spells out is not compared";

        Lines(yaml, Json).ShouldBe([notation]);
        Lines(yaml.Replace("are open", "were open", StringComparison.Ordinal), Json).ShouldBe(["Task \"Hours\": \"Welcome\" now has ToAudioTTS(\"We are open\")", "Task \"Hours\": \"Welcome\" no longer has ToAudioTTS( \"We were open\" )", notation]);
    }

    [Fact]
    public void A_difference_knows_its_group_its_path_and_where_it_stands()
    {
        var before = Read(Menu);
        var after = Read(Menu.Replace("{exp: Flow.Queue}", "{exp: Flow.Other}", StringComparison.Ordinal));

        var difference = FlowDiff.Compare(before, after).Differences.ShouldHaveSingleItem();

        (difference.Group, difference.Element, difference.Path).ShouldBe((DifferenceGroup.Caller, "Billing_5/Transfer to ACD", "targetQueue"));
        before.Tree.Source.GetText(difference.BeforeSpan!.Value).ShouldBe("{exp: Flow.Queue}");
        after.Tree.Source.GetText(difference.AfterSpan!.Value).ShouldBe("{exp: Flow.Other}");
    }

    [Theory]
    [InlineData("inboundCall:")]
    [InlineData("inboundCall: []")]
    [InlineData("inboundCall:\n  tasks:\n    - task:\n        actions:\n          - playAudio\n          - ? {a: b}\n          - {}\n    -\n  menus: 5")]
    public void Broken_files_are_compared_as_far_as_they_go(string text)
    {
        Lines(text, text).ShouldBeEmpty();
        _ = FlowDiff.Compare(Read(text), Read(Menu)).ToUnified("a", "b");
        _ = FlowDiff.Compare(Read(Menu), Read(text)).ToUnified("a", "b");
    }

    private static List<string> Lines(string before, string after) => [.. FlowDiff.Compare(Read(before), Read(after)).Lines];

    private static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text))).ShouldNotBeNull();
}
