using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A call to a flow that calls this one again, directly or through others.</summary>
/// <remarks>The flow does not compile, so it cannot be published. Take the call out of one flow of the circle.</remarks>
internal sealed class RecursiveCallRule : LintRule
{
    public override string Id => "recursive-call";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A shared flow calls its way back to the flow that calls it";

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.FlowId is not { Length: > 0 } self)
        {
            yield break;
        }

        // Nearly always one search says that no call leads back; only then is each call looked at by itself.
        var calls = context.Flow.Elements.Where(element => element.Call is { FlowId.Length: > 0 }).ToList();
        if (calls.Count == 0 || PathBack(context.Catalogue, calls.Select(element => element.Call?.FlowId ?? ""), self) is null)
        {
            yield break;
        }

        var paths = new Dictionary<string, List<string>?>(StringComparer.Ordinal);
        foreach (var element in calls)
        {
            if (element.Call is not { } call)
            {
                continue;
            }

            if (!paths.TryGetValue(call.FlowId, out var path))
            {
                paths[call.FlowId] = path = PathBack(context.Catalogue, [call.FlowId], self);
            }

            if (path is not null)
            {
                yield return Describe(context, element, call, path);
            }
        }
    }

    private static Finding Describe(LintContext context, FlowElement element, SharedFlowCall call, List<string> path)
    {
        var names = path.Select(id => $"\"{(id == context.FlowId && context.Flow.Name.Length > 0 ? context.Flow.Name : context.Catalogue.FindFlow(id)?.Name ?? id)}\"").ToList();
        var message = names.Count == 1
            ? $"{Wording.Name(element)} calls the flow that it stands in. Take the call out."
            : $"{Wording.Name(element)} calls its way back here: {names[^1]} -> {string.Join(" -> ", names)}. Take one of these calls out.";
        return new Finding(call.Span, message, Moment.Compile) { Element = element.Id };
    }

    /// <summary>The flows from the first one called to this flow itself, on a shortest way; null when none leads back.</summary>
    private static List<string>? PathBack(OrgCatalogue catalogue, IEnumerable<string> called, string self)
    {
        var cameFrom = new Dictionary<string, string?>(StringComparer.Ordinal);
        var queue = new Queue<string>();
        foreach (var id in called)
        {
            if (cameFrom.TryAdd(id, null))
            {
                queue.Enqueue(id);
            }
        }

        while (queue.TryDequeue(out var id))
        {
            if (id == self)
            {
                var path = new List<string>();
                for (string? step = id; step is not null; step = cameFrom[step])
                {
                    path.Add(step);
                }

                path.Reverse();
                return path;
            }

            if (catalogue.FindFlow(id) is { Calls.IsDefaultOrEmpty: false } flow)
            {
                foreach (var next in flow.Calls)
                {
                    if (cameFrom.TryAdd(next, id))
                    {
                        queue.Enqueue(next);
                    }
                }
            }
        }

        return null;
    }
}
