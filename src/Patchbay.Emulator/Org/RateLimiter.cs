namespace Patchbay.Emulator.Org;

/// <summary>Counts requests per token in fixed windows. A token's window starts with the first request after its last window ended.</summary>
internal sealed class RateLimiter(int allowed, TimeSpan window)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTimeOffset Start, int Count)> _windows = new(StringComparer.Ordinal);

    /// <summary>Whether requests are limited at all.</summary>
    public bool IsLimited => allowed > 0;

    /// <summary>Counts a request, unless the window is full.</summary>
    public RateStand Take(string token, DateTimeOffset now)
    {
        lock (_gate)
        {
            var (start, count) = _windows.GetValueOrDefault(token, (now, 0));
            if (now >= start + window)
            {
                (start, count) = (now, 0);
            }

            var reset = Math.Max(1, (int)Math.Ceiling((start + window - now).TotalSeconds));
            var isWithin = count < allowed;
            count += isWithin ? 1 : 0;
            _windows[token] = (start, count);
            return new RateStand(isWithin, count, allowed, reset);
        }
    }
}

/// <summary>How a token stands in its window.</summary>
/// <param name="IsWithin">Whether the request was counted; otherwise the window was full.</param>
/// <param name="Count">Requests counted in the window.</param>
/// <param name="Allowed">Requests allowed in a window.</param>
/// <param name="Reset">Whole seconds until the window ends.</param>
internal readonly record struct RateStand(bool IsWithin, int Count, int Allowed, int Reset);
