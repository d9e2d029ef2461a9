using System.Text;

namespace Patchbay.Cli.Tests;

/// <summary>Runs the program in process, in a folder of its own, with streams, environment and clock of its own.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("patchbay-cli-").FullName;

    /// <summary>The working directory.</summary>
    public string Folder => _root;

    /// <summary>The environment.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>What a person types; null where nobody sits at a terminal.</summary>
    public string? Typed { get; set; }

    /// <summary>What the streams are connected to, beyond what <see cref="Typed"/> says.</summary>
    public Func<TerminalTraits, TerminalTraits> Connect { get; set; } = traits => traits;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>What opens addresses; there is no browser unless one is put here.</summary>
    public Func<Uri, bool> OpenBrowser { get; set; } = _ => false;

    /// <summary>Writes a file into the working directory.</summary>
    public string Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>Reads a file of the working directory.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    /// <summary>Types a command line, as a shell would split it.</summary>
    public Task<Answer> RunAsync(string line, CancellationToken stop = default) => RunAsync([.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line)], stop);

    /// <summary>Runs with these arguments.</summary>
    public Task<Answer> RunAsync(string[] args, CancellationToken stop = default) => Start(args, stop).EndAsync();

    /// <summary>Starts a verb that runs until it is stopped.</summary>
    public RunningVerb Start(string[] args, CancellationToken stop)
    {
        var screen = new StringBuilder();
        var output = new ResultWriter(screen);
        var error = new ResultWriter(screen);

        // Where somebody types, questions need a terminal; a build server's lines are easier to compare than a bar.
        var traits = Connect(new TerminalTraits { InputIsTerminal = Typed is not null, ErrorIsTerminal = Typed is not null, AllowsColour = false });
        var terminal = new Terminal(output, error, new StringReader(Typed ?? ""), traits);
        var code = Task.Run(() => Program.RunAsync(args, new Surroundings(terminal, Variables, _root, Clock) { OpenBrowser = OpenBrowser }, stop), CancellationToken.None);
        return new RunningVerb(code, output, error, screen);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_root, recursive: true);
}

/// <summary>A verb that is at work.</summary>
internal sealed class RunningVerb(Task<ExitCode> code, ResultWriter output, ResultWriter error, StringBuilder screen)
{
    /// <summary>What it wrote first, as JSON.</summary>
    public async Task<System.Text.Json.JsonElement> FirstResultAsync()
    {
        await Task.WhenAny(output.First, code);
        return System.Text.Json.JsonDocument.Parse(output.ToString()).RootElement;
    }

    /// <summary>Waits until it has said something on standard error, or has ended.</summary>
    public async Task ErrorShowsAsync(string text)
    {
        while (!error.ToString().Contains(text, StringComparison.Ordinal) && !code.IsCompleted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<Answer> EndAsync() => new(await code, output.ToString(), error.ToString(), screen.ToString());
}

/// <summary>Tells when something was written, and writes it on a screen as well. The terminal writes from one thread at a time.</summary>
internal sealed class ResultWriter(StringBuilder screen) : StringWriter
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when something was written.</summary>
    public Task First => _first.Task;

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        base.Write(value);
        screen.Append(value);
    }

    /// <inheritdoc/>
    public override void Flush() => _first.TrySetResult();
}

/// <summary>What a command line answered: on standard output, on standard error, and both as a terminal shows them.</summary>
internal sealed record Answer(ExitCode Code, string Out, string Error, string Screen)
{
    /// <summary>Insists on an exit code, and shows all that was said where it is another.</summary>
    public Answer ShouldEnd(ExitCode expected)
    {
        Code.ShouldBe(expected, $"stdout:\n{Out}\nstderr:\n{Error}");
        return this;
    }

    /// <summary>The result as JSON.</summary>
    public System.Text.Json.JsonElement Json => System.Text.Json.JsonDocument.Parse(Out).RootElement;
}
