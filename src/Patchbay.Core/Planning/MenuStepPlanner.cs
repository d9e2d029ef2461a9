using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;

namespace Patchbay.Core.Planning;

/// <summary>Plans the options of a menu.</summary>
/// <param name="flow">The flow as the steps before left it.</param>
/// <param name="step">The step.</param>
/// <param name="callees">The ids of all shared flows that the change calls.</param>
/// <param name="catalogue">The org around it, for the names of queues and flows.</param>
internal sealed class MenuStepPlanner(Flow flow, ResolvedMenu step, HashSet<string> callees, OrgCatalogue catalogue)
{
    private readonly CallChains _chains = new(flow, callees);

    /// <summary>Plans options that are put in and taken out as the options that the menu then has.</summary>
    /// <param name="flow">The flow as the steps before left it.</param>
    /// <param name="edit">The step.</param>
    /// <param name="callees">The ids of all shared flows that the change calls.</param>
    /// <param name="catalogue">The org around it, for the names of queues and flows.</param>
    public static MenuStepPlanner Of(Flow flow, ResolvedMenuEdit edit, HashSet<string> callees, OrgCatalogue catalogue)
    {
        var has = new ElementNames(flow).TryFind(edit.Element, out var element, out _) ? FlowFormats.Of(flow).OptionsOf(flow, element) : [];
        var replaced = has.Select(option => edit.Add.FirstOrDefault(added => added.Key == option.Key) ?? option).Where(option => !edit.Remove.Contains(option.Key));
        var added = edit.Add.Where(option => !has.Any(old => old.Key == option.Key) && !edit.Remove.Contains(option.Key));
        return new MenuStepPlanner(flow, new ResolvedMenu(edit.Element, [.. replaced, .. added]), callees, catalogue);
    }

    public StepResult Plan()
    {
        if (!new ElementNames(flow).TryFind(step.Element, out var element, out var missing))
        {
            return StepResult.Refused($"change the menu \"{step.Element}\"", missing);
        }

        var name = $"\"{flow.Elements[element].DisplayName}\"";
        var format = FlowFormats.Of(flow);
        var old = flow.Elements[element].Menu;
        var had = format.OptionsOf(flow, element);
        var wanted = InOrder(format, had, [.. step.Options.Select(option => OverCalls(option, old))]);
        switch (format.ReplaceMenu(flow, element, wanted))
        {
            case EditResult.Refused refused:
                return StepResult.Refused($"change the menu {name}", refused.Reason);
            case EditResult.Edited { Edits.IsEmpty: true }:
                return new StepResult(StepOutcome.Already, $"the menu {name} already has these options");
            case EditResult.Edited when had.IsEmpty && wanted.IsEmpty:
                // A menu without options offers nothing, so none is made to hold none.
                return new StepResult(StepOutcome.Already, $"{name} already has no options");
            case EditResult.Edited edited:
                return new StepResult(old is null ? StepOutcome.Insert : StepOutcome.Update, old is null ? $"give {name} a menu" : $"change the menu {name}")
                {
                    Edits = edited.Edits,
                    Details = [.. Changes(had, wanted)],
                };
            case var other:
                throw new InvalidOperationException($"The planner knows no result {other.GetType().Name}.");
        }
    }

    /// <summary>A key that leads to its target over calls that the same change put before it leads there; taking it off them would undo the change.</summary>
    private MenuOptionSpec OverCalls(MenuOptionSpec wanted, Menu? old)
    {
        var target = old?.Options.FirstOrDefault(option => option.Key == wanted.Key)?.RoutingTarget ?? "";
        return target.Length > 0 && target != wanted.RoutingTarget && _chains.LeadsTo(target, wanted.RoutingTarget) ? wanted with { RoutingTarget = target } : wanted;
    }

    /// <summary>Where the order of options says nothing, those that stay keep theirs.</summary>
    private static ImmutableArray<MenuOptionSpec> InOrder(FlowFormat format, ImmutableArray<MenuOptionSpec> had, ImmutableArray<MenuOptionSpec> wanted)
    {
        if (format.OrdersOptions)
        {
            return wanted;
        }

        var order = had.Select(option => option.Key).Distinct(StringComparer.Ordinal).Select((key, index) => (key, index)).ToDictionary(pair => pair.key, pair => pair.index, StringComparer.Ordinal);
        var kept = new Queue<MenuOptionSpec>(wanted.Where(option => order.ContainsKey(option.Key)).OrderBy(option => order[option.Key]));
        return [.. wanted.Select(option => order.ContainsKey(option.Key) ? kept.Dequeue() : option)];
    }

    private IEnumerable<StepDetail> Changes(ImmutableArray<MenuOptionSpec> old, ImmutableArray<MenuOptionSpec> options)
    {
        var oldByKey = new Dictionary<string, MenuOptionSpec>(StringComparer.Ordinal);
        foreach (var option in old)
        {
            oldByKey.TryAdd(option.Key, option);
        }

        foreach (var option in options)
        {
            if (!oldByKey.TryGetValue(option.Key, out var was))
            {
                yield return new StepDetail(option.Key, $"\"{option.Prompt}\" -> {Shown(option)}", "+");
                continue;
            }

            var prompt = was.Prompt == option.Prompt ? "" : $" (was \"{was.Prompt}\")";
            var target = was.RoutingTarget == option.RoutingTarget && (was.Target == option.Target || option.Target == MenuTarget.Any) ? "" : $" (was {Shown(was)})";
            if (prompt.Length + target.Length > 0)
            {
                yield return new StepDetail(option.Key, $"\"{option.Prompt}\"{prompt} -> {Shown(option)}{target}", "~");
            }
        }

        foreach (var option in old.Where(option => !options.Any(wanted => wanted.Key == option.Key)))
        {
            yield return new StepDetail(option.Key, $"\"{option.Prompt}\" -> {Shown(option)}", "-");
        }

        var kept = old.Select(option => option.Key).Where(key => options.Any(wanted => wanted.Key == key)).ToList();
        var order = options.Select(option => option.Key).Where(oldByKey.ContainsKey).ToList();
        if (!kept.SequenceEqual(order, StringComparer.Ordinal))
        {
            yield return new StepDetail("order", $"{string.Join(", ", order)} (was {string.Join(", ", kept)})", "~");
        }
    }

    private string Shown(MenuOptionSpec option) => option.Target switch
    {
        MenuTarget.Disconnect => "disconnect",
        MenuTarget.Queue => $"queue \"{option.RoutingTarget}\"",
        MenuTarget.Task => $"task \"{option.RoutingTarget}\"",
        MenuTarget.Menu => $"menu \"{option.RoutingTarget}\"",
        _ => Shown(option.RoutingTarget),
    };

    private string Shown(string target)
    {
        var element = flow.Elements.FirstOrDefault(element => element.Id.Length > 0 && element.Id == target);
        var queue = catalogue.Queues.IsDefault ? null : catalogue.Queues.FirstOrDefault(queue => queue.Id == target);
        return element?.DisplayName ?? queue?.Name ?? catalogue.FindFlow(target)?.Name ?? (target.Length > 0 ? target : "nothing");
    }
}
