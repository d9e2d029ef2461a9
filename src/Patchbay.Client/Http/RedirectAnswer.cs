using System.Text;

namespace Patchbay.Client.Http;

/// <summary>What the browser brought back from the sign-in page.</summary>
/// <param name="State">What was sent out, to tell our own sign-in from others.</param>
/// <param name="Code">The code; empty where there is none.</param>
/// <param name="Error">Why there is none; empty where there is one.</param>
/// <param name="Description">The error in words.</param>
internal sealed record RedirectAnswer(string State, string Code, string Error, string Description)
{
    private const int MaxHead = 16 * 1024;
    private const int MaxShown = 300;

    /// <summary>Reads a browser's request.</summary>
    /// <returns>The answer; null where the request is another one.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<RedirectAnswer?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[MaxHead];
        var length = 0;
        while (length < head.Length && head.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            var read = await stream.ReadAsync(head.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        var line = Encoding.ASCII.GetString(head, 0, length).Split("\r\n")[0].Split(' ');
        return line is ["GET", var target, _] && target.StartsWith("/?", StringComparison.Ordinal) ? Parse(target[2..]) : null;
    }

    /// <summary>Tells the person in the browser to go back to the terminal.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task ReplyAsync(Stream stream, bool isOurs, CancellationToken cancellationToken)
    {
        var body = isOurs
            ? "<!DOCTYPE html><title>Patchbay</title><p>Patchbay has the answer. You can close this page and go back to the terminal."
            : "<!DOCTYPE html><title>Patchbay</title><p>This page belongs to no sign-in that is under way. Start again with <code>patchbay login</code>.";
        var head = $"HTTP/1.1 {(isOurs ? "200 OK" : "404 Not Found")}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {body.Length}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + body), cancellationToken);
    }

    /// <summary>Without the code.</summary>
    public override string ToString() => Code.Length > 0 ? "a code" : Error;

    private static RedirectAnswer Parse(string query)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                fields[pair[..equals]] = Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' '));
            }
        }

        string Field(string name) => fields.GetValueOrDefault(name) ?? "";
        string Shown(string name) => Field(name) is { Length: > MaxShown } text ? text[..MaxShown] : Field(name);
        return new RedirectAnswer(Field("state"), Field("code"), Field("code").Length == 0 && Field("error").Length == 0 ? "it sent neither a code nor an error" : Shown("error"), Shown("error_description"));
    }
}
