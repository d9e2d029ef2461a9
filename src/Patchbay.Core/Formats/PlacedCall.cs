using System.Text.Json.Nodes;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Formats;

/// <summary>A new call at its place.</summary>
/// <param name="Spot">The place.</param>
/// <param name="Id">The new element's id.</param>
/// <param name="Success">The element to which success goes, or <see cref="FlowWay.Leaves"/>.</param>
/// <param name="Error">The element to which an error goes, or <see cref="FlowWay.Leaves"/>.</param>
/// <param name="ErrorIsDefault">Whether no error way was asked for.</param>
internal sealed record PlacedCall(Spot Spot, string Id, int Success, int Error, bool ErrorIsDefault)
{
    /// <summary>Settles where success and errors go: where asked, or else on where the way led, and errors where success goes.</summary>
    public static PlacedCall At(Spot spot, string id, int? success, int? error) =>
        new(spot, id, success ?? spot.Target, error ?? success ?? spot.Target, error is null);

    /// <summary>What a plan says of it.</summary>
    public Insertion Describe(Flow flow)
    {
        var success = Spot.Moved.IsEmpty ? NameOf(flow, Success) : string.Join(", ", Spot.Moved.Select(way => NameOf(flow, flow.Ways[way].To)));
        return new Insertion(Id, success, ErrorIsDefault ? success : NameOf(flow, Error), ErrorIsDefault);
    }

    private static string NameOf(Flow flow, int element) => element >= 0 ? flow.Elements[element].DisplayName : "";
}

/// <summary>What new calls of one change have in common.</summary>
internal sealed class CallWriter(CallSpec call, CallMappings mappings, Spelling spelling)
{
    /// <summary>What people read on the new element.</summary>
    public string Label => $"Call {(call.FlowName.Length > 0 ? call.FlowName : call.FlowId)}";

    /// <summary>How the flow spells fields.</summary>
    public Spelling Spelling => spelling;

    /// <summary>Gives an object the id of the shared flow and the mappings.</summary>
    public void AddFields(JsonObject holder)
    {
        foreach (var (name, value) in mappings.Fields(call))
        {
            holder[name] = value;
        }
    }
}
