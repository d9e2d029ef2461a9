using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A list of actions, tasks, menus, states, bots or choices that is no list, an item of one with more than its one key, or an action beside the list.</summary>
/// <remarks>The publisher refuses the file. Each item is a mapping with one key, the kind of part; often a dash is missing, or the fields are not indented below the key.</remarks>
internal sealed class MalformedListRule : ArchitectRule
{
    public override string Id => "malformed-list";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A list of a flow, or an item of one, is not built as a list";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is not { } root)
        {
            yield break;
        }

        foreach (var entry in root.Body.Entries.Where(entry => entry.Key is "startUpTaskActions" or "menus" or "tasks" or "states" or "bots" or "variables"))
        {
            foreach (var finding in CheckList(entry, ""))
            {
                yield return finding;
            }
        }

        foreach (var element in context.Flow.Elements)
        {
            if (element.Node is not MappingNode body)
            {
                continue;
            }

            foreach (var finding in Bodies(element, body).SelectMany(inner => CheckBody(inner, element)))
            {
                yield return finding;
            }
        }
    }

    /// <summary>The mappings of an element that may hold a list of actions: itself, the task of a choice, each path and each case.</summary>
    private static IEnumerable<MappingNode> Bodies(FlowElement element, MappingNode body)
    {
        if (element.Kind != ElementKind.Action)
        {
            return element.Kind == ElementKind.Choice ? body.GetMapping("task") is { } task ? [task] : [] : element.Kind == ElementKind.ErrorHandling ? [] : [body];
        }

        var outputs = (body.GetMapping("outputs")?.Entries ?? []).SelectMany(entry => entry.Value switch
        {
            MappingNode path => [path],
            SequenceNode list => list.Mappings.SelectMany(item => item.Entries).Select(item => item.Value).OfType<MappingNode>(),
            _ => (IEnumerable<MappingNode>)[],
        });
        return outputs;
    }

    private static IEnumerable<Finding> CheckBody(MappingNode body, FlowElement element)
    {
        foreach (var entry in body.Entries)
        {
            if (entry.Key is "actions" or "choices" or "variables")
            {
                foreach (var finding in CheckList(entry, element.Id))
                {
                    yield return finding;
                }
            }
            else if (entry.Value is MappingNode && ActionKinds.Find(entry.Key) is not null)
            {
                yield return new Finding(entry.KeyNode.Span, $"The action \"{entry.Key}\" stands beside the list of actions and not in it. Make it an item of \"actions\".", Moment.Write) { Element = element.Id };
            }
        }
    }

    private static IEnumerable<Finding> CheckList(MappingEntry list, string element)
    {
        if (list.Value is not SequenceNode sequence)
        {
            if (list.Value is not ScalarNode { IsNull: true })
            {
                yield return new Finding(list.KeyNode.Span, $"\"{list.Key}\" must be a list: put \"- \" before each item.", Moment.Write) { Element = element };
            }

            yield break;
        }

        foreach (var item in sequence.Items)
        {
            if (item is MappingNode { Entries: [{ Value: not MappingNode } only] } && only.Key != "ref")
            {
                yield return new Finding(only.KeyNode.Span, $"\"{only.Key}\" has no fields below it. Give it at least a name.", Moment.Write) { Element = element };
            }
            else if (item is MappingNode { Entries.Length: > 1 } several)
            {
                yield return new Finding(several.Entries[1].KeyNode.Span, $"\"{several.Entries[1].Key}\" stands beside \"{several.Entries[0].Key}\" and not below it, so this item is not one part. Indent it, or put \"- \" before it.", Moment.Write) { Element = element };
            }
            else if (item is not MappingNode)
            {
                yield return new Finding(Shorten(item.Span), "This item has no key that says what it is. Write it as in \"- playAudio:\", with its fields below.", Moment.Write) { Element = element };
            }
        }
    }

    private static TextSpan Shorten(TextSpan span) => span with { Length = Math.Min(span.Length, 40) };
}
