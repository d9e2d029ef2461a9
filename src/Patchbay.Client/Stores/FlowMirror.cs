using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Patchbay.Client.Stores;

/// <summary>The texts of flow versions that were fetched from an org before, so that none is fetched twice: <c>.patchbay/mirror/ORG/FLOW/VERSION-TIME-NAME.yaml</c>, readable by its owner only.</summary>
/// <remarks>
/// A version that was checked in never changes, so what is found is the version's own text. The time at which it was checked in is part of the key: an org that was set up anew under the same address may count its versions from the start.
/// So is what the flow is called and how it is described, by hash: both can change without a new version, and an export tells them as they are when it is made.
/// Several processes may use one mirror at once. It may be deleted at any time; what cannot be read or written is as if it were not there, since everything can be fetched again.
/// </remarks>
public sealed partial class FlowMirror
{
    /// <summary>So many versions are kept of each flow.</summary>
    public const int VersionsKept = 3;

    private const int MostLetters = 100;
    private const string Extension = ".yaml";
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _root;
    private readonly string _org;
    private readonly bool _finds = true;

    /// <summary>Names the mirror of an org; it is made when something is first kept in it.</summary>
    /// <param name="state">The folder that holds Patchbay's files: <c>.patchbay</c>.</param>
    /// <param name="org">What tells the org from others: its host.</param>
    public FlowMirror(string state, string org)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(org);
        _root = Path.Combine(state, "mirror");
        _org = Path.Combine(_root, FlowFileName.Of(org));
    }

    private FlowMirror(FlowMirror other)
    {
        _root = other._root;
        _org = other._org;
        _finds = false;
    }

    /// <summary>The same mirror, in which nothing is found: everything is fetched, and kept anew.</summary>
    public FlowMirror Fresh() => new(this);

    /// <summary>Whether a version's text is here.</summary>
    /// <param name="flow">The flow's id.</param>
    /// <param name="version">The version's id; null finds nothing.</param>
    /// <param name="checkedIn">When it was checked in, in milliseconds since 1970; null finds nothing.</param>
    /// <param name="called">What the flow is called, and how it is described.</param>
    public bool Holds(string flow, string? version, long? checkedIn, string called) => _finds && PathOf(flow, version, checkedIn, called) is { } path && File.Exists(path);

    /// <summary>A version's text; null where it is not here.</summary>
    /// <param name="flow">The flow's id.</param>
    /// <param name="version">The version's id; null finds nothing.</param>
    /// <param name="checkedIn">When it was checked in, in milliseconds since 1970; null finds nothing.</param>
    /// <param name="called">What the flow is called, and how it is described.</param>
    public string? Find(string flow, string? version, long? checkedIn, string called)
    {
        if (!_finds || PathOf(flow, version, checkedIn, called) is not { } path)
        {
            return null;
        }

        try
        {
            return File.Exists(path) && StrictUtf8.GetString(File.ReadAllBytes(path)) is { Length: > 0 } text ? text : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            // Another process may have taken an old version away just now. Whatever it is, the org has the text.
            return null;
        }
    }

    /// <summary>Keeps a version's text, and lets go of the flow's oldest ones.</summary>
    /// <param name="flow">The flow's id.</param>
    /// <param name="version">The version's id; null keeps nothing.</param>
    /// <param name="checkedIn">When it was checked in, in milliseconds since 1970; null keeps nothing.</param>
    /// <param name="called">What the flow is called, and how it is described.</param>
    /// <param name="text">The text.</param>
    public void Keep(string flow, string? version, long? checkedIn, string called, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (PathOf(flow, version, checkedIn, called) is not { } path)
        {
            return;
        }

        try
        {
            MakeFolder(Path.GetDirectoryName(path)!);
            PrivateFiles.Write(path, StrictUtf8.GetBytes(text));
            foreach (var old in new DirectoryInfo(Path.GetDirectoryName(path)!).GetFiles("*" + Extension).OrderByDescending(file => file.LastWriteTimeUtc).Skip(VersionsKept))
            {
                old.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EncoderFallbackException)
        {
            // A full or read-only disk makes the next read dearer, and is no reason to fail this one.
        }
    }

    /// <summary>Lets go of every text that may have a flow's name, since an export says the new one once the flow is renamed.</summary>
    /// <param name="name">The name. Texts are looked through for its longest word: that is written alike however the name is quoted or broken over lines.</param>
    public void ForgetNaming(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var word = PlainWord().Matches(name).Select(match => match.Value).MaxBy(found => found.Length) ?? "";
        try
        {
            foreach (var file in Directory.Exists(_org) ? Directory.EnumerateFiles(_org, "*" + Extension, SearchOption.AllDirectories) : [])
            {
                if (File.ReadAllText(file).Contains(word, StringComparison.Ordinal))
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As elsewhere, the mirror is no reason to fail. What stays is told apart by its flow's name, or brought up to date by a fresh pull.
        }
    }

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex PlainWord();

    /// <summary>Makes a flow's folder. The mirror tells git itself to pass it over, as not every workspace was set up by <c>init</c>.</summary>
    private void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        PrivateFiles.MakeFolder(path);
        var ignore = Path.Combine(_root, ".gitignore");
        if (!File.Exists(ignore))
        {
            PrivateFiles.Write(ignore, "*\n"u8);
        }
    }

    /// <summary>Where a version's text lies; null where it has no place, because its ids are none that a file may be called after.</summary>
    private string? PathOf(string flow, string? version, long? checkedIn, string called) => version is not null && checkedIn is { } time && IsPlain(flow) && IsPlain(version)
        ? Path.Combine(_org, flow, string.Create(CultureInfo.InvariantCulture, $"{version}-{time}-{HashOf(called)}{Extension}"))
        : null;

    private static string HashOf(string called) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(called)).AsSpan(0, 8));

    private static bool IsPlain(string id) => id.Length is > 0 and <= MostLetters && char.IsAsciiLetterOrDigit(id[0]) && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
