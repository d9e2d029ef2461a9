using System.Collections.Immutable;
using System.Text.Json;
using Patchbay.Core.Text;

namespace Patchbay.Core.Planning;

/// <summary>Plans as text: what <c>plan.json</c> holds. The same plan always gives the same text, and a text that was changed by hand so that a flow's edits no longer make what was reviewed is refused.</summary>
public static class PlanFile
{
    /// <summary>Writes a plan as JSON that ends in a line break.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="indented">Whether it is laid out for people; otherwise it is one line, as a journal needs it.</param>
    public static string Write(Plan plan, bool indented = true)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return JsonSerializer.Serialize(plan, PlanJson.TypeInfo<Plan>(indented)) + "\n";
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="text">The text of a plan file.</param>
    /// <param name="path">How messages call the file.</param>
    /// <exception cref="PlanFileException">The text is not a plan of <see cref="Plan.CurrentFormat"/>, or a flow's edits do not belong to its definition.</exception>
    public static Plan Read(string text, string path = "plan")
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimStart('\uFEFF');
        using var document = Parse(text, path);
        CheckFormat(document.RootElement, path);
        var plan = Deserialize(text, path);
        var flows = document.RootElement.GetProperty("flows");
        for (var i = 0; i < plan.Flows.Length; i++)
        {
            CheckFlow(plan, plan.Flows[i], flows[i], path);
        }

        return plan;
    }

    private static JsonDocument Parse(string text, string path)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException broken)
        {
            throw new PlanFileException($"{Where(path, text, broken)}: The plan is not well-formed JSON: {Told(broken)}. Make it again with \"patchbay plan\".", broken);
        }
    }

    private static void CheckFormat(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format))
        {
            throw new PlanFileException($"{path}: This is not a plan: it has no \"format\". Give the file that \"patchbay plan\" wrote.");
        }

        if (format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out var number) || number != Plan.CurrentFormat)
        {
            throw new PlanFileException($"{path}: The plan is written in format {format.GetRawText()}, and this version of Patchbay reads format {Plan.CurrentFormat}. Make the plan again with \"patchbay plan\".");
        }
    }

    private static Plan Deserialize(string text, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(text, PlanJson.TypeInfo<Plan>(indented: true))
                ?? throw new PlanFileException($"{path}: The plan is empty. Make it again with \"patchbay plan\".");
        }
        catch (JsonException broken)
        {
            var place = string.IsNullOrEmpty(broken.Path) || broken.Path == "$" ? "" : $" at {broken.Path}";
            throw new PlanFileException($"{Where(path, text, broken)}: The plan cannot be read{place}: {Told(broken)}. Make it again with \"patchbay plan\".", broken);
        }
    }

    private static void CheckFlow(Plan plan, PlannedFlow flow, JsonElement json, string path)
    {
        var name = $"{path}: Flow \"{flow.Name}\" ({flow.Id})";
        if (flow.BeforeSha256 != json.GetProperty("beforeSha256").GetString())
        {
            throw new PlanFileException($"{name} was changed by hand: its definition is not the one that the plan was made from. {Redo}");
        }

        string after;
        try
        {
            after = flow.AfterSha256;
        }
        catch (ArgumentException)
        {
            throw new PlanFileException($"{name} was changed by hand: an edit overlaps another one or lies outside the definition. {Redo}");
        }

        if (after != json.GetProperty("afterSha256").GetString())
        {
            throw new PlanFileException($"{name} was changed by hand: its edits do not make the definition that was planned. {Redo}");
        }

        if ((flow.Action == PlannedAction.Change) == flow.Edits.IsEmpty)
        {
            throw new PlanFileException($"{name} was changed by hand: {(flow.Edits.IsEmpty ? "it is to be written and has no edits" : "it has edits and is not to be written")}. {Redo}");
        }

        foreach (var step in flow.Steps)
        {
            if (step.Step < 0 || step.Step >= plan.Steps.Length)
            {
                throw new PlanFileException($"{name} was changed by hand: it speaks of step {step.Step}, and the plan has {plan.Steps.Length}. {Redo}");
            }
        }
    }

    private const string Redo = "A plan is applied as it was reviewed: change the change file and make the plan again.";

    /// <summary>File, line and column. The reader counts lines from 0 and bytes of UTF-8.</summary>
    private static string Where(string path, string text, JsonException broken)
    {
        if (broken.LineNumber is not { } line || broken.BytePositionInLine is not { } bytes)
        {
            return path;
        }

        var source = new SourceText(text);
        if (line >= source.LineCount)
        {
            return path;
        }

        var column = 0;
        foreach (var rune in source.GetText(source.GetLine((int)line + 1)).EnumerateRunes())
        {
            if (bytes <= 0)
            {
                break;
            }

            bytes -= rune.Utf8SequenceLength;
            column += rune.Utf16SequenceLength;
        }

        return $"{path}:{new LinePosition((int)line + 1, column + 1)}";
    }

    /// <summary>The reader's sentence without the position that it repeats.</summary>
    private static string Told(JsonException broken)
    {
        var message = broken.Message;
        foreach (var tail in (ImmutableArray<string>)[" Path: ", " LineNumber: "])
        {
            var at = message.IndexOf(tail, StringComparison.Ordinal);
            message = at < 0 ? message : message[..at];
        }

        return message.TrimEnd('.', ' ');
    }
}
