namespace Patchbay.Cli.Views;

/// <summary>The flows whose scheduled publish was taken back.</summary>
internal sealed record CancelledView(IReadOnlyList<string> Cancelled) : IView
{
    /// <inheritdoc/>
    public void Draw(Canvas canvas) => canvas.Line(Cancelled.Count == 0 ? "Nothing waits for its time there." : $"{Plural.Of(Cancelled.Count, "scheduled publish", "scheduled publishes")} taken back.");
}
