using System.Text;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Formats;

/// <summary>Makes ids for new elements from names and a counter, so that the same change always gives the same ids.</summary>
internal sealed class NewIds(Flow flow)
{
    private readonly HashSet<string> _taken = new(flow.Elements.Select(element => element.Id), StringComparer.OrdinalIgnoreCase);

    /// <summary>An id for a call that no element has.</summary>
    public string ForCall(CallSpec call)
    {
        var name = Slug(call.FlowName);
        var id = "call_" + (name.Length > 0 ? name : Slug(call.FlowId));
        var unique = id;
        for (var n = 2; !_taken.Add(unique); n++)
        {
            unique = $"{id}_{n}";
        }

        return unique;
    }

    /// <summary>Lower-case letters, digits and underscores.</summary>
    private static string Slug(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '_')
            {
                slug.Append('_');
            }
        }

        return slug.ToString().TrimEnd('_');
    }
}
