using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A task that calls itself, directly or through others.</summary>
/// <remarks>Each call waits for the one below it, so nothing is ever finished, and the flow fails when it has run its 10,000 actions. Jump to the task where nothing needs to come back, or use a loop.</remarks>
internal sealed class RecursiveTaskRule : ArchitectRule
{
    public override string Id => "recursive-task";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A task calls its way back to itself";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        var calls = flow.References.Where(reference => reference is { From: >= 0, To: >= 0 } && flow.Elements[reference.From].Type == "callTask").ToList();
        var called = calls.ToLookup(reference => flow.ContainerOf(reference.From), reference => reference.To);
        var circles = TaskCircles.Of(called);
        foreach (var call in calls)
        {
            var from = flow.ContainerOf(call.From);
            if (from >= 0 && circles.TryGetValue(from, out var circle) && circles.TryGetValue(call.To, out var other) && circle == other)
            {
                var (caller, target) = (flow.Elements[from], flow.Elements[call.To]);
                var message = from == call.To
                    ? $"{Wording.The(caller)} calls itself here. Jump to it, or use a loop."
                    : $"{Wording.The(caller)} calls {Wording.TheWithin(target)} here, which calls its way back. Jump where nothing needs to come back, or use a loop.";
                yield return new Finding(call.Span, message) { Element = flow.Elements[call.From].Id };
            }
        }
    }
}
