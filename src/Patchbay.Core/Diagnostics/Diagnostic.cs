using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Diagnostics;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>Not reported.</summary>
    Off,

    /// <summary>Good to know; never changes an exit code.</summary>
    Info,

    /// <summary>A risk to callers or to the next editor.</summary>
    Warning,

    /// <summary>The flow does not work, or the service refuses it.</summary>
    Error,
}

/// <summary>When the service objects to a fault, if ever.</summary>
public enum Moment
{
    /// <summary>Never: only our linter says it.</summary>
    Advice,

    /// <summary>The write succeeds and compilation fails, so it cannot be published.</summary>
    Compile,

    /// <summary>The write is refused.</summary>
    Write,
}

/// <summary>Something that is wrong with a text that a user wrote: a value, never thrown.</summary>
/// <param name="Id">The rule, in kebab-case; what configuration, suppression, docs and JSON call it.</param>
/// <param name="Severity">How bad it is, after configuration.</param>
/// <param name="Span">The characters at fault.</param>
/// <param name="Message">Full sentences: the thing in quotes, what is wrong, the way out.</param>
public sealed record Diagnostic(string Id, Severity Severity, TextSpan Span, string Message)
{
    /// <summary>When the service objects.</summary>
    /// <value>Default: <see cref="Moment.Advice"/>.</value>
    public Moment Moment { get; init; }

    /// <summary>Other places that belong to the finding, such as the other steps of a loop.</summary>
    /// <value>Default: none.</value>
    public ImmutableArray<RelatedPlace> Related { get; init; } = [];

    /// <summary>Edits that would mend it.</summary>
    /// <value>Default: none.</value>
    public ImmutableArray<Fix> Fixes { get; init; } = [];

    /// <summary>The element at fault, as the flow names it, where there is one; empty otherwise. Used to recognise an old finding after an edit has moved it.</summary>
    public string Element { get; init; } = "";
}

/// <summary>Another place that belongs to a finding.</summary>
/// <param name="Span">Where.</param>
/// <param name="Message">What it has to do with it.</param>
public sealed record RelatedPlace(TextSpan Span, string Message);

/// <summary>Whether a fix may be applied without being asked for by name.</summary>
public enum FixSafety
{
    /// <summary>Every caller hears the same call before and after.</summary>
    Safe,

    /// <summary>Callers may notice.</summary>
    Unsafe,
}

/// <summary>Edits that mend a finding.</summary>
/// <param name="Title">Imperative, without a full stop.</param>
/// <param name="Safety">Whether callers may notice.</param>
/// <param name="Edits">The edits, in the text of the finding.</param>
public sealed record Fix(string Title, FixSafety Safety, ImmutableArray<TextEdit> Edits);
