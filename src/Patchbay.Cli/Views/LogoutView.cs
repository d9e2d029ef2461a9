namespace Patchbay.Cli.Views;

/// <summary>A sign-in that was ended.</summary>
/// <param name="Org">The org as the user named it.</param>
/// <param name="WasSignedIn">Whether there was one.</param>
/// <param name="Person">Whose; empty where there was none.</param>
/// <param name="Problem">Why the org did not revoke the token, and what that means; empty where it did.</param>
internal sealed record LogoutView(string Org, bool WasSignedIn, string Person, string Problem) : IView
{
    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        canvas.Line(WasSignedIn ? $"{Person} is signed out of {Org}." : $"Nobody was signed in to {Org}.");
        if (Problem.Length > 0)
        {
            canvas.Line($"The org did not revoke the token: {Problem}", Ink.Yellow);
        }
    }
}
