namespace Patchbay.Cli.Views;

/// <summary>A running emulator, and how to get in.</summary>
internal sealed record EmulatorView(string Url, string Org, string ClientId, string ClientSecret) : IView
{
    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        canvas.Write("Org \"").Write(Org, Ink.Bold).Write("\" listens on ").Line(Url, Ink.Cyan);
        canvas.Line();
        canvas.Line("In another terminal:");
        canvas.Line($"  export PATCHBAY_ORG={Url}");
        canvas.Line("  patchbay flows list --name 'Inbound_Support_*'");
        canvas.Line();
        canvas.Line($"Other programs log in with client id \"{ClientId}\" and secret \"{ClientSecret}\". Stop it with Ctrl-C.");
    }
}
