using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing;

/// <summary>Compares an element with what it was: its id, its call, its menu, and all other fields.</summary>
internal sealed class ElementComparer(FlowSide before, FlowSide after, OrgCatalogue catalogue, ElementMatch match, Action<FlowDifference> report)
{
    /// <summary>Compares two elements that are one and the same.</summary>
    public void Compare(int was, int isNow, bool sameFormat)
    {
        var (l, r) = (before.Flow.Elements[was], after.Flow.Elements[isNow]);
        var name = after.Describe(isNow);
        if (l.Id != r.Id)
        {
            report(new FlowDifference(DifferenceKind.Renamed, DifferenceSubject.Element, $"{name} now has the id {r.Id} (was {l.Id})")
            {
                Element = r.Id,
                Path = "id",
                Before = l.Id,
                After = r.Id,
                BeforeSpan = l.IdSpan,
                AfterSpan = r.IdSpan,
            });
        }

        if (l.Call is not null && r.Call is not null)
        {
            CompareCalls(l, r, name);
        }

        if (l.Menu is not null || r.Menu is not null)
        {
            new MenuComparer(before, after, catalogue, match, report).Compare(l, r, name);
        }

        if (sameFormat && l.Node is MappingNode left && r.Node is MappingNode right)
        {
            new FieldComparer(before, after, listsKeepOrder: true, (path, from, to) => report(FlowComparer.FieldDifference(before, after, $"{name}: {path}", r.Id, path, from, to)))
                .CompareEntries("", left, right);
        }
        else if (sameFormat && !CanonicalValue.Same(l.Node, r.Node))
        {
            report(FlowComparer.FieldDifference(before, after, name, r.Id, "", l.Node, r.Node));
        }
        else if (!sameFormat && (l.Call is null || r.Call is null) && !string.Equals(l.Type, r.Type, StringComparison.OrdinalIgnoreCase))
        {
            report(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.Field, $"{name}: type is now \"{r.Type}\" (was \"{l.Type}\")") { Element = r.Id, Path = "type", Before = l.Type, After = r.Type });
        }
    }

    /// <summary>An element that only the flow after has.</summary>
    public FlowDifference Added(int index)
    {
        var element = after.Flow.Elements[index];
        var ways = new List<string>();
        foreach (var way in after.Graph.Out(index))
        {
            var it = after.Flow.Ways[way];
            ways.Add($"{WayComparer.Reason(it)} leads to {WayComparer.Target(after, it)}");
        }

        var text = $"{after.Describe(index)} ({What(element)}) is new{(ways.Count == 0 ? "" : ": " + string.Join(", ", ways))}";
        return new FlowDifference(DifferenceKind.Added, DifferenceSubject.Element, text) { Element = element.Id, After = element.Type, AfterSpan = element.Span };
    }

    /// <summary>An element that only the flow before had.</summary>
    public FlowDifference Removed(int index)
    {
        var element = before.Flow.Elements[index];
        return new FlowDifference(DifferenceKind.Removed, DifferenceSubject.Element, $"{before.Describe(index)} ({What(element)}) is gone") { Element = element.Id, Before = element.Type, BeforeSpan = element.Span };
    }

    private string What(FlowElement element) => element.Call is { FlowId.Length: > 0 } call ? $"{element.Type} of {Shown(call.FlowId)}" : element.Type.Length > 0 ? element.Type : "no type";

    private string Shown(string flowId) => catalogue.FindFlow(flowId) is { } flow ? $"\"{flow.Name}\"" : flowId.Length > 0 ? flowId : "nothing";

    private void CompareCalls(FlowElement was, FlowElement isNow, string name)
    {
        if (was.Call is not { } l || isNow.Call is not { } r)
        {
            return;
        }

        if (l.FlowId != r.FlowId)
        {
            report(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.Call, $"{name} now calls {Shown(r.FlowId)} (was {Shown(l.FlowId)})")
            {
                Element = isNow.Id,
                Before = l.FlowId,
                After = r.FlowId,
                BeforeSpan = l.Span,
                AfterSpan = r.Span,
            });
        }

        CompareMappings(DifferenceSubject.Input, "input", "<-", (was, l.Inputs), (isNow, r.Inputs), name);
        CompareMappings(DifferenceSubject.Output, "output", "->", (was, l.Outputs), (isNow, r.Outputs), name);
    }

    private void CompareMappings(DifferenceSubject subject, string kind, string arrow, (FlowElement Element, ImmutableArray<CallMapping> Mappings) was, (FlowElement Element, ImmutableArray<CallMapping> Mappings) isNow, string name)
    {
        // Two outputs may stem from one name inside the shared flow: the first is compared with the first.
        var left = was.Mappings.GroupBy(mapping => mapping.SharedName, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<CallMapping>(group), StringComparer.Ordinal);
        foreach (var mapping in isNow.Mappings)
        {
            var old = left.TryGetValue(mapping.SharedName, out var queue) && queue.TryDequeue(out var first) ? first : null;
            if (old is not null && Same(was.Element, old, isNow.Element, mapping))
            {
                continue;
            }

            // A number that became a text of the same characters shows its quotes.
            var (now, then) = old?.CallerSide == mapping.CallerSide ? (Written(after, isNow.Element, mapping), Written(before, was.Element, old)) : (mapping.CallerSide, old?.CallerSide);
            var text = $"{name}: {kind} {mapping.SharedName} {arrow} {now} ({(old is null ? "new" : $"was {then}")})";
            report(new FlowDifference(old is null ? DifferenceKind.Added : DifferenceKind.Changed, subject, text)
            {
                Element = isNow.Element.Id,
                Path = mapping.SharedName,
                Before = old?.CallerSide,
                After = mapping.CallerSide,
                BeforeSpan = old?.Span,
                AfterSpan = mapping.Span,
            });
        }

        foreach (var old in left.Values.SelectMany(queue => queue).OrderBy(mapping => mapping.Span.Start))
        {
            report(new FlowDifference(DifferenceKind.Removed, subject, $"{name}: {kind} {old.SharedName} is gone (was {old.CallerSide})")
            {
                Element = isNow.Element.Id,
                Path = old.SharedName,
                Before = old.CallerSide,
                BeforeSpan = old.Span,
            });
        }
    }

    private static string Written(FlowSide side, FlowElement element, CallMapping mapping) =>
        FlowSide.FindEntryValue(element.Node, mapping.Span) is { } value ? side.Raw(value) : mapping.CallerSide;

    private static bool Same(FlowElement was, CallMapping left, FlowElement isNow, CallMapping right) =>
        FlowSide.FindEntryValue(was.Node, left.Span) is { } l && FlowSide.FindEntryValue(isNow.Node, right.Span) is { } r
            // The value of an entry is the caller's side or, where a format writes that on the left, the shared flow's.
            ? CanonicalValue.Same(l, r) && (left.CallerSide == right.CallerSide || l is not ScalarNode || (CanonicalValue.Number(left.CallerSide) is { } number && number == CanonicalValue.Number(right.CallerSide)))
            : left.CallerSide == right.CallerSide;
}
