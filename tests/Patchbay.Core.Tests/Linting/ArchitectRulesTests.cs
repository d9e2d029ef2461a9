using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Linting;

/// <summary>What the pages of the rules about Architect flows do not show: what is legal, what one rule leaves to another, and what suppressions and fixes do in YAML.</summary>
public sealed class ArchitectRulesTests
{
    [Fact]
    public void An_action_behind_a_digital_menu_without_paths_runs()
    {
        Check("""
            digitalBot:
              name: Bot
              startUpRef: "/digitalBot/bots/bot[Bot_1]"
              bots:
                - bot:
                    name: Bot
                    refId: Bot_1
                    actions:
                      - digitalMenu:
                          name: Category
                          question:
                            exp: MakeCommunication("Which?")
                          outputs:
                            maxNoInputs:
                              enabled: false
                      - exitBotFlow:
                          name: Exit
            """).ShouldNotContain(found => found.Id == "unreachable-action");
    }

    [Theory]
    [InlineData("- flowType: inboundcall", 1)]
    [InlineData("- flowType: inboundcall\n      - flowType: bot", 0)]
    [InlineData("- flowType: botFlow", 0)]
    [InlineData("- flowType: Bot", 0)]
    [InlineData("- flowType: \"{{type}}\"", 0)]
    [InlineData("- flowType: inboundcall\n      - {}", 0)]
    [InlineData("[]", 0)]
    public void A_module_is_called_by_flows_of_the_types_that_it_lists_where_these_can_be_told(string types, int expected)
    {
        var module = Read($"commonModule:\n  name: Hours\n  settingsCommonModule:\n    compatibleFlowTypes:\n      {types}\n  startUpTaskActions:\n    - endTask:\n        name: End\n");
        var bot = Read("""
            botFlow:
              name: Bot
              startUpRef: "/botFlow/bots/bot[Bot_1]"
              bots:
                - bot:
                    name: Bot
                    refId: Bot_1
                    actions:
                      - callCommonModule:
                          name: Clock
                          commonModule:
                            Hours:
                              ver_latestPublished:
                                inputs: {}
                                outputs: {}
                      - exitBotFlow:
                          name: Exit
            """);
        var known = new CatalogueFlow("Hours", "Hours", "commonmodule");

        Found(known.LookedInto(module)).ShouldBe(expected);
        Found(known).ShouldBe(0);

        int Found(CatalogueFlow called) => Linter.Check(bot, new OrgCatalogue([called], default, knowsAllFlows: true)).Count(found => found.Id == "incompatible-module");
    }

    [Fact]
    public void A_finding_in_YAML_can_be_accepted_where_it_is()
    {
        const string text = """
            # patchbay-disable never-entered -- kept for the summer
            inboundCall:
              name: Support
              startUpRef: "/inboundCall/tasks/task[Start_1]"
              tasks:
                - task:
                    name: Start
                    refId: Start_1
                    actions:
                      - disconnect:
                          name: Hang up
                      - playAudio:
                          # patchbay-disable-next-line unreachable-action
                          name: Goodbye
                          audio:
                            tts: Goodbye.
                - task:
                    name: Closed
                    refId: Closed_2
                    actions:
                      - disconnect:
                          name: Hang up
            """;

        Check(text).ShouldBeEmpty();
        Check(text.Replace("never-entered", "endless-loop", StringComparison.Ordinal)).Select(found => found.Id).Order().ShouldBe(["never-entered", "unused-suppression"]);
    }

    [Fact]
    public void A_safe_fix_deletes_actions_that_never_run_and_a_second_run_does_nothing()
    {
        const string text = """
            inboundCall:
              name: Support
              startUpRef: "/inboundCall/tasks/task[Start_1]"
              tasks:
                - task:
                    name: Start
                    refId: Start_1
                    actions:
                      - disconnect:
                          name: Hang up

            """;
        const string more = """
                      - playAudio:
                          name: Goodbye
                          audio:
                            tts: Goodbye.
                      - disconnect:
                          name: Twice

            """;

        var mended = LintFixer.Apply(Read(text + more), OrgCatalogue.Unknown);

        mended.Flow.Tree.Source.Text.ShouldBe(text);
        mended.Left.ShouldBeEmpty();
        LintFixer.Apply(mended.Flow, OrgCatalogue.Unknown).Applied.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Press 1 for sales.", "")]
    [InlineData("Press1 for sales, or press 2.", "2")]
    [InlineData("Dial the number five to go on.", "5")]
    [InlineData("Enter your 9 digits, then press the pound key.", "")]
    [InlineData("Please press 10 digits.", "")]
    [InlineData("Press 1 to 5.", "")]
    [InlineData("Para hablar con un agente oprima el número 3.", "3")]
    [InlineData("Pour le support, appuyez sur 4.", "4")]
    [InlineData("Um mit uns zu sprechen, drücken Sie die 7.", "7")]
    [InlineData("You have been waiting 3 minutes.", "")]
    public void A_key_that_is_promised_is_found_in_what_is_said(string said, string key)
    {
        var found = Check($"""
            inboundCall:
              name: Support
              startUpRef: "/inboundCall/menus/menu[Main_1]"
              menus:
                - menu:
                    name: Main
                    refId: Main_1
                    audio:
                      tts: "{said}"
                    choices:
                      - menuDisconnect:
                          name: One
                          dtmf: digit_1
                      - menuDisconnect:
                          name: Pound
                          dtmf: "digit_#"
            """).Where(found => found.Id == "promised-digit").ToList();

        (found.Count == 0 ? "" : found[0].Message.Split('"')[3]).ShouldBe(key);
    }

    [Fact]
    public void A_reference_says_what_it_may_have_meant()
    {
        Message("Goodby_2").ShouldBe("The action \"Go on\" refers to the task \"Goodby_2\", which does not exist. Did you mean \"Goodbye_2\"?");
        Message("Goodbye").ShouldBe("The action \"Go on\" refers to the task \"Goodbye\", which does not exist. Did you mean \"Goodbye_2\"?");
        Message("Start menu_9").ShouldBe("The action \"Go on\" refers to the task \"Start menu_9\", which does not exist. There are \"Start_1\" and \"Goodbye_2\".");

        static string Message(string refId) => Check($"""
            inboundCall:
              name: Support
              startUpRef: "/inboundCall/tasks/task[Start_1]"
              tasks:
                - task:
                    name: Start
                    refId: Start_1
                    actions:
                      - jumpToTask:
                          name: Go on
                          targetTaskRef: "/inboundCall/tasks/task[{refId}]"
                - task:
                    name: Goodbye
                    refId: Goodbye_2
                    actions:
                      - disconnect:
                          name: Hang up
            """).ShouldHaveSingleItem().Message;
    }

    internal static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "flow.yaml"))).ShouldNotBeNull();

    internal static ImmutableArray<Diagnostic> Check(string text) => Linter.Check(Read(text), OrgCatalogue.Unknown);
}
