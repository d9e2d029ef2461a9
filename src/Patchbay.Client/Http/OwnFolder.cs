namespace Patchbay.Client.Http;

/// <summary>A folder that nobody but its owner can look into.</summary>
internal static class OwnFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder where it does not exist, and closes it to others where it does.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // What lies below a user's profile is theirs already.
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Owner);
            File.SetUnixFileMode(path, Owner);
        }
    }
}
