using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Tests.Corpus;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Formats.Architect;

/// <summary>The golden cases under <c>corpus/formats</c> that are only read: <c>flow.yaml</c>, <c>flow.json</c> or an export, and in <c>flow.txt</c> everything that is read from it.</summary>
public sealed class ArchitectCorpusTests
{
    private const string Folder = "formats";
    private static readonly string[] Files = ["flow.yaml", "flow.json", "flow.i3WorkFlow"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var file in Files)
            {
                foreach (var name in Baseline.Cases(Folder, file))
                {
                    data.Add(name, file);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reads_what_the_case_shows(string name, string file)
    {
        var tree = FlowFormats.Parse(new SourceText(Baseline.Read(Folder, name, file), file));
        var flow = FlowFormats.Read(tree);
        var text = new StringBuilder();
        foreach (var problem in tree.Diagnostics)
        {
            text.Append($"problem: {problem.Message}\n");
        }

        Baseline.Check(Folder, name, "flow.txt", text.Append(flow is null ? "no flow\n" : Describe(flow)).ToString());
    }

    private static string Describe(Flow flow)
    {
        var text = new StringBuilder($"{flow.FormatId} \"{flow.Name}\" of the type {flow.Type}\n");
        text.Append($"entry {Name(flow, flow.Entry)}\n\n");
        for (var i = 0; i < flow.Elements.Length; i++)
        {
            Append(text, flow, i);
        }

        AppendList(text, "from outside", flow.Ways.Where(way => way.From < 0).Select(way => WayText(flow, way)));
        AppendList(text, "references", flow.References.Select(reference => $"{reference.Property} of {Name(flow, reference.From)}: {reference.Text}{(reference.File.Length > 0 ? $" in {reference.File}" : "")} = {Name(flow, reference.To)}"));
        AppendList(text, "uses", flow.Dependencies.Select(used => $"{used.Kind} {used.Name} by {Name(flow, used.Element)}"));
        AppendList(text, "values", flow.Values.Select(value => $"{Name(flow, value.Element)} {value.Path}: {value.Mode}{(value.Expected.Length > 0 ? $" {value.Expected}" : "")} {value.Text.ReplaceLineEndings("\\n")}".TrimEnd()));
        AppendList(text, "variables", flow.Variables.Select(known => $"{known.Name} {known.Type} in {Name(flow, known.Container)}{(known.IsDeclared ? " declared" : "")}{(known.IsInput ? " input" : "")}{(known.IsOutput ? " output" : "")}{(known.HasInitialValue ? " set" : "")}{(known.IsBuiltIn ? " built-in" : "")} {known.Reads.Length}r {known.Writes.Length}w"));
        return text.ToString();
    }

    private static void Append(StringBuilder text, Flow flow, int index)
    {
        var element = flow.Elements[index];
        text.Append($"{element.Id}: {element.Kind} {element.Type}");
        text.Append(element.Role == ElementRole.Ordinary ? "" : $" {element.Role.ToString().ToLowerInvariant()}");
        text.Append(element.IsUnknown ? " unknown" : "");
        text.Append(element.RefId.Length > 0 ? $" [{element.RefId}]" : "");
        text.Append(element.Parent >= 0 ? $", in {Name(flow, element.Parent)}{(element.ParentPath.Length > 0 ? $" on \"{element.ParentPath}\"" : "")}" : "");
        text.Append(element.Detail.Length > 0 ? $", detail: {element.Detail}" : "").Append('\n');
        if (element.Call is { } call)
        {
            text.Append($"  calls {call.FlowType} {call.FlowId} ({string.Join(", ", call.Inputs.Select(one => $"{one.SharedName} <- {one.CallerSide}"))}) ({string.Join(", ", call.Outputs.Select(one => $"{one.SharedName} -> {one.CallerSide}"))})\n");
        }

        foreach (var option in element.Menu?.Options ?? [])
        {
            text.Append($"  offers {option.Key} \"{option.Prompt}\"{(option.IsDefault ? " by default" : "")}{(option.IsGlobal ? " everywhere" : "")}{(option.HasSpeech ? " by speech" : "")} {option.RoutingTarget}".TrimEnd()).Append('\n');
        }

        foreach (var way in flow.Ways.Where(way => way.From == index))
        {
            text.Append("  ").Append(WayText(flow, way)).Append('\n');
        }
    }

    private static void AppendList(StringBuilder text, string title, IEnumerable<string> lines)
    {
        foreach (var line in lines.Select((line, i) => (i == 0 ? $"\n{title}\n" : "") + $"  {line}\n"))
        {
            text.Append(line);
        }
    }

    private static string WayText(Flow flow, FlowWay way) =>
        $"{way.Kind.ToString().ToLowerInvariant()}{(way.Label.Length > 0 ? $" \"{way.Label}\"" : "")}{(way.When is null ? "" : $" when {way.When}")} -> {Name(flow, way.To)}{(way.Target.Length > 0 ? $" ({way.Target})" : "")}";

    private static string Name(Flow flow, int element) => element >= 0 ? flow.Elements[element].Id : element == FlowWay.Nowhere ? "nothing" : "outside";
}
