using System.Diagnostics;

namespace Patchbay.Bench;

/// <summary>Times work that runs on one thread, warm: the first runs are thrown away, and of the others the middle one counts. What counts is processor time, which on an idle machine is what the clock says, and which other work on a busy one does not change.</summary>
internal sealed class Stopwatch(int warmups, int runs)
{
    /// <summary>The time of the middle run.</summary>
    public TimeSpan Time(Action work)
    {
        for (var i = 0; i < warmups; i++)
        {
            work();
        }

        var times = new List<TimeSpan>();
        for (var i = 0; i < runs; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var start = ProcessorTime();
            work();
            times.Add(ProcessorTime() - start);
        }

        return Median(times);
    }

    /// <summary>The times of the middle runs of two works that are done in turn, so that both meet the same machine.</summary>
    public (TimeSpan First, TimeSpan Second) TimeInTurn(Action first, Action second)
    {
        for (var i = 0; i < 2 * warmups; i++)
        {
            first();
            second();
        }

        var (firsts, seconds) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < runs; i++)
        {
            firsts.Add(TimeOnce(first));
            seconds.Add(TimeOnce(second));
        }

        return (Median(firsts), Median(seconds));

        static TimeSpan TimeOnce(Action work)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var start = ProcessorTime();
            work();
            return ProcessorTime() - start;
        }
    }

    /// <summary>The time of the middle run while nothing is collected, for work that allocates less than half a gigabyte.</summary>
    public TimeSpan TimeUncollected(Action work)
    {
        const long enough = 500L * 1024 * 1024;
        for (var i = 0; i < warmups; i++)
        {
            work();
        }

        var times = new List<TimeSpan>();
        for (var i = 0; i < runs; i++)
        {
            GC.Collect();
            if (!GC.TryStartNoGCRegion(enough))
            {
                throw new InvalidOperationException("There is not enough memory to measure without collecting.");
            }

            var start = ProcessorTime();
            work();
            times.Add(ProcessorTime() - start);
            GC.EndNoGCRegion();
        }

        return Median(times);
    }

    /// <summary>The time of one of many runs of work that is too short to be timed by itself.</summary>
    public TimeSpan TimeOfMany(int times, Action work) => Time(() =>
    {
        for (var i = 0; i < times; i++)
        {
            work();
        }
    }) / times;

    /// <summary>The bytes that one warm run allocates on this thread.</summary>
    public static long Allocated(Action work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>The middle one of an odd number of times.</summary>
    public static TimeSpan Median(IReadOnlyCollection<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    private static TimeSpan ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
