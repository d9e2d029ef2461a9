namespace Patchbay.Cli.Views;

/// <summary>What went wrong, for <c>--json</c>.</summary>
internal sealed record ErrorView(ErrorView.Failure Error) : IView
{
    /// <inheritdoc/>
    public void Draw(Canvas canvas) => canvas.Line(Error.Message);

    /// <summary>A failure.</summary>
    internal sealed record Failure(string Message, int ExitCode);
}
