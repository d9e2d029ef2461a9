namespace Patchbay.Cli;

/// <summary>What the process answers to its caller. These are all of them.</summary>
internal enum ExitCode
{
    /// <summary>Done, and nothing is wrong.</summary>
    Done = 0,

    /// <summary>Problems were found, or the work failed in whole or in part.</summary>
    Failed = 1,

    /// <summary>The command was used wrongly: an unknown verb or option, a missing file, a question that nobody can answer.</summary>
    Usage = 2,

    /// <summary>Changes are pending; only answered with <c>--exit-code</c>.</summary>
    Pending = 3,

    /// <summary>Credentials are missing or wrong, or a permission is not granted.</summary>
    NotAuthorized = 4,

    /// <summary>Stopped by the user.</summary>
    Interrupted = 130,
}
