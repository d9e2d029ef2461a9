using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Changes;

/// <summary>Writes change files as a person would: YAML, quotes only where they are needed. What it writes reads back equal.</summary>
public static partial class ChangeFileWriter
{
    /// <summary>Writes a change.</summary>
    /// <param name="change">The change.</param>
    public static string Write(ChangeFile change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var text = new StringBuilder();
        AppendText(text, "", "description", change.Description);
        text.Append("flows:\n");
        AppendTexts(text, "type", change.Flows.Types);
        AppendTexts(text, "name", change.Flows.Names);
        AppendTexts(text, "division", change.Flows.Divisions);
        AppendTexts(text, "id", change.Flows.Ids);
        AppendTexts(text, "except", change.Flows.Except);
        text.Append("steps:\n");
        foreach (var step in change.Steps)
        {
            switch (step)
            {
                case CallStep call:
                    AppendCall(text, call);
                    break;
                case MenuStep menu:
                    AppendMenu(text, menu);
                    break;
                case RenameStep rename:
                    AppendRename(text, rename);
                    break;
                case TransferStep transfer:
                    text.Append("  - transfer: ").Append(transfer.Transfer.Length > 0 ? Scalar(transfer.Transfer) : $"{{queue: {Scalar(transfer.FromQueue)}}}").Append('\n');
                    AppendText(text, "    ", "queue", transfer.Queue);
                    break;
                case SayStep say:
                    text.Append("  - say: ").Append(Scalar(say.Element)).Append('\n');
                    AppendText(text, "    ", "field", say.Field);
                    AppendText(text, "    ", say.IsPrompt ? "prompt" : "tts", say.Text);
                    break;
                default:
                    throw new ArgumentException($"A step of type {step.GetType().Name} cannot be written.", nameof(change));
            }
        }

        return text.ToString();
    }

    private static void AppendCall(StringBuilder text, CallStep call)
    {
        text.Append("  - call: ").Append(Shared(call.Shared)).Append('\n');
        text.Append("    at: ").Append(At(call.Place)).Append('\n');
        AppendPairs(text, "inputs", call.Inputs);
        AppendPairs(text, "outputs", call.Outputs);
        AppendText(text, "    ", "success", call.Success);
        AppendText(text, "    ", "error", call.Error);
        if (call.Again)
        {
            text.Append("    again: true\n");
        }
    }

    private static void AppendMenu(StringBuilder text, MenuStep menu)
    {
        text.Append("  - menu: ").Append(Scalar(menu.Element)).Append('\n');
        AppendOptions(text, "options", menu.Options);
        AppendOptions(text, "add", menu.Add);
        if (!menu.Remove.IsEmpty)
        {
            text.Append("    remove: [").AppendJoin(", ", menu.Remove.Select(Scalar)).Append("]\n");
        }
    }

    private static void AppendOptions(StringBuilder text, string key, ImmutableArray<MenuOptionSpec> options)
    {
        text.Append(options.IsEmpty ? "" : $"    {key}:\n");
        foreach (var option in options)
        {
            text.Append("      - key: ").Append(Scalar(option.Key)).Append('\n');
            text.Append("        prompt: ").Append(Scalar(option.Prompt)).Append('\n');
            text.Append("        ").Append(option.Target switch
            {
                MenuTarget.Task => $"task: {Scalar(option.RoutingTarget)}",
                MenuTarget.Menu => $"menu: {Scalar(option.RoutingTarget)}",
                MenuTarget.Queue => $"queue: {Scalar(option.RoutingTarget)}",
                MenuTarget.Disconnect => "disconnect: true",
                _ => $"routingTarget: {Scalar(option.RoutingTarget)}",
            }).Append('\n');
        }
    }

    private static void AppendRename(StringBuilder text, RenameStep rename)
    {
        text.Append("  - rename: {").Append(RefactoringStepReader.KeyOf(rename.What)).Append(": ").Append(Scalar(rename.From));
        foreach (var (key, value) in new[] { ("in", rename.Within), ("of", rename.Of), ("type", rename.Type) })
        {
            text.Append(value.Length > 0 ? $", {key}: {Scalar(value)}" : "");
        }

        text.Append("}\n");
        AppendText(text, "    ", "to", rename.To);
    }

    private static string Shared(FlowReference shared) => shared switch
    {
        { Id: { } id } => $"{{id: {Scalar(id)}}}",
        { Type: { } type } => $"{{name: {Scalar(shared.Name ?? "")}, type: {Scalar(type)}}}",
        _ => Scalar(shared.Name ?? ""),
    };

    private static string At(Place place) => place.Kind switch
    {
        PlaceKind.Start => "start",
        PlaceKind.End => "end",
        PlaceKind.Before => $"{{before: {Scalar(place.Element)}}}",
        PlaceKind.Choice => place.Element.Length > 0 ? $"{{choice: {Scalar(place.Way)}, menu: {Scalar(place.Element)}}}" : $"{{choice: {Scalar(place.Way)}}}",
        _ when place.Way.Length > 0 => $"{{after: {Scalar(place.Element)}, way: {Scalar(place.Way)}}}",
        _ => $"{{after: {Scalar(place.Element)}}}",
    };

    private static void AppendText(StringBuilder text, string indent, string key, string value)
    {
        if (value.Length > 0)
        {
            text.Append(indent).Append(key).Append(": ").Append(Scalar(value)).Append('\n');
        }
    }

    private static void AppendTexts(StringBuilder text, string key, ImmutableArray<string> values)
    {
        if (!values.IsEmpty)
        {
            var written = values.Length == 1 ? Scalar(values[0]) : $"[{string.Join(", ", values.Select(Scalar))}]";
            text.Append("  ").Append(key).Append(": ").Append(written).Append('\n');
        }
    }

    private static void AppendPairs(StringBuilder text, string key, ImmutableArray<KeyValuePair<string, string>> pairs)
    {
        if (pairs.IsEmpty)
        {
            return;
        }

        text.Append("    ").Append(key).Append(":\n");
        foreach (var (name, value) in pairs)
        {
            text.Append("      ").Append(Scalar(name)).Append(": ").Append(Scalar(value)).Append('\n');
        }
    }

    /// <summary>A text without quotes where every reader of YAML takes it for the same text, else in double quotes.</summary>
    private static string Scalar(string value) =>
        PlainText().IsMatch(value) && !YamlQuoting.LooksLikeLiteral(value) ? value : YamlQuoting.DoubleQuoted(value);

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.*/-]*( [A-Za-z0-9_.*/-]+)*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainText();
}
