using Patchbay.Core.Syntax;
using Patchbay.Core.Text;
using YamlDotNet.RepresentationModel;

namespace Patchbay.Core.Tests.Syntax;

public class CorpusTests
{
    [Fact]
    public void Every_real_file_reassembles_from_its_leaves_and_gaps()
    {
        foreach (var file in RealFlows.Files(".json", ".yaml", ".yml", ".tftpl"))
        {
            var tree = SyntaxTree.Parse(RealFlows.Read(file));

            tree.ShouldFitItsText();
            if (Path.GetExtension(file) != ".tftpl")
            {
                tree.IsWellFormed.ShouldBe(!file.Contains("malformed", StringComparison.Ordinal), $"{file}: {string.Join(" ", tree.Diagnostics)}");
            }
        }
    }

    [Fact]
    public void Every_real_YAML_file_means_what_the_library_says_it_means()
    {
        foreach (var file in RealFlows.Files(".yaml", ".yml").Where(file => !file.Contains("malformed", StringComparison.Ordinal)))
        {
            var source = RealFlows.Read(file);
            var substitutions = YamlText.Parse(source).Substitutions;
            var values = SubstitutionValues.Of(substitutions.Select(substitution => new KeyValuePair<string, string>(substitution.Key, "S" + substitution.Span.Start)));
            var filled = TextEdits.Apply(source, [.. substitutions.Select(substitution => new TextEdit(substitution.Span, values.TryGet(substitution.Key, out var value) ? value : ""))]);
            var stream = new YamlStream();
            stream.Load(new StringReader(filled.Text));

            Same(YamlText.Parse(source, values).Root, stream.Documents[0].RootNode).ShouldBeTrue(file);
        }
    }

    private static bool Same(SyntaxNode? ours, YamlNode theirs) => (ours, theirs) switch
    {
        (ScalarNode scalar, YamlScalarNode other) => scalar.Value == (other.Value ?? ""),
        (SequenceNode sequence, YamlSequenceNode other) => sequence.Items.Length == other.Children.Count && sequence.Items.Zip(other.Children).All(pair => Same(pair.First, pair.Second)),
        (MappingNode mapping, YamlMappingNode other) => mapping.Entries.Length == other.Children.Count
            && mapping.Entries.Zip(other.Children).All(pair => Same(pair.First.KeyNode, pair.Second.Key) && Same(pair.First.Value, pair.Second.Value)),
        _ => false,
    };
}
