namespace Patchbay.Client.Stores;

/// <summary>Files and folders that only their owner may read: they hold definitions, and what is said in an org. On Windows they take what the folder above them grants.</summary>
internal static class PrivateFiles
{
    /// <summary>How to open such a file.</summary>
    /// <param name="mode">Which may make it.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="options">How the system handles it.</param>
    public static FileStreamOptions Options(FileMode mode, FileShare share, FileOptions options = FileOptions.None)
    {
        var made = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, Options = options, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode != FileMode.Open)
        {
            made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return made;
    }

    /// <summary>Makes a folder, and those above it; one that exists keeps its permissions.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Writes such a file as a whole: a reader sees the old bytes or the new ones.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="bytes">What it is to hold.</param>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => AtomicFile.Write(path, bytes, create: temporary => new FileStream(temporary, Options(FileMode.CreateNew, FileShare.None)));
}
