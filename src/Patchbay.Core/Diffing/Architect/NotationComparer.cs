using Patchbay.Core.Flows;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Compares what two notations of Architect flows both say: values and things of the org, element by element.</summary>
internal sealed class NotationComparer(Comparison all)
{
    /// <summary>Compares the two flows as far as their models go.</summary>
    public void Compare()
    {
        var (l, r) = (all.Before.Flow, all.After.Flow);
        if (l.FormatId != r.FormatId)
        {
            all.Found.Add(new FlowDifference(DifferenceKind.Changed, DifferenceSubject.Flow, $"The flow is now written as {r.FormatId} (was {l.FormatId}); fields that only one of them knows are not compared")
            {
                Group = DifferenceGroup.Settings,
                Path = "format",
                Before = l.FormatId,
                After = r.FormatId,
            });
        }
    }
}
