using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing;

/// <summary>Compares the options of a menu, key by key.</summary>
internal sealed class MenuComparer(FlowSide before, FlowSide after, OrgCatalogue catalogue, ElementMatch match, Action<FlowDifference> report)
{
    /// <summary>Compares the menus of two elements, one of which may have none.</summary>
    public void Compare(FlowElement was, FlowElement isNow, string name)
    {
        var left = was.Menu?.Options ?? [];
        var right = isNow.Menu?.Options ?? [];
        if (left.IsEmpty && right.IsEmpty && was.Menu is null != isNow.Menu is null)
        {
            report(WithoutOptions(was, isNow, name));
            return;
        }

        var oldByKey = left.GroupBy(option => option.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new Queue<MenuOption>(group), StringComparer.Ordinal);
        var kept = new List<MenuOption>();
        foreach (var option in right)
        {
            if (oldByKey.TryGetValue(option.Key, out var queue) && queue.TryDequeue(out var old))
            {
                kept.Add(old);
                CompareOption((was, old), (isNow, option), name);
            }
            else
            {
                report(new FlowDifference(DifferenceKind.Added, DifferenceSubject.MenuOption, $"{name}: key {option.Key} is new: \"{option.Prompt}\" leads to {Target(after, option)}")
                {
                    Element = isNow.Id,
                    Path = option.Key,
                    After = option.RoutingTarget,
                    AfterSpan = option.Span,
                });
            }
        }

        foreach (var old in left.Where(option => !kept.Contains(option)))
        {
            report(new FlowDifference(DifferenceKind.Removed, DifferenceSubject.MenuOption, $"{name}: key {old.Key} is gone (\"{old.Prompt}\" led to {Target(before, old)})")
            {
                Element = isNow.Id,
                Path = old.Key,
                Before = old.RoutingTarget,
                BeforeSpan = old.Span,
            });
        }

        var order = left.Where(kept.Contains).Select(option => option.Key).ToImmutableArray();
        if (!order.SequenceEqual(kept.Select(option => option.Key), StringComparer.Ordinal))
        {
            var (from, to) = (string.Join(", ", order), string.Join(", ", kept.Select(option => option.Key)));
            report(new FlowDifference(DifferenceKind.Reordered, DifferenceSubject.MenuOption, $"{name}: the keys now come in the order {to} (was {from})")
            {
                Element = isNow.Id,
                Before = from,
                After = to,
                BeforeSpan = was.Menu?.Span,
                AfterSpan = isNow.Menu?.Span,
            });
        }
    }

    /// <summary>A menu that came or went and holds nothing of which there would be more to say.</summary>
    private static FlowDifference WithoutOptions(FlowElement was, FlowElement isNow, string name) =>
        new(was.Menu is null ? DifferenceKind.Added : DifferenceKind.Removed, DifferenceSubject.Field, $"{name}: the menu {(was.Menu is null ? "is new and has no options" : "is gone (it had no options)")}")
        {
            Element = isNow.Id,
            Path = "menu",
            BeforeSpan = was.Menu?.Span,
            AfterSpan = isNow.Menu?.Span,
        };

    private void CompareOption((FlowElement Element, MenuOption Option) was, (FlowElement Element, MenuOption Option) isNow, string name)
    {
        var (old, option) = (was.Option, isNow.Option);
        if (old.Prompt != option.Prompt)
        {
            report(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.MenuOption, $"{name}: key {option.Key} now says \"{option.Prompt}\" (was \"{old.Prompt}\")")
            {
                Element = isNow.Element.Id,
                Path = $"{option.Key}.prompt",
                Before = old.Prompt,
                After = option.Prompt,
                BeforeSpan = old.Span,
                AfterSpan = option.Span,
            });
        }

        if (match.RoutingBefore(old.RoutingTarget) != option.RoutingTarget)
        {
            report(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.MenuOption, $"{name}: key {option.Key} now leads to {Target(after, option)} (was {Target(before, old)})")
            {
                Element = isNow.Element.Id,
                Path = $"{option.Key}.target",
                Before = old.RoutingTarget,
                After = option.RoutingTarget,
                BeforeSpan = old.TargetSpan,
                AfterSpan = option.TargetSpan,
            });
        }

        if (FlowSide.Find(was.Element.Node, old.Span) is MappingNode left && FlowSide.Find(isNow.Element.Node, option.Span) is MappingNode right)
        {
            var known = Known(left, old).Concat(Known(right, option)).ToHashSet(StringComparer.Ordinal);
            new FieldComparer(before, after, listsKeepOrder: true, (path, from, to) =>
                report(FlowComparer.FieldDifference(before, after, $"{name}: key {option.Key}: {path}", isNow.Element.Id, $"{option.Key}.{path}", from, to)))
                .CompareEntries("", left, right, key => !known.Contains(key));
        }
    }

    /// <summary>The fields of an option that the flow model accounts for.</summary>
    private static IEnumerable<string> Known(MappingNode node, MenuOption option) =>
        node.Entries.Where(entry => entry.Key == "prompt" || entry.Value.Span == option.KeySpan || entry.Value.Span == option.TargetSpan).Select(entry => entry.Key);

    private string Target(FlowSide side, MenuOption option)
    {
        var element = side.Flow.Elements.FirstOrDefault(element => element.Id.Length > 0 && element.Id == option.RoutingTarget);
        var queue = catalogue.Queues.IsDefault ? null : catalogue.Queues.FirstOrDefault(queue => queue.Id == option.RoutingTarget);
        return element is not null ? $"\"{element.DisplayName}\""
            : queue is not null ? $"queue \"{queue.Name}\""
            : catalogue.FindFlow(option.RoutingTarget) is { } flow ? $"flow \"{flow.Name}\""
            : option.RoutingTarget.Length > 0 ? option.RoutingTarget : "nothing";
    }
}
