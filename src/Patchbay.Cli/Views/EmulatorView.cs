using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Patchbay.Cli.Views;

/// <summary>A running emulator, and how to get in.</summary>
internal sealed record EmulatorView(string Url, string Org, string ClientId, string ClientSecret) : IView
{
    /// <summary>Where the second org listens, which speaks the platform's own API; null where there is one org.</summary>
    public string? PlatformUrl { get; init; }

    /// <summary>The certificate's SHA-256 fingerprint in hexadecimal; null without HTTPS.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What became of the folder that the org started with; null where there was none.</summary>
    public StartFolderView? Folder { get; init; }

    /// <summary>The same of the second org.</summary>
    public StartFolderView? PlatformFolder { get; init; }

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
        Folder?.Draw(canvas);
        if (PlatformUrl is not null)
        {
            canvas.Write("A second org speaks the platform's own API on ").Line(PlatformUrl, Ink.Cyan);
            PlatformFolder?.Draw(canvas);
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

/// <summary>What an emulator made of the folder that it started with.</summary>
/// <param name="Flows">How many files became flows.</param>
/// <param name="Made">What was made because those flows name it.</param>
/// <param name="LeftOut">Files that did not become flows, each with the place and the reason.</param>
internal sealed record StartFolderView(int Flows, ImmutableArray<MadeThingsView> Made, ImmutableArray<string> LeftOut)
{
    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where.</param>
    public void Draw(Canvas canvas)
    {
        canvas.Line($"It has {Plural.Of(Flows, "flow")} of the folder{(Made.IsEmpty ? "." : $", and what they name: {string.Join(", ", Made.Select(made => Plural.Of(made.Count, made.Noun)))}.")}");
        if (!LeftOut.IsEmpty)
        {
            canvas.Line($"{Plural.Of(LeftOut.Length, "file")} left out:");
            foreach (var file in LeftOut)
            {
                canvas.Line($"  {file}");
            }
        }
    }
}

/// <summary>Things that were made because flows of a folder name them.</summary>
/// <param name="Noun">What people call one of them.</param>
/// <param name="Count">How many.</param>
internal sealed record MadeThingsView(string Noun, int Count);
