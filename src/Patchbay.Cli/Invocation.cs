using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Core.Text;

namespace Patchbay.Cli;

/// <summary>One use of a verb: the arguments given, and the world around.</summary>
/// <param name="parsed">The arguments.</param>
/// <param name="around">The world.</param>
/// <param name="stop">Set when the user asks to stop.</param>
internal sealed class Invocation(ParseResult parsed, Surroundings around, CancellationToken stop)
{
    /// <summary>Whether the result is wanted as JSON.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON; errors too",
        Recursive = true,
    };

    /// <summary>The world.</summary>
    public Surroundings Around { get; } = around;

    /// <summary>Where the verb reads and writes.</summary>
    public Terminal Terminal => Around.Terminal;

    /// <summary>Set when the user asks to stop.</summary>
    public CancellationToken Stop { get; } = stop;

    /// <summary>Whether the result is wanted as JSON.</summary>
    public bool WantsJson { get; } = parsed.GetValue(Json);

    /// <summary>The value of an option; its default when not given.</summary>
    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>The value of an argument; its default when not given.</summary>
    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Whether an option was given.</summary>
    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Shows a result: as JSON where that was asked for, or else drawn.</summary>
    public void Show<TView>(TView view)
        where TView : IView
    {
        if (WantsJson)
        {
            Terminal.Result(CliJson.Write(view) + "\n");
            return;
        }

        var canvas = Terminal.NewCanvas();
        view.Draw(canvas);
        Terminal.Result(canvas.ToString());
    }

    /// <summary>The full path of a path given.</summary>
    public string FullPath(string path) => Path.GetFullPath(path, Around.Directory);

    /// <summary>Reads a file that the user named; <c>-</c> is standard input.</summary>
    /// <exception cref="CliException">There is no such file, it cannot be read, or it is not UTF-8 text.</exception>
    public SourceText ReadFile(string path)
    {
        var source = ReadFile(path, out var invalid);
        return invalid is { } first ? throw CliException.Failed($"\"{path}\" is not UTF-8 text (first at byte {first.Offset}). Save it as UTF-8 and try again.") : source;
    }

    /// <summary>Reads a file that the user named and that may be no UTF-8 text.</summary>
    /// <exception cref="CliException">There is no such file, or it cannot be read.</exception>
    public SourceText ReadFile(string path, out InvalidByte? invalid)
    {
        invalid = null;
        if (path == "-")
        {
            return new SourceText(Terminal.ReadInput(), "-");
        }

        if (Directory.Exists(FullPath(path)))
        {
            throw CliException.Usage($"\"{path}\" is a folder, and a file is meant.");
        }

        try
        {
            return SourceText.FromUtf8(File.ReadAllBytes(FullPath(path)), path, out invalid);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliException.Usage($"There is no file \"{path}\" here ({Around.Directory}).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Failed($"\"{path}\" cannot be read: {Sentence(e)}");
        }
    }

    /// <summary>Writes a file that the user named, whole or not at all.</summary>
    /// <exception cref="CliException">It cannot be written.</exception>
    public void WriteFile(string path, string text)
    {
        var full = FullPath(path);
        if (Directory.Exists(full))
        {
            throw CliException.Usage($"\"{path}\" cannot be written, because it is a folder. Name a file in it.");
        }

        for (var folder = Path.GetDirectoryName(full); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(folder))
            {
                throw CliException.Usage($"\"{path}\" cannot be written, because {folder} is a file and not a folder.");
            }
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full) ?? full);
            var target = new FileInfo(full);
            if (target is { Exists: true, Length: 0 })
            {
                // What is empty has nothing to lose, and may be a device or a pipe, which must not be replaced by a file.
                File.WriteAllText(full, text);
                return;
            }

            Replace((target.Exists ? target.ResolveLinkTarget(returnFinalTarget: true) : null)?.FullName ?? full, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Failed($"\"{path}\" cannot be written: {Sentence(e)}");
        }
    }

    /// <summary>Asks before something is changed.</summary>
    /// <param name="yes">The option that answers beforehand.</param>
    /// <param name="question">The question, with its question mark.</param>
    /// <returns>Whether to go on.</returns>
    /// <exception cref="CliException">Nobody can be asked.</exception>
    public bool Confirm(Option<bool> yes, string question)
    {
        if (Get(yes))
        {
            return true;
        }

        if (!Terminal.CanAsk)
        {
            throw CliException.Usage($"Nobody can be asked \"{question}\", because this is not a terminal. Nothing was changed. Add --yes to go ahead without a question.");
        }

        if (Terminal.Confirm(question))
        {
            return true;
        }

        Terminal.Note("Nothing was changed.");
        return false;
    }

    private static void Replace(string path, string text)
    {
        var unfinished = path + ".part";
        try
        {
            File.WriteAllText(unfinished, text);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw;
        }
    }

    private static string Sentence(Exception e) => e.Message.TrimEnd('.') + ".";
}

/// <summary>A result: its properties are its JSON shape, and the drawing is made from them and nothing else.</summary>
internal interface IView
{
    /// <summary>Draws it for people.</summary>
    void Draw(Canvas canvas);
}
