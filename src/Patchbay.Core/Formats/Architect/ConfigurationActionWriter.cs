using System.Text;
using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Writes actions as the configuration holds them: a flat list per container, joined by ids.</summary>
/// <param name="json">Takes what is written.</param>
/// <param name="parts">The flow, read from YAML, and the nodes behind its elements.</param>
/// <param name="ids">Gives ids.</param>
/// <param name="values">Writes values.</param>
internal sealed class ConfigurationActionWriter(Utf8JsonWriter json, FlowParts parts, ConfigurationIds ids, ConfigurationValueWriter values)
{
    private readonly ConfigurationFields _fields = new(json, parts.Flow, ids, values);
    private readonly Dictionary<SequenceNode, List<int>> _lists = ListsOf(parts);

    /// <summary>The id of the first action of a list; null for a list without any.</summary>
    public string? FirstOf(SyntaxNode? list) => ActionsOf(list) is [var first, ..] ? ids.Of(first) : null;

    /// <summary>Writes <c>startAction</c> and <c>actionList</c> of a container: its actions and all that are nested in them.</summary>
    /// <param name="list">The container's own list.</param>
    public void WriteActions(SyntaxNode? list)
    {
        if (FirstOf(list) is { } first)
        {
            json.WriteString("startAction", first);
        }

        json.WriteStartArray("actionList");
        WriteList(list);
        json.WriteEndArray();
    }

    /// <summary>Writes what an action holds beside its place in its list: type, fields, paths.</summary>
    /// <param name="element">Index of the action, or of the choice that does what it does.</param>
    /// <param name="id">Its id.</param>
    /// <param name="kind">What it is, as YAML calls the action.</param>
    /// <param name="jsonType">Its type in the configuration.</param>
    public void WriteBody(int element, string id, string kind, string jsonType)
    {
        var known = ActionKinds.Find(kind);
        var action = parts.Flow.Elements[element];
        json.WriteNumber("trackingId", ids.NumberOf(element));
        json.WriteString("id", id);
        json.WriteString("name", action.Label.Length > 0 ? action.Label : known?.Title ?? kind);
        json.WriteStartObject("uiMetaData");
        json.WriteBoolean("collapsed", false);
        json.WriteEndObject();
        json.WriteString("__type", jsonType);
        foreach (var field in (action.Node as MappingNode)?.Entries ?? [])
        {
            if (!IsPath(field))
            {
                _fields.Write(element, kind, known, field);
            }
        }

        WriteSwitch(action);
        WritePaths(element, kind, known);
    }

    /// <summary>The type of an action in the configuration: the one that is known, or else one made from YAML's word for it.</summary>
    public static string TypeOf(string key, string known) => known.Length > 0 ? known : key.Length == 0 ? "Action" : $"{char.ToUpperInvariant(key[0])}{key[1..]}Action";

    private static Dictionary<SequenceNode, List<int>> ListsOf(FlowParts parts)
    {
        var lists = new Dictionary<SequenceNode, List<int>>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < parts.Flow.Elements.Length; i++)
        {
            if (parts.Flow.Elements[i].Kind == ElementKind.Action && parts.ItemOf(i) is var (list, _))
            {
                if (!lists.TryGetValue(list, out var actions))
                {
                    lists.Add(list, actions = []);
                }

                actions.Add(i);
            }
        }

