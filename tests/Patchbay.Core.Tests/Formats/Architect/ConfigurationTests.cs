using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Diffing.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats.Architect;

/// <summary>The configuration that is written of a flow must, read back, be the flow.</summary>
public sealed class ConfigurationTests
{
    private const string Menu = """
        inboundCall:
          name: Main Line
          startUpRef: "/inboundCall/menus/menu[Main Menu_10]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          variables:
            - stringVariable:
                name: Flow.Who
                initialValue:
                  noValue: true
                isInput: true
          menus:
            - menu:
                name: Main Menu
                refId: Main Menu_10
                defaultChildMenuRef: "./choices/menuTask[Say]"
                audio:
                  tts: Press "1".
                choices:
                  - menuTask:
                      name: Say
                      refId: Say
                      dtmf: digit_1
                      task:
                        actions:
                          - playAudio:
                              name: Who
                              audio:
                                exp: ToAudioTTS(Flow.Who)
                          - decision:
                              name: Known
                              condition:
                                exp: IsSet(Flow.Who)
                              outputs:
                                yes:
                                  actions:
                                    - transferToAcd:
                                        name: To sales
                                        targetQueue:
                                          lit:
                                            name: Sales
                  - menuSubMenu:
                      name: More
                      refId: More_11
                      dtmf: digit_*
                      globalDtmf: true
                      choices:
                        - menuDisconnect:
                            name: Bye
                            dtmf: digit_9
          settingsErrorHandling:
            errorHandling:
              disconnect:
                none: true

        """;

    [Fact]
    public void Read_back_a_configuration_gives_the_graph_and_the_uses_of_the_yaml()
    {
        var (yaml, json) = RoundTrip(Menu);

        Compare(yaml, json).ShouldBeEmpty();
        GraphText.Labels(json).ShouldBe(GraphText.Labels(yaml));
        (json.Name, json.Type, json.Description).ShouldBe(("Main Line", "inboundcall", ""));
    }

    [Fact]
    public void Values_have_text_type_and_mode_and_ids_come_from_the_org_where_it_knows_one()
    {
        var root = JsonDocument.Parse(ArchitectConfiguration.Write(Read(Menu), (kind, name) => kind == DependencyKind.Queue && name == "Sales" ? "the-id-of-sales" : null)).RootElement;

        root.GetProperty("manifest").GetProperty("queue")[0].GetProperty("id").GetString().ShouldBe("the-id-of-sales");
        var actions = root.GetProperty("flowSequenceItemList").EnumerateArray().Single(item => item.GetProperty("__type").GetString() == "Task").GetProperty("actionList").EnumerateArray().ToDictionary(action => action.GetProperty("__type").GetString()!);
        var queue = actions["TransferPureMatchAction"].GetProperty("queues")[0];
        (queue.GetProperty("text").GetString(), queue.GetProperty("type").GetString(), queue.GetProperty("uiMetaData").GetProperty("mode").GetInt32()).ShouldBe(("Sales", "que", 1));
        queue.GetProperty("config").GetProperty("lit").GetProperty("val").GetString().ShouldBe("the-id-of-sales");
        actions["DecisionAction"].GetProperty("expression").GetProperty("text").GetString().ShouldBe("IsSet(Flow.Who)");
        actions["DecisionAction"].GetProperty("expression").GetProperty("metaData").GetProperty("references")[0].GetProperty("id").GetString().ShouldBe(root.GetProperty("variables")[0].GetProperty("id").GetString());
        actions["DecisionAction"].GetProperty("paths").EnumerateArray().Select(path => path.GetProperty("outputId").GetString()).ShouldBe(["__YES__", "__NO__"]);
        actions["PlayAudioAction"].GetProperty("nextAction").GetString().ShouldBe(actions["DecisionAction"].GetProperty("id").GetString());
    }

    [Fact]
    public void The_same_yaml_gives_the_same_text_and_every_id_and_number_is_given_once()
    {
        var text = ArchitectConfiguration.Write(Read(Menu));
        var root = JsonDocument.Parse(text).RootElement;
        var numbers = Numbers(root).ToList();

        ArchitectConfiguration.Write(Read(Menu)).ShouldBe(text);
        numbers.ShouldBeUnique();
        numbers.Max().ShouldBeLessThan(root.GetProperty("nextTrackingNumber").GetInt32());
        root.GetProperty("flowSequenceItemList").EnumerateArray().First().GetProperty("trackingId").GetInt32().ShouldBe(10, "the number at the end of the refId");
    }

    [Fact]
    public void Every_real_flow_is_itself_when_its_configuration_is_read_back()
    {
        var (all, wrong) = (0, new List<string>());
        foreach (var file in RealFlows.Files(".yaml", ".yml").Where(file => !file.Contains("malformed", StringComparison.Ordinal)))
        {
            var tree = SyntaxTree.Parse(RealFlows.Read(file));
            if (FlowFormats.Read(tree) is not { Type.Length: > 0 } yaml || ArchitectYamlFormat.FindRoot(tree) is null || yaml.Dependencies.Any(used => used.Kind == DependencyKind.File))
            {
                // Fragments, and flows that are put together from several files: neither is ever in an org.
                continue;
            }

            all++;
            var json = ReadBack(yaml);
            var name = Path.GetRelativePath(RealFlows.Folder, file);
            wrong.AddRange(Compare(yaml, json).Select(line => $"{name}: {line}"));
        }

        all.ShouldBeGreaterThan(100);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Generated_flows_are_themselves_when_their_configuration_is_read_back() =>
        Prop.ForAll(GeneratedArchitectFlow.Arbitrary, flow =>
        {
            var yaml = flow.Read();

            Compare(yaml, ReadBack(yaml)).ShouldBeEmpty();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_configuration_and_a_fragment_have_none_to_be_written()
    {
        var configuration = ReadBack(Read(Menu));

        Should.Throw<ArgumentException>(() => ArchitectConfiguration.Write(configuration)).Message.ShouldContain("Architect YAML");
        Should.Throw<ArgumentException>(() => ArchitectConfiguration.Write(Read("tasks:\n  - task:\n      name: a\n      refId: a\n      actions: []\n")));
    }

    private static (Flow Yaml, Flow Json) RoundTrip(string text) => Read(text) is var yaml ? (yaml, ReadBack(yaml)) : default;

    private static Flow Read(string text) => FlowFormats.Read(YamlText.Parse(new SourceText(text))).ShouldNotBeNull();

    private static Flow ReadBack(Flow yaml)
    {
        var tree = SyntaxTree.Parse(new SourceText(ArchitectConfiguration.Write(yaml), "flow.json"));
        tree.Diagnostics.Where(problem => problem.Severity == Severity.Error).ShouldBeEmpty();
        return FlowFormats.Read(tree).ShouldNotBeNull();
    }

    private static IEnumerable<string> Compare(Flow yaml, Flow json)
    {
        var (left, right) = (GraphText.Of(yaml).Concat(GraphText.Uses(yaml)).ToHashSet(), GraphText.Of(json).Concat(GraphText.Uses(json)).ToHashSet());
        return left.Except(right).Select(line => "yaml only: " + line).Concat(right.Except(left).Select(line => "json only: " + line));
    }

    private static IEnumerable<int> Numbers(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member => member.Name == "trackingId" ? [member.Value.GetInt32()] : Numbers(member.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Numbers),
        _ => [],
    };
}
