using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Emulator.Org;

/// <summary>A text as it is kept: an org holds every version of every flow, and few of them are looked at. About a fifth of its size as UTF-8, a tenth of it as a string.</summary>
internal sealed class PackedText
{
    private readonly byte[] _bytes;
    private string? _hash;

    private PackedText(byte[] bytes, string? hash)
    {
        _bytes = bytes;
        _hash = hash;
    }

    /// <summary>The text's UTF-8 bytes, deflated.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>What tells the text from every other: the SHA-256 of its packed bytes in lower-case hexadecimal.</summary>
    public string Hash => _hash ??= Convert.ToHexStringLower(SHA256.HashData(_bytes));

    public static PackedText Of(string text)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes(text));
        }

        return new PackedText(packed.ToArray(), hash: null);
    }

    /// <summary>A text that was packed before.</summary>
    public static PackedText From(byte[] bytes, string hash) => new(bytes, hash);

    /// <summary>The text.</summary>
    public string Unpack()
    {
        using var inflate = new StreamReader(new DeflateStream(new MemoryStream(_bytes, writable: false), CompressionMode.Decompress), Encoding.UTF8);
        return inflate.ReadToEnd();
    }
}
