using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>What the times say: which versions of a module can have been live at a moment.</summary>
/// <param name="versions">The versions of the module. The platform tells of each only when it was published last, so that earlier times of a version that was live twice are not known.</param>
internal sealed class ModuleTimes(IReadOnlyList<PlatformVersion> versions)
{
    /// <summary>The versions that can have been live at a moment: one where the times decide, several where they do not, none where they do not fit.</summary>
    public IReadOnlyList<string> PossibleAt(DateTimeOffset moment)
    {
        // Two publishes within one tick have no order, so that both ends count.
        var certain = versions.Where(version => version.DatePublished <= moment && (version.DatePublishedEnd is null || version.DatePublishedEnd >= moment)).ToList();
        var possible = certain.Count > 0 ? certain : versions.Where(version => version.DateCheckedIn <= moment.ToUnixTimeMilliseconds() && version.DatePublished > moment);
        return [.. possible.Select(version => version.Id)];
    }

    /// <summary>When a version ceased to be live, as far as that is known.</summary>
    public DateTimeOffset? EndOf(string version) => versions.FirstOrDefault(other => other.Id == version)?.DatePublishedEnd;
}
