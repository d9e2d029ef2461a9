using System.Globalization;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A menu that waits for the rest of an extension at least as long as for a choice.</summary>
/// <remarks>The menu repeats before the extension has been dialled; the publisher refuses the flow. Make `extensionDialingMaxDelay` shorter than `menuSelectionTimeout`. A menu that says nothing of its own takes what the flow says.</remarks>
internal sealed class ExtensionDelayRule : ArchitectRule
{
    public override string Id => "extension-delay";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A menu waits for an extension at least as long as for a choice";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is not { } root)
        {
            yield break;
        }

        var flow = root.Body.GetMapping("settingsMenu");
        if (Compare(flow, null) is { } finding)
        {
            yield return finding;
        }

        foreach (var menu in context.Flow.Elements.Where(element => element.Kind == ElementKind.Menu))
        {
            if ((menu.Node as MappingNode)?.GetMapping("settingsMenu") is { } own && Compare(own, flow) is { } inMenu)
            {
                yield return inMenu with { Element = menu.Id };
            }
        }
    }

    private static Finding? Compare(MappingNode? own, MappingNode? fallback)
    {
        var (delay, delayNode) = Find(own, fallback, "extensionDialingMaxDelay");
        var (timeout, timeoutNode) = Find(own, fallback, "menuSelectionTimeout");
        var listens = (own?.GetMapping("listenForExtensionDialing")?["lit"] ?? fallback?.GetMapping("listenForExtensionDialing")?["lit"]) is not ScalarNode { Value: "false" };
        var node = own?.Find("extensionDialingMaxDelay")?.Value == delayNode ? delayNode : timeoutNode;
        var isOwn = fallback is null || own?["extensionDialingMaxDelay"] == delayNode || own?["menuSelectionTimeout"] == timeoutNode;
        return delay is { } d && timeout is { } t && d >= t && listens && isOwn && node is not null
            ? new Finding(node.Span, $"The menu waits {Seconds(d)} for the rest of an extension and repeats after {Seconds(t)}, so nobody can finish dialling one. Make \"extensionDialingMaxDelay\" shorter than \"menuSelectionTimeout\".", Moment.Compile)
            : null;
    }

    private static (TimeSpan? Time, SyntaxNode? Node) Find(MappingNode? own, MappingNode? fallback, string key)
    {
        var node = own?[key] is MappingNode value && value.Find("noValue") is null ? value : fallback?[key];
        return (Durations.Read((node as MappingNode)?["lit"]), node);
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
