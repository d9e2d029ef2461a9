using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>What the formatter made of a text.</summary>
/// <param name="Text">The formatted text; the given one where it is refused.</param>
/// <param name="Refusal">Why the text stays as it is, as a sentence; empty where it was formatted.</param>
public sealed record FormattedText(string Text, string Refusal)
{
    /// <summary>Whether the text could not be formatted.</summary>
    public bool IsRefused => Refusal.Length > 0;
}

/// <summary>Brings an Architect flow in YAML to the layout of the exporter: its order of keys, its quotes, two blanks a level, dashes below their key.</summary>
/// <remarks>
/// Meaning and comments stay: the result is read again and compared, and a text whose result would differ in anything but order is refused. Formatting a formatted text changes nothing.
/// Kept as written: keys and values with substitutions, values of several lines (their lines move as a whole), the order of names of the org, and one blank line where there are some.
/// A key that the tables do not know stays behind the one that it stood behind.
/// </remarks>
public static class ArchitectFormatter
{
    /// <summary>Formats a flow or a fragment.</summary>
    /// <param name="tree">The parsed text.</param>
    public static FormattedText Format(SyntaxTree tree) => Format(tree, ExportLayout.Kept.All);

    /// <summary>The text that the exporter gives for a flow: laid out as <see cref="Format(SyntaxTree)"/> does, and without comments, blank lines, a byte order mark and carriage returns, which the platform does not keep. The export of an export is the same text.</summary>
    /// <param name="tree">The parsed text.</param>
    public static FormattedText Export(SyntaxTree tree) => Format(tree, ExportLayout.Kept.MeaningAlone);

    private static FormattedText Format(SyntaxTree tree, ExportLayout.Kept kept)
    {
        ArgumentNullException.ThrowIfNull(tree);
        if (RefusalOf(tree) is { Length: > 0 } reason)
        {
            return new FormattedText(tree.Source.Text, reason);
        }

        var text = new ExportLayout(tree, kept).Write();
        var again = YamlText.Parse(new SourceText(text, tree.Source.Path));
        return YamlMeaning.AreSame(tree, again) && (kept == ExportLayout.Kept.MeaningAlone || YamlMeaning.HaveSameComments(tree, again))
            ? new FormattedText(text, "")
            : new FormattedText(tree.Source.Text, "It is written in a way that cannot be laid out anew without a risk to its meaning.");
    }

    /// <summary>Whether a document is a flow of Architect, or a fragment with parts of one.</summary>
    /// <param name="tree">The parsed text.</param>
    public static bool IsArchitect(SyntaxTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree is { Notation: Notation.Yaml, Root: MappingNode root }
            && root.Entries.Any(entry => (entry.Value is MappingNode && ArchitectFlowTypes.FromRootKey(entry.Key) is not null) || (entry.Value is SequenceNode && entry.Key is "actions" or "tasks" or "menus" or "states" or "bots"));
    }

    private static string RefusalOf(SyntaxTree tree) =>
        !tree.IsWellFormed ? $"It cannot be read: {tree.Diagnostics.First(problem => problem.Severity == Diagnostics.Severity.Error).Message}"
        : tree is not { Notation: Notation.Yaml, Root: MappingNode } ? "It is no mapping in YAML."
        : tree.Substitutions.Any(substitution => substitution.Kind == SubstitutionKind.TerraformDirective) ? "It holds directives of a Terraform template."
        : ExportTrivia.HasMore(tree) ? "It holds tags, anchors, explicit keys or several documents."
        : "";
}
