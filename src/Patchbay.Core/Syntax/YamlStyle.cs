namespace Patchbay.Core.Syntax;

/// <summary>How a YAML document is laid out near a place: how deep collections are indented under their key, and what stands between a dash and its item. The nearest example counts.</summary>
internal sealed class YamlStyle
{
    private const int DefaultIndent = 2;
    private readonly YamlLayout _layout;
    private readonly Examples _mappings = new();
    private readonly Examples _mappingsOfItems = new();
    private readonly Examples _sequences = new();
    private readonly Examples _sequencesOfItems = new();
    private readonly Examples _gaps = new();

    /// <summary>Takes the style of a document, in one walk.</summary>
    public YamlStyle(SyntaxTree tree, YamlLayout layout)
    {
        _layout = layout;
        EndsInLineBreak = tree.Source.Length == layout.Text.Length;
        var (singles, doubles) = (0, 0);
        foreach (var node in layout.Nodes)
        {
            switch (node)
            {
                case ScalarNode { Style: ScalarStyle.SingleQuoted }:
                    singles++;
                    break;
                case ScalarNode { Style: ScalarStyle.DoubleQuoted }:
                    doubles++;
                    break;
                case MappingNode or SequenceNode when layout.IsBlock(node) && layout.ElementsOf(node) is [var first, ..]:
                    Learn(node, first);
                    break;
            }
        }

        Quotes = singles > doubles ? ScalarStyle.SingleQuoted : ScalarStyle.DoubleQuoted;
    }

    /// <summary>A line break as the document writes it.</summary>
    public string NewLine => _layout.NewLine;

    /// <summary>Whether the last line has a line break.</summary>
    public bool EndsInLineBreak { get; }

    /// <summary>The quotes that the document uses most.</summary>
    public ScalarStyle Quotes { get; }

    /// <summary>Blanks between a dash and its item.</summary>
    public int GapAt(int offset) => _gaps.Near(offset) ?? 1;

    /// <summary>How much deeper than a key its mapping is indented.</summary>
    /// <param name="offset">A place near which to look for an example.</param>
    /// <param name="isOfItem">Whether the key stands in the mapping behind a dash.</param>
    public int MappingIndentAt(int offset, bool isOfItem)
    {
        var level = _mappings.Near(offset) ?? (_sequences.Near(offset) is > 0 and var indent ? indent : null);

        // Four blanks a level mostly count from the dash, and are two from the key behind it.
        return isOfItem
            ? _mappingsOfItems.Near(offset) ?? (level > DefaultIndent + 1 ? level.Value - 2 : level ?? DefaultIndent)
            : level ?? _mappingsOfItems.Near(offset) ?? DefaultIndent;
    }

    /// <summary>How much deeper than a key its sequence is indented; 0 where dashes stand under the key.</summary>
    /// <param name="offset">A place near which to look for an example.</param>
    /// <param name="isOfItem">Whether the key stands in the mapping behind a dash.</param>
    public int SequenceIndentAt(int offset, bool isOfItem) =>
        (isOfItem ? _sequencesOfItems : _sequences).Near(offset)
        ?? ((isOfItem ? _sequences : _sequencesOfItems).Near(offset) == 0 ? 0 : MappingIndentAt(offset, isOfItem));

    private void Learn(SyntaxNode node, YamlElement first)
    {
        var column = _layout.ColumnOf(first.Start);
        if (node is SequenceNode)
        {
            var content = first.Start + 1;
            while (content < _layout.Text.Length && _layout.Text[content] == ' ')
            {
                content++;
            }

            if (content < _layout.Text.Length && _layout.Text[content] is not ('\r' or '\n' or '#'))
            {
                _gaps.Add(first.Start, content - first.Start - 1);
            }
        }

        if (_layout.ParentOf(node) is not { Container: MappingNode mapping, IsKey: false } parent || !_layout.IsBlock(mapping))
        {
            return;
        }

        var indent = column - _layout.ColumnOf(_layout.ElementsOf(mapping)[parent.Index].Start);
        var isOfItem = _layout.IsBehindDash(mapping);
        var examples = (node, isOfItem) switch
        {
            (MappingNode, true) => _mappingsOfItems,
            (MappingNode, false) => _mappings,
            (_, true) => _sequencesOfItems,
            _ => _sequences,
        };
        examples.Add(first.Start, indent);
    }

    /// <summary>Figures seen at places, in document order.</summary>
    private sealed class Examples
    {
        private readonly List<int> _offsets = [];
        private readonly List<int> _figures = [];

        public void Add(int offset, int figure)
        {
            _offsets.Add(offset);
            _figures.Add(figure);
        }

        public int? Near(int offset)
        {
            if (_offsets.Count == 0)
            {
                return null;
            }

            var index = _offsets.BinarySearch(offset);
            index = index < 0 ? ~index : index;
            var isBefore = index == _offsets.Count || (index > 0 && offset - _offsets[index - 1] <= _offsets[index] - offset);
            return _figures[isBefore ? index - 1 : index];
        }
    }
}
