using System.Reflection;

namespace Patchbay.Cli;

/// <summary>The version of this build.</summary>
internal static class ProductVersion
{
    /// <summary>The version, without the commit.</summary>
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
