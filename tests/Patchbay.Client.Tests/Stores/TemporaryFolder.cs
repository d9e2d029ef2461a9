namespace Patchbay.Client.Tests.Stores;

/// <summary>A folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("patchbay-tests-").FullName;

    public string File(string relative) => System.IO.Path.Combine(Path, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));

    public string Write(string relative, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(File(relative))!);
        System.IO.File.WriteAllText(File(relative), text);
        return File(relative);
    }

    public string Read(string relative) => System.IO.File.ReadAllText(File(relative));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
