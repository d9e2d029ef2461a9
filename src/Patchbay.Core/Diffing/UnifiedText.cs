using System.Text;
using DiffPlex;
using DiffPlex.Model;
using Patchbay.Core.Diffing.Architect;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing;

/// <summary>Writes a comparison as unified text, the form that patches and reviews use.</summary>
internal static class UnifiedText
{
    public static string Write(FlowDiff diff, string beforeName, string afterName, int context)
    {
        var (before, after) = Layout(diff.Before, diff.After);
        var result = new Differ().CreateLineDiffs(before, after, ignoreWhitespace: false);
        var text = new StringBuilder($"--- {(diff.Before is null ? "/dev/null" : beforeName)}\n+++ {(diff.After is null ? "/dev/null" : afterName)}\n");
        var old = Lines(before);
        var now = Lines(after);
        foreach (var hunk in Hunks(result.DiffBlocks, context))
        {
            AppendHunk(text, hunk, old, now, context);
        }

        return text.ToString();
    }

    /// <summary>Both flows in one layout: Architect YAML as YAML, anything else as JSON.</summary>
    private static (string Before, string After) Layout(Flow? before, Flow? after) => (before, after) switch
    {
        ({ Api: FlowApi.Platform, Tree.Notation: Notation.Yaml }, { Api: FlowApi.Platform, Tree.Notation: Notation.Yaml }) => AlignedYaml.Of(before, after),
        ({ Api: FlowApi.Platform, Tree.Notation: Notation.Yaml }, null) => (AlignedYaml.Of(before), ""),
        (null, { Api: FlowApi.Platform, Tree.Notation: Notation.Yaml }) => ("", AlignedYaml.Of(after)),
        _ => (before is null ? "" : AlignedText.Of(before, after), after is null ? "" : AlignedText.Of(after, other: null)),
    };

    private static string[] Lines(string text) => text.Length == 0 ? [] : text[..^1].Split('\n');

    /// <summary>Changes so near to each other that the equal lines around them touch.</summary>
    private static IEnumerable<List<DiffBlock>> Hunks(IEnumerable<DiffBlock> blocks, int context)
    {
        var hunk = new List<DiffBlock>();
        foreach (var block in blocks)
        {
            if (hunk.Count > 0 && block.DeleteStartA - (hunk[^1].DeleteStartA + hunk[^1].DeleteCountA) > 2 * context)
            {
                yield return hunk;
                hunk = [];
            }

            hunk.Add(block);
        }

        if (hunk.Count > 0)
        {
            yield return hunk;
        }
    }

    private static void AppendHunk(StringBuilder text, List<DiffBlock> hunk, string[] old, string[] now, int context)
    {
        var (first, last) = (hunk[0], hunk[^1]);
        var lead = Math.Min(context, first.DeleteStartA);
        var oldEnd = Math.Min(old.Length, last.DeleteStartA + last.DeleteCountA + context);
        var oldStart = first.DeleteStartA - lead;
        var newStart = first.InsertStartB - lead;
        var newEnd = Math.Min(now.Length, last.InsertStartB + last.InsertCountB + oldEnd - (last.DeleteStartA + last.DeleteCountA));
        text.Append($"@@ -{Range(oldStart, oldEnd)} +{Range(newStart, newEnd)} @@\n");
        var position = oldStart;
        foreach (var block in hunk)
        {
            AppendLines(text, ' ', old, position, block.DeleteStartA);
            AppendLines(text, '-', old, block.DeleteStartA, block.DeleteStartA + block.DeleteCountA);
            AppendLines(text, '+', now, block.InsertStartB, block.InsertStartB + block.InsertCountB);
            position = block.DeleteStartA + block.DeleteCountA;
        }

        AppendLines(text, ' ', old, position, oldEnd);
    }

    private static string Range(int start, int end) => end == start ? $"{start},0" : $"{start + 1},{end - start}";

    private static void AppendLines(StringBuilder text, char sign, string[] lines, int start, int end)
    {
        // A text without any line counts as one empty line to whoever compares it.
        for (var i = start; i < Math.Min(end, lines.Length); i++)
        {
            text.Append(sign).Append(lines[i]).Append('\n');
        }
    }
}
