using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Simulation;
using Patchbay.Core.Syntax;

namespace Patchbay.Emulator.Org;

/// <summary>Makes the contacts of a caller's walk: one for every flow that was entered and counts, with the time spent in it, what it noted and how it ended.</summary>
/// <param name="walk">The walk.</param>
/// <param name="at">When the call began.</param>
/// <param name="seed">Where the chances of how long things take start from.</param>
/// <param name="known">The id and the version of a flow that was entered; null for one that has no contacts of its own, whose time and notes belong to the flow that called it.</param>
internal sealed class ContactsOfWalk(CallWalk walk, DateTimeOffset at, int seed, Func<EnteredFlow, (string Id, string Version)?> known)
{
    private readonly Stay[] _stays = [.. walk.Entered.Select(_ => new Stay())];

    /// <summary>The contacts, in the order in which the flows were entered.</summary>
    /// <param name="nextNumber">The number of the next contact.</param>
    public IEnumerable<PlatformContact> Read(Func<long> nextNumber)
    {
        if (walk.Visits.IsEmpty)
        {
            // The first flow has no beginning: nobody was in it.
            yield break;
        }

        Spend();
        for (var i = 0; i < _stays.Length; i++)
        {
            if (known(walk.Entered[i]) is var (id, version))
            {
                var (exit, target, isFlow) = ExitOf(i);
                yield return new PlatformContact(nextNumber(), at + TimeSpan.FromMilliseconds(_stays[i].Began), id, version, _stays[i].Spent, exit, target, isFlow, [.. _stays[i].Marks.Values.OrderBy(mark => mark.After)]);
            }
        }
    }

    /// <summary>Lets time pass element by element, in the flow of each and in those that called it.</summary>
    private void Spend()
    {
        // Chances need to be repeatable, not secret.
        var chance = new Random(seed);
        var clock = 0;
        var last = -1;
        foreach (var visit in walk.Visits)
        {
            while (last < visit.Flow)
            {
                _stays[++last].Began = clock;
            }

            var element = visit.Graph.Flow.Elements[visit.Element];
            Mark(visit, element, clock);
            var took = TimeOf(element, chance);
            clock += took;
            for (var flow = visit.Flow; flow >= 0; flow = walk.Entered[flow].CalledBy)
            {
                _stays[flow].Spent += took;
            }
        }
    }

    /// <summary>How long an element takes, in milliseconds: people listen and think for seconds, machines answer at once.</summary>
    private static int TimeOf(FlowElement element, Random chance) => (element.Role, ActionKinds.Find(element.Type)?.Category) switch
    {
        (ElementRole.Waits, _) => chance.Next(2_000, 12_000),
        (_, ActionCategory.Audio) => chance.Next(2_000, 9_000),
        (_, ActionCategory.Data or ActionCategory.Find) => chance.Next(100, 1_500),
        (_, _) => chance.Next(1, 20),
    };

    private void Mark(ElementVisit visit, FlowElement element, int clock)
    {
        var kind = element.Type switch
        {
            "setFlowOutcome" => (element.Node as MappingNode)?.GetString("flowOutcomeValue") == "FAILURE" ? FlowMarkKind.OutcomeFailed : FlowMarkKind.OutcomeReached,
            "addFlowMilestone" => FlowMarkKind.Milestone,
            _ => (FlowMarkKind?)null,
        };
        if (kind is not { } noted)
        {
            return;
        }

        var named = noted == FlowMarkKind.Milestone ? DependencyKind.FlowMilestone : DependencyKind.FlowOutcome;
        var stay = _stays[OwnerOf(visit.Flow)];
        foreach (var used in visit.Graph.Flow.Dependencies.Where(used => used.Element == visit.Element && used.Kind == named))
        {
            stay.Marks[(named, used.Name)] = new FlowMark(noted, used.Name, clock - stay.Began);
        }
    }

    /// <summary>The flow whose contact a flow's doings count for: itself, or the one that called it.</summary>
    private int OwnerOf(int flow)
    {
        while (known(walk.Entered[flow]) is null && walk.Entered[flow].CalledBy >= 0)
        {
            flow = walk.Entered[flow].CalledBy;
        }

        return flow;
    }

    private (FlowExit Exit, string Target, bool IsFlow) ExitOf(int flow)
    {
        var next = Array.FindIndex([.. walk.Entered], flow + 1, entered => entered.CalledBy < 0);
        var lastMet = next < 0 ? walk.Visits[^1].Flow : walk.Visits.Last(visit => visit.Flow < next).Flow;
        if (!IsWithin(lastMet, flow))
        {
            return (FlowExit.Exit, "", false);
        }

        return walk.End switch
        {
            _ when next >= 0 => (FlowExit.Transfer, walk.Entered[next].Graph.Flow.Name, true),
            CallEnd.Routed => (FlowExit.Transfer, walk.RoutedTo, false),
            CallEnd.Finished => (FlowExit.Disconnect, "", false),
            _ => (FlowExit.Error, "", false),
        };
    }

    /// <summary>Whether a flow is another, or was called within it.</summary>
    private bool IsWithin(int flow, int outer)
    {
        while (flow >= 0 && flow != outer)
        {
            flow = walk.Entered[flow].CalledBy;
        }

        return flow == outer;
    }

    /// <summary>A caller's time in one flow, in milliseconds from the beginning of the call.</summary>
    private sealed class Stay
    {
        public int Began { get; set; }

        public int Spent { get; set; }

        public Dictionary<(DependencyKind Kind, string Name), FlowMark> Marks { get; } = [];
    }
}
