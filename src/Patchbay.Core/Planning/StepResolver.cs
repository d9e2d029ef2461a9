using Patchbay.Core.Changes;
using Patchbay.Core.Formats;

namespace Patchbay.Core.Planning;

/// <summary>Turns the steps of a change file into steps of a plan.</summary>
public static class StepResolver
{
    /// <summary>A step that names nothing outside the flows that it changes; null for a call, whose shared flow must be looked up.</summary>
    /// <param name="step">A step of a change file.</param>
    /// <exception cref="ArgumentException">The step is of a kind that nobody knows.</exception>
    public static ResolvedStep? Resolve(ChangeStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step switch
        {
            CallStep => null,
            MenuStep { Add.IsEmpty: true, Remove.IsEmpty: true } menu => new ResolvedMenu(menu.Element, menu.Options),
            MenuStep menu => new ResolvedMenuEdit(menu.Element, menu.Add, menu.Remove),
            RenameStep rename => new ResolvedRename(rename.What, rename.From, rename.To, rename.Within, rename.Of, rename.Type),
            TransferStep transfer => new ResolvedTransfer(transfer.Transfer, transfer.FromQueue, transfer.Queue),
            SayStep say => new ResolvedSay(say.Element, say.Field, say.IsPrompt, say.Text),
            _ => throw new ArgumentException($"A step of type {step.GetType().Name} cannot be planned.", nameof(step)),
        };
    }

    /// <summary>A call of a shared flow that was looked up.</summary>
    /// <param name="step">The step.</param>
    /// <param name="id">The id by which flows call the shared flow.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type, in any spelling.</param>
    public static ResolvedCall Resolve(CallStep step, string id, string name, string type)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new ResolvedCall(new CallSpec(id, name, type) { Inputs = step.Inputs, Outputs = step.Outputs, Success = step.Success, Error = step.Error }, step.Place, step.Again);
    }
}
