namespace Patchbay.Cli.Views;

/// <summary>A sign-in that was kept.</summary>
/// <param name="Org">The org as the user named it.</param>
/// <param name="User">The person's name; empty where the org does not tell.</param>
/// <param name="Email">The person's address; empty where the org does not tell.</param>
/// <param name="Organization">The organisation's name; empty where the org does not tell.</param>
/// <param name="ClientId">The OAuth client signed in with.</param>
/// <param name="ExpiresAt">Until when the token is good.</param>
/// <param name="RenewsItself">Whether the next token needs no browser.</param>
internal sealed record LoginView(string Org, string User, string Email, string Organization, string ClientId, DateTimeOffset ExpiresAt, bool RenewsItself) : IView
{
    /// <summary>The credentials that verbs use all the same, because the environment holds them; null where they use the sign-in.</summary>
    public string? InsteadUsed { get; init; }

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        canvas.Write("Signed in", Ink.Green).Write($" to {(Organization.Length > 0 ? $"\"{Organization}\" ({Org})" : Org)}");
        if (User.Length > 0 || Email.Length > 0)
        {
            canvas.Write(" as ").Write(User.Length > 0 ? User : Email, Ink.Bold).Write(User.Length > 0 && Email.Length > 0 ? $" ({Email})" : "");
        }

        canvas.Line(".").Line(RenewsItself ? "The sign-in renews itself. End it with   patchbay logout" : $"The org gave no way to renew it: it ends at {Times.Show(ExpiresAt)}.");
        if (InsteadUsed is not null)
        {
            canvas.Line($"The verbs still use {InsteadUsed}, which come before a sign-in. Unset them to act as yourself.", Ink.Yellow);
        }
    }
}
