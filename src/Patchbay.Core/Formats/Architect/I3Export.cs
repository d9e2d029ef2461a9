using System.Diagnostics.CodeAnalysis;
using System.Text;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Architect's own export files, <c>.i3InboundFlow</c> and their like: the configuration of a flow as JSON, percent-encoded and then in base64.</summary>
public static class I3Export
{
    /// <summary>The longest text that is decoded, in characters; real ones have some hundred thousand.</summary>
    public const int MaxLength = 64 * 1024 * 1024;

    /// <summary>What is added to the name of a file, since positions are those of the text that was decoded.</summary>
    public const string Decoded = " (decoded)";

    private const string Extension = ".i3";

    /// <summary>What every export begins with: the base64 of an opening brace, percent-encoded.</summary>
    private const string Beginning = "JTdC";

    /// <summary>Whether a file of this name is an export; one that was decoded is none any more.</summary>
    /// <param name="path">A path, or the name of a text.</param>
    public static bool HasName(string path) =>
        Path.GetExtension(path) is { Length: > 3 } extension && extension.StartsWith(Extension, StringComparison.Ordinal) && char.IsAsciiLetterUpper(extension[Extension.Length])
        && !path.EndsWith(Decoded, StringComparison.Ordinal);

    /// <summary>Whether a text is an export, by its name or by its beginning.</summary>
    /// <param name="source">A text.</param>
    public static bool IsExport(SourceText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return HasName(source.Path) || source.Text.StartsWith(Beginning, StringComparison.Ordinal);
    }

    /// <summary>What the names of exports of a flow type end in: <c>.i3InboundFlow</c>, <c>.i3CommonModuleFlow</c>.</summary>
    /// <param name="type">The type as the platform's API spells it, in any case.</param>
    public static string ExtensionOf(string type)
    {
        var key = ArchitectFlowTypes.FromApiType(type)?.RootKey ?? type;
        return Extension + key switch
        {
            "inboundCall" => "InboundFlow",
            "workflow" => "WorkFlow",
            "botFlow" => "BotFlow",
            _ => $"{key[..1].ToUpperInvariant()}{key[1..]}Flow",
        };
    }

    /// <summary>Encodes a configuration as an export holds it.</summary>
    /// <param name="configuration">The configuration, as JSON.</param>
    public static string Encode(string configuration) => Convert.ToBase64String(Encoding.ASCII.GetBytes(Uri.EscapeDataString(configuration)));

    /// <summary>Decodes an export.</summary>
    /// <param name="source">The text of the file.</param>
    /// <param name="decoded">The configuration as JSON, under the file's name and <see cref="Decoded"/>.</param>
    /// <param name="problem">What is wrong with the text, where it cannot be decoded.</param>
    /// <returns>Whether it could be decoded. Whether what came out is JSON is not looked into.</returns>
    public static bool TryDecode(SourceText source, [NotNullWhen(true)] out SourceText? decoded, [NotNullWhen(false)] out Diagnostic? problem)
    {
        ArgumentNullException.ThrowIfNull(source);
        decoded = null;
        if (source.Length > MaxLength)
        {
            problem = Fault($"This export has {source.Length} characters, and {MaxLength} are read at most. Export the flow again, or split it.");
            return false;
        }

        var bytes = new byte[((source.Length / 4) + 1) * 3];
        if (!Convert.TryFromBase64String(source.Text, bytes, out var length))
        {
            problem = Fault("This file is named like an export of Architect, and its text is not base64. It was cut short or changed after it was written: export the flow again.");
            return false;
        }

        return TryText(bytes.AsSpan(0, length), source.Path, out decoded, out problem);
    }

    /// <summary>Parses an export: the tree of the configuration, or an empty one with the problem.</summary>
    /// <param name="source">The text of the file.</param>
    public static SyntaxTree Parse(SourceText source) =>
        TryDecode(source, out var decoded, out var problem) ? JsonText.Parse(decoded) : new SyntaxTree(source, Notation.Json, null, [problem]);

    private static bool TryText(ReadOnlySpan<byte> encoded, string path, [NotNullWhen(true)] out SourceText? decoded, [NotNullWhen(false)] out Diagnostic? problem)
    {
        decoded = null;
        problem = null;
        var bytes = new byte[encoded.Length];
        var count = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                bytes[count++] = encoded[i];
            }
            else if (i + 2 < encoded.Length && char.IsAsciiHexDigit((char)encoded[i + 1]) && char.IsAsciiHexDigit((char)encoded[i + 2]))
            {
                bytes[count++] = (byte)((HexOf(encoded[i + 1]) * 16) + HexOf(encoded[i + 2]));
                i += 2;
            }
            else
            {
                problem = Fault($"What this export holds in base64 is not percent-encoded: no two hexadecimal digits follow the % at {i}. Export the flow again.");
                return false;
            }
        }

        try
        {
            decoded = SourceText.FromUtf8(bytes.AsSpan(0, count), path + Decoded);
            return true;
        }
        catch (DecoderFallbackException e)
        {
            problem = Fault($"What this export holds is not UTF-8 text (first at byte {e.Index}). Export the flow again.");
            return false;
        }
    }

    private static int HexOf(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static Diagnostic Fault(string message) => new("syntax", Severity.Error, new TextSpan(0, 0), message);
}
