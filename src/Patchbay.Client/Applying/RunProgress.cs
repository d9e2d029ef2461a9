namespace Patchbay.Client.Applying;

/// <summary>What a run is doing.</summary>
public enum RunStage
{
    /// <summary>Looks at the flows before anything is written.</summary>
    Checking,

    /// <summary>Writes definitions.</summary>
    Writing,

    /// <summary>Waits until what was written is compiled.</summary>
    Compiling,

    /// <summary>Makes versions live.</summary>
    Publishing,

    /// <summary>Looks whether what was published is live.</summary>
    Verifying,

    /// <summary>Puts back what was replaced.</summary>
    Restoring,
}

/// <summary>News of a run, for who watches it. They come from several threads, one at a time for each flow.</summary>
public abstract record RunProgress
{
    private RunProgress()
    {
    }

    /// <summary>The run has an id and a journal; from now on it can be resumed.</summary>
    /// <param name="Run">The run.</param>
    public sealed record Started(Run Run) : RunProgress;

    /// <summary>A stage has come this far.</summary>
    /// <param name="Stage">The stage.</param>
    /// <param name="Done">How many flows it is done with.</param>
    /// <param name="Total">How many it has to do.</param>
    public sealed record Advanced(RunStage Stage, int Done, int Total) : RunProgress;

    /// <summary>A flow was written, published, put back or given up.</summary>
    /// <param name="Flow">The flow as it is now.</param>
    public sealed record Changed(RunFlow Flow) : RunProgress;

    /// <summary>Something that the user should know and that stops nothing, such as an event handler that failed.</summary>
    /// <param name="Message">Full sentences.</param>
    public sealed record Notice(string Message) : RunProgress;
}
