using System.Diagnostics;

namespace Patchbay.Client.Stores;

/// <summary>Replaces files as a whole: a reader, or a crash, sees the old bytes or the new ones, never a mixture.</summary>
internal static class AtomicFile
{
    private static int _counter;

    /// <summary>Opens a new file for writing.</summary>
    public static Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.None);

    /// <summary>Writes bytes to a temporary file beside the target and renames it over the target, whose permissions are kept.</summary>
    /// <param name="path">The target, which need not exist; its directory must.</param>
    /// <param name="bytes">The new content.</param>
    /// <param name="stillExpected">Asked last, just before the rename; <c>false</c> leaves the target as it is.</param>
    /// <param name="create">Opens the temporary file.</param>
    /// <returns>Whether the target was replaced.</returns>
    /// <exception cref="IOException">The disk is full, or the like; the target is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written; the target is as it was.</exception>
    public static bool Write(string path, ReadOnlySpan<byte> bytes, Func<bool>? stillExpected = null, Func<string, Stream>? create = null)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? throw new UnreachableException($"The file {path} has no directory.");
        // Short, so that a name near the file system's limit can still be replaced; hidden, so that no listing takes it for a flow.
        var temporary = Path.Combine(directory, $".patchbay-{Environment.ProcessId}-{Interlocked.Increment(ref _counter)}.tmp");
        try
        {
            using (var stream = (create ?? Create)(temporary))
            {
                stream.Write(bytes);
                (stream as FileStream)?.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows() && File.Exists(path))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
            }

            if (stillExpected?.Invoke() == false)
            {
                return false;
            }

            File.Move(temporary, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
