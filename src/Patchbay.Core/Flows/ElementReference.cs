using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>A place in the text that points at an element of the same flow.</summary>
/// <param name="From">Index of the element that holds it; -1 for the flow itself.</param>
/// <param name="To">Index of the element meant; <see cref="FlowWay.Nowhere"/> where there is none, or it stands in another file.</param>
/// <param name="Text">The reference as written.</param>
/// <param name="Span">Its characters, quotes included.</param>
/// <param name="Property">The field that holds it: <c>startUpRef</c>, <c>targetTaskRef</c>.</param>
public sealed record ElementReference(int From, int To, string Text, TextSpan Span, string Property)
{
    /// <summary>The file that the reference leads to, relative to the flow's own; empty for a reference within the document.</summary>
    public string File { get; init; } = "";
}
