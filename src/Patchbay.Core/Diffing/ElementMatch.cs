using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing;

/// <summary>Which element of the flow before is which of the flow after: the same id, or else another id with the same content and the same ways in and out.</summary>
internal sealed class ElementMatch
{
    private const int Rounds = 3;

    private readonly FlowSide _before;
    private readonly FlowSide _after;
    private readonly int[] _toAfter;
    private readonly int[] _toBefore;

    public ElementMatch(FlowSide before, FlowSide after)
    {
        _before = before;
        _after = after;
        _toAfter = new int[before.Graph.Count];
        _toBefore = new int[after.Graph.Count];
        Array.Fill(_toAfter, -1);
        Array.Fill(_toBefore, -1);
        MatchById();
        if (before.Flow.FormatId == after.Flow.FormatId && Array.IndexOf(_toAfter, -1) >= 0 && Array.IndexOf(_toBefore, -1) >= 0)
        {
            MatchRenamed();
        }
    }

    /// <summary>The element after that an element before became, or -1.</summary>
    public int ToAfter(int before) => _toAfter[before];

    /// <summary>The element before that an element after was, or -1.</summary>
    public int ToBefore(int after) => _toBefore[after];

    /// <summary>How the target of a way before is to be written for the comparison: a renamed element has its new id.</summary>
    public string TargetBefore(FlowWay way) => way.To >= 0 && _toAfter[way.To] is >= 0 and var after ? _after.Flow.Elements[after].Id : TargetOf(_before, way);

    /// <summary>How the target of a way after is written.</summary>
    public string TargetAfter(FlowWay way) => TargetOf(_after, way);

