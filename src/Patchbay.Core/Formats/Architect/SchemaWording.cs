using System.Collections.Immutable;
using System.Text;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Formats.Architect;

/// <summary>What an editor shows of an action or a field under the mouse.</summary>
internal static class SchemaWording
{
    /// <summary>What an action is and what comes after it.</summary>
    public static string Of(ActionKind kind)
    {
        var text = new StringBuilder(kind.Title).Append('.');
        if (kind.Waits)
        {
            text.Append(" Waits for the caller.");
        }

        var paths = kind.PathsWithList;
        if (!paths.IsEmpty)
        {
            text.Append($" Paths: {string.Join(", ", paths)}.");
        }

        text.Append(kind.Then switch
        {
            Continuation.Never => " Nothing after it in its list is reached.",
            Continuation.WhenFailed => " Goes on only when it fails.",
            _ => "",
        });
        if (!kind.FlowTypes.IsEmpty)
        {
            text.Append($" Stands in: {Titles(kind.FlowTypes)}.");
        }

        return text.Append(kind.IsSeen ? "" : " Its keys follow the vendor's scripting library; there may be more.").ToString();
    }

    /// <summary>What a field holds.</summary>
    public static string Of(ActionField field)
    {
        var text = new StringBuilder(Words(field.Name)).Append('.');
        text.Append(field switch
        {
            { Shape: FieldShape.ByName, Names: { } names } => $" The key is the name of the {Words(names.ToString()).ToLowerInvariant()}.",
            { Names: { } names and not DependencyKind.Prompt } => $" Names: {Words(names.ToString()).ToLowerInvariant()}.",
            { Shape: FieldShape.Output } => " A variable takes it.",
            { Shape: FieldShape.Reference } => " A reference such as /inboundCall/tasks/task[Main_12].",
            { Shape: FieldShape.VariableName } => " The variable that is written.",
            { Shape: FieldShape.Value or FieldShape.Plain, Type: { Length: > 0 } type and not "string" } => $" Type: {type}.",
            _ => "",
        });
        return text.Append(field.IsRequired ? " Required." : "").ToString();
    }

    /// <summary>A key as words: <c>targetQueue</c> is "Target queue".</summary>
    public static string Words(string key)
    {
        var text = new StringBuilder();
        for (var i = 0; i < key.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(key[i]) && (!char.IsUpper(key[i - 1]) || (i + 1 < key.Length && char.IsLower(key[i + 1])));
            var isAcronym = char.IsUpper(key[i]) && (i + 1 < key.Length ? char.IsUpper(key[i + 1]) : i > 0 && char.IsUpper(key[i - 1]));
            text.Append(startsWord ? " " : "").Append(i == 0 ? char.ToUpperInvariant(key[i]) : isAcronym ? key[i] : char.ToLowerInvariant(key[i]));
        }

        return text.ToString();
    }

    private static string Titles(ImmutableArray<string> rootKeys) => string.Join(", ", rootKeys.Select(key => ArchitectFlowTypes.FromRootKey(key)?.Title ?? key));
}
