namespace Patchbay.Core.Planning;

/// <summary>A plan file cannot be read, or what it holds does not fit together. Nothing of such a plan may be applied.</summary>
public sealed class PlanFileException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Full sentences: where, what is wrong, what to do.</param>
    /// <param name="inner">What the JSON reader said, where it was the one to object.</param>
    public PlanFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
