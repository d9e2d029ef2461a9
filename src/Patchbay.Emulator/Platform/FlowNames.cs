using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>What a flow may be called.</summary>
internal static class FlowNames
{
    /// <summary>The name, if it is one that a flow may have.</summary>
    /// <exception cref="Http.ServiceException">It is missing, or holds what names must not.</exception>
    public static string Check(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw PlatformErrors.InvalidFlow("missing.name", "name", "The flow has no name.");
        }

        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw PlatformErrors.InvalidFlow("invalid.name.contains.slash", "name", $"The name \"{name}\" holds a slash, which names of flows must not.");
        }

        if (name.EndsWith(PlatformFlow.DebugSuffix, StringComparison.OrdinalIgnoreCase))
        {
            throw PlatformErrors.InvalidFlow("invalid.name.contains.debug", "name", $"The name \"{name}\" ends in {PlatformFlow.DebugSuffix}, which only the platform gives out.");
        }

        return name.Any(char.IsLetterOrDigit) ? name : throw PlatformErrors.InvalidFlow("invalid.name.no.alpha", "name", $"The name \"{name}\" holds neither a letter nor a digit.");
    }
}
