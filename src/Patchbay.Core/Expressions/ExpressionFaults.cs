using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>Collects what lexer and parser find wrong: one fault a place, and of a hostile text only the first ones.</summary>
internal sealed class ExpressionFaults
{
    private const int Most = 100;
    private readonly List<ExpressionDiagnostic> _faults = [];
    private readonly HashSet<int> _places = [];
    private bool _isClosed;

    /// <summary>Adds a fault unless there is one at that place.</summary>
    public void Add(TextSpan span, string message)
    {
        if (!_isClosed && _faults.Count < Most && _places.Add(span.Start))
        {
            _faults.Add(new ExpressionDiagnostic(ExpressionProblem.Syntax, Severity.Error, span, message));
        }
    }

    /// <summary>Takes no more: what follows comes of not having read on.</summary>
    public void Close() => _isClosed = true;

    /// <summary>The faults, in the order of the text.</summary>
    public ImmutableArray<ExpressionDiagnostic> Sorted() => [.. _faults.OrderBy(f => f.Span.Start)];
}
