using System.Collections.Immutable;

namespace Patchbay.Client.Modules;

/// <summary>The order in which consumers are published again: a flow that another leads to comes before it, so that no caller gets from a new flow into an old one. Where flows lead to each other in a circle, and among equals, names decide.</summary>
internal static class ConsumerOrder
{
    /// <summary>Consumers in waves; no wave holds both a flow and one that it leads to.</summary>
    /// <param name="consumers">The consumers.</param>
    /// <param name="uses">Which of them each leads to, by id.</param>
    /// <param name="options">How large waves are, and what is published.</param>
    public static ImmutableArray<RepublishStep> Waves(IReadOnlyCollection<ModuleConsumer> consumers, Dictionary<string, IReadOnlyList<string>> uses, RepublishOptions options)
    {
        var steps = ImmutableArray.CreateBuilder<RepublishStep>();
        var level = Levels(consumers.OrderBy(consumer => consumer.Name, StringComparer.Ordinal).Select(consumer => consumer.Id), uses);
        var wave = 0;
        foreach (var equals in consumers.GroupBy(consumer => level[consumer.Id]).OrderBy(equals => equals.Key))
        {
            foreach (var some in equals.OrderBy(consumer => consumer.Name, StringComparer.Ordinal).ThenBy(consumer => consumer.Id, StringComparer.Ordinal).Chunk(Math.Max(1, options.WaveSize)))
            {
                wave++;
                steps.AddRange(some.Select(consumer => new RepublishStep(consumer, wave, options.WithUnpublished ? consumer.CheckedInVersion ?? consumer.LiveVersion : consumer.LiveVersion)));
            }
        }

        return steps.DrainToImmutable();
    }

    /// <summary>How many steps lie below each: 0 for one that leads to no other.</summary>
    /// <param name="ids">The flows' ids, in the order that decides in a circle.</param>
    /// <param name="uses">Which of them each leads to.</param>
    public static Dictionary<string, int> Levels(IEnumerable<string> ids, Dictionary<string, IReadOnlyList<string>> uses)
    {
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        var isOpen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in ids)
        {
            // With a list of our own instead of calls: a chain of flows may be long.
            var path = new Stack<string>([start]);
            while (path.TryPeek(out var id))
            {
                var below = uses.GetValueOrDefault(id) ?? [];
                if (!levels.ContainsKey(id) && isOpen.Add(id) && below.Where(other => !levels.ContainsKey(other) && !isOpen.Contains(other)).ToList() is { Count: > 0 } first)
                {
                    first.ForEach(path.Push);
                    continue;
                }

                path.Pop();
                isOpen.Remove(id);
                levels.TryAdd(id, below.Where(other => levels.ContainsKey(other)).Select(other => levels[other] + 1).DefaultIfEmpty(0).Max());
            }
        }

        return levels;
    }
}
