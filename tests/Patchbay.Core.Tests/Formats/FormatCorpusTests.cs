using System.Collections.Immutable;
using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Corpus;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats;

/// <summary>The golden cases under <c>corpus/formats</c>: <c>before.json</c> and <c>change.txt</c>, and what comes of them.</summary>
public sealed class FormatCorpusTests
{
    private const string Folder = "formats";

    public static TheoryData<string> Cases => [.. Baseline.Cases(Folder, "before.json")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Changes_a_flow_as_the_case_shows(string name)
    {
        var source = new SourceText(Baseline.Read(Folder, name, "before.json"), "before.json");
        var flow = FlowFormats.Read(JsonText.Parse(source)).ShouldNotBeNull();
        flow.FormatId.ShouldBe(name[..name.IndexOf('/')]);

        var change = WrittenChange.Parse(Baseline.Read(Folder, name, "change.txt"));
        var result = change.Apply(flow);

        Baseline.Check(Folder, name, "result.txt", Describe(result));
        if (result is not EditResult.Edited { Edits: { IsEmpty: false } edits })
        {
            Baseline.Check(Folder, name, "after.json", null);
            Baseline.Check(Folder, name, "after.graph", FlowText.Of(flow));
            return;
        }

        var after = TextEdits.Apply(source, edits);
        Baseline.Check(Folder, name, "after.json", after.Text);
        var tree = JsonText.Parse(after);
        tree.Diagnostics.ShouldBeEmpty();
        var changed = FlowFormats.Read(tree).ShouldNotBeNull();
        changed.FormatId.ShouldBe(flow.FormatId);
        Baseline.Check(Folder, name, "after.graph", FlowText.Of(changed));
        TextEdits.Apply(after, TextEdits.Invert(source, edits)).Text.ShouldBe(source.Text);
    }

    private static string Describe(EditResult result)
    {
        if (result is EditResult.Refused refused)
        {
            return $"refused: {refused.Reason}\n";
        }

        var edited = (EditResult.Edited)result;
        var text = new StringBuilder(edited.Edits.IsEmpty ? "nothing to change\n" : $"edits: {edited.Edits.Length}\n");
        foreach (var insertion in edited.Insertions)
        {
            var error = insertion.ErrorIsDefault ? "the same" : Shown(insertion.Error);
            text.Append($"inserted: {insertion.ElementId}, success -> {Shown(insertion.Success)}, error -> {error}\n");
        }

        return text.ToString();
    }

    private static string Shown(string name) => name.Length == 0 ? "the end" : name;
}

/// <summary>A change as <c>change.txt</c> writes it: a name and a value on each line.</summary>
internal sealed record WrittenChange(ILookup<string, string> Lines)
{
    private CallSpec Call => new(Get("id"), Get("call"), Get("type"))
    {
        Inputs = Mappings("input"),
        Outputs = Mappings("output"),
        Success = Get("success"),
        Error = Get("error"),
    };

    public static WrittenChange Parse(string text) => new(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(": ", 2))
        .ToLookup(parts => parts[0], parts => parts[1].Trim()));

    public EditResult Apply(Flow flow)
    {
        var format = FlowFormats.Of(flow);
        if (Lines.Contains("menu"))
        {
            var options = Lines["option"].Select(line => line.Split(" | ")).Select(parts => new MenuOptionSpec(parts[0], parts[1], parts[2]));
            return format.ReplaceMenu(flow, IndexOf(flow, Get("menu")), [.. options]);
        }

        return Lines.Contains("update") ? format.UpdateCall(flow, IndexOf(flow, Get("update")), Call) : format.InsertCall(flow, Where(), Call);
    }

    private static int IndexOf(Flow flow, string id) => flow.Elements.Select(e => e.Id).ToList().IndexOf(id);

    private Place Where()
    {
        var words = Get("at").Split(' ', 2);
        return words[0] switch
        {
            "start" => Place.Start,
            "end" => Place.End,
            "before" => new Place(PlaceKind.Before, words[1]),
            _ => new Place(PlaceKind.After, words[1], Get("way")),
        };
    }

    private string Get(string name) => Lines[name].FirstOrDefault() ?? "";

    private ImmutableArray<KeyValuePair<string, string>> Mappings(string name) =>
        [.. Lines[name].Select(line => line.Split(" = ", 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1]))];
}
