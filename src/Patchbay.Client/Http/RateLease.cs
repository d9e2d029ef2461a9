using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>The part of a client's rate window that this process may use. All processes of a machine that use one OAuth client at one org take their requests from one small file, in blocks, so that together they stay within what the org
/// allows. What a process has taken and not used when it dies is lost until the window ends, and no longer.</summary>
/// <remarks>
/// The file never counts less than the org does, unless somebody on another machine uses the client too. The end of a window is known to the second at best: near it requests are taken singly, and counted for the next window as well.
/// Not safe for several threads; <see cref="RateBudget"/> uses it under its own lock.
/// </remarks>
internal sealed class RateLease : IDisposable
{
    private const int LargestBlock = 16;
    private const int MaxBytes = 4096;
    private static readonly TimeSpan NearEnd = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly string _path;
    private int _left;
    private DateTimeOffset? _blockEnd;
    private DateTimeOffset _goodUntil;
    private ToldWindow? _told;
    private bool _isOff;

    /// <summary>Shares a window.</summary>
    /// <param name="folder">Where the files of this machine's user are; it is made where it does not exist.</param>
    /// <param name="login">The org and the OAuth client.</param>
    public RateLease(string folder, OrgLogin login)
    {
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{login.Region.Api.AbsoluteUri}\n{login.ClientId}"));
        _path = Path.Combine(folder, $"{Convert.ToHexStringLower(key)[..16]}.json");
        PrivateFiles.MakeFolder(folder);
    }

    /// <summary>Takes leave for one request.</summary>
    /// <returns>Null where it may be sent; otherwise how long to wait before asking again.</returns>
    public TimeSpan? Use(DateTimeOffset now)
    {
        if (_left > 0 && now < _goodUntil)
        {
            _left--;
            return null;
        }

        return _isOff ? null : Visit(window => Take(window, now));
    }

    /// <summary>Takes note of what an answer told; it is written down with the next block.</summary>
    public void Learn(RateStand stand, DateTimeOffset earliestEnd, DateTimeOffset latestEnd) => _told = new ToldWindow(stand, earliestEnd, latestEnd);

    /// <summary>Gives back what was taken and not used.</summary>
    public void Dispose()
    {
        if (_left > 0 && !_isOff)
        {
            Visit(window => (GiveBack(window), null));
        }
    }

    private (SharedWindow Window, TimeSpan? Wait) Take(SharedWindow window, DateTimeOffset now)
    {
        window = Heed(GiveBack(window).At(now), now);
        if (window.Allowed > 0 && window.Granted >= window.Allowed)
        {
            return (window, window.End - now is { } rest && rest > Pause ? rest : Pause);
        }

        var isNearEnd = now >= window.End - NearEnd - window.Doubt;
        var block = window.End is null || isNearEnd ? 1 : Math.Clamp((window.Allowed - window.Granted) / 4, 1, LargestBlock);
        (_left, _blockEnd, _goodUntil) = (block - 1, window.End, window.End - NearEnd - window.Doubt ?? now);
        return (window with { Granted = window.Granted + block, NearEnd = window.NearEnd + (isNearEnd ? block : 0) }, null);
    }

    private SharedWindow GiveBack(SharedWindow window)
    {
        var back = _blockEnd == window.End ? _left : 0;
        _left = 0;
        return window with { Granted = Math.Max(0, window.Granted - back) };
    }

    private SharedWindow Heed(SharedWindow window, DateTimeOffset now)
    {
        if (_told is not { } told || told.LatestEnd <= now)
        {
            return window;
        }

        _told = null;
        var (count, allowed) = (told.Stand.Count, told.Stand.Allowed);
        var doubt = told.LatestEnd - told.EarliestEnd;
        if (window.End is not { } end)
        {
            return window with { End = told.LatestEnd, Doubt = doubt, Allowed = allowed, Granted = Math.Max(window.Granted, count) };
        }

        if (told.EarliestEnd >= end && now >= end - NearEnd - window.Doubt)
        {
            // The window has ended before its latest possible end, and the answer is of the next one.
            return window with { End = told.LatestEnd, Doubt = doubt, Allowed = allowed, Granted = Math.Max(window.NearEnd, count), NearEnd = 0 };
        }

        // Each bound of an end holds, so the earlier one counts. A refusal shows that the window outlasts what was believed; another token's window is its own affair.
        var isLonger = told.LatestEnd > end;
        return window with { End = told.EarliestEnd < end && told.Stand.IsFull == isLonger ? told.LatestEnd : end, Allowed = allowed, Granted = Math.Max(window.Granted, count) };
    }

    private TimeSpan? Visit(Func<SharedWindow, (SharedWindow Window, TimeSpan? Wait)> change)
    {
        try
        {
            using var file = Open();
            if (file is null)
            {
                return Pause;
            }

            var (window, wait) = change(Read(file));
            file.SetLength(0);
            file.Position = 0;
            JsonSerializer.Serialize(file, window, SharedWindowJson.Default.SharedWindow);
            return wait;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a folder that went away, must not stop the work: from now on this process keeps to a budget of its own, and the org says where that is too much.
            _isOff = true;
            return null;
        }
    }

    /// <summary>Opens the file when nobody else has it; others hold it for a moment only.</summary>
    private FileStream? Open()
    {
        var spin = default(SpinWait);
        for (var i = 0; i < 50; i++)
        {
            if (FileLock.Try(_path) is { } file)
            {
                return file;
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }

        return null;
    }

    private static SharedWindow Read(FileStream file)
    {
        try
        {
            return file.Length is > 0 and <= MaxBytes ? JsonSerializer.Deserialize(file, SharedWindowJson.Default.SharedWindow) ?? new SharedWindow() : new SharedWindow();
        }
        catch (JsonException)
        {
            // Whoever wrote it died while writing. What it knew is learnt again with the next answer.
            return new SharedWindow();
        }
    }

    private sealed record ToldWindow(RateStand Stand, DateTimeOffset EarliestEnd, DateTimeOffset LatestEnd);
}

/// <summary>A rate window as the processes of a machine share it.</summary>
internal sealed record SharedWindow
{
    /// <summary>Its latest possible end; null where no answer has told of a window yet.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>How much earlier it may end.</summary>
    public TimeSpan Doubt { get; init; }

    /// <summary>Requests allowed in a window; 0 while not known.</summary>
    public int Allowed { get; init; }

    /// <summary>Requests that were granted, or that the org has counted where that is more.</summary>
    public int Granted { get; init; }

    /// <summary>Those of them that were granted near the end, so that the next window may count them.</summary>
    public int NearEnd { get; init; }

    /// <summary>The window as it is at a time: the next one, of which nothing is known, where this one is over.</summary>
    public SharedWindow At(DateTimeOffset now) => now >= End ? new SharedWindow { Allowed = Allowed, Granted = NearEnd } : this;
}

[JsonSerializable(typeof(SharedWindow))]
internal sealed partial class SharedWindowJson : JsonSerializerContext;
