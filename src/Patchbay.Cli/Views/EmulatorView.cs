using System.Text.Json.Serialization;

namespace Patchbay.Cli.Views;

/// <summary>A running emulator, and how to get in.</summary>
internal sealed record EmulatorView(string Url, string Org, string ClientId, string ClientSecret) : IView
{
    /// <summary>Whether it speaks the platform's own API.</summary>
    /// <value>Default: it speaks the definitions API.</value>
    [JsonIgnore]
    public bool SpeaksPlatform { get; init; }

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        canvas.Write("Org \"").Write(Org, Ink.Bold).Write("\" listens on ").Line(Url, Ink.Cyan);
        canvas.Line();
        if (SpeaksPlatform)
        {
            canvas.Line("In patchbay.yaml, since an org is taken to speak the definitions API unless a profile says otherwise:");
            canvas.Line("  profiles:");
            canvas.Line($"    local: {{api: platform, region: \"{Url}\"}}");
            canvas.Line();
            canvas.Line("In another terminal:");
            canvas.Line("  patchbay flows list --org local");
        }
        else
        {
            canvas.Line("In another terminal:");
            canvas.Line($"  export PATCHBAY_ORG={Url}");
            canvas.Line("  patchbay flows list --name 'Inbound_Support_*'");
        }

        canvas.Line();
        canvas.Line($"Other programs log in with client id \"{ClientId}\" and secret \"{ClientSecret}\". Stop it with Ctrl-C.");
    }
}
