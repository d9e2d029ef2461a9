using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>Finds the references of an Architect flow that lead to nothing in it, and says what they may have meant.</summary>
internal static class DanglingReferences
{
    /// <summary>What is wrong with the references of a flow.</summary>
    /// <param name="context">The flow.</param>
    public static IEnumerable<Finding> Of(LintContext context)
    {
        if (context.Flow.FormatId == ArchitectJsonFormat.FormatId)
        {
            // Its references are ids, which are ways too.
            yield break;
        }

        ILookup<string, FlowElement>? byType = null;
        Dictionary<string, NearNames> near = new(StringComparer.Ordinal);
        foreach (var reference in context.Flow.References)
        {
            if (reference is not { To: FlowWay.Nowhere, File.Length: 0, Property: not "ref" } || ArchitectRoot.IsOpen(context, reference.Span))
            {
                continue;
            }

            byType ??= context.Flow.Elements.Where(element => element.RefId.Length > 0).ToLookup(element => element.Type, StringComparer.Ordinal);
            yield return Describe(context, reference, byType, near);
        }
    }

    private static Finding Describe(LintContext context, ElementReference reference, ILookup<string, FlowElement> byType, Dictionary<string, NearNames> near)
    {
        var flow = context.Flow;
        var (kind, refId) = ArchitectReference.Parse(reference.Text).Last;
        var holder = reference.From >= 0 ? flow.Elements[reference.From] : null;
        var subject = holder is null ? "The flow starts at" : $"{Wording.The(holder)} refers to";
        if (kind is null || refId is null)
        {
            return new Finding(reference.Span, $"{subject} \"{reference.Text}\", which is no reference. Write it as in \"/inboundCall/tasks/task[REFID]\".", Moment.Write) { Element = context.IdOf(reference.From) };
        }

        if (!near.TryGetValue(kind, out var names))
        {
            near[kind] = names = new NearNames(byType[kind].Select(element => element.RefId));
        }

        var meant = Meant(refId, byType[kind], names);
        var elsewhere = byType.FirstOrDefault(group => group.Key != kind && group.Any(element => element.RefId == refId))?.Key;
        var wayOut = elsewhere is not null ? $" There is a {elsewhere} with that refId." : Wording.DidYouMean(meant, Candidates(kind, byType[kind]));
        return new Finding(reference.Span, $"{subject} the {Spoken(kind)} \"{refId}\", which does not exist.{wayOut}", Moment.Write)
        {
            Element = context.IdOf(reference.From),
            Fixes = meant is [var only] && context.FindQuoted(reference.Span, $"[{refId}]") is { } place ? [new Fix($"Refer to \"{only}\"", FixSafety.Unsafe, [new TextEdit(new TextSpan(place.Start + 1, place.Length - 2), only)])] : [],
        };
    }

    /// <summary>What may be meant: a refId that is near, or else the parts whose name was written in place of their refId, or whose refId differs in its number alone.</summary>
    private static ImmutableArray<string> Meant(string refId, IEnumerable<FlowElement> candidates, NearNames names)
    {
        var near = names.Find(refId);
        var stem = Stem(refId);
        return !near.IsEmpty ? near : [.. candidates.Where(element => element.Label == refId || Stem(element.RefId) == stem).Select(element => element.RefId).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A refId without the number that the exporter puts at its end.</summary>
    private static string Stem(string refId)
    {
        var end = refId.AsSpan().TrimEnd("0123456789");
        return end.EndsWith("_") && end.Length < refId.Length ? end[..^1].ToString() : refId;
    }

    private static string Candidates(string kind, IEnumerable<FlowElement> candidates)
    {
        var listed = candidates.Select(element => $"\"{element.RefId}\"").Distinct(StringComparer.Ordinal).Take(4).ToList();
        return listed.Count == 0 ? $" The flow has no {Spoken(kind)} with a refId." : listed.Count > 3 ? $" There are {string.Join(", ", listed.Take(3))} and more." : $" There {(listed.Count == 1 ? "is" : "are")} {string.Join(" and ", listed)}.";
    }

    private static string Spoken(string kind) => MenuChoices.IsChoice(kind) ? $"choice {kind}" : kind;
}
