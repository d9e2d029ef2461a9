using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>A lock between processes of one machine: an empty file that one of them has open. A process that dies lets go of it.</summary>
internal static class FileLock
{
    private const int Tries = 3000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the lock, a minute at most. Other processes go by the machine's clock, so this does too.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <returns>The lock; disposing of it lets go.</returns>
    /// <exception cref="IOException">Another process has kept the lock all that time.</exception>
    public static async Task<IDisposable> TakeAsync(string path)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (Try(path) is { } taken)
            {
                return taken;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        throw new IOException($"Another process has kept {path} open for {(Tries * Pause).TotalSeconds:0} seconds. End it and try again.");
    }

    /// <summary>Takes the lock where nobody has it; null otherwise.</summary>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened at all.</exception>
    /// <exception cref="DirectoryNotFoundException">Its folder does not exist.</exception>
    public static FileStream? Try(string path)
    {
        try
        {
            return new FileStream(path, PrivateFiles.Options(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
