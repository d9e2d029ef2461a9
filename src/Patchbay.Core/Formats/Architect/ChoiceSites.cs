using System.Collections.Immutable;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Finds the place for a call at a choice of a menu. A choice that does one thing at once has no list of actions: it becomes a task that does the same after the call.</summary>
/// <param name="parts">The nodes behind the elements.</param>
/// <param name="sites">Finds places in lists.</param>
internal sealed class ChoiceSites(FlowParts parts, CallSites sites)
{
    private static readonly ImmutableHashSet<string> Common = ["name", "refId", "dtmf", "globalDtmf", "globalSpeechRecTerms", "speechRecTerms"];

    private static readonly ImmutableHashSet<string> Convertible =
    [
        "menuDisconnect", "menuTransferToAcd", "menuJumpToTask", "menuJumpToMenu", "menuTransferToUser", "menuTransferToGroup",
        "menuTransferToNumber", "menuTransferToVoicemail", "menuTransferToFlow", "menuTransferToFlowSecure",
    ];

    /// <summary>Whether a field belongs to every choice, whatever it does.</summary>
    /// <param name="field">The field's key.</param>
    public static bool IsCommon(string field) => Common.Contains(field);

    /// <summary>Whether a choice can be made a task.</summary>
    /// <param name="type">The choice's key.</param>
    public static bool IsConvertible(string type) => Convertible.Contains(type);

    /// <summary>The place before what a choice leads to.</summary>
    /// <param name="choice">Index of the choice.</param>
    public FoundSites At(int choice)
    {
        var element = parts.Flow.Elements[choice];
        if (element.Type == "menuTask")
        {
            return (element.Node as MappingNode)?["task"] is null
                ? FoundSites.Refused($"The choice \"{element.DisplayName}\" has no task; mend that first.")
                : sites.FrontOf(choice);
        }

        if (!IsConvertible(element.Type) || parts.EntryOf(choice) is not { Value: MappingNode body } entry)
        {
            return FoundSites.Refused($"The choice \"{element.DisplayName}\" ({element.Type}) has no actions, and no task can do the same as it does. Put the call where it leads to.");
        }

        var own = body.Entries.Where(field => !IsCommon(field.Key)).ToImmutableArray();
        if (CommentIn(own) is { } comment)
        {
            return FoundSites.Refused($"The choice \"{element.DisplayName}\" has to become a task for a call, and the comment at {parts.Flow.Tree.Source.GetPosition(comment.Start)} would be lost. Move the comment out of its fields first.");
        }

        var action = ActionKey(element.Type);
        var comesBack = ActionKinds.Find(action)?.ThenIn(parts.RootKey) == Continuation.WhenFailed;
        var what = comesBack ? $"the call, then {action} as before, and disconnect where that fails" : $"the call, then {action} as before";
        return FoundSites.At(new CallSite(new Spot(choice, choice) { IsFollowed = true }, choice, (editor, call) => Convert(editor, call, choice, entry, body, own, comesBack))
        {
            IsNewContainer = true,
            Notes = [new EditNote("choice", $"\"{element.DisplayName}\" becomes a task ({element.Type} -> menuTask): {what}; its key, name and speech terms stay")],
            Name = element.DisplayName,
        });
    }

    /// <summary>The first comment within the fields of a choice, or behind one of their lines; null where there is none.</summary>
    /// <param name="fields">The fields.</param>
    public Text.TextSpan? CommentIn(ImmutableArray<MappingEntry> fields)
    {
        if (fields.IsEmpty)
        {
            return null;
        }

        var tree = parts.Flow.Tree;
        foreach (var comment in tree.Comments)
        {
            var isInside = fields.Any(field => comment.Span.Start >= field.Span.Start && (comment.Span.Start < field.Span.End || tree.Source.GetPosition(comment.Span.Start).Line == tree.Source.GetPosition(field.Span.End).Line));
            if (isInside)
            {
                return comment.Span;
            }
        }

        return null;
    }

    private void Convert(YamlEditor editor, NewCall call, int choice, MappingEntry entry, MappingNode body, ImmutableArray<MappingEntry> own, bool comesBack)
    {
        editor.ReplaceKey(entry, "menuTask");
        foreach (var field in own)
        {
            editor.Remove(body, body.Entries.IndexOf(field));
        }

        var name = parts.Flow.Elements[choice].DisplayName;
        var same = YamlValue.Mapping([("name", YamlValue.Text(name)), .. own.Select(field => (field.Key, YamlValue.Of(field.Value)))]);
        List<YamlValue> actions = [call.Action, YamlValue.Mapping((ActionKey(entry.Key), same))];
        if (comesBack)
        {
            // A choice whose transfer fails is at its end; a task must say so.
            actions.Add(YamlValue.Mapping(("disconnect", YamlValue.Mapping(("name", YamlValue.Text("Disconnect"))))));
        }

        List<(string, YamlValue)> task = [("actions", new YamlSequence([.. actions]))];
        if (!call.Variables.IsEmpty)
        {
            task.Insert(0, ("variables", new YamlSequence(call.Variables)));
        }

        var speech = body.Find("speechRecTerms");
        var place = own.IsEmpty ? (speech is null ? body.Entries.Length : body.Entries.IndexOf(speech)) : body.Entries.IndexOf(own[0]);
        editor.InsertEntry(body, place, "task", YamlValue.Mapping([.. task]));
        FollowKind(editor, choice, entry.Key, "menuTask");
    }

    /// <summary>A reference to a choice names its kind.</summary>
    /// <param name="editor">Takes the edits.</param>
    /// <param name="choice">Index of the choice.</param>
    /// <param name="old">Its key.</param>
    /// <param name="kind">The key that it gets.</param>
    public void FollowKind(YamlEditor editor, int choice, string old, string kind)
    {
        var flow = parts.Flow;
        foreach (var reference in flow.References.Where(reference => reference.To == choice))
        {
            var holder = reference.From >= 0 ? flow.Elements[reference.From].Node : parts.Body;
            var at = reference.Text.LastIndexOf($"{old}[", StringComparison.Ordinal);
            if (at >= 0 && SyntaxWalk.ScalarAt(holder, reference.Span) is { } text)
            {
                editor.ReplaceText(text, reference.Text[..at] + kind + reference.Text[(at + old.Length)..]);
            }
        }
    }

    /// <summary>The action that a choice does: <c>transferToAcd</c> of <c>menuTransferToAcd</c>.</summary>
    /// <param name="choice">The choice's key.</param>
    public static string ActionKey(string choice) => char.ToLowerInvariant(choice["menu".Length]) + choice[("menu".Length + 1)..];
}
