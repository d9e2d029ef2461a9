using System.Text.Json.Serialization;

namespace Patchbay.Cli.Views;

/// <summary>A running emulator, and how to get in.</summary>
internal sealed record EmulatorView(string Url, string Org, string ClientId, string ClientSecret) : IView
{
    /// <summary>Where the second org listens, which speaks the platform's own API; null where there is one org.</summary>
    public string? PlatformUrl { get; init; }

    /// <summary>The certificate's SHA-256 fingerprint in hexadecimal; null without HTTPS.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Whether the only org speaks the platform's own API.</summary>
    /// <value>Default: it speaks the definitions API.</value>
    [JsonIgnore]
    public bool SpeaksPlatform { get; init; }

    /// <summary>The file with the certificate, as the user named it; null where none was asked for.</summary>
    [JsonIgnore]
    public string? CertificateFile { get; init; }

    /// <summary>The file that the org is kept in, as the user named it; null where it is in memory alone.</summary>
    [JsonIgnore]
    public string? DataFile { get; init; }

    /// <summary>Whether the org was in that file already.</summary>
    [JsonIgnore]
    public bool IsRestored { get; init; }

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        canvas.Write("Org \"").Write(Org, Ink.Bold).Write("\" listens on ").Line(Url, Ink.Cyan);
        if (PlatformUrl is not null)
        {
            canvas.Write("A second org speaks the platform's own API on ").Line(PlatformUrl, Ink.Cyan);
        }

        if (DataFile is not null)
        {
            canvas.Line(IsRestored ? $"It goes on from where it was, as \"{DataFile}\" keeps it." : $"It is new, and kept in \"{DataFile}\".");
        }

        if (Fingerprint is not null)
        {
            canvas.Line("The certificate's SHA-256 fingerprint is").Line($"  {Fingerprint}");
        }

        canvas.Line();
        if ((PlatformUrl ?? (SpeaksPlatform ? Url : null)) is { } platform)
        {
            canvas.Line("In patchbay.yaml, since an org is taken to speak the definitions API unless a profile says otherwise:");
            canvas.Line("  profiles:");
            canvas.Line($"    local: {{api: platform, region: \"{platform}\"}}");
            canvas.Line();
        }

        canvas.Line("In another terminal:");
        if (Fingerprint is not null)
        {
            canvas.Line($"  export SSL_CERT_FILE={CertificateFile ?? "PATH of a file that --certificate wrote"}");
        }

        if (SpeaksPlatform)
        {
            canvas.Line("  patchbay flows list --org local");
        }
        else
        {
            canvas.Line($"  export PATCHBAY_ORG={Url}");
            canvas.Line("  patchbay flows list --name 'Inbound_Support_*'");
        }

        canvas.Line();
        canvas.Line($"Other programs log in with client id \"{ClientId}\" and secret \"{ClientSecret}\". Stop it with Ctrl-C.");
    }
}
