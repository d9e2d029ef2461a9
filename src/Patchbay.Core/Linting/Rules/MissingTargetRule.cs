using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A way that names an element which does not exist.</summary>
/// <remarks>A caller who takes it gets nowhere; the service refuses the flow. Correct the name, or add the element. In Architect flows references go by `refId`, which is compared exactly; those into another file are left to whoever has it. A fix is offered where one id alone is near; it is unsafe, as the name is a guess.</remarks>
internal sealed class MissingTargetRule : LintRule
{
    public override string Id => "missing-target";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A way leads to, or comes from, an element that does not exist";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        foreach (var way in flow.Ways)
        {
            if (way.From == FlowWay.Nowhere)
            {
                yield return MissingSource(context, way);
            }

            if (way.To == FlowWay.Nowhere && !way.IsRouting && (flow.Api == FlowApi.Definitions || flow.FormatId == ArchitectJsonFormat.FormatId))
            {
                yield return MissingTarget(context, way);
            }
        }

        foreach (var finding in DanglingReferences.Of(context))
        {
            yield return finding;
        }
    }

    private static Finding MissingSource(LintContext context, FlowWay way)
    {
        var near = context.NearIds(way.Source);
        var problem = way.Source.Length > 0 ? $"An edge comes from \"{way.Source}\", which does not exist." : "An edge does not say where it comes from.";
        return new Finding(way.Span, $"{problem}{Wording.DidYouMean(near, " Name an element, or remove the edge.")}", Moment.Write) { Fixes = Correction(context, way.Span, way.Source, near, "Come from") };
    }

    private static Finding MissingTarget(LintContext context, FlowWay way)
    {
        var near = context.NearIds(way.Target);
        var from = way.From >= 0 ? context.Flow.Elements[way.From] : null;
        var subject = from is not null ? $"{Wording.Name(from)} leads{Wording.On(way)} to" : way.From == FlowWay.FromStart ? "The flow starts at" : "An edge leads to";
        var problem = way.Target.Length > 0 ? $"\"{way.Target}\", which does not exist." : "nothing.";
        var wayOut = way.Target.Length > 0 ? $" Name another element, or add \"{way.Target}\"." : " Name an element.";
        return new Finding(way.Span, $"{subject} {problem}{Wording.DidYouMean(near, wayOut)}", Moment.Write)
        {
            Element = from?.Id ?? "",
            Fixes = Correction(context, way.Span, way.Target, near, "Lead to"),
        };
    }

    private static Fix[] Correction(LintContext context, TextSpan span, string written, ImmutableArray<string> near, string verb) =>
        near is [var only] && context.FindQuoted(span, written) is { } name ? [new Fix($"{verb} \"{only}\"", FixSafety.Unsafe, [new TextEdit(name, only)])] : [];
}
