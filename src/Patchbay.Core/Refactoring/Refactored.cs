using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>What a refactoring comes to in one flow. A refactoring is a pure function from a flow to edits of its text; what it does not name keeps every byte.</summary>
public abstract record Refactored
{
    private Refactored()
    {
    }

    /// <summary>The flow changes.</summary>
    /// <param name="Summary">One line for people, such as <c>rename the task "A" to "B"</c>.</param>
    /// <param name="Edits">Edits of the flow's text; at least one.</param>
    public sealed record Changed(string Summary, ImmutableArray<TextEdit> Edits) : Refactored
    {
        /// <summary>What follows from it, line by line.</summary>
        public ImmutableArray<RefactoringDetail> Details { get; init; } = [];
    }

    /// <summary>The flow is as it shall be.</summary>
    /// <param name="Summary">One line for people.</param>
    public sealed record Already(string Summary) : Refactored;

    /// <summary>The flow has nothing of what it is about. Where that is so of every selected flow, something is misspelt.</summary>
    /// <param name="Summary">One line for people.</param>
    /// <param name="Hint">A full sentence that says what may have been meant; empty for none.</param>
    public sealed record Absent(string Summary, string Hint = "") : Refactored;

    /// <summary>It cannot be done, or must not.</summary>
    /// <param name="Summary">What was to be done, in one line.</param>
    /// <param name="Reason">A full sentence that says why, and what to do.</param>
    public sealed record Refused(string Summary, string Reason) : Refactored;
}

/// <summary>A line of what a refactoring does.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">What it says.</param>
/// <param name="Change"><c>+</c>, <c>-</c>, <c>~</c>, or empty for a remark.</param>
public sealed record RefactoringDetail(string Name, string Text, string Change = "");
