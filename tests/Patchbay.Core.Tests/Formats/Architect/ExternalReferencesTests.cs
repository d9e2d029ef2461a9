using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats.Architect;

public sealed class ExternalReferencesTests
{
    private const string Shared = """
        common:
          greeting:
            tts: Hello
          tasks:
            - task:
                name: Close / open [night]
                refId: "Close / open [night]"
                actions:
                  - endTask:
                      name: End
          sounds:
            - playAudio:
                name: Chime
                refId: chime
                audio:
                  tts: Ding
            - ref: other.yaml#/sounds/playAudio[gong]
            - ref: "../shared/shared.yaml#/common/sounds/playAudio[loop]"
        """;

    private const string Other = """
        sounds:
          - playAudio:
              name: Gong
              refId: gong
        """;

    [Theory]
    [InlineData("./shared/shared.yaml#/common/tasks/task[Close / open [night]]", ExternalState.Found)]
    [InlineData("shared/shared.yaml#/common/sounds/playAudio[chime]", ExternalState.Found)]
    [InlineData("shared/./../shared/shared.yaml#/common/sounds/playAudio[gong]", ExternalState.Found)]
    [InlineData("shared/shared.yaml#/common/greeting/tts", ExternalState.Found)]
    [InlineData("shared/shared.yaml#/common/sounds/playAudio[loop]", ExternalState.Circle)]
    [InlineData("shared/shared.yaml#/common/sounds/playAudio[Chime]", ExternalState.MissingPart)]
    [InlineData("shared/shared.yaml#/common/goodbye", ExternalState.MissingPart)]
    [InlineData("shared.yaml#/common/greeting", ExternalState.MissingFile)]
    [InlineData("../shared/shared.yaml#/common/greeting", ExternalState.MissingFile)]
    [InlineData("shared/{{file}}.yaml#/common/greeting", ExternalState.Open)]
    public void A_reference_is_followed_to_what_it_names(string reference, ExternalState expected)
    {
        var flow = Read("flows/main.yaml", $$"""
            inboundCall:
              name: Main
              startUpRef: /inboundCall/tasks/task[a]
              tasks:
                - task:
                    name: A
                    refId: a
                    actions:
                      - ref: "{{reference}}"
            """);
        var found = ExternalReferences.Resolve(flow, Open).ShouldHaveSingleItem();
        found.State.ShouldBe(expected);
        found.Reference.Text.ShouldBe(reference);
        (found.Part is not null).ShouldBe(expected == ExternalState.Found);
    }

    [Fact]
    public void References_stand_for_items_fields_targets_and_tasks()
    {
        var flow = Read("flows/main.yaml", """
            inboundCall:
              name: Main
              startUpRef: shared/shared.yaml#/common/tasks/task[start]
              initialGreeting:
                ref: shared/shared.yaml#/common/greeting
              tasks:
                - ref: shared/shared.yaml#/common/tasks/task[b]
                - task:
                    name: A
                    refId: a
                    actions:
                      - collectInput:
                          name: Ask
                          ref: shared/shared.yaml#/common/sounds/inputAudio[ask]
                      - callTask:
                          name: Call
                          targetTaskRef: shared/shared.yaml#/common/tasks/task[c]
                      - jumpToTask:
                          name: Go
                          targetTaskRef: /inboundCall/tasks/task[b]
            """);
        flow.References.Where(reference => reference.File.Length > 0).Select(reference => (reference.Property, reference.Text[^2])).ShouldBe(
            [("ref", 'n'), ("ref", 'b'), ("ref", 'k'), ("startUpRef", 't'), ("targetTaskRef", 'c')]);
        flow.Dependencies.Count(used => used.Kind == DependencyKind.File && used.Name == "shared/shared.yaml").ShouldBe(5);
        flow.Ways.ShouldAllBe(way => way.To != FlowWay.Nowhere);
    }

    [Fact]
    public void A_fragment_lists_its_parts_and_has_no_start()
    {
        var flow = Read("shared/shared.yaml", Shared);
        flow.Type.ShouldBe("fragment");
        flow.Entry.ShouldBe(-1);
        flow.Elements.Where(element => element.Parent < 0).Select(element => (element.Kind, element.Type, element.RefId)).ShouldBe(
        [
            (ElementKind.Task, "task", "Close / open [night]"),
            (ElementKind.Action, "playAudio", "chime"),
            (ElementKind.Action, "ref", "gong"),
            (ElementKind.Action, "ref", "loop"),
        ]);
        flow.Ways.Count(way => way.From == FlowWay.FromStart).ShouldBe(4);
    }

    [Theory]
    [InlineData("services:\n  web:\n    image: x\n")]
    [InlineData("jobs:\n  build:\n    steps:\n      - run: x\n      - uses: y\n")]
    [InlineData("- refId: a\n")]
    [InlineData("tasks:\n  - name: x\n    apt: {refId: 1}\n")]
    public void Other_yaml_is_no_fragment(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "x.yaml"))).ShouldBeNull();

    [Theory]
    [InlineData("a/b.yaml", "./c.yaml", "a/c.yaml")]
    [InlineData("b.yaml", "../c.yaml", "../c.yaml")]
    [InlineData("a/b.yaml", "../../c.yaml", "../c.yaml")]
    [InlineData("/x/a/b.yaml", ".././c/d.yaml", "/x/c/d.yaml")]
    [InlineData("a/b.yaml", "/c.yaml", "/c.yaml")]
    [InlineData("", "c.yaml", "c.yaml")]
    public void Paths_are_relative_to_the_file_that_holds_them(string from, string file, string expected) => ExternalReferences.PathOf(from, file).ShouldBe(expected);

    private static Flow? Open(string path) => path switch
    {
        "flows/shared/shared.yaml" => Read(path, Shared),
        "flows/shared/other.yaml" => Read(path, Other),
        _ => null,
    };

    private static Flow Read(string path, string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, path))).ShouldNotBeNull();
}
