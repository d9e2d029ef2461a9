using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;

namespace Patchbay.Core.Planning;

/// <summary>Plans a call: leaves alone the one that is there, gives it the mappings of the change, or inserts one.</summary>
/// <param name="flow">The flow as the steps before left it.</param>
/// <param name="step">The step.</param>
/// <param name="callees">The ids of all shared flows that the change calls: several of them may stand at one place, one after the other.</param>
/// <param name="catalogue">The org around it, for what the shared flow takes and gives.</param>
internal sealed class CallStepPlanner(Flow flow, ResolvedCall step, HashSet<string> callees, OrgCatalogue catalogue)
{
    private readonly CallChains _chains = new(flow, callees);
    private readonly FlowFormat _format = FlowFormats.Of(flow);

    private CallSpec Call => field ??= _format.Complete(step.Call, catalogue.FindFlow(step.Call.FlowId));

    private string Name => $"\"{Call.FlowName}\"";

    public StepResult Plan()
    {
        var spots = _format.FindPlace(flow, step.Place);
        var calls = Enumerable.Range(0, flow.Elements.Length).Where(IsTheCall).ToList();
        if (calls.Count > 0)
        {
            var standing = new HashSet<int>();
            var isTaken = !spots.IsEmpty && spots.All(spot => IsTaken(spot, standing));
            if (isTaken)
            {
                return Keep([.. standing.Order()], isAtPlace: true);
            }

            if (!step.Again)
            {
                return Keep(calls, isAtPlace: false);
            }
        }

        return Insert(spots);
    }

    private StepResult Insert(ImmutableArray<Spot> spots)
    {
        var summary = $"call {Name} {PlaceText}";
        if (!_format.CanCall(Call.FlowType))
        {
            return StepResult.Refused(summary, $"Flows of the format {_format.Id} cannot call {Name}, which is of type {Call.FlowType}.");
        }

        switch (_format.InsertCall(flow, step.Place, Call))
        {
            case EditResult.Refused refused:
                return StepResult.Refused(summary, refused.Reason);
            case EditResult.Edited edited:
                return new StepResult(StepOutcome.Insert, summary + Before(spots))
                {
                    Edits = edited.Edits,
                    Details = [.. Mappings("inputs", "<-", Call.Inputs), .. Mappings("outputs", "->", Call.Outputs), .. edited.Notes.Select(note => new StepDetail(note.Name, note.Text)), .. edited.Insertions.SelectMany((insertion, i) => Ways(insertion, edited.Insertions.Length == 1 ? "" : NameOfSpot(spots, i)))],
                };
            case var other:
                throw new InvalidOperationException($"The planner knows no result {other.GetType().Name}.");
        }
    }

    private StepResult Keep(List<int> calls, bool isAtPlace)
    {
        var from = $"from {string.Join(" and ", calls.Select(NameOf))}";
        var summary = isAtPlace ? $"already calls {Name} {PlaceText}" : $"already calls {Name}, {from}";
        if (!isAtPlace && calls.Count > 1)
        {
            // Which of them the change means nobody can tell, so none is touched.
            return new StepResult(StepOutcome.Already, summary) { Details = [.. calls.SelectMany(DifferingMappings)] };
        }

        var edits = ImmutableArray.CreateBuilder<Text.TextEdit>();
        foreach (var call in calls)
        {
            switch (_format.UpdateCall(flow, call, Call))
            {
                case EditResult.Refused refused:
                    return StepResult.Refused($"update the call {NameOf(call)} to {Name}", refused.Reason);
                case EditResult.Edited edited:
                    edits.AddRange(edited.Edits);
                    break;
            }
        }

        return edits.Count == 0
            ? new StepResult(StepOutcome.Already, summary) { Details = [.. calls.SelectMany(OtherWays)] }
            : new StepResult(StepOutcome.Update, $"{summary}; its mapping is updated")
            {
                Edits = edits.DrainToImmutable(),
                Details = [.. calls.SelectMany(call => Updates(call).Concat(OtherWays(call)))],
            };
    }

    private bool IsTheCall(int element) => flow.Elements[element].Call?.FlowId == Call.FlowId;

