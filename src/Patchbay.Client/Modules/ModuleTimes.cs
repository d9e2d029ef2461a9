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

    /// <summary>The versions that can have been live at some moment of a span, its end left out. What was live before a version's last publish is not known, but for moments at which another version certainly was.</summary>
    public IReadOnlyList<string> PossibleIn(DateTimeOffset from, DateTimeOffset to)
    {
        var certain = versions.Where(version => version.DatePublished < to && (version.DatePublishedEnd is null || version.DatePublishedEnd >= from)).OrderBy(version => version.DatePublished).ToList();
        var reached = from;
        foreach (var version in certain.TakeWhile(version => version.DatePublished <= reached))
        {
            reached = version.DatePublishedEnd is not { } end ? to : end > reached ? end : reached;
        }

        var possible = reached >= to ? certain
            : versions.Where(version => version.DatePublished is not null && version.DateCheckedIn < to.ToUnixTimeMilliseconds() && (version.DatePublishedEnd is null || version.DatePublishedEnd >= from));
        return [.. possible.Select(version => version.Id)];
    }

    /// <summary>When a version ceased to be live, as far as that is known.</summary>
    public DateTimeOffset? EndOf(string version) => versions.FirstOrDefault(other => other.Id == version)?.DatePublishedEnd;
}
