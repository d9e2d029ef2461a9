namespace Patchbay.Core.Diffing.Architect;

/// <summary>Compares the choices of menus.</summary>
internal sealed class ChoiceComparer(Comparison all)
{
    /// <summary>Compares two choices that are one and the same: the key, where it leads, and what it is called.</summary>
    public void Compare(int was, int isNow)
    {
        var (l, r) = (all.Before.Flow.Elements[was], all.After.Flow.Elements[isNow]);
        var who = all.AfterNames.Who(isNow);
        var (from, to) = (all.Before.KeyOf(was), all.After.KeyOf(isNow));
        if (from != to)
        {
            var menu = who[..who.LastIndexOf(": ", StringComparison.Ordinal)];
            var text = to.Length == 0 ? $"{menu}: choice \"{r.Label}\" has no key any more (was key {from})"
                : from.Length == 0 ? $"{menu}: choice \"{r.Label}\" is now key {to} (had no key)"
                : $"{menu}: choice \"{r.Label}\" is now key {to} (was key {from})";
            all.Found.Add(Difference(DifferenceKind.Changed, text, isNow, "dtmf") with { Before = from, After = to, BeforeSpan = l.Span, AfterSpan = r.Span });
        }

        if (l.Type != r.Type)
        {
            all.Found.Add(Difference(DifferenceKind.Changed, $"{who} now leads to {all.AfterNames.Leads(isNow)} (was {all.BeforeNames.Leads(was)})", isNow, "target") with { Before = l.Type, After = r.Type, BeforeSpan = l.Span, AfterSpan = r.Span });
        }

        all.AddRename(was, isNow);
    }

    /// <summary>A choice that only the menu after has.</summary>
    public void Added(int isNow)
    {
        var element = all.After.Flow.Elements[isNow];
        all.Found.Add(Difference(DifferenceKind.Added, $"{all.AfterNames.Who(isNow)} is new: {Name(all.After, isNow)}leads to {all.AfterNames.Leads(isNow)}", isNow, "") with { After = element.Type, AfterSpan = element.Span });
    }

    /// <summary>A choice that only the menu before had.</summary>
    /// <param name="was">The choice.</param>
    /// <param name="menu">The menu after.</param>
    public void Removed(int was, int menu)
    {
        var element = all.Before.Flow.Elements[was];
        all.Found.Add(new FlowDifference(DifferenceKind.Removed, DifferenceSubject.MenuOption, $"{all.AfterNames.Container(menu)}: {all.BeforeNames.Choice(was)} is gone ({Name(all.Before, was)}led to {all.BeforeNames.Leads(was)})")
        {
            Element = element.Id,
            Path = all.Before.KeyOf(was),
            Before = element.Type,
            BeforeSpan = element.Span,
        });
    }

    private static string Name(ArchitectSide side, int choice) => side.HasKey(choice) ? $"\"{side.Flow.Elements[choice].Label}\" " : "it ";

    private FlowDifference Difference(DifferenceKind kind, string text, int isNow, string field)
    {
        var key = all.After.KeyOf(isNow);
        return new FlowDifference(kind, DifferenceSubject.MenuOption, text) { Element = all.After.Flow.Elements[isNow].Id, Path = field.Length == 0 ? key : key.Length == 0 ? field : $"{key}.{field}" };
    }
}
