namespace Patchbay.Cli.Views;

/// <summary>Flows that were formatted.</summary>
/// <param name="Check">Whether nothing was written.</param>
/// <param name="Files">What became of each file.</param>
internal sealed record FmtView(bool Check, IReadOnlyList<FmtView.FormattedFile> Files) : IView
{
    /// <summary>The file was written anew.</summary>
    public const string Changed = "formatted";

    /// <summary>The file is not formatted, and was left as it is.</summary>
    public const string WouldChange = "not-formatted";

    /// <summary>The file was formatted before.</summary>
    public const string Unchanged = "unchanged";

    /// <summary>The file cannot be formatted.</summary>
    public const string Refused = "refused";

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        foreach (var file in Files.Where(file => file.Outcome != Unchanged))
        {
            if (file.Outcome == Refused)
            {
                canvas.Write("!", Ink.Red).Line($" {file.Path}: left alone. {file.Reason}");
            }
            else
            {
                canvas.Write("~", Ink.Yellow).Line($" {file.Path}");
            }
        }

        var counts = new[] { (Changed, "formatted"), (WouldChange, "not formatted"), (Unchanged, "formatted before"), (Refused, "left alone") }
            .Select(kind => (Count: Files.Count(file => file.Outcome == kind.Item1), What: kind.Item2))
            .Where(kind => kind.Count > 0)
            .Select(kind => $"{kind.Count} {kind.What}");
        canvas.Line(Files.Count == 0 ? "There are no Architect flows in YAML." : $"{Plural.Of(Files.Count, "file")}: {string.Join(", ", counts)}.");
    }

    /// <summary>A file.</summary>
    /// <param name="Path">Its path as it was given.</param>
    /// <param name="Outcome"><see cref="Changed"/>, <see cref="WouldChange"/>, <see cref="Unchanged"/> or <see cref="Refused"/>.</param>
    /// <param name="Reason">Why it was refused; null where it was not.</param>
    internal sealed record FormattedFile(string Path, string Outcome, string? Reason);
}
