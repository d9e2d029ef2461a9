using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Compares elements with what stands on their paths.</summary>
internal sealed class ListComparer(Comparison all, VariableComparer variables)
{
    private readonly ChoiceComparer _choices = new(all);

    /// <summary>Compares two elements that are one and the same, and all below them.</summary>
    public void CompareElements(int was, int isNow)
    {
        var (before, after) = (all.Before, all.After);
        var element = after.Flow.Elements[isNow];
        if (before.Full(was) == after.Full(isNow) && element.Kind == ElementKind.Action)
        {
            return;
        }

        if (before.Own(was) != after.Own(isNow))
        {
            all.Fields(all.AfterNames.Who(isNow), element.Id).Compare(FieldsOf(before, was), FieldsOf(after, isNow));
        }

        if (element.Kind == ElementKind.Menu)
        {
            CompareChoices(was, isNow);
            return;
        }

        var reordered = ReorderedCases(was, isNow);
        foreach (var pair in all.Match.Paths(was, isNow))
        {
            ComparePaths(was, isNow, pair);
        }

        if (reordered)
        {
            all.Found.Add(new FlowDifference(DifferenceKind.Reordered, DifferenceSubject.Way, $"{all.AfterNames.Who(isNow)} now tries its cases in another order") { Element = element.Id, BeforeSpan = before.Flow.Elements[was].Span, AfterSpan = element.Span });
        }
    }

    /// <summary>An element that only the flow after has. What moved into it is told as moved.</summary>
    public void Added(int isNow)
    {
        var element = all.After.Flow.Elements[isNow];
        var names = all.AfterNames;
        var count = Below(all.After, isNow, all.Match.ToBefore);
        var text = element.IsContainer
            ? $"{names.Container(isNow)} is new{(count == 0 ? "" : $": {ElementNames.Plural(count, "action")}")}"
            : $"{names.OwnerOf(isNow)}: {names.Introduce(isNow)} is new{Place(all.After, names, isNow, all.Match.ToBefore)}{(count == 0 ? "" : $", with {ElementNames.Plural(count, "action")} on its paths")}";
        all.Found.Add(new FlowDifference(DifferenceKind.Added, element.Call is null ? DifferenceSubject.Element : DifferenceSubject.Call, text) { Element = element.Id, After = element.Type, AfterSpan = element.Span });
        VisitNew(isNow);
    }

    /// <summary>An element that only the flow before had.</summary>
    public void Removed(int was)
    {
        var element = all.Before.Flow.Elements[was];
        var names = all.BeforeNames;
        var count = Below(all.Before, was, all.Match.ToAfter);
        var text = element.IsContainer
            ? $"{names.Container(was)} is gone{(count == 0 ? "" : $" ({ElementNames.Plural(count, "action")})")}"
            : $"{OwnerAfter(was)}: {names.Introduce(was)} is gone{Place(all.Before, names, was, all.Match.ToAfter)}{(count == 0 ? "" : $", with {ElementNames.Plural(count, "action")} on its paths")}";
        all.Found.Add(new FlowDifference(DifferenceKind.Removed, element.Call is null ? DifferenceSubject.Element : DifferenceSubject.Call, text) { Element = element.Id, Before = element.Type, BeforeSpan = element.Span });
    }

    /// <summary>The fields that are told one by one: the key of a choice has words of its own.</summary>
    private static IEnumerable<(MappingEntry Entry, FieldPlace Place)> FieldsOf(ArchitectSide side, int element) => side.FieldsOf(element).Where(field => field.Entry.Key != "dtmf");

    private void CompareChoices(int was, int isNow)
    {
        var matched = new HashSet<int>();
        foreach (var choice in Items(all.After, isNow))
        {
            if (all.Match.ToBefore(choice) is >= 0 and var old)
            {
                matched.Add(old);
                _choices.Compare(old, choice);
                CompareVariables(old, choice);
                if (all.Before.Flow.Elements[old].Type == all.After.Flow.Elements[choice].Type)
                {
                    CompareElements(old, choice);
                }
                else
                {
                    VisitNew(choice);
                }
            }
            else
            {
                _choices.Added(choice);
                VisitNew(choice);
            }
        }

        foreach (var choice in Items(all.Before, was).Where(choice => !matched.Contains(choice)))
        {
            _choices.Removed(choice, isNow);
        }
    }

    private void CompareVariables(int was, int isNow)
    {
        if (!all.Before.IsJson && !all.After.IsJson)
        {
            variables.Compare(all.AfterNames.Container(isNow), VariableComparer.OfContainer(all.Before, was), VariableComparer.OfContainer(all.After, isNow), all.After.Flow.Elements[isNow].Id);
        }
    }

    private static IEnumerable<int> Items(ArchitectSide side, int element) => side.PathsOf(element).SelectMany(path => path.Items);

