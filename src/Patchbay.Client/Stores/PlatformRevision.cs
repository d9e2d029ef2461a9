using System.Globalization;
using Patchbay.Client.Platform;
using Patchbay.Core.Flows;

namespace Patchbay.Client.Stores;

/// <summary>The states of flows that have no version number of their own: <c>CHECKED-IN/PUBLISHED/SAVED</c>, which a listing tells. Two states that differ in content differ in it.</summary>
internal static class PlatformRevision
{
    private const string None = "-";

    /// <summary>The state of a flow.</summary>
    public static Revision Of(PlatformFlow flow) => new($"{flow.CheckedInVersion?.Id ?? None}/{flow.PublishedVersion?.Id ?? None}/{flow.SavedVersion?.Id ?? None}");

    /// <summary>The state in which a version is the newest, is live, and nobody has a draft: what a write leaves behind.</summary>
    public static Revision Of(PlatformVersion version) => new($"{version.Id}/{version.Id}/{None}");

    /// <summary>The version to publish for a state: the checked-in one.</summary>
    public static string VersionIn(Revision revision) => revision.Value.Split('/')[0];

    /// <summary>The version after one; null where versions are not counted in the way known.</summary>
    /// <param name="version">A version such as <c>3.0</c>; null where the flow has none.</param>
    public static string? Next(string? version) => version is null ? "1.0"
        : version.EndsWith(".0", StringComparison.Ordinal) && int.TryParse(version.AsSpan(0, version.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? string.Create(CultureInfo.InvariantCulture, $"{number + 1}.0")
        : null;
}
