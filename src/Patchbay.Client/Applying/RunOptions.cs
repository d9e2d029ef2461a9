using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Patchbay.Client.Applying;

/// <summary>How a plan is carried out.</summary>
public sealed record RunOptions
{
    /// <summary>How many flows are worked on at a time.</summary>
    /// <value>Default: 8.</value>
    public int Parallelism { get; init; } = 8;

    /// <summary>Names or ids of the plan's flows to take; empty for all of them.</summary>
    /// <value>Default: none.</value>
    public ImmutableArray<string> Only { get; init; } = [];

    /// <summary>How many flows to take, by name, after <see cref="Only"/>; null for all of them.</summary>
    /// <value>Default: null.</value>
    public int? First { get; init; }

    /// <summary>Whether the first flow that fails keeps those not yet begun from being written.</summary>
    /// <value>Default: <c>false</c>; each flow is on its own.</value>
    public bool StopOnError { get; init; }

    /// <summary>Whether any failure makes the run take back what it wrote, newest first. Implies <see cref="StopOnError"/>.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool AllOrNothing { get; init; }

    /// <summary>Whether a flow that has moved since the plan was made is refused instead of planned again; found before anything is written.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool Strict { get; init; }

    /// <summary>Whether what was written is made live.</summary>
    /// <value>Default: <c>false</c>; drafts are written and compiled.</value>
    public bool Publish { get; init; }

    /// <summary>When it goes live; null for now.</summary>
    /// <value>Default: null.</value>
    /// <remarks>Ignored unless <see cref="Publish"/>.</remarks>
    public DateTimeOffset? ActivateAt { get; init; }

    /// <summary>The wait between two waves.</summary>
    /// <value>Default: none.</value>
    /// <remarks>Ignored in runs that do not go in waves.</remarks>
    public TimeSpan Pause { get; init; }

    /// <summary>Whether a failure anywhere keeps the rest from being taken up.</summary>
    [JsonIgnore]
    internal bool StopsOnFailure => StopOnError || AllOrNothing;
}