    /// <summary>What a menu option before would have to route to in order to mean the same: a renamed element has its new id.</summary>
    public string RoutingBefore(string target) => _renamed.GetValueOrDefault(target, target);

    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);

    private static string TargetOf(FlowSide side, FlowWay way) => way.To >= 0 ? side.Flow.Elements[way.To].Id : way.Target;

    private void MatchById()
    {
        // Broken flows have ids twice, or none: the first is matched with the first, the second with the second.
        var byId = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < _after.Graph.Count; i++)
        {
            var id = _after.Flow.Elements[i].Id;
            if (!byId.TryGetValue(id, out var queue))
            {
                byId.Add(id, queue = new Queue<int>(1));
            }

            queue.Enqueue(i);
        }

        for (var i = 0; i < _before.Graph.Count; i++)
        {
            if (byId.TryGetValue(_before.Flow.Elements[i].Id, out var queue) && queue.TryDequeue(out var after))
            {
                Join(i, after);
            }
        }
    }

    private void Join(int before, int after)
    {
        _toAfter[before] = after;
        _toBefore[after] = before;
    }

    /// <summary>Colours every element by its content and, round by round, by the colours around it; unmatched elements of one colour are candidates, and those whose ways then differ fall out again.</summary>
    private void MatchRenamed()
    {
        var before = FirstColours(_before, _toAfter, index => index);
        var after = FirstColours(_after, _toBefore, index => _toBefore[index]);
        for (var round = 0; round < Rounds; round++)
        {
            before = NextColours(_before, _toAfter, before);
            after = NextColours(_after, _toBefore, after);
        }

        var candidates = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < after.Length; i++)
        {
            if (_toBefore[i] < 0)
            {
                if (!candidates.TryGetValue(after[i], out var queue))
                {
                    candidates.Add(after[i], queue = new Queue<int>(1));
                }

                queue.Enqueue(i);
            }
        }

        var paired = new List<(int Before, int After)>();
        for (var i = 0; i < before.Length; i++)
        {
            if (_toAfter[i] < 0 && candidates.TryGetValue(before[i], out var queue) && queue.TryDequeue(out var match))
            {
                Join(i, match);
                paired.Add((i, match));
            }
        }

        while (paired.RemoveAll(pair => !KeepsItsWays(pair.Before, pair.After) && Part(pair.Before, pair.After)) > 0)
        {
            // One pair that falls out can take its neighbours with it.
        }

        foreach (var (was, isNow) in paired)
        {
            _renamed[_before.Flow.Elements[was].Id] = _after.Flow.Elements[isNow].Id;
        }
    }

    private bool Part(int before, int after)
    {
        _toAfter[before] = -1;
        _toBefore[after] = -1;
        return true;
    }

    private bool KeepsItsWays(int before, int after) =>
        WaysOut(_before, before, TargetBefore).SequenceEqual(WaysOut(_after, after, TargetAfter), StringComparer.Ordinal)
        && WaysIn(_before, before, from => _toAfter[from] >= 0 ? _after.Flow.Elements[_toAfter[from]].Id : null)
            .SequenceEqual(WaysIn(_after, after, from => _toBefore[from] >= 0 ? _after.Flow.Elements[from].Id : null), StringComparer.Ordinal);

    private static IEnumerable<string> WaysOut(FlowSide side, int element, Func<FlowWay, string> target)
    {
        var ways = new List<string>();
        foreach (var index in side.Graph.Out(element))
        {
            var way = side.Flow.Ways[index];
            ways.Add($"{way.Kind} {way.Label} {way.To < 0} {target(way)}");
        }

        ways.Sort(StringComparer.Ordinal);
        return ways;
    }

    private static IEnumerable<string> WaysIn(FlowSide side, int element, Func<int, string?> source)
    {
        var ways = new List<string>();
        foreach (var index in side.Graph.In(element))
        {
            // A way from an element that only one side has comes and goes with that element.
            var way = side.Flow.Ways[index];
            if (way.From < 0 || source(way.From) is not null)
            {
                ways.Add($"{way.Kind} {way.Label} {(way.From < 0 ? way.Source : source(way.From))}");
            }
        }

        ways.Sort(StringComparer.Ordinal);
        return ways;
    }

    private static string[] FirstColours(FlowSide side, int[] matched, Func<int, int> nameOf)
    {
        var colours = new string[side.Graph.Count];
        for (var i = 0; i < colours.Length; i++)
        {
            colours[i] = matched[i] >= 0 ? $"#{nameOf(i)}" : ContentOf(side, side.Flow.Elements[i]);
        }

        return colours;
    }

    private static string ContentOf(FlowSide side, FlowElement element)
    {
        var content = CanonicalValue.Of(element.Node, side.IsAccounted);
        var call = element.Call is null ? "" : $"{element.Call.FlowId} {Mappings(element.Call.Inputs)} {Mappings(element.Call.Outputs)}";
        var menu = element.Menu is null ? "" : string.Join('|', element.Menu.Options.Select(option => $"{option.Key}:{option.Prompt}"));
        return $"{content}\n{call}\n{menu}";
    }

    private static string Mappings(IEnumerable<CallMapping> mappings) =>
        string.Join('|', mappings.OrderBy(mapping => mapping.SharedName, StringComparer.Ordinal).Select(mapping => $"{mapping.SharedName}={mapping.CallerSide}"));

    private static string[] NextColours(FlowSide side, int[] matched, string[] colours)
    {
        var next = new string[colours.Length];
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < colours.Length; i++)
        {
            if (matched[i] >= 0)
            {
                next[i] = colours[i];
                continue;
            }

            var around = new List<string>();
            foreach (var index in side.Graph.Out(i))
            {
                var way = side.Flow.Ways[index];
                around.Add($">{way.Kind} {way.Label} {(way.To >= 0 ? Short(ids, colours[way.To]) : way.Target)}");
            }

            foreach (var index in side.Graph.In(i))
            {
                var way = side.Flow.Ways[index];
                if (way.From >= 0 && matched[way.From] >= 0)
                {
                    around.Add($"<{way.Kind} {way.Label} {colours[way.From]}");
                }
            }

            around.Sort(StringComparer.Ordinal);
            next[i] = $"{Short(ids, colours[i])}\n{string.Join('\n', around)}";
        }

        return next;
    }

    /// <summary>A hash keeps colours from growing with every round; it says the same on both sides.</summary>
    private static string Short(Dictionary<string, string> known, string colour)
    {
        if (!known.TryGetValue(colour, out var hash))
        {
            hash = colour.StartsWith('#') ? colour : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(colour)));
            known.Add(colour, hash);
        }

        return hash;
    }
}
