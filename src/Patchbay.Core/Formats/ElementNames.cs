using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats;

/// <summary>Finds the elements that a user names, by id or else by label.</summary>
internal sealed class ElementNames(Flow flow)
{
    private const int Shown = 5;

    /// <summary>The one element of a name, or the reason why there is none.</summary>
    /// <param name="name">An id, or a label that only one element has.</param>
    /// <param name="element">Its index.</param>
    /// <param name="reason">A full sentence; empty when the element was found.</param>
    public bool TryFind(string name, out int element, out string reason)
    {
        var found = Matching(e => e.Id == name);
        var how = "id";
        if (found.IsEmpty)
        {
            found = Matching(e => e.Label == name);
            how = "label";
        }

        element = found.IsEmpty ? -1 : found[0];
        reason = found.Length switch
        {
            0 => $"The flow has no element \"{name}\"{Hint(name)}",
            1 when flow.Elements[element].Id.Length == 0 => $"The element \"{name}\" has no id, so nothing can lead to it; give it one first.",
            1 => "",
            _ when how == "label" => $"{found.Length} elements have the label \"{name}\"; name one by its id: {Listed(found.Select(i => flow.Elements[i].Id))}.",
            _ => $"{found.Length} elements have the id \"{name}\"; ids must be unique before a call can be put there.",
        };
        return reason.Length == 0;
    }

    /// <summary>Names in quotes, the first few of them.</summary>
    public static string Listed(IEnumerable<string> names)
    {
        var all = names.ToList();
        var more = all.Count - Shown;
        return string.Join(", ", all.Take(Shown).Select(name => $"\"{name}\"")) + (more > 0 ? $" and {more} more" : "");
    }

    private ImmutableArray<int> Matching(Func<FlowElement, bool> fits)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        for (var i = 0; i < flow.Elements.Length; i++)
        {
            if (fits(flow.Elements[i]))
            {
                found.Add(i);
            }
        }

        return found.DrainToImmutable();
    }

    private string Hint(string name)
    {
        var known = flow.Elements.SelectMany(e => new[] { e.Id, e.Label }).Where(known => known.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var near = new NearNames(known).Find(name);
        if (near.IsEmpty && name.Length > 0)
        {
            near = [.. known.Where(known => known.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(known, StringComparison.OrdinalIgnoreCase))];
        }

        return !near.IsEmpty ? $"; did you mean {Listed(near)}?"
            : flow.Elements.IsEmpty ? ": it is empty."
            : $"; it has {Listed(flow.Elements.Select(e => e.DisplayName))}.";
    }
}
