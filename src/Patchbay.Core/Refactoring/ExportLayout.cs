using System.Text;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Refactoring;

/// <summary>Writes a document in the layout of the exporter.</summary>
/// <param name="tree">The document.</param>
/// <param name="kept">What is written of what means nothing to the platform.</param>
internal sealed class ExportLayout(SyntaxTree tree, ExportLayout.Kept kept)
{
    /// <summary>What is written of comments, blank lines, byte order marks and carriage returns.</summary>
    internal enum Kept
    {
        /// <summary>All of it.</summary>
        All,

        /// <summary>None of it.</summary>
        MeaningAlone,
    }

    private const int Indent = 2;

    // What stands further right stays in its brackets, and no line moves further, so that no text grows out of bounds.
    private const int DeepestBlock = 200;
    private const int WidestMove = 100;
    private readonly StringBuilder _out = new(tree.Source.Length + 256);
    private readonly ExportTrivia _trivia = new(tree);
    private readonly string _newLine = kept == Kept.All && tree.Source.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>The whole text, with one line break at its end.</summary>
    public string Write()
    {
        if (kept == Kept.All && tree.Source.Text.StartsWith('\uFEFF'))
        {
            _out.Append('\uFEFF');
        }

        if (tree.Root is MappingNode root)
        {
            WriteEntries(root, ExportPlace.Document, 0);
        }

        return _out.ToString();
    }

    private void WriteEntries(MappingNode mapping, ExportPlace place, int column)
    {
        var isFirst = true;
        foreach (var index in Ordered(mapping, place.Keys))
        {
            var entry = mapping.Entries[index];
            var element = _trivia.At(mapping, index);
            WriteBefore(element, column, isFirst);
            _out.Append(' ', column);
            WriteEntry(entry, element, place.Within(entry.Key), column);
            isFirst = false;
        }

        WriteLines(_trivia.EndOf(mapping), column, isFirst: false);
    }

    private void WriteEntry(MappingEntry entry, BlockElement? element, ExportPlace place, int column)
    {
        var name = entry.KeyNode is ScalarNode key ? ScalarOf(key, column, column) : Raw(entry.KeyNode);
        _out.Append(name).Append(':');
        switch (entry.Value)
        {
            case MappingNode mapping when IsBlock(mapping, column):
                EndLine(element);
                WriteEntries(mapping, place, column + Indent);
                break;
            case SequenceNode sequence when IsBlock(sequence, column):
                EndLine(element);
                WriteItems(sequence, place, column + Indent);
                break;
            default:
                WriteInline(entry.Value, column, column + name.Length + Indent, element);
                break;
        }
    }

    private void WriteItems(SequenceNode sequence, ExportPlace place, int column)
    {
        for (var i = 0; i < sequence.Items.Length; i++)
        {
            var element = _trivia.At(sequence, i);
            WriteBefore(element, column, i == 0);
            WriteItem(sequence.Items[i], element, place.Item, column);
        }

        WriteLines(_trivia.EndOf(sequence), column, isFirst: false);
    }

    private void WriteItem(SyntaxNode item, BlockElement? element, ExportPlace place, int column)
    {
        switch (item)
        {
            case MappingNode mapping when IsBlock(mapping, column):
                WriteFirstBefore(mapping, [.. Ordered(mapping, place.Keys)], column);
                _out.Append(' ', column).Append("- ");
                WriteItemEntries(mapping, place, column + Indent);
                break;
            case SequenceNode sequence when IsBlock(sequence, column):
                _out.Append(' ', column).Append('-').Append(_newLine);
                WriteItems(sequence, place, column + Indent);
                break;
            default:
                _out.Append(' ', column).Append('-');
                WriteInline(item, column, column + Indent, element);
                break;
        }
    }

    /// <summary>The comments of what comes to stand behind the dash go before it.</summary>
    private void WriteFirstBefore(MappingNode mapping, int[] order, int column)
    {
        if (_trivia.At(mapping, order[0]) is { } first)
        {
            WriteLines(first.Before, column, isFirst: true);
        }
    }

    private void WriteItemEntries(MappingNode mapping, ExportPlace place, int column)
    {
        var isFirst = true;
        foreach (var index in Ordered(mapping, place.Keys))
        {
            var entry = mapping.Entries[index];
            var element = _trivia.At(mapping, index);
            if (!isFirst)
            {
                WriteBefore(element, column, isFirst: false);
                _out.Append(' ', column);
            }

            WriteEntry(entry, element, place.Within(entry.Key), column);
            isFirst = false;
        }

        WriteLines(_trivia.EndOf(mapping), column, isFirst: false);
    }

    private void WriteInline(SyntaxNode value, int column, int start, BlockElement? element)
    {
        var text = value is ScalarNode scalar ? ScalarOf(scalar, column, start) : Shifted(value, column + Indent, start);
        _out.Append(text.Length > 0 ? " " : "");
        var header = value is ScalarNode { Style: ScalarStyle.Block } && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end ? end : -1;
        if (header > 0 && kept == Kept.All && element is { Behind.Length: > 0 })
        {
            // A comment behind the mark of a block stands before its lines.
            _out.Append(text.AsSpan(0, header).TrimEnd()).Append(element.Behind).Append(_newLine).Append(text.AsSpan(header + 1)).Append(_newLine);
            return;
        }

        _out.Append(text);
        EndLine(element);
    }

