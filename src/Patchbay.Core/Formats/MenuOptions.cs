using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats;

/// <summary>Gives a menu its options. What stays the same keeps its text; an option whose key stays keeps the fields that are not Patchbay's.</summary>
internal sealed class MenuOptions(SyntaxTree tree, FieldName routingTarget, string routingTargetSpelling)
{
    /// <summary>The edits after which an element's menu has exactly these options, in this order.</summary>
    public EditResult Replace(FlowElement element, ImmutableArray<MenuOptionSpec> wanted)
    {
        if (element.Node is not MappingNode node)
        {
            return new EditResult.Refused($"\"{element.DisplayName}\" is not an object, so it can hold no menu.");
        }

        var editor = new JsonEditor(tree);
        switch (node["menu"])
        {
            case MappingNode { Entries: var entries } menu when !entries.IsEmpty && menu["options"] is SequenceNode list:
                return new EditResult.Edited(EditList(editor, list, wanted));
            case MappingNode menu when menu["options"] is null or ScalarNode { IsNull: true }:
                editor.SetMember(menu, "options", Write(wanted));
                break;
            case null or ScalarNode { IsNull: true }:
                editor.SetMember(node, "menu", new JsonObject { ["options"] = Write(wanted) });
                break;
            default:
                return new EditResult.Refused($"The menu of \"{element.DisplayName}\" is not an object with a list of options; mend that first.");
        }

        return new EditResult.Edited(editor.ToEdits());
    }

    private ImmutableArray<TextEdit> EditList(JsonEditor editor, SequenceNode list, ImmutableArray<MenuOptionSpec> wanted)
    {
        var kept = Match(list, wanted);
        var inner = ImmutableArray.CreateBuilder<TextEdit>();
        var head = 0;
        while (head < wanted.Length && kept[head] == head)
        {
            inner.AddRange(EditOption(list.Items[head], wanted[head]));
            head++;
        }

        var tail = 0;
        while (tail < Math.Min(wanted.Length, list.Items.Length) - head && kept[^(tail + 1)] == list.Items.Length - 1 - tail)
        {
            tail++;
            inner.AddRange(EditOption(list.Items[^tail], wanted[^tail]));
        }

        var middle = ImmutableArray.CreateBuilder<string>();
        for (var i = head; i < wanted.Length - tail; i++)
        {
            middle.Add(kept[i] < 0 ? editor.WriteItem(list, Write(wanted[i])) : EditedText(list.Items[kept[i]], wanted[i]));
        }

        editor.ReplaceItems(list, head, list.Items.Length - head - tail, middle.DrainToImmutable());
        inner.AddRange(editor.ToEdits());
        return inner.DrainToImmutable();
    }

    /// <summary>For each wanted option the index of the option that has its key, or -1.</summary>
    private static int[] Match(SequenceNode list, ImmutableArray<MenuOptionSpec> wanted)
    {
        var byKey = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < list.Items.Length; i++)
        {
            if ((list.Items[i] as MappingNode)?.GetString("key") is { } key)
            {
                byKey.TryAdd(key, new Queue<int>());
                byKey[key].Enqueue(i);
            }
        }

        return [.. wanted.Select(option => byKey.TryGetValue(option.Key, out var found) && found.TryDequeue(out var index) ? index : -1)];
    }

    private ImmutableArray<TextEdit> EditOption(SyntaxNode item, MenuOptionSpec wanted)
    {
        var option = (MappingNode)item;
        var editor = new JsonEditor(tree);
        if (option.GetString("prompt") != wanted.Prompt)
        {
            editor.SetMember(option, "prompt", wanted.Prompt);
        }

        if (routingTarget.Find(option) is not { } target)
        {
            editor.SetMember(option, routingTargetSpelling, wanted.RoutingTarget);
        }
        else if (routingTarget.TextIn(option) != wanted.RoutingTarget || target.Value is not ScalarNode { IsNull: false })
        {
            editor.Replace(target.Value, wanted.RoutingTarget);
        }

        return editor.ToEdits();
    }

    private string EditedText(SyntaxNode item, MenuOptionSpec wanted)
    {
        var edits = EditOption(item, wanted).Select(edit => edit with { Span = new TextSpan(edit.Span.Start - item.Span.Start, edit.Span.Length) });
        return TextEdits.Apply(new SourceText(tree.Source.GetText(item.Span)), [.. edits]).Text;
    }

    private JsonArray Write(ImmutableArray<MenuOptionSpec> wanted) => [.. wanted.Select(Write)];

    private JsonObject Write(MenuOptionSpec option) => new()
    {
        ["key"] = option.Key,
        ["prompt"] = option.Prompt,
        [routingTargetSpelling] = option.RoutingTarget,
    };
}
