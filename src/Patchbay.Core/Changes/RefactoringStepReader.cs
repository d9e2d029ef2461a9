using System.Collections.Immutable;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Changes;

/// <summary>Reads the steps of a change file that rename, point elsewhere and say otherwise.</summary>
internal static class RefactoringStepReader
{
    internal static readonly ImmutableArray<string> RenameStepKeys = ["rename", "to"];
    internal static readonly ImmutableArray<string> RenamedKeys = ["task", "menu", "state", "bot", "action", "variable", "flow", "in", "of", "type"];
    internal static readonly ImmutableArray<string> TransferStepKeys = ["transfer", "queue"];
    internal static readonly ImmutableArray<string> SayStepKeys = ["say", "field", "tts", "prompt"];
    private static readonly ImmutableArray<string> TransferKeys = ["queue"];

    /// <summary>Reads <c>rename: {task: A}</c> with <c>to: B</c>.</summary>
    public static RenameStep? ReadRename(MappingNode node, FileProblems problems)
    {
        var step = new MappingReader(node, "a rename step", RenameStepKeys, problems);
        var to = step.Text("to", required: true) ?? "";
        if (step.Mapping("rename") is not { } renamed)
        {
            return null;
        }

        var reader = new MappingReader(renamed, "\"rename\"", RenamedKeys, problems);
        var kinds = Enum.GetValues<RenameTarget>().Where(kind => reader.Has(KeyOf(kind))).ToList();
        if (kinds.Count != 1)
        {
            problems.Report(kinds.Count == 0 ? "missing-key" : "wrong-value", renamed.Span, "\"rename\" names one thing: a \"task\", \"menu\", \"state\", \"bot\", \"action\", \"variable\" or \"flow\".");
            return null;
        }

        ReportMisplaced(reader, "in", kinds[0] is RenameTarget.Action or RenameTarget.Variable, "an action or a variable", problems);
        ReportMisplaced(reader, "of", kinds[0] is RenameTarget.Variable, "a variable", problems);
        ReportMisplaced(reader, "type", kinds[0] is RenameTarget.Flow, "a flow", problems);
        return new RenameStep(node.Span, kinds[0], reader.Text(KeyOf(kinds[0])) ?? "", to)
        {
            Within = reader.Text("in") ?? "",
            Of = reader.Text("of") ?? "",
            Type = reader.Text("type") ?? "",
        };
    }

    /// <summary>Reads <c>transfer: A</c> or <c>transfer: {queue: A}</c>, with <c>queue: B</c>.</summary>
    public static TransferStep ReadTransfer(MappingNode node, FileProblems problems)
    {
        var step = new MappingReader(node, "a transfer step", TransferStepKeys, problems);
        var queue = step.Text("queue", required: true) ?? "";
        if (step.Node("transfer") is not MappingNode all)
        {
            return new TransferStep(node.Span, step.Text("transfer") ?? "", "", queue);
        }

        var from = new MappingReader(all, "\"transfer\"", TransferKeys, problems).Text("queue", required: true) ?? "";
        if (from.Length > 0 && from == queue)
        {
            problems.Report("wrong-value", step.ValuePlaceOf("queue"), $"The transfers to \"{from}\" lead to that queue already. Name another one.");
        }

        return new TransferStep(node.Span, "", from, queue);
    }

    /// <summary>Reads <c>say: A</c> with <c>tts</c> or <c>prompt</c>.</summary>
    public static SayStep ReadSay(MappingNode node, FileProblems problems)
    {
        var step = new MappingReader(node, "a say step", SayStepKeys, problems);
        if (step.Has("tts") == step.Has("prompt"))
        {
            problems.Report(step.Has("tts") ? "wrong-value" : "missing-key", node.Span with { Length = Math.Min(1, node.Span.Length) }, "A say step has either \"tts\", with the words, or \"prompt\", with the name of a prompt.");
        }

        var isPrompt = step.Has("prompt");
        return new SayStep(node.Span, step.Text("say") ?? "", step.Text("field") ?? "", isPrompt, step.Text(isPrompt ? "prompt" : "tts") ?? "");
    }

    /// <summary>The key under which a change file names a kind of thing.</summary>
    public static string KeyOf(RenameTarget what) => what switch
    {
        RenameTarget.Task => "task",
        RenameTarget.Menu => "menu",
        RenameTarget.State => "state",
        RenameTarget.Bot => "bot",
        RenameTarget.Action => "action",
        RenameTarget.Variable => "variable",
        _ => "flow",
    };

    private static void ReportMisplaced(MappingReader reader, string key, bool fits, string belongsTo, FileProblems problems)
    {
        if (reader.Has(key) && !fits)
        {
            problems.Report("wrong-value", reader.PlaceOf(key), $"\"{key}\" belongs to the rename of {belongsTo}.");
        }
    }
}
