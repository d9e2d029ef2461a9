using System.Text.Json.Nodes;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats.Architect;

public sealed class ArchitectSchemaTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(ArchitectSchema.Json)!.AsObject();

    // Files that no exporter wrote so, with the places that the schema marks.
    private static readonly Dictionary<string, string[]> Refused = new(StringComparer.Ordinal)
    {
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/bot-flow.yaml"] = ["inboundCall/states: is not allowed"],
        ["architect-yaml/GiLLBaTesx__deploy-ai-guides-terraform-blueprint/inbound-message-flow.yaml"] = ["inboundMessage: is not allowed", "inboundMessage/states: is no array"],
        ["architect-yaml/JackyLi-ctint__GenesysCloud-Terraform/CrossOrgMainFlow.yaml"] = ["inboundCall/states: is not allowed"],
        ["architect-yaml/MyPureCloud__terraform-provider-genesyscloud/outboundcall_flow_example.yaml"] = ["outboundCall/supportedLanguages/en-us/defaultLanguageSkill: is no object"],
        ["architect-yaml-history/DoctorHCode333__cx-as-code-cicd-gitactions-blueprint-main/blueprint__genesys-cloud-architect-flows__testFlowHarsh@7b6efe7a.yaml"] =
            ["inboundCall/menus/1/menu/choices/0/menuTask/task/actions/0/callTask/outputs/default/actions/3/playAudio: needs audio"],
    };

    [Fact]
    public void Every_real_export_validates_and_near_misses_do_not()
    {
        var checker = new SchemaChecker(Schema);
        foreach (var file in RealFlows.Files(".yaml", ".yml", ".tftpl").Where(file => !file.Contains("malformed", StringComparison.Ordinal)))
        {
            var name = Path.Combine(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file)) ?? ""), Path.GetFileName(Path.GetDirectoryName(file)) ?? "", Path.GetFileName(file));
            var root = YamlText.Parse(RealFlows.Read(file)).Root.ShouldNotBeNull(name);

            checker.Check(root).ShouldBe(Refused.GetValueOrDefault(name) ?? [], name);
        }
    }

    [Theory]
    [InlineData("wrong root key", "inboundMessage: {name: A, startUpRef: ./x}", "inboundMessage: is not allowed")]
    [InlineData("two flows", "inboundCall: {name: A, startUpRef: ./x}\nworkflow: {name: A, startUpRef: ./x}", ": holds too much")]
    [InlineData("no start", "inboundCall: {name: A}", "inboundCall: needs startUpRef")]
    [InlineData("a list that the type does not have", "inboundCall: {name: A, startUpRef: ./x, states: []}", "inboundCall/states: is not allowed")]
    [InlineData("a list that is a mapping", "inboundCall: {name: A, startUpRef: ./x, tasks: {task: {}}}", "inboundCall/tasks: is no array")]
    [InlineData("an item of the wrong kind", "inboundCall: {name: A, startUpRef: ./x, tasks: [{menu: {}}]}", "inboundCall/tasks/0/menu: is not allowed")]
    [InlineData("a key that is misspelt", "inboundCall: {name: A, startUpRef: ./x, tasks: [{task: {nmae: B}}]}", "inboundCall/tasks/0/task/nmae: is not allowed")]
    public void A_wrong_file_is_refused_where_it_is_wrong(string what, string yaml, string problem) => Check(yaml).ShouldBe([problem], what);

    [Theory]
    [InlineData("an unknown action", "playAduio: {name: A}", "playAduio: is not allowed")]
    [InlineData("two actions in one item", "{disconnect: {name: A}, endTask: {name: B}}", ": holds too much")]
    [InlineData("a path without outputs", "decision: {name: A, condition: {exp: 'true'}, yes: {actions: []}}", "decision/yes: is not allowed")]
    [InlineData("a path that the action does not have", "decision: {condition: {exp: 'true'}, outputs: {maybe: {actions: []}}}", "decision/outputs/maybe: is not allowed")]
    [InlineData("a required field is missing", "callTask: {name: A}", "callTask: needs targetTaskRef")]
    [InlineData("an unknown wrapper", "playAudio: {audio: {text: Hello}}", "playAudio/audio/text: is not allowed")]
    [InlineData("a value without a wrapper", "wait: {duration: 5}", "wait/duration: is no object")]
    [InlineData("a literal of the wrong type", "loop: {loopCount: {lit: many}}", "loop/loopCount/lit: is no integer")]
    [InlineData("a duration in no unit", "wait: {duration: {lit: {secs: 5}}}", "wait/duration/lit/secs: is not allowed")]
    [InlineData("a literal that is not offered", "setFlowOutcome: {flowOutcomeValue: GOOD, flowOutcome: {name: A}}", "setFlowOutcome/flowOutcomeValue: is not listed")]
    [InlineData("a statement without its variable", "updateData: {statements: [{string: {value: {lit: a}}}]}", "updateData/statements/0/string: needs variable")]
    [InlineData("a value of another type than its statement", "updateData: {statements: [{integer: {variable: Flow.N, value: {lit: a}}}]}", "updateData/statements/0/integer/value/lit: is no integer")]
    [InlineData("an action deep within", "switch: {evaluate: {firstTrue: {cases: [{case: {value: {exp: a}, actions: [{disconect: {}}]}}]}}}", "switch/evaluate/firstTrue/cases/0/case/actions/0/disconect: is not allowed")]
    public void A_wrong_action_is_refused_where_it_is_wrong(string what, string action, string problem)
    {
        var problems = Check($"inqueueCall:\n  name: A\n  startUpTaskActions:\n  - {action}\n");

        problems.ShouldBe([$"inqueueCall/startUpTaskActions/0{(problem.StartsWith(':') ? "" : "/")}{problem}"], what);
    }

    [Theory]
    [InlineData("dtmf: digit_x", "dtmf: is not listed")]
    [InlineData("targetQueue: {lit: {name: A}}", "targetQueue: is not allowed")]
    public void A_wrong_choice_is_refused_where_it_is_wrong(string field, string problem) =>
        Check($"inboundCall:\n  name: A\n  startUpRef: ./x\n  menus:\n  - menu:\n      choices:\n      - menuDisconnect:\n          name: B\n          {field}\n")
            .ShouldBe([$"inboundCall/menus/0/menu/choices/0/menuDisconnect/{problem}"]);

    [Theory]
    [InlineData("substitutions", "inboundCall: {name: '{{name}}', startUpRef: './{{start}}', tasks: [{task: {actions: [{wait: {duration: {lit: '{{time}}'}}}, {loop: {loopCount: {lit: '${n}'}}}]}}]}")]
    [InlineData("keys with substitutions", "inqueueCall: {name: A, startUpTaskActions: [{'{{action}}': {anything: 1}}, {callData: {category: {'{{c}}': {dataAction: {'{{d}}': {inputs: {a: {exp: b}}}}}}}}]}")]
    [InlineData("references to other files", "inqueueCall: {name: A, startUpTaskActions: [{ref: 'file.yaml#/actions/playAudio[x]'}, {playAudio: {name: B, ref: 'file.yaml#/x'}}]}")]
    [InlineData("an action that no file shows, with a key of its own", "inqueueCall: {name: A, startUpTaskActions: [{setPriority: {name: A, somethingNew: {lit: 3}}}]}")]
    [InlineData("settings that are new", "inboundCall: {name: A, startUpRef: ./x, settingsOfTomorrow: {a: 1}, settingsMenu: {b: {lit: 2}}}")]
    [InlineData("a fragment", "common: {tasks: [{task: {name: A, refId: a, actions: [{disconnect: {name: B}}]}}], other: 1}")]
    [InlineData("a fragment with parts of actions", "actions: [{playAudio: {refId: a, audio: {tts: Hello}}}, {inputAudio: {refId: b, exp: c}}]")]
    [InlineData("a variable of a rare type", "workflow: {name: A, startUpRef: ./x, variables: [{journeyOutcomeVariable: {name: Flow.A, initialValue: {noValue: true}}}]}")]
    public void What_Archy_takes_is_taken(string what, string yaml) => Check(yaml).ShouldBeEmpty(what);

    [Fact]
    public void Every_definition_is_described_and_used_and_every_kind_has_one()
    {
        var definitions = Schema["$defs"]!.AsObject();
        foreach (var (name, definition) in definitions)
        {
            (definition!["description"] is not null || name is "action" or "choice" or "firstMatch").ShouldBeTrue(name);
            ArchitectSchema.Json.ShouldContain($"\"#/$defs/{name}\"");
        }

        ActionKinds.All.ShouldAllBe(kind => definitions.ContainsKey($"action-{kind.Name}"));
        MenuChoiceKinds.All.ShouldAllBe(kind => definitions.ContainsKey($"choice-{kind.Name}"));
        ArchitectFlowTypes.All.ShouldAllBe(type => definitions.ContainsKey(type.RootKey));
    }

    [Theory]
    [InlineData("targetQueue", "Target queue")]
    [InlineData("uuiData", "Uui data")]
    [InlineData("getRawSIPHeaders", "Get raw SIP headers")]
    [InlineData("KnowledgeBase", "Knowledge base")]
    public void Keys_are_shown_as_words(string key, string words) => SchemaWording.Words(key).ShouldBe(words);

    private static IReadOnlyList<string> Check(string yaml) => new SchemaChecker(Schema).Check(YamlText.Parse(new SourceText(yaml)).Root.ShouldNotBeNull());
}
