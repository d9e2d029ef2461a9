using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Compares what two notations of Architect flows both say of an element: expressions, spoken texts, prompts, bound variables, and things of the org.</summary>
internal sealed class NotationComparer(Comparison all)
{
    private readonly ModelValues _before = new(all.Before.Flow, new Meanings());
    private readonly ModelValues _after = new(all.After.Flow, new Meanings());

    /// <summary>Tells that the notations differ, and compares the elements that both sides have.</summary>
    public void Compare()
    {
        var (l, r) = (all.Before.Flow, all.After.Flow);
        all.Found.Add(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.Flow, $"The flow is now written as {r.FormatId} (was {l.FormatId}); what only one of them spells out is not compared")
        {
            Group = DifferenceGroup.Settings,
            Path = "format",
            Before = l.FormatId,
            After = r.FormatId,
        });
        for (var isNow = 0; isNow < r.Elements.Length; isNow++)
        {
            if (all.Match.ToBefore(isNow) is >= 0 and var was && r.Elements[isNow].Kind != ElementKind.ErrorHandling)
            {
                CompareElements(was, isNow);
            }
        }
    }

    private void CompareElements(int was, int isNow)
    {
        var element = all.After.Flow.Elements[isNow];
        foreach (var (shown, value, used) in _after.Except(isNow, _before.Of(was)))
        {
            all.Found.Add(Difference(DifferenceKind.Added, $"{all.AfterNames.Who(isNow)} now has {shown}", element.Id, value, used) with { After = value?.Text ?? used?.Name, AfterSpan = value?.Node.Span ?? used?.Span });
        }

        foreach (var (shown, value, used) in _before.Except(was, _after.Of(isNow)))
        {
            all.Found.Add(Difference(DifferenceKind.Removed, $"{all.AfterNames.Who(isNow)} no longer has {shown}", element.Id, value, used) with { Before = value?.Text ?? used?.Name, BeforeSpan = value?.Node.Span ?? used?.Span });
        }
    }

    private static FlowDifference Difference(DifferenceKind kind, string text, string element, FlowValue? value, FlowDependency? used) => new(kind, DifferenceSubject.Field, text)
    {
        Group = value?.Mode is ValueMode.Variable ? DifferenceGroup.Data : DifferenceGroup.Caller,
        Element = element,
        Path = value?.Path ?? used?.Kind.ToString() ?? "",
    };
}
