using System.Text;

namespace Patchbay.Cli;

/// <summary>The few ways in which text can stand out.</summary>
internal enum Ink
{
    /// <summary>As it is.</summary>
    Plain,

    /// <summary>Something new, or good.</summary>
    Green,

    /// <summary>Something gone, or wrong.</summary>
    Red,

    /// <summary>Something changed, or doubtful.</summary>
    Yellow,

    /// <summary>A name to notice.</summary>
    Cyan,

    /// <summary>Less important than the rest.</summary>
    Dim,

    /// <summary>More important than the rest.</summary>
    Bold,
}

/// <summary>What a view draws on: lines of text, with colour where the reader's terminal has it and nothing but the text elsewhere.</summary>
/// <param name="colour">Whether to write colours.</param>
/// <param name="unicode">Whether symbols outside ASCII can be shown.</param>
/// <param name="width">Columns that fit on a line; lists are shortened to it.</param>
internal sealed class Canvas(bool colour, bool unicode, int width)
{
    /// <summary>Longer lines are hard to read, however wide the terminal is.</summary>
    private const int LongestLine = 100;

    private readonly StringBuilder _text = new();

    /// <summary>Columns that fit on a line.</summary>
    public int Width { get; } = width;

    /// <summary>An arrow to the right.</summary>
    public string Arrow { get; } = unicode ? "→" : "->";

    /// <summary>An arrow to the left.</summary>
    public string BackArrow { get; } = unicode ? "←" : "<-";

    /// <summary>Stands for what was left out.</summary>
    public string Ellipsis { get; } = unicode ? "…" : "...";

    /// <summary>Adds sentences, broken into lines that are good to read.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="indent">Blanks before each line.</param>
    /// <param name="ink">How they stand out.</param>
    public Canvas Paragraph(string sentences, int indent = 0, Ink ink = Ink.Plain)
    {
        var longest = Math.Min(Width, LongestLine) - indent;
        var line = new StringBuilder();
        foreach (var word in sentences.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > longest)
            {
                Line(new string(' ', indent) + line, ink);
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        return Line(new string(' ', indent) + line, ink);
    }

    /// <summary>Adds a line across, with a title in it.</summary>
    public Canvas Rule(string title)
    {
        var stroke = unicode ? '─' : '-';
        var rest = Math.Max(3, Math.Min(Width, LongestLine) - title.Length - 5);
        return Write($"{new string(stroke, 3)} ", Ink.Cyan).Write(title, Ink.Bold).Line($" {new string(stroke, rest)}", Ink.Cyan);
    }

    /// <summary>A bar that is filled as far as a share says.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="length">Its length in columns.</param>
    public string Bar(double share, int length)
    {
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * length);
        return new string(unicode ? '█' : '#', full) + new string(unicode ? '░' : '.', length - full);
    }

    /// <summary>Adds text, which stays on its line whatever it holds.</summary>
    public Canvas Write(string text, Ink ink = Ink.Plain) => Append(VisibleText.Of(text), ink);

    /// <summary>Adds text that may have several lines, and ends the last.</summary>
    public Canvas Lines(string text, Ink ink = Ink.Plain)
    {
        Append(VisibleText.OfLines(text), ink);
        _text.Append('\n');
        return this;
    }

    /// <summary>Adds text and ends the line.</summary>
    public Canvas Line(string text = "", Ink ink = Ink.Plain)
    {
        Write(text, ink);
        _text.Append('\n');
        return this;
    }

    /// <summary>Adds rows whose columns stand below each other. The last column is not padded.</summary>
    /// <param name="rows">The cells; all rows have as many.</param>
    /// <param name="indent">Blanks before each row.</param>
    /// <param name="heading">Whether the first row names the columns.</param>
    public Canvas Table(IReadOnlyList<string[]> rows, int indent = 0, bool heading = false)
    {
        if (rows.Count == 0)
        {
            return this;
        }

        rows = [.. rows.Select(row => row.Select(VisibleText.Of).ToArray())];
        var widths = new int[rows[0].Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], row[i].Length);
            }
        }

        for (var r = 0; r < rows.Count; r++)
        {
            var line = new StringBuilder().Append(' ', indent);
            for (var i = 0; i < widths.Length; i++)
            {
                line.Append(i + 1 < widths.Length ? rows[r][i].PadRight(widths[i] + 2) : rows[r][i]);
            }

            Line(line.ToString().TrimEnd(), heading && r == 0 ? Ink.Dim : Ink.Plain);
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private Canvas Append(string text, Ink ink)
    {
        if (!colour || ink == Ink.Plain || text.Length == 0)
        {
            _text.Append(text);
            return this;
        }

        _text.Append("\e[").Append(Code(ink)).Append('m').Append(text).Append("\e[0m");
        return this;
    }

    private static string Code(Ink ink) => ink switch
    {
        Ink.Green => "32",
        Ink.Red => "31",
        Ink.Yellow => "33",
        Ink.Cyan => "36",
        Ink.Dim => "2",
        _ => "1",
    };
}
