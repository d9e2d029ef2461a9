using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>An element that callers get to, from which no way leads on, though it neither ends the call nor hands it on.</summary>
/// <remarks>The caller answers and hears nothing more. Lead a way on from it, or end the call in words. A message after which an inbound flow just stops is information only; where the author wrote an empty way on, it is meant.</remarks>
internal sealed class DeadEndRule : LintRule
{
    public override string Id => "dead-end";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "An element asks or decides something and then leads nowhere";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Reached.Count == 0)
        {
            yield break;
        }

        var isShared = FlowTypes.IsShared(context.Flow.Type);
        for (var node = 0; node < context.Graph.Count; node++)
        {
            var element = context.Flow.Elements[node];
            if (!context.Reached[node] || !context.Graph.Out(node).IsEmpty || element.NeedsWay || element.Role is ElementRole.Final or ElementRole.Call)
            {
                continue;
            }

            if (element.Role == ElementRole.Waits || string.Equals(element.Type, "decision", StringComparison.OrdinalIgnoreCase))
            {
                var does = element.Role == ElementRole.Waits ? "waits for the caller" : "decides";
                yield return new Finding(element.IdSpan, $"{Wording.Name(element)} {does} and then leads nowhere. Lead a way on from it.") { Element = element.Id };
            }
            else if (!isShared && ActionTypes.GoesOn(element.Type))
            {
                yield return new Finding(element.IdSpan, $"The call stops after {Wording.NameWithin(element)} without a word. Lead a way on from it, for example to an element that disconnects.")
                {
                    Element = element.Id,
                    Severity = Severity.Info,
                };
            }
        }
    }
}
