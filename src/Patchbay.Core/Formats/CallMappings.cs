using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats;

/// <summary>Writes the inputs and outputs of calls: those of a new call, and changes to those of an existing one.</summary>
internal sealed class CallMappings(SyntaxTree tree, CallShape shape, Spelling spelling)
{
    /// <summary>Why a format cannot write the mappings of a call; null when it can.</summary>
    public static string? WhyNot(CallShape shape, CallSpec call)
    {
        var twice = shape.CallerFirst
            ? Last(call.Outputs).GroupBy(output => output.Value, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)
            : null;
        return twice is null ? null : $"The outputs {ElementNames.Listed(twice.Select(output => output.Key))} go to the same variable \"{twice.Key}\"; give each its own.";
    }

    /// <summary>The fields of a new call.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Fields(CallSpec call)
    {
        yield return new(spelling[shape.FlowId], call.FlowId);
        if (!call.Inputs.IsEmpty)
        {
            yield return new(spelling[shape.Inputs], Write(call.Inputs, callerFirst: false));
        }

        if (!call.Outputs.IsEmpty)
        {
            yield return new(spelling[shape.Outputs], Write(call.Outputs, shape.CallerFirst));
        }
    }

    /// <summary>Gives a call mappings; those not named stay.</summary>
    /// <returns>Why that cannot be done; null when it is done.</returns>
    public string? Update(JsonEditor editor, MappingNode holder, CallSpec call)
    {
        var missing = new List<KeyValuePair<string, JsonNode?>>();
        var reason = Update(editor, holder, shape.Inputs, call.Inputs, callerFirst: false, missing)
            ?? Update(editor, holder, shape.Outputs, call.Outputs, shape.CallerFirst, missing);
        if (reason is null && missing.Count > 0)
        {
            var index = Math.Max(IndexOf(holder, shape.FlowId), IndexOf(holder, shape.Inputs));
            editor.InsertMembers(holder, index < 0 ? holder.Entries.Length : index + 1, missing);
        }

        return reason;
    }

    private string? Update(
        JsonEditor editor,
        MappingNode holder,
        FieldName field,
        ImmutableArray<KeyValuePair<string, string>> wanted,
        bool callerFirst,
        List<KeyValuePair<string, JsonNode?>> missing)
    {
        if (wanted.IsEmpty)
        {
            return null;
        }

        switch (field.In(holder))
        {
            case null:
                missing.Add(new(spelling[field], Write(wanted, callerFirst)));
                return null;
            case ScalarNode { IsNull: true } nothing:
                editor.Replace(nothing, Write(wanted, callerFirst));
                return null;
            case MappingNode mapping:
                return callerFirst ? UpdateNames(editor, mapping, wanted) : UpdateValues(editor, mapping, wanted);
            case var other:
                return $"\"{field.Find(holder)!.Key}\" holds {tree.Source.GetText(other.Span)} where an object of mappings was expected; mend that first.";
        }
    }

    private string? UpdateValues(JsonEditor editor, MappingNode mapping, ImmutableArray<KeyValuePair<string, string>> wanted)
    {
        var added = new List<KeyValuePair<string, JsonNode?>>();
        foreach (var (name, value) in Last(wanted))
        {
            if (mapping[name] is not { } old)
            {
                added.Add(new(name, value));
            }
            else if (CallShape.TextOf(tree, old) != value)
            {
                editor.Replace(old, value);
            }
        }

        editor.InsertMembers(mapping, mapping.Entries.Length, added);
        return null;
    }

    /// <summary>Where the caller's variable stands on the left, another variable for the same output is another name in the same entry.</summary>
    private string? UpdateNames(JsonEditor editor, MappingNode mapping, ImmutableArray<KeyValuePair<string, string>> wanted)
    {
        var names = mapping.Entries.Select(entry => entry.Key).ToList();
        var outputs = mapping.Entries.Select(entry => CallShape.TextOf(tree, entry.Value)).ToList();
        var added = new List<KeyValuePair<string, JsonNode?>>();
        foreach (var (output, variable) in Last(wanted))
        {
            var already = Enumerable.Range(0, outputs.Count).Any(i => outputs[i] == output && mapping.Entries[i].Key == variable);
            var old = outputs.IndexOf(output);
            if (already)
            {
                continue;
            }

            if (old < 0)
            {
                added.Add(new(variable, output));
            }
            else
            {
                names[old] = variable;
                editor.ReplaceText(mapping.Entries[old].KeyNode.Span, variable);
            }
        }

        var twice = names.Concat(added.Select(member => member.Key)).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            return $"The variable \"{twice.Key}\" takes another output of this call already; choose another variable, or map that output elsewhere too.";
        }

        editor.InsertMembers(mapping, mapping.Entries.Length, added);
        return null;
    }

    private static JsonObject Write(ImmutableArray<KeyValuePair<string, string>> wanted, bool callerFirst)
    {
        var mapping = new JsonObject();
        foreach (var (shared, caller) in Last(wanted))
        {
            mapping[callerFirst ? caller : shared] = callerFirst ? shared : caller;
        }

        return mapping;
    }

    /// <summary>Of mappings for the same name the last one.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Last(ImmutableArray<KeyValuePair<string, string>> wanted) =>
        wanted.GroupBy(mapping => mapping.Key, StringComparer.Ordinal).Select(group => group.Last());

    private static int IndexOf(MappingNode mapping, FieldName field) => field.Find(mapping) is { } entry ? mapping.Entries.IndexOf(entry) : -1;
}
