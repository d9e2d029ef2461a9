using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>A menu: what a caller can choose.</summary>
/// <param name="Span">The characters of the option list.</param>
/// <param name="Options">The options in document order.</param>
public sealed record Menu(TextSpan Span, ImmutableArray<MenuOption> Options);

/// <summary>One choice of a menu.</summary>
/// <param name="Key">What the caller presses.</param>
/// <param name="Prompt">What the caller hears.</param>
/// <param name="RoutingTarget">Where it leads: an element's id, a queue, a flow.</param>
/// <param name="Span">The characters of the option.</param>
public sealed record MenuOption(string Key, string Prompt, string RoutingTarget, TextSpan Span)
{
    /// <summary>The characters of the key, quotes included.</summary>
    public TextSpan KeySpan { get; init; }

    /// <summary>The characters of the target, quotes included.</summary>
    public TextSpan TargetSpan { get; init; }

    /// <summary>Index of the choice among the flow's elements; -1 where choices are no elements of their own.</summary>
    public int Element { get; init; } = -1;

    /// <summary>Whether it is taken when the caller chooses nothing.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Whether it listens in every menu of the flow.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Whether the caller can choose it by speaking.</summary>
    public bool HasSpeech { get; init; }
}
