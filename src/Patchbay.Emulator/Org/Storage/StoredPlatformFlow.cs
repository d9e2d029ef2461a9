namespace Patchbay.Emulator.Org.Storage;

/// <summary>A flow of the platform's API as its record holds it: the live version is one of its versions, and told by its id.</summary>
internal sealed record StoredPlatformFlow(PlatformFlow Flow, string? Published)
{
    public static StoredPlatformFlow Of(PlatformFlow flow) => new(flow, flow.Published?.Id);

    public PlatformFlow ToFlow()
    {
        Flow.Published = Published is { } version ? Flow.FindVersion(version) : null;
        return Flow;
    }
}
