using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>A variable of a flow.</summary>
/// <param name="Name">Its name as first mentioned, with its scope: <c>Flow.Attempts</c>.</param>
/// <param name="IsDeclared">Whether the text declares it.</param>
/// <param name="Reads">Where it is read: the characters of the name.</param>
/// <param name="Writes">Where it is written: the characters of the name.</param>
public sealed record FlowVariable(string Name, bool IsDeclared, ImmutableArray<TextSpan> Reads, ImmutableArray<TextSpan> Writes)
{
    /// <summary>Its data type, such as <c>string</c> or <c>stringCollection</c>; empty where it is not known.</summary>
    public string Type { get; init; } = "";

    /// <summary>Index of the task, state or bot that it belongs to; -1 for a variable of the whole flow.</summary>
    public int Container { get; init; } = -1;

    /// <summary>The characters of its declared name, without quotes; default where it is not declared.</summary>
    public TextSpan NameSpan { get; init; }

    /// <summary>Whether callers of the flow may set it.</summary>
    public bool IsInput { get; init; }

    /// <summary>Whether callers of the flow may read it.</summary>
    public bool IsOutput { get; init; }

    /// <summary>Whether its declaration gives it a value to start with.</summary>
    public bool HasInitialValue { get; init; }

    /// <summary>Whether the platform provides it: <c>Call.Ani</c>, <c>Flow.StartDateTimeUtc</c>.</summary>
    public bool IsBuiltIn { get; init; }
}