    private void ComparePaths(int was, int isNow, PathPair pair)
    {
        var element = all.After.Flow.Elements[isNow];
        var who = all.AfterNames.Who(isNow);
        switch (pair)
        {
            case { Before: { } l, After: { } r }:
                if (l.IsCase && l.Condition != r.Condition)
                {
                    var (from, to) = ShownValue.Pair(new ShownValue(l.When ?? "", IsQuoted: false), new ShownValue(r.When ?? "", IsQuoted: false));
                    AddWay(DifferenceKind.Changed, $"{who}: {r.Label} is now taken on {to} (was {from})", element, l, r);
                }
                else if (!l.IsCase && l.Label != r.Label)
                {
                    AddWay(DifferenceKind.Renamed, $"{who}: the path {l.Label} is now {r.Label}", element, l, r);
                }
                else if (l.IsOn != r.IsOn)
                {
                    AddWay(DifferenceKind.Changed, $"{who}: {all.AfterNames.PathName(isNow, r.Label)} is now {(r.IsOn ? "on" : "off")} (was {(l.IsOn ? "on" : "off")})", element, l, r);
                }

                CompareItems(was, l.Items, isNow, r.Items);
                break;
            case { After: { } added } when added.IsCase || added.Items.Length > 0 || added.IsOn != all.After.IsOnByDefault(isNow, added.Label):
                AddPath(isNow, who, added);
                break;
            case { Before: { } gone } when gone.IsCase || gone.Items.Length > 0 || gone.IsOn != all.Before.IsOnByDefault(was, gone.Label):
                var count = gone.Items.Sum(item => CountOf(all.Before, item, all.Match.ToAfter));
                AddWay(DifferenceKind.Removed, $"{who}: {Called(all.BeforeNames, was, gone)} is gone{(count == 0 ? "" : $" ({ElementNames.Plural(count, "action")})")}", element, gone, null);
                break;
            default:
                break;
        }
    }

    private void AddPath(int isNow, string who, ElementPath added)
    {
        var count = added.Items.Sum(item => CountOf(all.After, item, all.Match.ToBefore));
        AddWay(DifferenceKind.Added, $"{who}: {Called(all.AfterNames, isNow, added)} is new{(count == 0 ? "" : $": {ElementNames.Plural(count, "action")}")}", all.After.Flow.Elements[isNow], null, added);
        foreach (var item in added.Items)
        {
            VisitItem(item, isTold: true);
        }
    }

    private static string Called(ElementNames names, int element, ElementPath path) => path.IsCase ? names.PathName(element, path.Label) : $"the path {names.PathName(element, path.Label)}";

    private void AddWay(DifferenceKind kind, string text, FlowElement element, ElementPath? was, ElementPath? isNow) => all.Found.Add(new FlowDifference(kind, DifferenceSubject.Way, text)
    {
        Element = element.Id,
        Path = (isNow ?? was)?.Label ?? "",
        Before = was?.When ?? was?.Label,
        After = isNow?.When ?? isNow?.Label,
        BeforeSpan = was?.Span,
        AfterSpan = isNow?.Span,
    });

    /// <summary>Whether the cases that both sides have are tried in another order.</summary>
    private bool ReorderedCases(int was, int isNow)
    {
        var places = new Dictionary<ElementPath, int>(ReferenceEqualityComparer.Instance);
        foreach (var path in all.Before.PathsOf(was))
        {
            places.Add(path, places.Count);
        }

        var order = all.Match.Paths(was, isNow).Where(pair => pair.After is { IsCase: true }).Select(pair => pair.Before).OfType<ElementPath>().Where(path => path.IsCase).Select(path => places[path]).ToList();
        return order.Zip(order.Skip(1)).Any(pair => pair.First > pair.Second);
    }

    private void CompareItems(int wasIn, ImmutableArray<int> was, int isNowIn, ImmutableArray<int> isNow)
    {
        var next = 0;
        for (var i = 0; i < isNow.Length; i++)
        {
            var old = all.Match.ToBefore(isNow[i]);
            if (old < 0)
            {
                Added(isNow[i]);
            }
            else if (all.Match.IsMoved(old, isNow[i]))
            {
                i = Moved(isNow, i);
            }
            else
            {
                for (; next < was.Length && was[next] != old; next++)
                {
                    RemovedIfGone(was[next]);
                }

                next++;
                CompareInPlace(old, isNow[i]);
            }
        }

        for (; next < was.Length; next++)
        {
            RemovedIfGone(was[next]);
        }
    }

    private void RemovedIfGone(int was)
    {
        if (all.Match.ToAfter(was) < 0)
        {
            Removed(was);
        }
    }

    private void CompareInPlace(int was, int isNow)
    {
        all.AddRename(was, isNow);
        CompareElements(was, isNow);
    }

