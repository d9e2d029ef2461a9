using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Refactoring;

/// <summary>Points a transfer, or every transfer to a queue, at another queue.</summary>
internal static class PointTransfers
{
    /// <summary>Points one transfer at a queue.</summary>
    /// <param name="flow">An Architect flow.</param>
    /// <param name="transfer">The action or menu choice, by name or id.</param>
    /// <param name="queue">The queue's name.</param>
    public static Refactored One(Flow flow, string transfer, string queue)
    {
        var summary = $"point \"{transfer}\" at the queue \"{queue}\"";
        var found = flow.Elements.Where(element => IsTransfer(element) && element.Label == transfer).ToList();
        found = found.Count > 0 ? found : [.. flow.Elements.Where(element => IsTransfer(element) && element.Id == transfer)];
        if (found.Count != 1)
        {
            return found.Count > 1
                ? new Refactored.Refused(summary, $"{found.Count} transfers are called \"{transfer}\". Name one by its id: {Names.Listed(found.Select(element => element.Id))}.")
                : new Refactored.Absent($"has no transfer to a queue \"{transfer}\"", Names.Hint(transfer, flow.Elements.Where(IsTransfer).Select(element => element.Label)));
        }

        if (TargetOf(found[0]) is not { } target)
        {
            return new Refactored.Refused(summary, $"\"{transfer}\" ({found[0].Type}) names no queue that could be changed. Give it a target queue first.");
        }

        var source = flow.Tree.Source;
        switch (target)
        {
            case MappingNode { Entries: [{ Key: "lit", Value: MappingNode literal }] } when literal["name"] is ScalarNode { IsNull: false } name:
                return name.Value == queue
                    ? new Refactored.Already($"\"{transfer}\" leads to the queue \"{queue}\" already")
                    : new Refactored.Changed(summary, [ScalarCharacters.ReplaceAll(source, name, queue)]) { Details = [new RefactoringDetail("queue", $"{queue} (was {name.Value})", "~")] };
            case MappingNode { Entries: [{ Key: "exp", Value: ScalarNode expression }] }:
                return new Refactored.Refused(summary, $"\"{transfer}\" works its queue out with the expression {expression.Value.ReplaceLineEndings(" ")}. Change the expression by hand.");
            default:
                return new Refactored.Refused(summary, $"\"{transfer}\" names its queue in a way that cannot be changed. Write it as lit: {{name: ...}} first.");
        }
    }

    /// <summary>Points every transfer to a queue at another.</summary>
    /// <param name="flow">An Architect flow.</param>
    /// <param name="from">The queue's name.</param>
    /// <param name="to">The other queue's name.</param>
    public static Refactored All(Flow flow, string from, string to)
    {
        var edits = new EditList(flow.Tree.Source);
        var details = ImmutableArray.CreateBuilder<RefactoringDetail>();
        var others = new List<string>();
        foreach (var use in flow.Dependencies.Where(use => use.Kind == DependencyKind.Queue && use.Name == from))
        {
            var element = use.Element >= 0 ? flow.Elements[use.Element] : null;
            var isTransfer = element is null or { Kind: ElementKind.ErrorHandling } || IsTransfer(element);
            if (isTransfer && (element?.Node ?? flow.Tree.Root) is { } node && SyntaxWalk.ScalarAt(node, use.Span) is { } name)
            {
                edits.Add(ScalarCharacters.ReplaceAll(flow.Tree.Source, name, to));
                details.Add(new RefactoringDetail(element?.DisplayName ?? "settings", $"-> {to} (was {from})", "~"));
            }
            else
            {
                others.Add(element?.DisplayName ?? "settings");
            }
        }

        if (others.Count > 0)
        {
            details.Add(new RefactoringDetail("stays", $"{Names.Listed(others)} {(others.Count == 1 ? "names" : "name")} the queue too, and {(others.Count == 1 ? "is no transfer" : "are no transfers")}"));
        }

        var workedOut = flow.Elements.Where(element => IsTransfer(element) && TargetOf(element) is MappingNode { Entries: [{ Key: "exp" }] }).Select(element => element.DisplayName).ToList();
        if (workedOut.Count > 0)
        {
            details.Add(new RefactoringDetail("stays", $"{Names.Listed(workedOut)} {(workedOut.Count == 1 ? "works its queue" : "work their queues")} out with an expression"));
        }

        return edits.Count > 0 ? new Refactored.Changed($"point every transfer to the queue \"{from}\" at \"{to}\"", edits.ToEdits()) { Details = details.DrainToImmutable() }
            : flow.Dependencies.Any(use => use.Kind == DependencyKind.Queue && use.Name == to) ? new Refactored.Already($"has no transfer to the queue \"{from}\" any more, and leads to \"{to}\"")
            : new Refactored.Absent($"has no transfer to the queue \"{from}\"", Names.Hint(from, flow.Dependencies.Where(use => use.Kind == DependencyKind.Queue).Select(use => use.Name)));
    }

    private static bool IsTransfer(FlowElement element) => element.Type is "transferToAcd" or "menuTransferToAcd" or "transferToVoicemail" or "menuTransferToVoicemail";

    private static SyntaxNode? TargetOf(FlowElement element)
    {
        var body = element.Node as MappingNode;
        return body?["targetQueue"] ?? body?.GetMapping("destination")?.GetMapping("queue")?["targetQueue"];
    }
}
