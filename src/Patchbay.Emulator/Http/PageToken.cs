using System.Globalization;
using System.Text;

namespace Patchbay.Emulator.Http;

/// <summary>The opaque text that stands for the end of a page. It names a place in the org's order, so that flows created or deleted meanwhile neither repeat nor hide others.</summary>
internal static class PageToken
{
    public static string Write(int sequence) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"after:{sequence.ToString(CultureInfo.InvariantCulture)}"));

    /// <exception cref="ServiceException">The text is not a token that <see cref="Write"/> made.</exception>
    public static int Read(string token)
    {
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is var text
            && text.StartsWith("after:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan("after:".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
        {
            return sequence;
        }

        throw ServiceErrors.InvalidValue("pageToken", "The page token is not one that this API gave out.");
    }
}