    private string ScalarOf(ScalarNode scalar, int column, int start)
    {
        var raw = Raw(scalar);
        if (scalar.Style == ScalarStyle.Block)
        {
            return BlockOf(scalar, raw, column);
        }

        return raw.Contains('\n', StringComparison.Ordinal) ? Shifted(scalar, column + Indent, start)
            : !tree.SubstitutionsIn(scalar.Span).IsEmpty ? raw
            : ExportQuoting.Write(scalar, raw);
    }

    /// <summary>A block scalar with its lines two blanks deeper than its key.</summary>
    private string BlockOf(ScalarNode scalar, string raw, int column)
    {
        var lines = raw.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var header = lines[0].AsSpan(0, lines[0].AsSpan().IndexOfAny(" \t#") is >= 0 and var end ? end : lines[0].Length).ToString();
        var parent = tree.Source.GetPosition(scalar.Span.Start).Line;
        var given = header.FirstOrDefault(char.IsAsciiDigit);
        var content = lines.Skip(1).Where(line => line.AsSpan().Trim(' ').Length > 0).ToList();
        if (given != default || content.Count == 0)
        {
            // The lines count from the key, whose column is not known here: the comparison at the end decides.
            return parent < 0 ? raw : string.Join(_newLine, lines);
        }

        var blanks = content[0].Length - content[0].TrimStart(' ').Length;
        var shifted = lines.Skip(1).Select(line => line.AsSpan().Trim(' ').Length == 0 ? (line.Length > blanks ? new string(' ', column + Indent) + line[blanks..] : "") : new string(' ', column + Indent) + line[Math.Min(blanks, line.Length)..]);
        return $"{header}{_newLine}{string.Join(_newLine, shifted)}".TrimEnd('\r', '\n');
    }

    /// <summary>Text of several lines, moved as a whole: the others as far as the first, and no further left than a column.</summary>
    private string Shifted(SyntaxNode node, int column, int start)
    {
        var lines = Raw(node).Split('\n');
        var left = lines.Skip(1).Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        var indent = Math.Max(column, Math.Min(left + start - (tree.Source.GetPosition(node.Span.Start).Column - 1), column + WidestMove));
        return string.Join(_newLine, lines.Select((line, index) =>
            index == 0 ? WithoutBlanks(line)
            : string.IsNullOrWhiteSpace(line) ? ""
            : new string(' ', indent) + WithoutBlanks(line[left..])));
    }

    /// <summary>A line without the blanks at its end, unless a backslash keeps one.</summary>
    private static string WithoutBlanks(string line) => line.TrimEnd() is var text && text.EndsWith('\\') ? line.TrimEnd('\r') : text;

    private string Raw(SyntaxNode node) => tree.Source.Text.Substring(node.Span.Start, node.Span.Length);

    /// <summary>Whether a collection gets lines of its own: unless it is empty, or stands in brackets with a comment or too deep.</summary>
    private bool IsBlock(SyntaxNode node, int column) => node switch
    {
        MappingNode { Entries.Length: 0 } or SequenceNode { Items.Length: 0 } => false,
        _ => !_trivia.IsFlow(node) || (column <= DeepestBlock && (kept == Kept.MeaningAlone || !_trivia.HasComment(node))),
    };

    private void EndLine(BlockElement? element) => _out.Append(kept == Kept.All ? element?.Behind ?? "" : "").Append(_newLine);

    private void WriteBefore(BlockElement? element, int column, bool isFirst)
    {
        if (element is not null)
        {
            WriteLines(element.Before, column, isFirst);
        }
    }

    private void WriteLines(IReadOnlyList<string> lines, int column, bool isFirst)
    {
        foreach (var line in kept == Kept.All ? lines : [])
        {
            if (line.Length > 0)
            {
                _out.Append(' ', column).Append(line).Append(_newLine);
            }
            else if (!isFirst)
            {
                _out.Append(_newLine);
            }

            isFirst = false;
        }
    }

    /// <summary>The indexes of the entries in the exporter's order; a key that is not known goes where the known one before it goes.</summary>
    private static IEnumerable<int> Ordered(MappingNode mapping, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
        {
            return Enumerable.Range(0, mapping.Entries.Length);
        }

        var ranks = new int[mapping.Entries.Length];
        var rank = -1;
        for (var i = 0; i < ranks.Length; i++)
        {
            var known = -1;
            for (var k = 0; k < keys.Count && known < 0; k++)
            {
                known = keys[k] == mapping.Entries[i].Key ? k : -1;
            }

            rank = known < 0 ? rank : known;
            ranks[i] = rank;
        }

        return Enumerable.Range(0, ranks.Length).OrderBy(i => ranks[i]);
    }
}
