using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Patchbay.Client.Stores;

namespace Patchbay.Client.Http;

/// <summary>Where people's sign-ins are kept: one file per org and OAuth client, readable by its owner alone. Several processes may use it at once.</summary>
/// <param name="path">The folder; it is made when the first sign-in is kept.</param>
public sealed class SignInFolder(string path)
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
    private const int MaxBytes = 64 * 1024;

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The file of a sign-in, whether there is one or not.</summary>
    /// <param name="region">Where the org is.</param>
    /// <param name="clientId">The OAuth client.</param>
    public string FileOf(Region region, string clientId)
    {
        ArgumentNullException.ThrowIfNull(region);
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{region.Login.AbsoluteUri}\n{clientId}"));
        return System.IO.Path.Combine(Path, $"{region.Login.Host.Replace(':', '_')}-{Convert.ToHexStringLower(key)[..16]}.json");
    }

    /// <summary>The sign-in at an org.</summary>
    /// <param name="region">Where the org is.</param>
    /// <param name="clientId">The OAuth client; null takes the only sign-in at the org, with whatever client.</param>
    /// <returns>The sign-in; null where there is none.</returns>
    /// <exception cref="StoreException">Its file may be read by others, or holds something else; or there are several, and no client was named.</exception>
    public SignIn? Find(Region region, string? clientId)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (clientId is not null)
        {
            return Read(FileOf(region, clientId));
        }

        if (!Directory.Exists(Path))
        {
            return null;
        }

        var here = Directory.EnumerateFiles(Path, $"{region.Login.Host.Replace(':', '_')}-*.json").Select(Read).OfType<SignIn>().Where(signIn => signIn.Region.Login == region.Login).ToList();
        return here.Count <= 1
            ? here.SingleOrDefault()
            : throw new StoreException(
                $"Somebody is signed in at {region.Name} with {here.Count} OAuth clients: {string.Join(", ", here.Select(signIn => $"\"{signIn.ClientId}\"").Order(StringComparer.Ordinal))}. Say which with \"client-id\" in the org's profile.",
                StoreFailure.NotAuthorized);
    }

    /// <summary>Keeps a sign-in in place of the one before.</summary>
    /// <exception cref="IOException">It cannot be written; the one before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; the one before is as it was.</exception>
    internal void Write(SignIn signIn)
    {
        Make();
        var file = FileOf(signIn.Region, signIn.ClientId);
        if (!OperatingSystem.IsWindows() && File.Exists(file))
        {
            // The new bytes take over the permissions of the old.
            File.SetUnixFileMode(file, OwnerFile);
        }

        PrivateFiles.Write(file, JsonSerializer.SerializeToUtf8Bytes(SignInEntry.Of(signIn), SignInJson.Default.SignInEntry));
    }

    /// <summary>Forgets a sign-in.</summary>
    internal void Delete(SignIn signIn) => File.Delete(FileOf(signIn.Region, signIn.ClientId));

    /// <summary>Waits until no other process renews the sign-in, and keeps others from it until the result is disposed of.</summary>
    internal async Task<IDisposable> LockAsync(Region region, string clientId)
    {
        Make();
        return await FileLock.TakeAsync($"{FileOf(region, clientId)}.lock");
    }

    private static SignIn? Read(string file)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && File.Exists(file) && (File.GetUnixFileMode(file) & Others) != UnixFileMode.None)
            {
                throw new StoreException(
                    $"The sign-in in {file} can be read or changed by other people of this machine, so it may be known to them and is not used. Sign out and in again (patchbay logout, patchbay login), or, if you are sure: chmod 600 '{file}'.",
                    StoreFailure.NotAuthorized);
            }

            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return stream.Length <= MaxBytes && JsonSerializer.Deserialize(stream, SignInJson.Default.SignInEntry) is { AccessToken.Length: > 0 } entry
                ? entry.ToSignIn()
                : throw new JsonException();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or UriFormatException or ArgumentException)
        {
            // What the reader says of the text might repeat a token.
            throw new StoreException($"The file {file} holds no sign-in that can be read. Delete it and sign in again: patchbay login.", StoreFailure.NotAuthorized);
        }
    }

    /// <summary>Makes the folder, and closes it to others where it exists.</summary>
    private void Make()
    {
        PrivateFiles.MakeFolder(Path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
