using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Diffing;

/// <summary>Compares two flows: the flow's own fields, then element by element.</summary>
internal sealed class FlowComparer
{
    private readonly FlowSide _before;
    private readonly FlowSide _after;
    private readonly OrgCatalogue _catalogue;
    private readonly ElementMatch _match;
    private readonly WayComparer _ways;
    private readonly bool _sameFormat;
    private readonly ImmutableArray<FlowDifference>.Builder _found = ImmutableArray.CreateBuilder<FlowDifference>();
    private readonly Dictionary<TextSpan, MappingNode> _edgesBefore;
    private readonly Dictionary<TextSpan, MappingNode> _edgesAfter;

    public FlowComparer(FlowSide before, FlowSide after, OrgCatalogue catalogue)
    {
        _before = before;
        _after = after;
        _catalogue = catalogue;
        _match = new ElementMatch(before, after);
        _ways = new WayComparer(_match);
        _sameFormat = before.Flow.FormatId == after.Flow.FormatId;
        _edgesBefore = _sameFormat ? EdgesOf(before) : [];
        _edgesAfter = _sameFormat ? EdgesOf(after) : [];
    }

    public ImmutableArray<FlowDifference> Compare()
    {
        CompareFlow();
        var elements = new ElementComparer(_before, _after, _catalogue, _match, _found.Add);
        for (var i = 0; i < _after.Graph.Count; i++)
        {
            if (_match.ToBefore(i) is >= 0 and var was)
            {
                elements.Compare(was, i, _sameFormat);
                CompareWays(WaysOf(_before, was), WaysOf(_after, i), _after.Describe(i), _after.Flow.Elements[i].Id);
            }
            else
            {
                _found.Add(elements.Added(i));
            }
        }

        for (var i = 0; i < _before.Graph.Count; i++)
        {
            if (_match.ToAfter(i) < 0)
            {
                _found.Add(elements.Removed(i));
            }
        }

        return [.. _found.Select(difference => difference with { Group = GroupOf(difference) })];
    }

    private static DifferenceGroup GroupOf(FlowDifference difference) => difference switch
    {
        { Kind: DifferenceKind.Renamed } => DifferenceGroup.Cosmetic,
        { Subject: DifferenceSubject.Variable or DifferenceSubject.Input or DifferenceSubject.Output } => DifferenceGroup.Data,
        { Subject: not DifferenceSubject.Field } => difference.Path == "format" ? DifferenceGroup.Settings : DifferenceGroup.Caller,
        { Path: "label" or "description" } => DifferenceGroup.Cosmetic,
        { Element.Length: 0, Path: "type" } => DifferenceGroup.Caller,
        { Element.Length: 0 } => DifferenceGroup.Settings,
        // What an element plays, asks or does, and how: nothing here says that callers do not notice.
        _ => DifferenceGroup.Caller,
    };

    private void CompareFlow()
    {
        var (l, r) = (_before.Flow, _after.Flow);
        if (!_sameFormat)
        {
            _found.Add(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.Flow, $"The flow is now written as {r.FormatId} (was {l.FormatId}); fields that only one of them knows are not compared") { Path = "format", Before = l.FormatId, After = r.FormatId });
        }

        AddOwnField("name", l.Name, r.Name, quoted: true);
        AddOwnField("type", FlowTypes.Normalize(l.Type) == FlowTypes.Normalize(r.Type) ? r.Type : l.Type, r.Type, quoted: false);
        AddOwnField("description", l.Description ?? "", r.Description ?? "", quoted: true);
        if (!SameDivision(l.Division, r.Division))
        {
            AddOwnField("division", Show(l.Division), Show(r.Division), quoted: true);
        }

