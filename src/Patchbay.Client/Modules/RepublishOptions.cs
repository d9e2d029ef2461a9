namespace Patchbay.Client.Modules;

/// <summary>How consumers are published again.</summary>
public sealed record RepublishOptions
{
    /// <summary>How many flows are published before the next look at how it goes.</summary>
    /// <value>Default: 5.</value>
    public int WaveSize { get; init; } = 5;

    /// <summary>Whether a flow whose newest version is not live is published in that version.</summary>
    /// <value>Default: <c>false</c>; such a flow is left alone.</value>
    public bool WithUnpublished { get; init; }
}
