using Patchbay.Client.Platform;

namespace Patchbay.Client.Stores;

/// <summary>Waits for things that an org does in its own time. How long the last ones took decides when the next one is first looked at, so that most cost one look.</summary>
/// <param name="time">The clock.</param>
/// <param name="org">How messages call the org.</param>
internal sealed class JobWait(TimeProvider time, string org)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestUsual = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>One wait in so many tries whether less time is enough, so that a try that fails costs one look and not one for each of those that wait beside it.</summary>
    private const int Tries = 16;

    private readonly Lock _gate = new();
    private TimeSpan _usual = TimeSpan.Zero;
    private int _waits;

    /// <summary>Looks until something has ended.</summary>
    /// <param name="look">Looks.</param>
    /// <param name="hasEnded">Whether what was seen is the end.</param>
    /// <param name="what">What is waited for, as a message goes on after "has not finished".</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="StoreException">It has not ended after a quarter of an hour; whether it will is unknown.</exception>
    public async Task<T> ForAsync<T>(Func<Task<T>> look, Func<T, bool> hasEnded, string what, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var (pause, isTry) = FirstPause();
        for (var looks = 1; ; looks++)
        {
            await Task.Delay(pause, time, cancellationToken);
            var state = await look();
            var passed = time.GetElapsedTime(start);
            if (hasEnded(state))
            {
                Learn(passed, isFirst: looks == 1, isTry);
                return state;
            }

            if (passed > Patience)
            {
                throw new StoreException($"{org} has not finished {what} within {Patience.TotalMinutes:0} minutes. It may still do so: look at the flow before trying again.") { OutcomeUnknown = true };
            }

            pause = Within(passed / 4);
        }
    }

    /// <summary>Runs a job that changes nothing until it has ended, and runs it again where it failed because the org was busy.</summary>
    /// <param name="start">Starts it; gives its id.</param>
    /// <param name="look">Looks at the job with an id.</param>
    /// <param name="what">What kind of job it is, as a message goes on after "has not finished".</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="StoreException">The org said no, or the job has not ended after a quarter of an hour.</exception>
    public async Task<ArchitectJob> RunAsync(Func<Task<string>> start, Func<string, Task<ArchitectJob>> look, string what, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            var id = await start();
            var job = await ForAsync(() => look(id), job => job.HasEnded, $"{what} {id}", cancellationToken);
            if (job.HasSucceeded || !JobMessages.IsThrottled(job) || tries == JobMessages.MostTries)
            {
                return job;
            }

            await Task.Delay(JobMessages.PauseAfter(tries), time, cancellationToken);
        }
    }

    private (TimeSpan Pause, bool IsTry) FirstPause()
    {
        lock (_gate)
        {
            var isTry = ++_waits % Tries == 0;
            return (isTry ? _usual * 0.9 : _usual, isTry);
        }
    }

    private void Learn(TimeSpan passed, bool isFirst, bool isTry)
    {
        lock (_gate)
        {
            var wasShorterEnough = isTry && isFirst;
            var wasUsualTooShort = !isTry && !isFirst && passed > _usual;
            if (wasShorterEnough || wasUsualTooShort)
            {
                _usual = passed < LongestUsual ? passed : LongestUsual;
            }
        }
    }

    private static TimeSpan Within(TimeSpan pause) => pause < Shortest ? Shortest : pause > Longest ? Longest : pause;
}
