using System.Globalization;
using System.Text;
using System.Text.Json;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Applying;

/// <summary>The journals of all runs: a file per run in <c>.patchbay/runs</c>, readable by its owner only.</summary>
public sealed class RunFolder
{
    private const string Extension = ".jsonl";
    private readonly TimeProvider _time;

    /// <summary>Names the folder; it is made when the first run begins.</summary>
    /// <param name="state">The folder that holds Patchbay's files: <c>.patchbay</c>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public RunFolder(string state, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        State = state;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The folder that holds Patchbay's files.</summary>
    public string State { get; }

    /// <summary>The folder that holds the journals.</summary>
    public string Location => Path.Combine(State, "runs");

    /// <summary>Opens the file that a journal is written to; tests put a full disk here.</summary>
    internal Func<string, FileMode, Stream> OpenFile { get; init; } = OpenPrivate;

    /// <summary>All runs, newest first. One whose journal cannot be read is listed with its <see cref="Run.Problem"/>.</summary>
    public IReadOnlyList<Run> List()
    {
        if (!Directory.Exists(Location))
        {
            return [];
        }

        var runs = new List<Run>();
        foreach (var path in Directory.EnumerateFiles(Location, "*" + Extension))
        {
            var id = Path.GetFileNameWithoutExtension(path);
            try
            {
                runs.Add(Read(id));
            }
            catch (StoreException problem)
            {
                runs.Add(new Run { Id = id, Problem = problem.Message });
            }
        }

        runs.Sort((left, right) => left.StartedAt != right.StartedAt ? right.StartedAt.CompareTo(left.StartedAt) : string.CompareOrdinal(right.Id, left.Id));
        return runs;
    }

    /// <summary>Reads one run.</summary>
    /// <param name="id">The run's id.</param>
    /// <exception cref="StoreException">There is no such run, or its journal cannot be read.</exception>
    public Run Read(string id)
    {
        var (run, _) = ReadLines(id);
        return run.Status == RunStatus.CutShort && IsLocked(id) ? run with { Status = RunStatus.Running } : run;
    }

    /// <summary>Begins a run: its journal exists and is locked.</summary>
    internal RunJournal Create(string subject)
    {
        MakePrivateFolder(State);
        MakePrivateFolder(Location);
        var stem = string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow():yyyy-MM-dd-HHmm}-{Slug(subject)}");
        for (var count = 1; ; count++)
        {
            var id = count == 1 ? stem : $"{stem}-{count}";
            if (File.Exists(PathOf(id)))
            {
                continue;
            }

            var held = TryLock(id);
            if (held is null)
            {
                continue;
            }

            try
            {
                return new RunJournal(OpenFile(PathOf(id), FileMode.CreateNew), held, PathOf(id), new Run { Id = id }, _time);
            }
            catch (IOException) when (File.Exists(PathOf(id)))
            {
                // Another process took the name since we looked.
                held.Dispose();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                held.Dispose();
                throw new StoreException($"The journal {PathOf(id)} cannot be made: {error.Message} Nothing was sent.", StoreFailure.Other, error);
            }
        }
    }

    /// <summary>Takes a run up again: its journal is locked, and a line that was cut short is gone.</summary>
    internal RunJournal Open(string id)
    {
        if (!File.Exists(PathOf(Checked(id))))
        {
            throw Missing(id);
        }

        var held = TryLock(id) ?? throw new StoreException($"The run \"{id}\" is being worked on by another process. Wait until it ends.");
        try
        {
            var (run, length) = ReadLines(id);
            var stream = OpenFile(PathOf(id), FileMode.Open);
            stream.SetLength(length);
            stream.Seek(0, SeekOrigin.End);
            return new RunJournal(stream, held, PathOf(id), run, _time);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw new StoreException($"The journal {PathOf(id)} cannot be opened: {error.Message}", StoreFailure.Other, error);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private (Run Run, long Length) ReadLines(string id)
    {
        var path = PathOf(Checked(id));
        byte[] bytes;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing(id);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The journal {path} cannot be read: {error.Message}", StoreFailure.Other, error);
        }

        var run = new Run { Id = id };
        var start = 0;
        for (var end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            run = Next(run, bytes.AsSpan(start, end - start), path);
            start = end + 1;
        }

        // What follows the last line break was cut short while it was written: it speaks of nothing that was sent.
        return run.Lines > 0 ? (run, start) : throw new StoreException($"The journal {path} holds no whole line: the run \"{id}\" ended before anything was sent. Delete the file.");
    }

    private static Run Next(Run run, ReadOnlySpan<byte> line, string path)
    {
        try
        {
            var entry = JsonSerializer.Deserialize(line, JournalJson.Readable.JournalEntry);
            if (entry is null || (run.Lines == 0) != (entry is RunStartedEntry))
            {
                throw new JsonException("The line is out of place");
            }

            return entry is RunStartedEntry { Format: not RunStartedEntry.CurrentFormat } other
                ? throw new JsonException($"It is written in format {other.Format}, and this version of Patchbay reads format {RunStartedEntry.CurrentFormat}")
                : run.With(entry);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or KeyNotFoundException)
        {
            throw new StoreException($"{path}:{run.Lines + 1}: The journal cannot be read: {error.Message.TrimEnd('.')}. It was changed by another program.", StoreFailure.Other, error);
        }
    }

    private string PathOf(string id) => Path.Combine(Location, id + Extension);

    private string Checked(string id) => id.Length > 0 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && !id.Contains("..", StringComparison.Ordinal) ? id : throw Missing(id);

    private StoreException Missing(string id) => new($"There is no run \"{id}\" in {Location}. List the runs with \"patchbay runs list\".", StoreFailure.NotFound);

    private bool IsLocked(string id)
    {
        var path = PathOf(id) + ".lock";
        if (!File.Exists(path))
        {
            return false;
        }

        using var held = TryLock(id);
        return held is null;
    }

    /// <summary>Takes a run's lock; null where another process has it.</summary>
    private FileStream? TryLock(string id)
    {
        var path = PathOf(id) + ".lock";
        try
        {
            // The lock dies with the process that holds it; the file goes when it is let go of in good order.
            return new FileStream(path, PrivateFiles.Options(FileMode.OpenOrCreate, FileShare.None, FileOptions.DeleteOnClose));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk, which another name would not help.
            throw new StoreException($"The lock {path} cannot be made: {error.Message} Nothing was sent.", StoreFailure.Other, error);
        }
    }

    private static FileStream OpenPrivate(string path, FileMode mode) => new(path, PrivateFiles.Options(mode, FileShare.Read));

    private static void MakePrivateFolder(string path)
    {
        try
        {
            PrivateFiles.MakeFolder(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The folder {path} cannot be made: {error.Message} Nothing was sent.", StoreFailure.Other, error);
        }
    }

    private static string Slug(string subject)
    {
        const int longest = 40;
        var slug = new StringBuilder();
        foreach (var c in subject)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().Trim('-');
        if (text.Length > longest)
        {
            var end = text.LastIndexOf('-', longest);
            text = text[..(end > 0 ? end : longest)];
        }

        return text.Length > 0 ? text : "change";
    }
}