    /// <summary>Whether such a call stands at a place already, be it with other calls of the same change before or after it.</summary>
    private bool IsTaken(Spot spot, HashSet<int> standing) => step.Place.Kind switch
    {
        _ when spot.IsFollowed => _chains.LeadsToCall(spot.Target, Call.FlowId, standing),
        PlaceKind.Start or PlaceKind.After or PlaceKind.Choice => _chains.LeadsToCall(spot.Target, Call.FlowId, standing),
        // A call that nothing comes after is itself the final element.
        PlaceKind.End when _chains.LeadsToCall(spot.Target, Call.FlowId, standing) => true,
        _ => !spot.TakesEntry && _chains.AllComeFromCall(spot.Ways, Call.FlowId, standing),
    };

    private string PlaceText => step.Place.Kind is PlaceKind.Start or PlaceKind.End ? $"at {step.Place}" : step.Place.ToString();

    /// <summary>What comes after the call, where the place does not say it.</summary>
    private string Before(ImmutableArray<Spot> spots)
    {
        var next = spots.Where(spot => spot.Target >= 0).Select(spot => NameOf(spot.Target)).Distinct(StringComparer.Ordinal).ToList();
        return step.Place.Kind == PlaceKind.Before || next.Count == 0 ? "" : $", before {string.Join(" and ", next)}";
    }

    private string NameOfSpot(ImmutableArray<Spot> spots, int index) => index < spots.Length && spots[index].Target >= 0 ? $" before {NameOf(spots[index].Target)}" : "";

    private string NameOf(int element) => $"\"{flow.Elements[element].DisplayName}\"";

    private static IEnumerable<StepDetail> Mappings(string name, string arrow, ImmutableArray<KeyValuePair<string, string>> mappings) =>
        mappings.Select(mapping => new StepDetail(name, $"{mapping.Key} {arrow} {mapping.Value}"));

    private static IEnumerable<StepDetail> Ways(Insertion insertion, string where)
    {
        yield return new StepDetail("success" + where, $"-> {Shown(insertion.Success)}");
        yield return new StepDetail("error" + where, insertion.ErrorIsDefault ? $"-> {Shown(insertion.Success)} (error goes where success goes)" : $"-> {Shown(insertion.Error)}");
    }

    private static string Shown(string target) => target.Length == 0 ? "the end" : target;

    /// <summary>The mappings that an update adds and changes.</summary>
    private IEnumerable<StepDetail> Updates(int element)
    {
        if (flow.Elements[element].Call is not { } call)
        {
            return [];
        }

        return Updates("inputs", "<-", call.Inputs, Call.Inputs).Concat(Updates("outputs", "->", call.Outputs, Call.Outputs));
    }

    private static IEnumerable<StepDetail> Updates(string name, string arrow, ImmutableArray<CallMapping> has, ImmutableArray<KeyValuePair<string, string>> wanted)
    {
        foreach (var (shared, caller) in wanted)
        {
            var old = has.Where(mapping => mapping.SharedName == shared).Select(mapping => mapping.CallerSide).ToList();
            if (!old.Contains(caller))
            {
                yield return old.Count == 0 ? new StepDetail(name, $"{shared} {arrow} {caller}", "+") : new StepDetail(name, $"{shared} {arrow} {caller} (was {old[0]})", "~");
            }
        }
    }

    /// <summary>Says of a call that is left alone that it maps otherwise than the change would.</summary>
    private IEnumerable<StepDetail> DifferingMappings(int element) =>
        Updates(element).Select(detail => new StepDetail($"{NameOf(element)} stays", $"the change says {detail.Name} {detail.Text}"));

    /// <summary>Says of a call that is left where it is that its ways lead elsewhere than the change says.</summary>
    private IEnumerable<StepDetail> OtherWays(int element) => OtherWay(element, "success", WayKind.Success, Call.Success).Concat(OtherWay(element, "error", WayKind.Error, Call.Error));

    private IEnumerable<StepDetail> OtherWay(int element, string name, WayKind kind, string wanted)
    {
        if (wanted.Length == 0 || _chains.WayOf(element, kind) is not { } way)
        {
            yield break;
        }

        var leadsThere = way.To >= 0 ? flow.Elements[way.To].Id == wanted || flow.Elements[way.To].Label == wanted : way.Target == wanted;
        if (!leadsThere)
        {
            yield return new StepDetail(name, $"-> {(way.To >= 0 ? flow.Elements[way.To].DisplayName : Shown(way.Target))} stays; the change says {wanted}");
        }
    }
}
