using System.Text;
using System.Text.Json;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Applying;

/// <summary>Writes a run's journal: one JSON object a line, on the disk before the call returns. The run's state is made from the lines alone, so that it is the same for who reads them later.</summary>
internal sealed class RunJournal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Stream _stream;
    private readonly IDisposable _lock;
    private readonly string _path;
    private readonly TimeProvider _time;
    private StoreException? _broken;

    public RunJournal(Stream stream, IDisposable @lock, string path, Run run, TimeProvider time)
    {
        _stream = stream;
        _lock = @lock;
        _path = path;
        _time = time;
        Run = run;
    }

    /// <summary>The run as its lines tell it so far.</summary>
    public Run Run { get; private set; }

    /// <summary>Whether a line could not be written, so that nothing may be sent any more.</summary>
    public bool IsBroken => Volatile.Read(ref _broken) is not null;

    public RunFlow Flow(string id)
    {
        lock (_gate)
        {
            return Run.Find(id);
        }
    }

    /// <summary>Appends a line and waits until it is on the disk.</summary>
    /// <exception cref="StoreException">It could not be written. From then on nothing can: a request of which nothing would be recorded must not be sent.</exception>
    public Run Append(JournalEntry entry)
    {
        lock (_gate)
        {
            if (_broken is not null)
            {
                throw _broken;
            }

            entry = entry with { At = _time.GetUtcNow() };
            try
            {
                _stream.Write(Line(entry));
                Flush();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _broken = new StoreException(
                    $"The run's journal {_path} cannot be written: {error.Message.TrimEnd('.')}. Nothing more was sent to the org after that. Make room, then run \"patchbay runs resume {Run.Id}\" or \"patchbay rollback {Run.Id}\".",
                    StoreFailure.Other,
                    error);
                throw _broken;
            }

            Run = Run.With(entry);
            return Run;
        }
    }

    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException) when (_broken is not null)
        {
            // What could not be written was reported when it was tried.
        }

        _lock.Dispose();
    }

    internal static byte[] Line(JournalEntry entry) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entry, JournalJson.Readable.JournalEntry) + "\n");

    private void Flush()
    {
        if (_stream is FileStream file)
        {
            file.Flush(flushToDisk: true);
        }
        else
        {
            _stream.Flush();
        }
    }
}
