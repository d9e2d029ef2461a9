using System.Runtime.InteropServices;
using System.Text;
using Spectre.Console;

#pragma warning disable RS0030 // This file is where the console may be used.

namespace Patchbay.Cli;

/// <summary>The only place that touches the console. Standard output carries the result of a command and nothing else; everything said beside it goes to standard error.</summary>
internal sealed class Terminal
{
    private const int PlainWidth = 160;
    private readonly TextWriter _out;
    private readonly TextWriter _error;
    private readonly TextReader _in;
    private readonly TerminalTraits _traits;
    private readonly Lock _lock = new();

    /// <summary>Makes a terminal over streams.</summary>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives everything else.</param>
    /// <param name="input">Answers to questions, and definitions piped in.</param>
    /// <param name="traits">What the streams are connected to.</param>
    public Terminal(TextWriter output, TextWriter error, TextReader input, TerminalTraits traits)
    {
        _out = output;
        _error = error;
        _in = input;
        _traits = traits;
    }

    /// <summary>Whether a person can be asked: both sides of the conversation are a terminal, and no build server pretends to be one.</summary>
    public bool CanAsk => _traits is { InputIsTerminal: true, ErrorIsTerminal: true, IsBuildServer: false };

    /// <summary>Whether results are read by a person on a terminal.</summary>
    public bool OutputIsTerminal => _traits.OutputIsTerminal;

    /// <summary>Set when the user asks to stop.</summary>
    public CancellationToken Interrupted { get; init; }

    /// <summary>Listens for signals as long as the terminal is in use.</summary>
    private IDisposable? Signals { get; init; }

    /// <summary>The terminal of this process. The first Ctrl-C asks the command to stop, a second one ends the process at once.</summary>
    public static Terminal OfProcess(IReadOnlyDictionary<string, string> variables)
    {
        bool Has(string name) => variables.TryGetValue(name, out var value) && value.Length > 0;
        var dumb = variables.TryGetValue("TERM", out var term) && term == "dumb";
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var traits = new TerminalTraits
        {
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            InputIsTerminal = !Console.IsInputRedirected,
            IsBuildServer = Has("CI"),
            AllowsColour = !Has("NO_COLOR") && !dumb,
            ShowsUnicode = !dumb && Console.OutputEncoding.CodePage == utf8.CodePage,
            Width = () => Console.IsOutputRedirected ? PlainWidth : Math.Max(Console.WindowWidth, 40),
        };

        var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };

        // Asked to end by another program: a run writes what it knows into its journal, an emulator closes its port.
        // Asked twice it does the same, as timeout(1) sends the signal to the process and then to its group; who cannot wait kills.
        var signals = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        return new Terminal(
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            new StreamReader(Console.OpenStandardInput(), utf8),
            traits)
        {
            Interrupted = stop.Token,
            Signals = signals,
        };
    }

    /// <summary>A canvas for results.</summary>
    public Canvas NewCanvas() => new(_traits is { OutputIsTerminal: true, AllowsColour: true }, _traits is { OutputIsTerminal: true, ShowsUnicode: true }, _traits.OutputIsTerminal ? _traits.Width() : PlainWidth);

    /// <summary>A canvas for what is said beside the result.</summary>
    public Canvas NewNoteCanvas() => new(_traits is { ErrorIsTerminal: true, AllowsColour: true }, _traits is { ErrorIsTerminal: true, ShowsUnicode: true }, _traits.ErrorIsTerminal ? _traits.Width() : PlainWidth);

    /// <summary>Writes a result as it stands.</summary>
    /// <exception cref="CliException">It cannot be written: a full disk, for example.</exception>
    public void Result(string text)
    {
        lock (_lock)
        {
            try
            {
                _out.Write(text);
                _out.Flush();
            }
            catch (IOException e)
            {
                throw CliException.Failed($"The result cannot be written to standard output: {e.Message.TrimEnd('.')}. What the command did before stands.");
            }
        }
    }

    /// <summary>Writes a line beside the result.</summary>
    public void Note(string line = "") => NoteText(VisibleText.OfLines(line) + "\n");

    /// <summary>Writes what was drawn beside the result.</summary>
    public void Note(Canvas canvas) => NoteText(canvas.ToString());

    /// <summary>Writes an error.</summary>
    public void Error(string message) => Note(NewNoteCanvas().Write("error: ", Ink.Red).Lines(message));

    /// <summary>Reads all of standard input.</summary>
    public string ReadInput() => _in.ReadToEnd();

    /// <summary>Asks a question that is answered with yes or no. Ask only where <see cref="CanAsk"/>.</summary>
    /// <param name="question">The question, with its question mark.</param>
    /// <returns>Whether the answer was yes; an empty answer is a no.</returns>
    public bool Confirm(string question)
    {
        NoteText($"{VisibleText.Of(question)} [y/N] ");
        return _in.ReadLine()?.Trim() is { Length: > 0 } answer && (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Does work of known length while showing how far it is: a bar on a terminal, and elsewhere one line when it is done.</summary>
    /// <param name="title">What is being done, without a full stop.</param>
    /// <param name="work">The work; it reports each step to the meter.</param>
    /// <param name="outcome">What to say when it is done, from its result.</param>
    public async Task<T> ProgressAsync<T>(string title, Func<Meter, Task<T>> work, Func<T, string> outcome)
    {
        T result;
        if (_traits is { ErrorIsTerminal: true, IsBuildServer: false })
        {
            result = await BarAsync(title, work);
        }
        else
        {
            result = await work(new Meter(_ => { }));
        }

        Note($"{title} ... {outcome(result)}");
        return result;
    }

    private async Task<T> BarAsync<T>(string title, Func<Meter, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_error),
            Ansi = _traits.AllowsColour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = _traits.AllowsColour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        return await console.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Markup.Escape(title), maxValue: 1);
                bar.IsIndeterminate = true;
                return await work(new Meter(meter =>
                {
                    bar.IsIndeterminate = meter.Total == 0;
                    bar.MaxValue = Math.Max(meter.Total, 1);
                    bar.Value = meter.Done;
                }));
            });
    }

    private void NoteText(string text)
    {
        lock (_lock)
        {
            _error.Write(text);
            _error.Flush();
        }
    }
}

/// <summary>What a terminal's streams are connected to.</summary>
internal sealed record TerminalTraits
{
    /// <summary>Whether results go to a terminal.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether messages go to a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether input comes from a person.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>Whether a build server runs the command: nobody answers, and lines are kept.</summary>
    public bool IsBuildServer { get; init; }

    /// <summary>Whether colours are allowed where there is a terminal.</summary>
    public bool AllowsColour { get; init; }

    /// <summary>Whether symbols outside ASCII can be shown.</summary>
    public bool ShowsUnicode { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public Func<int> Width { get; init; } = () => 100;
}

/// <summary>How far a piece of work is.</summary>
/// <param name="changed">Told after each step.</param>
internal sealed class Meter(Action<Meter> changed)
{
    private readonly Lock _lock = new();

    /// <summary>Steps in all; 0 while not known.</summary>
    public int Total { get; private set; }

    /// <summary>Steps done.</summary>
    public int Done { get; private set; }

    /// <summary>Says how many steps there are.</summary>
    public void Expect(int total)
    {
        lock (_lock)
        {
            Total = total;
            changed(this);
        }
    }

    /// <summary>Says how far the work is, where it is known from elsewhere.</summary>
    public void At(int done, int total)
    {
        lock (_lock)
        {
            (Done, Total) = (done, total);
            changed(this);
        }
    }

    /// <summary>Says that a step is done.</summary>
    public void Step()
    {
        lock (_lock)
        {
            Done++;
            changed(this);
        }
    }
}