        return lists;
    }

    private List<int> ActionsOf(SyntaxNode? list) => list is SequenceNode sequence ? _lists.GetValueOrDefault(sequence) ?? [] : [];

    private void WriteList(SyntaxNode? list)
    {
        var actions = ActionsOf(list);
        for (var i = 0; i < actions.Count; i++)
        {
            var kind = parts.Flow.Elements[actions[i]].Type;
            json.WriteStartObject();
            if (i + 1 < actions.Count)
            {
                json.WriteString("nextAction", ids.Of(actions[i + 1]));
            }

            WriteBody(actions[i], ids.Of(actions[i]), kind, TypeOf(kind, ActionKinds.Find(kind)?.JsonType ?? ""));
            json.WriteEndObject();
            foreach (var path in parts.PathsOf(actions[i]))
            {
                WriteList((path.Entry.Value as MappingNode)?["actions"]);
            }
        }
    }

    private static bool IsPath(MappingEntry field) => field is { Key: "outputs", Value: MappingNode } or { Key: "evaluate", Value: MappingNode { Entries: [{ Key: "firstTrue" or "firstMatch" }, ..] } }
        || (field.Value is MappingNode inner && inner["actions"] is SequenceNode);

    /// <summary>What a switch asks: one value to compare the cases with, or a condition per case.</summary>
    private void WriteSwitch(FlowElement action)
    {
        if ((action.Node as MappingNode)?.GetMapping("evaluate") is not { Entries: [{ Key: "firstTrue" or "firstMatch" } way, ..] })
        {
            return;
        }

        var holder = way is { Key: "firstMatch", Value: MappingNode { Entries: [{ Value: MappingNode typed }, ..] } } ? typed : way.Value as MappingNode;
        json.WriteNumber("switchStyle", way.Key == "firstMatch" ? 1 : 0);
        foreach (var field in holder?.Entries ?? [])
        {
            if (field.Key is not ("cases" or "default"))
            {
                json.WritePropertyName(field.Key == "value" ? "expression" : field.Key);
                values.Write(field.Value);
            }
        }

        json.WriteStartArray("cases");
        var number = 0;
        foreach (var item in (holder?.GetSequence("cases")?.Mappings ?? []).SelectMany(item => item.Entries))
        {
            json.WriteStartObject();
            json.WriteString("name", $"Case {++number}");
            json.WriteString("referenceId", CaseId(action, number));
            if ((item.Value as MappingNode)?["value"] is { } value)
            {
                json.WritePropertyName("value");
                values.Write(value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private string CaseId(FlowElement action, int number) => ids.Part($"case {number} of {action.Id}");

    private void WritePaths(int element, string kind, ActionKind? known)
    {
        var written = parts.PathsOf(element);
        var implied = kind == "switch" ? ["default"] : known?.PathsIn(parts.RootKey).Where(label => !known.OffByDefault.Contains(label)) ?? [];
        var silent = implied.Where(label => written.All(path => path.Label != label)).ToList();
        if (written.IsEmpty && silent.Count == 0)
        {
            return;
        }

        if (kind == "loop" && written.Length + silent.Count == 1)
        {
            json.WriteStartObject("path");
            WritePath(element, kind, known, written.IsEmpty ? "loop" : written[0].Label, written.IsEmpty ? null : written[0]);
            json.WriteEndObject();
            return;
        }

        json.WriteStartArray("paths");
        foreach (var (label, path) in written.Select(path => (path.Label, (WrittenPath?)path)).Concat(silent.Select(label => (label, (WrittenPath?)null))))
        {
            json.WriteStartObject();
            WritePath(element, kind, known, label, path);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WritePath(int element, string kind, ActionKind? known, string label, WrittenPath? path)
    {
        if (FirstOf((path?.Entry.Value as MappingNode)?["actions"]) is { } first)
        {
            json.WriteString("nextActionId", first);
        }

        if (path is { IsEnabled: false })
        {
            json.WriteBoolean("disabled", true);
        }

        var action = parts.Flow.Elements[element];
        var isOwn = label == "default" || known?.Paths.Contains(label) == true;
        var isCase = kind == "switch" && label.StartsWith("case ", StringComparison.Ordinal);
        json.WriteString("label", isOwn || isCase ? Shown(label) : label);
        json.WriteString("outputId", isOwn ? $"__{Constant(label)}__" : isCase ? ids.Part($"{label} of {action.Id}") : ids.Part($"path {label} of {action.Id}"));
    }

    /// <summary>A label for people: <c>Not Found</c> of <c>notFound</c>.</summary>
    private static string Shown(string label)
    {
        var shown = new StringBuilder(label.Length + 2);
        foreach (var letter in label)
        {
            shown.Append(char.IsAsciiLetterUpper(letter) ? " " : "").Append(shown.Length == 0 ? char.ToUpperInvariant(letter) : letter);
        }

        return shown.ToString();
    }

    /// <summary>A label as the platform's own outputs are called: <c>NOT_FOUND</c> of <c>notFound</c>.</summary>
    private static string Constant(string label)
    {
        var constant = new StringBuilder(label.Length + 2);
        foreach (var letter in label)
        {
            constant.Append(char.IsAsciiLetterUpper(letter) ? "_" : "").Append(char.ToUpperInvariant(letter));
        }

        return constant.ToString();
    }
}
