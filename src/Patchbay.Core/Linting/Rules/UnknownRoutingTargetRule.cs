using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A menu option whose routing target is neither an element of the flow nor a queue or flow of the org.</summary>
/// <remarks>A caller who chooses it gets nowhere; the service refuses the flow. Name a queue, a flow or an element by its id. Without the org only a missing target is found. A fix is offered where the target is the name of exactly one queue or flow, or near to exactly one id; it is unsafe, as it is a guess.</remarks>
internal sealed class UnknownRoutingTargetRule : LintRule
{
    public override string Id => "unknown-routing-target";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A menu option leads to no queue, flow or element";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var (flow, catalogue) = (context.Flow, context.Catalogue);
        var isComplete = catalogue is { KnowsAllFlows: true, KnowsAllQueues: true };
        var near = new Lazy<NearNames>(() => new NearNames([.. flow.Elements.Select(element => element.Id), .. catalogue.Flows.Select(other => other.Id), .. Queues(catalogue).Select(queue => queue.Id)]));
        var byName = new Lazy<ILookup<string, (string Id, string What)>>(() => Named(catalogue));
        foreach (var way in flow.Ways)
        {
            if (!way.IsRouting || way.To >= 0 || catalogue.IsRoutingTarget(way.Target) || (way.Target.Length > 0 && !isComplete))
            {
                continue;
            }

            var element = flow.Elements[way.From];
            var choice = $"{Wording.Name(element)} leads{Wording.On(way)}";
            yield return way.Target.Length == 0
                ? new Finding(way.Span, $"{choice} to nothing: the option has no routing target. Name a queue, a flow or an element.", Moment.Write) { Element = element.Id }
                : Describe(context, way, element, choice, byName.Value, near.Value);
        }
    }

    private static Finding Describe(LintContext context, FlowWay way, FlowElement element, string choice, ILookup<string, (string Id, string What)> byName, NearNames near)
    {
        var named = byName[way.Target].ToList();
        var nearIds = near.Find(way.Target);
        var wayOut = named is [var (id, what)] ? $" It is the name of a {what}; its id is \"{id}\"." : Wording.DidYouMean(nearIds, " Name one of them by its id.");
        var better = named is [var only] ? only.Id : nearIds is [var nearest] ? nearest : null;
        return new Finding(way.Span, $"{choice} to \"{way.Target}\", which is no queue, flow or element.{wayOut}", Moment.Write)
        {
            Element = element.Id,
            Fixes = better is not null && context.FindQuoted(way.Span, way.Target) is { } span ? [new Fix($"Lead to \"{better}\"", FixSafety.Unsafe, [new TextEdit(span, better)])] : [],
        };
    }

    private static ILookup<string, (string Id, string What)> Named(OrgCatalogue catalogue) =>
        Queues(catalogue).Select(queue => (queue.Name, queue.Id, What: "queue"))
            .Concat(catalogue.Flows.Select(flow => (flow.Name, flow.Id, What: "flow")))
            .ToLookup(named => named.Name, named => (named.Id, named.What), StringComparer.Ordinal);

    private static IEnumerable<CatalogueQueue> Queues(OrgCatalogue catalogue) => catalogue.KnowsAllQueues ? catalogue.Queues : [];
}
