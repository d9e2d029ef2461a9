using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Linting;

/// <summary>The rules over the corpus of real flows. What an export carries was published, so nothing in it is an error unless the fault is real; and what a careful reader finds, the rules find.</summary>
public sealed class RealArchitectFlowsTests
{
    // In these files every text was replaced by code words, expressions and names of variables included.
    private const string Redacted = "-nodes.json";

    /// <summary>Every error in the corpus: the file and line, the rule, and why it is one.</summary>
    private static readonly ImmutableDictionary<string, string> Errors = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["architect-yaml-history/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/blueprint__genesys-cloud-architect-flows__testFlowHarsh@7b6efe7a.yaml:191 undeclared-variable"] = "Saved while it was being built: nothing declares the variable.",
        ["architect-yaml-history/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/blueprint__genesys-cloud-architect-flows__testFlowHarsh@7b6efe7a.yaml:208 missing-field"] = "Saved while it was being built: an action to play that has nothing to play.",
        ["architect-yaml-history/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/blueprint__genesys-cloud-architect-flows__testFlowHarsh@7b6efe7a.yaml:216 missing-field"] = "Saved while it was being built: a choice of a menu that does nothing.",
        ["architect-yaml-history/GenesysCloudBlueprints__send-email-notification-when-outbound-message-fails-blueprint/terraform__workflow__SendEmailWorkflow@7e8d5e8c.yaml:82 undeclared-variable"] = "An early version: the result is read and declared nowhere.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/bot-flow.yaml:4 missing-target"] = "Written by hand: the state that it names stands in no list.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/bot-flow.yaml:14 malformed-list"] = "Written by hand: state[...] is a key and no item of a list.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/bot-flow.yaml:14 misplaced-container"] = "Written by hand: a call flow has no states.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/bot-flow.yaml:31 undeclared-variable"] = "Written by hand: no variable is declared.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/bot-flow.yaml:38 undeclared-variable"] = "Written by hand: no variable is declared.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/inbound-message-flow.yaml:1 unknown-flow-type"] = "Written by hand: there is no such root key.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/inbound-message-flow.yaml:4 missing-target"] = "Written by hand: the state that it names stands in no list.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/inbound-message-flow.yaml:14 malformed-list"] = "Written by hand: state[...] is a key and no item of a list.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/inbound-message-flow.yaml:41 undeclared-variable"] = "Written by hand: no variable is declared.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/inbound-message-flow.yaml:48 undeclared-variable"] = "Written by hand: no variable is declared.",
        ["architect-yaml/JackyLi-ctint__GenesysCloud-Terraform/CrossOrgMainFlow.yaml:14 misplaced-container"] = "Written by hand: a call flow has no states.",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Faults that somebody found who read the files with care: the file and line, the rule, and what is wrong.</summary>
    private static readonly ImmutableDictionary<string, string> Faults = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["architect-yaml/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/testFlowHarsh@020e2150.yaml:359 never-entered"] = "A greeting in another language that no menu leads to.",
        ["architect-yaml/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/testFlowHarsh@020e2150.yaml:895 never-entered"] = "A task of the first draft.",
        ["architect-yaml/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/testFlowHarsh@020e2150.yaml:1172 never-entered"] = "Loans go to the task of mortgages.",
        ["architect-yaml/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/testFlowHarsh@020e2150.yaml:1015 constant-condition"] = "A condition that is simply true: the task on the other path is never reached.",
        ["architect-yaml/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/testFlowHarsh@020e2150.yaml:1370 constant-condition"] = "The same, copied.",
        ["architect-yaml/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/testFlowHarsh@020e2150.yaml:73 unused-variable"] = "A second counter of retries.",
        ["architect-yaml/carnellj-genesys__dr-ivr-backup/DR-Warm-IVR.yaml:89 promised-digit"] = "The menu says 9, the choice has 7.",
        ["architect-yaml/NotTimothy__CX-as-code-example/flow.yaml:12 promised-digit"] = "The menu says 1, the only choice has 9.",
        ["architect-yaml/subithou__simple-ivr-deploy-with-cx-as-code-blueprint/Customer support with CRM Script_v1-0.yaml:178 text-for-variable"] = "Customers are looked up under the name of a variable.",
        ["architect-yaml/mfabrellas__CM_gh_actions/callbackExample.yaml:153 text-for-variable"] = "The module gets the name of a variable for a number.",
        ["architect-yaml/GenesysCloudBlueprints__callback-prioritization/Callback-Prioritization-Workflow.yaml:104 unset-variable"] = "The input has another name, so the flow always ends at once.",
        ["architect-yaml/GenesysCloudBlueprints__gc-presence-update-from-ms-teams/ms-teams-integrations-presence-trigger.yaml:120 unset-variable"] = "What the data action answers is kept nowhere.",
        ["architect-yaml/mfabrellas__CM_gh_actions/IntentClientModuleIntermediate.yaml:497 constant-condition"] = "A category that no intent leads to.",
        ["architect-yaml/GenesysCloudBlueprints__deploy-webchat-chatbot-with-lambda-blueprint/DudeWheresMyStuffChat.yaml:268 never-entered"] = "A task that came with an import and that nobody calls.",
        ["architect-yaml/GenesysCloudBlueprints__digital-messaging-translator-blueprint/InboundMessageFlow.yaml:35 unreachable-action"] = "Nothing follows a transfer of a message.",
        ["architect-yaml/GenesysCloudBlueprints__dr-webmessaging-blueprint/blueprint__webmessage-emergency-group__modules__flows__MyWebMessenger.yaml:348 unreachable-action"] = "Every case of the switch transfers.",
        ["architect-yaml/GenesysCloudBlueprints__email-aws-comprehend-blueprint/EmailComprehendFlow.yaml:52 undeclared-variable"] = "The code of an error is put into a variable that does not exist.",
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/bot-flow.yaml:44 variable-as-substitution"] = "Braces of a template around a variable.",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    [Fact]
    public void What_a_careful_reader_finds_the_rules_find()
    {
        var found = Findings().Select(found => $"{found.File}:{found.Line} {found.Problem.Id}").ToHashSet(StringComparer.Ordinal);

        Faults.Keys.Where(fault => !found.Contains(fault)).ShouldBeEmpty();
    }

    [Fact]
    public void A_menu_that_Architect_made_and_nobody_uses_is_left_alone() =>
        Findings().ShouldNotContain(found => found.Problem.Id == "never-entered" && found.File.Contains("HarshTestFlow-INBOUNDCALL", StringComparison.Ordinal));

    [Fact]
    public void Real_flows_hold_no_errors_but_those_that_are_listed_here()
    {
        var found = Findings().Where(found => found.Problem.Severity == Severity.Error).Select(found => $"{found.File}:{found.Line} {found.Problem.Id}").ToList();

        found.ShouldBe(Errors.Keys, ignoreOrder: true);
    }

    [Fact]
    public void Every_finding_says_where_and_what_to_do()
    {
        foreach (var (file, line, problem) in Findings())
        {
            problem.Message.ShouldEndWith(problem.Message.EndsWith('?') ? "?" : ".", customMessage: $"{file}:{line} {problem.Id}");
            problem.Span.Length.ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [Fact]
    public void Cut_off_anywhere_a_flow_is_checked_all_the_same()
    {
        var random = new Random(11);
        foreach (var file in Files().Where((_, i) => i % 3 == 0))
        {
            var text = RealFlows.Read(file).Text;
            for (var i = 0; i < 6; i++)
            {
                var source = new SourceText(text[..random.Next(text.Length)], file);
                if (FlowFormats.Read(FlowFormats.Parse(source)) is { } flow)
                {
                    Linter.Check(flow, OrgCatalogue.Unknown).ShouldAllBe(found => found.Span.End <= source.Text.Length);
                }
            }
        }
    }

    private static IEnumerable<string> Files() =>
        RealFlows.Files(".yaml", ".yml", ".tftpl", ".json").Where(file => RelativeName(file).StartsWith("architect-", StringComparison.Ordinal) && !RelativeName(file).StartsWith("architect-yaml-malformed", StringComparison.Ordinal));

    private static ImmutableArray<(string File, int Line, Diagnostic Problem)>? _findings;

    private static ImmutableArray<(string File, int Line, Diagnostic Problem)> Findings() => _findings ??= [.. Check()];

    private static IEnumerable<(string File, int Line, Diagnostic Problem)> Check()
    {
        foreach (var file in Files().Where(file => !file.EndsWith(Redacted, StringComparison.Ordinal)))
        {
            var tree = FlowFormats.Parse(RealFlows.Read(file));
            foreach (var problem in FlowFormats.Read(tree) is { } flow ? Linter.Check(flow, OrgCatalogue.Unknown) : [])
            {
                yield return (RelativeName(file), tree.Source.GetPosition(problem.Span.Start).Line, problem);
            }
        }
    }

    private static string RelativeName(string file) => Path.GetRelativePath(RealFlows.Folder, file).Replace('\\', '/');
}
