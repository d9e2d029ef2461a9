using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Expressions;

/// <summary>An expression of a real flow.</summary>
internal sealed record RealExpression(string File, SourceText Source, ScalarNode Scalar)
{
    public override string ToString() => $"{File}({Source.GetPosition(Scalar.Span.Start)}): {Scalar.Value}";
}

/// <summary>Finds the expressions of real flows in YAML: the scalars under a key <c>exp</c>.</summary>
internal static class RealExpressions
{
    public static IEnumerable<RealExpression> All()
    {
        foreach (var file in RealFlows.Files(".yaml", ".yml", ".tftpl"))
        {
            var source = RealFlows.Read(file);
            foreach (var scalar in Under(YamlText.Parse(source).Root))
            {
                yield return new RealExpression(Path.GetRelativePath(RealFlows.Folder, file).Replace('\\', '/'), source, scalar);
            }
        }
    }

    private static IEnumerable<ScalarNode> Under(SyntaxNode? root)
    {
        var open = new Stack<SyntaxNode?>([root]);
        while (open.TryPop(out var node))
        {
            foreach (var item in node is SequenceNode sequence ? sequence.Items : [])
            {
                open.Push(item);
            }

            foreach (var entry in node is MappingNode mapping ? mapping.Entries : [])
            {
                open.Push(entry.Value);
                if (entry is { Key: "exp", Value: ScalarNode { Style: not ScalarStyle.Missing } scalar })
                {
                    yield return scalar;
                }
            }
        }
    }
}
