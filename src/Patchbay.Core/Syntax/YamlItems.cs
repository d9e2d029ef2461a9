using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Cuts items out of lists of YAML text.</summary>
internal static class YamlItems
{
    /// <summary>The characters to take out so that an item of a list is gone, with its dash and its lines; null where it shares a line with something else.</summary>
    /// <param name="tree">The document.</param>
    /// <param name="item">All of the item after its dash.</param>
    public static TextSpan? Cut(SyntaxTree tree, TextSpan item)
    {
        var text = tree.Source.Text;
        var start = item.Start;
        while (start > 0 && text[start - 1] == ' ')
        {
            start--;
        }

        if (tree.Notation != Notation.Yaml || start == 0 || text[start - 1] != '-')
        {
            return null;
        }

        start--;
        while (start > 0 && text[start - 1] == ' ')
        {
            start--;
        }

        if (start > 0 && text[start - 1] != '\n')
        {
            return null;
        }

        var end = item.End;
        while (end < text.Length && text[end] is (' ' or '\t' or '\r'))
        {
            end++;
        }

        return end == text.Length ? TextSpan.FromBounds(start, end) : text[end] == '\n' ? TextSpan.FromBounds(start, end + 1) : null;
    }
}
