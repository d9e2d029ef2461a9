using System.Collections.Immutable;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Expressions;

/// <summary>An expression of a real flow.</summary>
/// <param name="Field">The keys that lead to it, from the root.</param>
internal sealed record RealExpression(string File, SourceText Source, SyntaxNode Root, ImmutableArray<string> Field, ScalarNode Scalar)
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
            var root = YamlText.Parse(source).Root;
            foreach (var (field, scalar) in Entries(root).Where(e => e.Keys[^1] == "exp"))
            {
                yield return new RealExpression(Path.GetRelativePath(RealFlows.Folder, file).Replace('\\', '/'), source, root!, field, scalar);
            }
        }
    }

    /// <summary>Every scalar under a key, with the keys that lead to it.</summary>
    public static IEnumerable<(ImmutableArray<string> Keys, ScalarNode Scalar)> Entries(SyntaxNode? root)
    {
        var open = new Stack<(ImmutableArray<string> Keys, SyntaxNode? Node)>([([], root)]);
        while (open.TryPop(out var next))
        {
            foreach (var item in next.Node is SequenceNode sequence ? sequence.Items : [])
            {
                open.Push((next.Keys, item));
            }

            foreach (var entry in next.Node is MappingNode mapping ? mapping.Entries : [])
            {
                var keys = next.Keys.Add(entry.Key);
                open.Push((keys, entry.Value));
                if (entry.Value is ScalarNode { Style: not ScalarStyle.Missing } scalar)
                {
                    yield return (keys, scalar);
                }
            }
        }
    }
}
