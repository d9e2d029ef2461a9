using System.Collections.Immutable;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>Answers 429 with Retry-After.</summary>
    TooManyRequests,

    /// <summary>Answers 500.</summary>
    InternalError,

    /// <summary>Answers 503.</summary>
    Unavailable,

    /// <summary>Answers after a delay.</summary>
    Slow,

    /// <summary>Cuts the connection before anything is done.</summary>
    Cut,

    /// <summary>Does what was asked and cuts the connection instead of answering.</summary>
    LostAnswer,

    /// <summary>Somebody else edits the flow just before it is written.</summary>
    Conflict,

    /// <summary>Refuses a request for a token because there were too many, as the platform does: 400 and a description that says so.</summary>
    LoginThrottled,

    /// <summary>Somebody else takes the lock of a flow of the platform just before it is changed or published.</summary>
    Locked,

    /// <summary>A publish of the platform is taken on, ends well, and does nothing.</summary>
    PublishIgnored,

    /// <summary>An upload to a signed address is refused with 403.</summary>
    UploadRefused,

    /// <summary>A job of the platform never ends.</summary>
    JobStuck,

    /// <summary>A job of the platform fails with a message that hides a 429.</summary>
    JobThrottled,

    /// <summary>An export job of the platform succeeds, and its archive is empty.</summary>
    EmptyExport,

    /// <summary>Dependency tracking misses a change of a flow of the platform, and says all the same that it can be relied on, until a build looks at everything anew. The path meant is that of the flow that changes: <c>/api/v2/flows/ID</c>.</summary>
    IndexMisses,
}

/// <summary>A rule by which requests go wrong. The same rules meet the same fate in the same order of requests, whatever the clock says.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record FaultRule(FaultKind Kind)
{
    /// <summary>The method of the requests meant.</summary>
    /// <value>Default: null, which is every method.</value>
    public string? Method { get; init; }

    /// <summary>The path of the requests meant, which may hold <c>*</c> and <c>?</c>.</summary>
    /// <value>Default: null, which is every path but those under <c>/_emulator</c>.</value>
    public string? Path { get; init; }

    /// <summary>How many of the requests meant pass before the rule begins.</summary>
    /// <value>Default: 0.</value>
    public int Skip { get; init; }

    /// <summary>How often the rule strikes before it is spent.</summary>
    /// <value>Default: null, which is without end.</value>
    public int? Count { get; init; }

    /// <summary>How likely the rule strikes a request that it is meant for, from 0 to 1.</summary>
    /// <value>Default: 1.</value>
    public double Probability { get; init; } = 1;

    /// <summary>Where the chances start from.</summary>
    /// <value>Default: 1.</value>
    public int Seed { get; init; } = 1;

    /// <summary>How long a <see cref="FaultKind.Slow"/> answer takes.</summary>
    /// <value>Default: 5 seconds. Ignored by other kinds.</value>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What Retry-After says, in seconds.</summary>
    /// <value>Default: null, which is 1 for <see cref="FaultKind.TooManyRequests"/> and no such header for <see cref="FaultKind.Unavailable"/>. Ignored by other kinds.</value>
    public int? RetryAfter { get; init; }

    /// <summary>Who edits in a <see cref="FaultKind.Conflict"/>, or takes the lock in a <see cref="FaultKind.Locked"/>.</summary>
    /// <value>Default: <c>another.user</c>.</value>
    public string Author { get; init; } = "another.user";

    /// <summary>The edit of a <see cref="FaultKind.Conflict"/> as a JSON merge patch.</summary>
    /// <value>Default: null, which changes the description.</value>
    public string? Edit { get; init; }
}

/// <summary>The fault rules of an org. Of several that strike a request the one added first counts.</summary>
public sealed class FaultRules
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private int _ids;

    /// <summary>Adds a rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The number under which it is listed and removed.</returns>
    public int Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_gate)
        {
            _entries.Add(new Entry(++_ids, rule));
            return _ids;
        }
    }

    /// <summary>Removes a rule.</summary>
    /// <param name="id">Its number.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(int id)
    {
        lock (_gate)
        {
            return _entries.RemoveAll(entry => entry.Id == id) > 0;
        }
    }

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    internal ImmutableArray<(int Id, FaultRule Rule, int Seen, int Struck)> List()
    {
        lock (_gate)
        {
            return [.. _entries.Select(entry => (entry.Id, entry.Rule, entry.Seen, entry.Struck))];
        }
    }

    /// <summary>The rule that strikes a request, or null.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="path">The request's path.</param>
    /// <param name="kinds">What can go wrong at this point of the request; rules of other kinds are not asked.</param>
    internal FaultRule? Strike(string method, string path, params ImmutableArray<FaultKind> kinds)
    {
        lock (_gate)
        {
            return _entries.Find(entry => kinds.Contains(entry.Rule.Kind) && entry.Strikes(method, path))?.Rule;
        }
    }

    private sealed class Entry(int id, FaultRule rule)
    {
        // Chances need to be repeatable, not secret.
        private readonly Random _chance = new(rule.Seed);

        public int Id { get; } = id;

        public FaultRule Rule { get; } = rule;

        public int Seen { get; private set; }

        public int Struck { get; private set; }

        public bool Strikes(string method, string path)
        {
            var isMeant = (Rule.Method is null || string.Equals(Rule.Method, method, StringComparison.OrdinalIgnoreCase))
                && (Rule.Path is null || NamePattern.Matches(Rule.Path, path));
            if (!isMeant || Struck >= Rule.Count || ++Seen <= Rule.Skip || _chance.NextDouble() >= Rule.Probability)
            {
                return false;
            }

            Struck++;
            return true;
        }
    }
}
