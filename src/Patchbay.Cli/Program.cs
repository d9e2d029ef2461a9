using System.CommandLine;

namespace Patchbay.Cli;

/// <summary>Wires the verbs, parses, runs one, and maps what happened to an exit code.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var around = Surroundings.OfProcess();
        return (int)await RunAsync(args, around, around.Terminal.Interrupted);
    }

    /// <summary>Runs the command line.</summary>
    /// <param name="args">What was typed after <c>patchbay</c>.</param>
    /// <param name="around">The world.</param>
    /// <param name="stop">Set when the user asks to stop.</param>
    public static async Task<ExitCode> RunAsync(string[] args, Surroundings around, CancellationToken stop)
    {
        if (args is ["--version"])
        {
            around.Terminal.Result($"patchbay {ProductVersion.Text}\n");
            return ExitCode.Done;
        }

        var parsed = CommandList.Root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var command = parsed.CommandResult.Command;
        if (parsed.GetValue(Help.Option))
        {
            around.Terminal.Result(Help.Of(command));
            return ExitCode.Done;
        }

        var failures = new Failures(around, json: parsed.GetValue(Invocation.Json));
        if (parsed.Errors.Count > 0 || command is not CliCommand verb)
        {
            return failures.Show(UsageError.Of(parsed));
        }

        if (UsageError.MistakenOption(parsed) is { } mistaken)
        {
            return failures.Show(mistaken);
        }

        try
        {
            return await verb.RunAsync(new Invocation(parsed, around, stop));
        }
        catch (Exception e)
        {
            return failures.Show(e, stop.IsCancellationRequested);
        }
    }
}
