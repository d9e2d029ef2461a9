using System.Text;

namespace Patchbay.Client.Stores;

/// <summary>File names for flows: readable, and allowed on every file system.</summary>
internal static class FlowFileName
{
    /// <summary>Leaves room for a counter and an extension within the 255 bytes that file systems allow.</summary>
    private const int MaxBytes = 180;

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    private static readonly Rune Replacement = new('_');

    /// <summary>The file name, without extension, for a flow.</summary>
    /// <param name="flowName">The flow's name, whatever it holds.</param>
    public static string Of(string flowName)
    {
        var name = new StringBuilder(flowName.Length);
        var bytes = 0;
        foreach (var rune in flowName.EnumerateRunes())
        {
            var kept = IsAllowed(rune) ? rune : Replacement;
            bytes += kept.Utf8SequenceLength;
            if (bytes > MaxBytes)
            {
                break;
            }

            name.Append(kept.ToString());
        }

        var trimmed = name.ToString().Trim().TrimEnd('.', ' ');
        return trimmed.Length == 0 ? "flow" : trimmed.StartsWith('.') || IsDevice(trimmed) ? $"_{trimmed}" : trimmed;
    }

    private static bool IsAllowed(Rune rune) =>
        !Rune.IsControl(rune)
        && rune != Rune.ReplacementChar
        && !(rune.IsAscii && "/\\:*?\"<>|".Contains((char)rune.Value, StringComparison.Ordinal))
        && Rune.GetUnicodeCategory(rune) is not System.Globalization.UnicodeCategory.LineSeparator and not System.Globalization.UnicodeCategory.ParagraphSeparator;

    /// <summary>Whether Windows takes the name for a device, whatever the extension.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd();
        return Devices.Contains(stem, StringComparer.OrdinalIgnoreCase)
            || (stem.Length == 4 && stem[3] is (>= '0' and <= '9') or '\u00b9' or '\u00b2' or '\u00b3' && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
    }
}
