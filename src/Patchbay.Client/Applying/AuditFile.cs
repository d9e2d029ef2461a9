using System.Text;

namespace Patchbay.Client.Applying;

/// <summary>The audit file: one line for each deployment, whichever run made it. Several processes may append to it.</summary>
internal sealed class AuditFile(string path)
{
    private const int Tries = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Appends a line. Null when it is written, or else what the user should know.</summary>
    public async Task<string?> AppendAsync(string line)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.None };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                }

                await using var file = new FileStream(path, options);
                await file.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
                return null;
            }
            catch (IOException error) when (tries < Tries && error is not (DirectoryNotFoundException or FileNotFoundException))
            {
                // Another process is appending its line.
                await Task.Delay(Pause, TimeProvider.System);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return $"The audit file {path} cannot be written: {error.Message} This line is missing from it: {line}";
            }
        }
    }
}
