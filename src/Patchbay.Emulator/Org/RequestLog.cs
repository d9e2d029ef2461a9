using System.Collections.Immutable;

namespace Patchbay.Emulator.Org;

/// <summary>An answered request.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path.</param>
/// <param name="Operation">The operation that answered, or empty.</param>
/// <param name="Status">The status answered; 0 where the connection was cut instead.</param>
public sealed record AnsweredRequest(DateTimeOffset At, string Method, string Path, string Operation, int Status);

/// <summary>Counts the requests that an org answered, those to <c>/_emulator</c> left out.</summary>
public sealed class RequestLog
{
    private const int Kept = 10_000;
    private readonly Lock _gate = new();
    private readonly Queue<AnsweredRequest> _last = new();
    private readonly Dictionary<int, int> _byStatus = [];
    private readonly SortedDictionary<string, int> _byOperation = new(StringComparer.Ordinal);

    /// <summary>How many requests were answered.</summary>
    public int Total { get; private set; }

    /// <summary>The last 10,000 requests, oldest first.</summary>
    public ImmutableArray<AnsweredRequest> Last
    {
        get
        {
            lock (_gate)
            {
                return [.. _last];
            }
        }
    }

    /// <summary>How many requests were answered with a status; 0 counts connections cut.</summary>
    /// <param name="status">The status.</param>
    public int WithStatus(int status)
    {
        lock (_gate)
        {
            return _byStatus.GetValueOrDefault(status);
        }
    }

    /// <summary>How many requests an operation answered, such as <c>getFlow</c>.</summary>
    /// <param name="operation">The operation.</param>
    public int Of(string operation)
    {
        lock (_gate)
        {
            return _byOperation.GetValueOrDefault(operation);
        }
    }

    /// <summary>Starts counting at nothing again.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _last.Clear();
            _byStatus.Clear();
            _byOperation.Clear();
            Total = 0;
        }
    }

    internal void Add(AnsweredRequest request)
    {
        lock (_gate)
        {
            Total++;
            _last.Enqueue(request);
            if (_last.Count > Kept)
            {
                _last.Dequeue();
            }

            _byStatus[request.Status] = _byStatus.GetValueOrDefault(request.Status) + 1;
            if (request.Operation.Length > 0)
            {
                _byOperation[request.Operation] = _byOperation.GetValueOrDefault(request.Operation) + 1;
            }
        }
    }

    internal (int Total, ImmutableArray<KeyValuePair<int, int>> ByStatus, ImmutableArray<KeyValuePair<string, int>> ByOperation) Counts()
    {
        lock (_gate)
        {
            return (Total, [.. _byStatus.OrderBy(pair => pair.Key)], [.. _byOperation]);
        }
    }
}
