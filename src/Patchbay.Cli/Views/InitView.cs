namespace Patchbay.Cli.Views;

/// <summary>A folder that was set up.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Files">What became of each starter file.</param>
internal sealed record InitView(string Folder, IReadOnlyList<InitView.StarterFile> Files) : IView
{
    /// <summary>The file is new.</summary>
    public const string Written = "written";

    /// <summary>Lines were added to the file.</summary>
    public const string Extended = "extended";

    /// <summary>The file was there and is as it was.</summary>
    public const string Kept = "kept";

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        var width = Files.Max(file => file.Path.Length);
        foreach (var file in Files)
        {
            var (mark, ink) = file.Outcome switch
            {
                Written => ("+", Ink.Green),
                Extended => ("~", Ink.Yellow),
                _ => ("=", Ink.Dim),
            };
            canvas.Write($"{mark} {file.Path.PadRight(width)}", ink).Line($"   {(file.Outcome == Kept ? "was there, left alone" : file.Purpose)}");
        }

        var kept = Files.Count(file => file.Outcome == Kept);
        canvas.Line().Line($"{Plural.Of(Files.Count - kept, "file")} written{(kept > 0 ? $", {kept} left alone" : "")}.");
        canvas.Line().Line("Next:");
        if (Folder != ".")
        {
            canvas.Line($"  cd {Folder}");
        }

        canvas.Line("  patchbay emulator                                 in another terminal: an org to try it on");
        canvas.Line("  patchbay plan changes/common-validation.yaml      shows what the change comes to");
    }

    /// <summary>A file that a new folder starts with.</summary>
    /// <param name="Path">Its path within the folder.</param>
    /// <param name="Outcome"><see cref="Written"/>, <see cref="Extended"/> or <see cref="Kept"/>.</param>
    /// <param name="Purpose">What it is for.</param>
    internal sealed record StarterFile(string Path, string Outcome, string Purpose);
}
