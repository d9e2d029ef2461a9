namespace Patchbay.Emulator.Org;

/// <summary>Counts, per token or whatever else has a limit of its own, in fixed windows. A window starts with the first request after the last one ended.</summary>
internal sealed class RateLimiter(int allowed, TimeSpan window)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Start, int Count)> _windows = new(StringComparer.Ordinal);

    /// <summary>Whether anything is limited at all.</summary>
    public bool IsLimited => allowed > 0;

    /// <summary>Counts a request, unless the window is full.</summary>
    /// <param name="key">Whose window.</param>
    /// <param name="now">The time.</param>
    /// <param name="weight">For how many the request counts.</param>
    public RateStand Take(string key, DateTimeOffset now, int weight = 1)
    {
        lock (_gate)
        {
            var (start, count) = _windows.GetValueOrDefault(key, (now, 0));
            if (now >= start + window)
            {
                (start, count) = (now, 0);
            }

            var reset = Math.Max(1, (int)Math.Ceiling((start + window - now).TotalSeconds));
            var isWithin = count + weight <= allowed;
            count += isWithin ? weight : 0;
            _windows[key] = (start, count);
            return new RateStand(isWithin, count, allowed, reset);
        }
    }
}

/// <summary>How a window stands.</summary>
/// <param name="IsWithin">Whether the request was counted; otherwise the window was full.</param>
/// <param name="Count">What was counted in the window.</param>
/// <param name="Allowed">What is allowed in a window.</param>
/// <param name="Reset">Whole seconds until the window ends.</param>
internal readonly record struct RateStand(bool IsWithin, int Count, int Allowed, int Reset);
