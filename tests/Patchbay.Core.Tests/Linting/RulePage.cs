using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Patchbay.Core.Configuration;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Linting.Reports;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Conventions;
using Patchbay.Core.Text;
using YamlDotNet.RepresentationModel;

namespace Patchbay.Core.Tests.Linting;

/// <summary>A page under <c>docs/rules</c>: its examples are flows, checked in the org and with the configuration that the page gives.</summary>
internal sealed class RulePage
{
    private const string Fence = "```";
    private readonly List<string> _lines;

    public RulePage(string id)
    {
        Id = id;
        Path = System.IO.Path.Combine(Folder, $"{id}.md");
        _lines = [.. File.ReadAllText(Path).Split('\n')];
        Blocks = [.. FindBlocks()];
    }

    public static string Folder { get; } = System.IO.Path.Combine(Repository.Root, "docs", "rules");

    public string Id { get; }

    public string Path { get; }

    public ImmutableArray<Block> Blocks { get; }

    public string Title => _lines[0];

    public string Summary => _lines[2];

    /// <summary>The text of a line such as <c>- **Severity**: error</c>.</summary>
    public string Fact(string name) => _lines.Single(line => line.StartsWith($"- **{name}**: ", StringComparison.Ordinal))[(name.Length + 8)..];

    /// <summary>What is printed for an example.</summary>
    public string Check(Block example)
    {
        var source = new SourceText(example.Text, example.Language == "yaml" ? "flow.yaml" : "flow.json");
        var flow = FlowFormats.Read(SyntaxTree.Parse(source, ReadValues())).ShouldNotBeNull($"{Id}: an example is in no known format");
        var found = Linter.Check(flow, ReadOrg(out var flowId).With(ReadModules()).With(ReadNames()).WithFiles(path => Files.GetValueOrDefault(path)), ReadConfig(), flowId);
        return TextReport.Write([new LintedFile(source, found)]);
    }

    /// <summary>The page with other printed outputs.</summary>
    public string With(IReadOnlyDictionary<Block, string> outputs)
    {
        var page = new StringBuilder();
        for (var i = 0; i < _lines.Count; i++)
        {
            var block = outputs.Keys.FirstOrDefault(block => block.FirstLine == i);
            page.Append(block is null ? "" : outputs[block]);
            i += block?.LineCount ?? 0;
            page.Append(_lines[i]).Append(i + 1 < _lines.Count ? "\n" : "");
        }

        return page.ToString();
    }

    private IEnumerable<Block> FindBlocks()
    {
        var section = "";
        for (var i = 0; i < _lines.Count; i++)
        {
            section = _lines[i].StartsWith("## ", StringComparison.Ordinal) ? _lines[i][3..] : section;
            if (_lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                var end = _lines.IndexOf(Fence, i + 1);
                yield return new Block(section, _lines[i][Fence.Length..], i + 1, end - i - 1, string.Concat(_lines[(i + 1)..end].Select(line => line + "\n")));
                i = end;
            }
        }
    }

    /// <summary>The files that lie beside the examples: a block each, whose language is <c>yaml file PATH</c>.</summary>
    private Dictionary<string, Flow> Files => Blocks.Where(block => block.Language.StartsWith("yaml file ", StringComparison.Ordinal))
        .ToDictionary(block => block.Language["yaml file ".Length..], block => FlowFormats.Read(SyntaxTree.Parse(new SourceText(block.Text, block.Language["yaml file ".Length..]))).ShouldNotBeNull());

    private OrgCatalogue ReadOrg(out string? flowId)
    {
        var text = Blocks.SingleOrDefault(block => block.Language == "json org")?.Text;
        flowId = null;
        if (text is null)
        {
            return OrgCatalogue.Unknown;
        }

        var org = JsonNode.Parse(text)!;
        flowId = (string?)org["id"];
        return new OrgCatalogue(
            org["flows"]!.AsArray().Select(flow => ReadFlow(flow!)),
            [.. org["queues"]!.AsArray().Select(queue => new CatalogueQueue((string)queue!["id"]!, (string)queue["name"]!))],
            knowsAllFlows: true);
    }

    private static CatalogueFlow ReadFlow(JsonNode flow)
    {
        var definition = flow["definition"] is null ? null : FlowFormats.Read(SyntaxTree.Parse(new SourceText(flow.ToJsonString())));
        return new CatalogueFlow((string)flow["id"]!, (string)flow["name"]!, (string)flow["type"]!)
        {
            Calls = flow["calls"] is JsonArray calls ? [.. calls.Select(id => (string)id!)] : default,
            Variables = definition?.Variables ?? default,
        };
    }

    /// <summary>The Architect flows that lie beside the examples.</summary>
    private IEnumerable<CatalogueFlow> ReadModules() =>
        Blocks.Where(block => block.Language == "yaml module")
            .Select(block => FlowFormats.Read(SyntaxTree.Parse(new SourceText(block.Text, "module.yaml"))).ShouldNotBeNull())
            .Select(flow => new CatalogueFlow(flow.Name, flow.Name, flow.Type).LookedInto(flow));

    private OrgNames ReadNames() =>
        Blocks.SingleOrDefault(block => block.Language == "yaml catalogue") is { } block ? CatalogueFileReader.Read(new SourceText(block.Text, "catalogue.yaml")).Names.ShouldNotBeNull() : OrgNames.Unknown;

    private SubstitutionValues? ReadValues() =>
        Blocks.SingleOrDefault(block => block.Language == "yaml values") is { } block ? SubstitutionValues.Read(new SourceText(block.Text, "values.yaml")).Values : null;

    private LintConfig ReadConfig()
    {
        if (Blocks.SingleOrDefault(block => block.Language == "yaml config") is not { } block)
        {
            return LintConfig.Default;
        }

        var yaml = new YamlStream();
        yaml.Load(new StringReader(block.Text));
        var accepted = (YamlSequenceNode)yaml.Documents[0].RootNode["lint"]["suppress"];
        return new LintConfig { Suppressions = [.. accepted.Select(one => new Suppression((string)one["rule"]!, (string)one["flow"]!, (string)one["element"]!))] };
    }

    /// <summary>A block of code of a page.</summary>
    public sealed record Block(string Section, string Language, int FirstLine, int LineCount, string Text);
}