        CompareEntry();
        CompareVariables();
        CompareRootFields();
        CompareWays(l.Ways.Where(way => way.From == FlowWay.FromStart), r.Ways.Where(way => way.From == FlowWay.FromStart), "The start", "");
        CompareStrayWays();
    }

    private void AddOwnField(string field, string was, string isNow, bool quoted)
    {
        if (was == isNow)
        {
            return;
        }

        var kind = was.Length == 0 ? DifferenceKind.Added : isNow.Length == 0 ? DifferenceKind.Removed : DifferenceKind.Changed;
        var (from, to) = quoted ? ($"\"{was}\"", $"\"{isNow}\"") : (was, isNow);
        _found.Add(new FlowDifference(kind, DifferenceSubject.Field, Sentence(kind, $"The flow's {field}", from, to))
        {
            Path = field,
            Before = was.Length == 0 ? null : was,
            After = isNow.Length == 0 ? null : isNow,
            BeforeSpan = FieldSpan(_before, field),
            AfterSpan = FieldSpan(_after, field),
        });
    }

    private static TextSpan? FieldSpan(FlowSide side, string field) => (side.Flow.Tree.Root as MappingNode)?[field]?.Span;

    private static bool SameDivision(Division? left, Division? right) =>
        left?.Id == right?.Id || (left is not null && right is not null && left.Name.Length > 0 && left.Name == right.Name);

    private static string Show(Division? division) => division is null ? "" : division.Name.Length > 0 ? division.Name : division.Id;

    private void CompareEntry()
    {
        var (was, isNow) = (_before.Flow.Entry, _after.Flow.Entry);
        // The first element of a flow that had none is news enough by itself.
        if ((was >= 0 && _match.ToAfter(was) == isNow) || was < 0 || isNow < 0)
        {
            return;
        }

        var (l, r) = (_before.Flow.Elements[was], _after.Flow.Elements[isNow]);
        _found.Add(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.Entry, $"The flow now starts at {_after.Show(isNow)} (was {_before.Show(was)})")
        {
            Before = l.Id,
            After = r.Id,
            BeforeSpan = l.IdSpan,
            AfterSpan = r.IdSpan,
        });
    }

    private void CompareVariables()
    {
        var l = Declared(_before);
        var r = Declared(_after);
        foreach (var name in r.Where(name => !l.Contains(name)))
        {
            _found.Add(new FlowDifference(DifferenceKind.Added, DifferenceSubject.Variable, $"Variable \"{name}\" is now declared") { Path = name, After = name });
        }

        foreach (var name in l.Where(name => !r.Contains(name)))
        {
            _found.Add(new FlowDifference(DifferenceKind.Removed, DifferenceSubject.Variable, $"Variable \"{name}\" is no longer declared") { Path = name, Before = name });
        }
    }

    private static HashSet<string> Declared(FlowSide side) => [.. side.Flow.Variables.Where(variable => variable.IsDeclared).Select(variable => variable.Name)];

    private void CompareRootFields()
    {
        if (!_sameFormat || _before.Flow.Tree.Root is not MappingNode l || _after.Flow.Tree.Root is not MappingNode r)
        {
            return;
        }

        var comparer = new FieldComparer(_before, _after, listsKeepOrder: false, (path, was, isNow) =>
        {
            if (!IsDeclaration(path, was, isNow) && !NamesEntry(path, was, isNow))
            {
                AddField("", "", path, was, isNow);
            }
        });
        comparer.CompareEntries("", l, r, FlowSide.IsPlainRootField);
    }

    /// <summary>Whether a field is the coming or going of a declared variable, which has its own sentence.</summary>
    private static bool IsDeclaration(string path, SyntaxNode? was, SyntaxNode? isNow) =>
        (path == "variables" || path.StartsWith("variables[", StringComparison.Ordinal)) && (was is null || isNow is null);

    /// <summary>Whether a field names the element that the flow starts at, as the flow model says already.</summary>
    private bool NamesEntry(string path, SyntaxNode? was, SyntaxNode? isNow) =>
        path.EndsWith("start", StringComparison.Ordinal) && NamesEntry(_before, was) && NamesEntry(_after, isNow);

    private static bool NamesEntry(FlowSide side, SyntaxNode? node) =>
        node is null || (node is ScalarNode scalar && side.Flow.Entry >= 0 && side.Flow.Elements[side.Flow.Entry].Id == scalar.Value);

    private void CompareStrayWays()
    {
        var l = _before.Flow.Ways.Where(way => way.From == FlowWay.Nowhere).ToLookup(way => way.Source, StringComparer.Ordinal);
        var r = _after.Flow.Ways.Where(way => way.From == FlowWay.Nowhere).ToLookup(way => way.Source, StringComparer.Ordinal);
        foreach (var source in r.Concat(l).Select(group => group.Key).Distinct(StringComparer.Ordinal))
        {
            CompareWays(l[source], r[source], $"\"{source}\", which does not exist", "");
        }
    }

    private static IEnumerable<FlowWay> WaysOf(FlowSide side, int element)
    {
        var menu = side.Flow.Elements[element].Menu;
        var ways = new List<FlowWay>();
        foreach (var index in side.Graph.Out(element))
        {
            var way = side.Flow.Ways[index];
            if (menu?.Span.Contains(way.Span) != true)
            {
                ways.Add(way);
            }
        }

        return ways;
    }

    private void CompareWays(IEnumerable<FlowWay> left, IEnumerable<FlowWay> right, string source, string element)
    {
        foreach (var (was, isNow) in _ways.Match(left, right))
        {
            if (was is { } l && isNow is { } r)
            {
                CompareWay(l, r, source, element);
            }
            else if (isNow is { } added)
            {
                var to = WayComparer.Target(_after, added);
                _found.Add(new FlowDifference(DifferenceKind.Added, DifferenceSubject.Way, $"{source}: {WayComparer.Reason(added)} now leads to {to} (new)")
                {
                    Element = element,
                    Path = WayComparer.Reason(added).Trim('"'),
                    After = _match.TargetAfter(added),
                    AfterSpan = added.Span,
                });
            }
            else if (was is { } removed)
            {
                var to = WayComparer.Target(_before, removed);
                _found.Add(new FlowDifference(DifferenceKind.Removed, DifferenceSubject.Way, $"{source}: {WayComparer.Reason(removed)} leads nowhere any more (was {to})")
                {
                    Element = element,
                    Path = WayComparer.Reason(removed).Trim('"'),
                    Before = _match.TargetBefore(removed),
                    BeforeSpan = removed.Span,
                });
            }
        }
    }

    private void CompareWay(FlowWay was, FlowWay isNow, string source, string element)
    {
        var (from, to) = (WayComparer.Target(_before, was), WayComparer.Target(_after, isNow));
        var reason = WayComparer.Reason(isNow);
        var text = !WayComparer.SameReason(was, isNow) ? $"{source}: the way to {to} is now taken on {reason} (was {WayComparer.Reason(was)})"
            : !_ways.SameTarget(was, isNow) ? $"{source}: {reason} now leads to {to} (was {from})"
            : "";
        if (text.Length > 0)
        {
            var targetMoved = !_ways.SameTarget(was, isNow);
            _found.Add(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.Way, text)
            {
                Element = element,
                Path = reason.Trim('"'),
                Before = targetMoved ? _match.TargetBefore(was) : WayComparer.Reason(was).Trim('"'),
                After = targetMoved ? _match.TargetAfter(isNow) : reason.Trim('"'),
                BeforeSpan = was.Span,
                AfterSpan = isNow.Span,
            });
        }

        if (_edgesBefore.TryGetValue(was.Span, out var left) && _edgesAfter.TryGetValue(isNow.Span, out var right))
        {
            CompareEdges(left, right, (was, isNow), $"{source}, {reason} to {to}", element);
        }
    }

    private void CompareEdges(MappingNode left, MappingNode right, (FlowWay Was, FlowWay IsNow) way, string edge, string element)
    {
        // Where the reason differs, so do the fields that spell it.
        if (WayComparer.SameReason(way.Was, way.IsNow))
        {
            var ends = Ends(_before, left, way.Was).Concat(Ends(_after, right, way.IsNow)).ToHashSet(StringComparer.Ordinal);
            new FieldComparer(_before, _after, listsKeepOrder: false, (path, was, isNow) => AddField(edge, element, path, was, isNow))
                .CompareEntries("", left, right, key => !ends.Contains(key));
        }
    }

    /// <summary>The fields of an edge that name where it leaves and where it leads.</summary>
    private static IEnumerable<string> Ends(FlowSide side, MappingNode edge, FlowWay way)
    {
        var names = new List<string> { way.From >= 0 ? side.Flow.Elements[way.From].Id : way.Source, way.To >= 0 ? side.Flow.Elements[way.To].Id : way.Target };
        foreach (var entry in edge.Entries)
        {
            if (entry.Value is ScalarNode scalar && names.Remove(scalar.Value))
            {
                yield return entry.Key;
            }
        }
    }

    private void AddField(string owner, string element, string path, SyntaxNode? was, SyntaxNode? isNow)
    {
        var name = owner.Length == 0 ? $"The flow: {path}" : $"{owner}: {path}";
        _found.Add(FieldDifference(_before, _after, name, element, path, was, isNow));
    }

    /// <summary>The difference of a plain field.</summary>
    public static FlowDifference FieldDifference(FlowSide before, FlowSide after, string name, string element, string path, SyntaxNode? was, SyntaxNode? isNow)
    {
        var kind = was is null ? DifferenceKind.Added : isNow is null ? DifferenceKind.Removed : DifferenceKind.Changed;
        var isOrder = was is SequenceNode && isNow is SequenceNode;
        return new FlowDifference(
            isOrder ? DifferenceKind.Reordered : kind,
            DifferenceSubject.Field,
            isOrder ? $"{name} is in another order" : Sentence(kind, name, was is null ? "" : before.Show(was), isNow is null ? "" : after.Show(isNow)))
        {
            Element = element,
            Path = path,
            Before = was is null ? null : before.Raw(was),
            After = isNow is null ? null : after.Raw(isNow),
            BeforeSpan = was?.Span,
            AfterSpan = isNow?.Span,
        };
    }

    private static string Sentence(DifferenceKind kind, string name, string was, string isNow) => kind switch
    {
        DifferenceKind.Added => $"{name} is now {isNow} (new)",
        DifferenceKind.Removed => $"{name} is gone (was {was})",
        _ => $"{name} is now {isNow} (was {was})",
    };

    private static Dictionary<TextSpan, MappingNode> EdgesOf(FlowSide side)
    {
        var spans = side.Flow.Ways.Select(way => way.Span).ToHashSet();
        var edges = new Dictionary<TextSpan, MappingNode>();
        var open = new Stack<SyntaxNode>();
        if (side.Flow.Tree.Root is { } root)
        {
            open.Push(root);
        }

        while (open.TryPop(out var node))
        {
            if (node is MappingNode edge && spans.Contains(edge.Span))
            {
                edges.TryAdd(edge.Span, edge);
            }
            else if (ReferenceEquals(node, side.Flow.Tree.Root) || !side.IsAccounted(node))
            {
                foreach (var child in node is MappingNode mapping ? mapping.Entries.Select(entry => entry.Value) : (node as SequenceNode)?.Items ?? [])
                {
                    open.Push(child);
                }
            }
        }

        return edges;
    }
}