    /// <summary>Tells of a run of items that stood in a run elsewhere, and returns the place of the last.</summary>
    private int Moved(ImmutableArray<int> items, int first)
    {
        var last = first;
        while (last + 1 < items.Length && all.Match.ToBefore(items[last + 1]) is >= 0 and var old && all.Match.IsMoved(old, items[last + 1]) && FollowsBefore(all.Match.ToBefore(items[last]), old))
        {
            last++;
        }

        var (was, isNow) = (all.Match.ToBefore(items[first]), items[first]);
        var (l, r) = (all.Before.Flow.Elements[was], all.After.Flow.Elements[isNow]);
        var count = last - first + 1;
        var what = count == 1 ? ElementWording.KindAndName(r) : $"{ElementNames.Plural(count, "action")}, {ElementWording.Action(r)} to {ElementWording.Action(all.After.Flow.Elements[items[last]])},";
        var (from, to) = (all.BeforeNames.Owner(was), all.AfterNames.Owner(isNow));
        var isSameOwner = from >= 0 && all.Match.ToAfter(from) == to;
        var text = isSameOwner
            ? $"{all.AfterNames.OwnerOf(isNow)}: {what} moved{Place(all.After, all.AfterNames, items[last], all.Match.ToBefore)}"
            : $"{all.AfterNames.OwnerOf(isNow)}: {what} moved here from {Lower(all.BeforeNames.OwnerOf(was))}{Place(all.After, all.AfterNames, items[last], all.Match.ToBefore)}";
        all.Found.Add(new FlowDifference(DifferenceKind.Moved, DifferenceSubject.Element, text) { Element = r.Id, Before = l.Id, After = r.Id, BeforeSpan = l.Span, AfterSpan = r.Span });
        for (var i = first; i <= last; i++)
        {
            CompareInPlace(all.Match.ToBefore(items[i]), items[i]);
        }

        return last;
    }

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private bool FollowsBefore(int first, int second)
    {
        var (l, r) = (all.Before.Flow.Elements[first], all.Before.Flow.Elements[second]);
        return l.Parent == r.Parent && l.ParentPath == r.ParentPath && all.Before.NextOf(first) == second;
    }

    /// <summary>Looks for what moved into something new.</summary>
    private void VisitNew(int isNow)
    {
        foreach (var path in all.After.PathsOf(isNow))
        {
            for (var i = 0; i < path.Items.Length; i++)
            {
                i = all.Match.ToBefore(path.Items[i]) is >= 0 and var old && all.Match.IsMoved(old, path.Items[i]) ? Moved(path.Items, i) : VisitPlain(path.Items[i], i);
            }
        }
    }

    private int VisitPlain(int item, int place)
    {
        VisitItem(item, isTold: true);
        return place;
    }

    private void VisitItem(int item, bool isTold)
    {
        if (all.Match.ToBefore(item) is >= 0 and var old)
        {
            if (all.Match.IsMoved(old, item))
            {
                Moved([item], 0);
            }
            else
            {
                CompareInPlace(old, item);
            }
        }
        else if (isTold)
        {
            VisitNew(item);
        }
    }

    /// <summary>The owner of an element that is gone, as the flow after calls it where it still is.</summary>
    private string OwnerAfter(int was)
    {
        var owner = all.BeforeNames.Owner(was);
        return owner >= 0 && all.Match.ToAfter(owner) is >= 0 and var isNow && all.After.Flow.Elements[isNow].IsContainer ? all.AfterNames.Container(isNow) : all.BeforeNames.OwnerOf(was);
    }

    private static int CountOf(ArchitectSide side, int element, Func<int, int> other) =>
        (other(element) < 0 && side.Flow.Elements[element].Kind == ElementKind.Action ? 1 : 0) + Below(side, element, other);

    /// <summary>Number of actions below an element that only this side has.</summary>
    private static int Below(ArchitectSide side, int element, Func<int, int> other)
    {
        var count = 0;
        var open = new Stack<int>(Items(side, element));
        while (open.TryPop(out var item))
        {
            count += other(item) < 0 && side.Flow.Elements[item].Kind == ElementKind.Action ? 1 : 0;
            foreach (var inner in Items(side, item))
            {
                open.Push(inner);
            }
        }

        return count;
    }

    /// <summary>Where an action stands: on which path, and before or behind which one that both sides have.</summary>
    private static string Place(ArchitectSide side, ElementNames names, int element, Func<int, int> other)
    {
        var text = names.OnPath(element) is { Length: > 0 } path ? "," + path : "";
        if (side.NextOf(element) is >= 0 and var next && other(next) >= 0)
        {
            return $"{text}, before {ElementWording.Action(side.Flow.Elements[next])}";
        }

        return side.PreviousOf(element) is >= 0 and var previous && other(previous) >= 0 ? $"{text}, after {ElementWording.Action(side.Flow.Elements[previous])}" : text;
    }
}
