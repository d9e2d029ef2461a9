using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A part of the flow that no way joins to the part where callers come in.</summary>
/// <remarks>No caller hears it, and somebody forgot to join or to remove it; a node list with such a part does not compile. Outside node lists a part of one element is left to `unreachable-element`. The fix deletes the part; it is safe where nothing else in the text mentions its ids.</remarks>
internal sealed class DisconnectedPartsRule : LintRule
{
    public override string Id => "disconnected-parts";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "Some elements hang together with each other and not with the rest";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var moment = ServiceMoments.OfDisconnectedParts(context.Flow);
        if (moment == Moment.Advice && context.HasLooseWays)
        {
            yield break;
        }

        if (context.Parts.Parts.Length < 2)
        {
            yield break;
        }

        var deletion = new ElementDeletion(context, node => context.Parts[node] > 0);
        foreach (var part in context.Parts.Parts.Skip(1))
        {
            if (!Covers(context, part[0]))
            {
                continue;
            }

            var first = context.Flow.Elements[part[0]];
            var subject = part.Length == 1 ? $"{Wording.Name(first)} is" : $"{Wording.Name(first)} and {Wording.Count(part.Length - 1, "other element")} are";
            yield return new Finding(first.IdSpan, $"{subject} not connected to the rest of the flow, so no caller gets there. Lead a way to {(part.Length == 1 ? "it" : "them")}, or remove {(part.Length == 1 ? "it" : "them")}.", moment)
            {
                Element = first.Id,
                Severity = moment == Moment.Advice ? null : Severity.Error,
                Fixes = context.HasLooseWays || context.Graph.Entries.IsEmpty || deletion.Of(part) is not { } fix ? [] : [fix],
                Related = [.. part.Skip(1).Take(10).Select(node => new RelatedPlace(context.Flow.Elements[node].IdSpan, $"{Wording.Name(context.Flow.Elements[node])} belongs to the same part."))],
            };
        }
    }

    /// <summary>Whether an element lies in a part that this rule speaks of, so that others need not.</summary>
    public static bool Covers(LintContext context, int node) =>
        context.Parts[node] > 0 && (context.Parts.Parts[context.Parts[node]].Length > 1 || ServiceMoments.OfDisconnectedParts(context.Flow) != Moment.Advice);
}
