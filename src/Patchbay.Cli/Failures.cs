using Patchbay.Cli.Views;
using Patchbay.Client.Stores;
using Patchbay.Core.Planning;

namespace Patchbay.Cli;

/// <summary>The one place where an exception becomes a message and an exit code.</summary>
/// <param name="around">The world.</param>
/// <param name="json">Whether the user wants JSON.</param>
internal sealed class Failures(Surroundings around, bool json)
{
    /// <summary>Shows what went wrong.</summary>
    /// <param name="exception">What a verb threw.</param>
    /// <param name="interrupted">Whether the user had asked to stop.</param>
    /// <returns>What the process answers.</returns>
    public ExitCode Show(Exception exception, bool interrupted = false)
    {
        var (code, message) = Explain(exception, interrupted);
        around.Terminal.Error(message);
        if (around.Variable("PATCHBAY_DEBUG") is not null)
        {
            around.Terminal.Note(exception.ToString());
        }

        if (json)
        {
            around.Terminal.Result(CliJson.Write(new ErrorView(new ErrorView.Failure(message, (int)code))) + "\n");
        }

        return code;
    }

    private static (ExitCode Code, string Message) Explain(Exception exception, bool interrupted) => exception switch
    {
        CliException e => (e.Code, e.Message),
        OperationCanceledException when interrupted => (ExitCode.Interrupted, "Stopped."),
        StoreException { Failure: StoreFailure.NotAuthorized } e => (ExitCode.NotAuthorized, e.Message),
        StoreException e => (ExitCode.Failed, e.Message),
        PlanFileException e => (ExitCode.Failed, e.Message),
        IOException or UnauthorizedAccessException => (ExitCode.Failed, exception.Message),
        _ => (ExitCode.Failed, $"Patchbay made a mistake: {exception.GetType().Name}: {exception.Message} This is a bug. Report it with the command you typed; with PATCHBAY_DEBUG=1 set, the command also shows where it happened."),
    };
}
