using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A queue, prompt, data action, module or other thing that the org does not have.</summary>
/// <remarks>The publisher refuses the flow, or callers get nowhere. Correct the name, or create the thing first. Names are checked only where they are known: against an org, against a catalogue file, and against the modules and bots in the folder. Where a list is not complete only a name that is a slip away from a known one is told, as a warning. Case makes no difference.</remarks>
internal sealed class UnknownNameRule : ArchitectRule
{
    public override string Id => "unknown-name";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A flow names something that the org does not have";

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var known = new Dictionary<DependencyKind, (KnownNames Names, NearNames Near)?>();
        foreach (var use in context.Flow.Dependencies)
        {
            if (use.Kind == DependencyKind.File || use.Name.Length == 0 || ArchitectRoot.IsOpen(context, use.Span))
            {
                continue;
            }

            if (!known.TryGetValue(use.Kind, out var list))
            {
                known[use.Kind] = list = NamesOf(context, use.Kind) is { } names ? (names, new NearNames(names.Names)) : null;
            }

            if (list is not { } of || of.Names.Names.Contains(use.Name) || IsItself(context.Flow, use))
            {
                continue;
            }

            var near = of.Near.Find(use.Name);
            if (of.Names.IsComplete || !near.IsEmpty)
            {
                yield return Describe(context, use, near, of.Names.IsComplete);
            }
        }
    }

    private static Finding Describe(LintContext context, FlowDependency use, ImmutableArray<string> near, bool isComplete)
    {
        var noun = OrgNames.NounOf(use.Kind);
        var message = isComplete ? $"There is no {noun} \"{use.Name}\"." : $"No {noun} \"{use.Name}\" is known here.";
        return new Finding(use.Span, $"{message}{Wording.DidYouMean(near, " Correct the name, or create it first.")}", Moment.Compile)
        {
            Element = context.IdOf(use.Element),
            Severity = isComplete ? null : Severity.Warning,
            Fixes = near is [var only] && context.FindQuoted(use.Span, LastPart(use.Name)) is { } place ? [new Fix($"Write \"{only}\"", FixSafety.Unsafe, [new TextEdit(place, LastPart(only))])] : [],
        };
    }

    /// <summary>A data action is known with its integration, and stands in the text without it.</summary>
    private static string LastPart(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static bool IsItself(Flow flow, FlowDependency use) => use.Kind == DependencyKind.Flow && string.Equals(flow.Name, use.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The names of a kind: those that are listed, and the flows and queues that are known anyway. Null where nothing is known.</summary>
    private static KnownNames? NamesOf(LintContext context, DependencyKind kind)
    {
        var catalogue = context.Catalogue;
        var listed = catalogue.Names.Find(kind);
        var others = kind switch
        {
            DependencyKind.Queue when catalogue.KnowsAllQueues => KnownNames.Of(catalogue.Queues.Select(queue => queue.Name), isComplete: true),
            DependencyKind.CommonModule => Flows(catalogue, type => FlowTypes.Same(type, "commonmodule")),
            DependencyKind.BotFlow => Flows(catalogue, type => FlowTypes.Same(type, "bot")),
            DependencyKind.DigitalBotFlow => Flows(catalogue, type => FlowTypes.Same(type, "digitalbot")),
            DependencyKind.InQueueFlow => Flows(catalogue, type => type.StartsWith("inqueue", StringComparison.OrdinalIgnoreCase)),
            DependencyKind.Flow => Flows(catalogue, type => true),
            _ => null,
        };
        return listed is null ? others
            : others is null ? listed
            : new KnownNames(listed.Names.Union(others.Names), listed.IsComplete || others.IsComplete);
    }

    private static KnownNames? Flows(OrgCatalogue catalogue, Func<string, bool> isMeant)
    {
        var names = catalogue.Flows.Where(flow => isMeant(flow.Type)).Select(flow => flow.Name).ToList();
        return names.Count > 0 || catalogue.KnowsAllFlows ? KnownNames.Of(names, catalogue.KnowsAllFlows) : null;
    }
}
