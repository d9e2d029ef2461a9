using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Menus, tasks, states or bots in a flow of a type that has none, or a start that its type does not have.</summary>
/// <remarks>The publisher takes only what the type has: an inbound call flow has menus and tasks, a message flow states. Write the parts as what the type has, or change the type.</remarks>
internal sealed class MisplacedContainerRule : ArchitectRule
{
    public override string Id => "misplaced-container";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A flow holds menus, tasks, states or bots that its type does not have";

    private static readonly string[] Lists = ["menus", "tasks", "states", "bots"];

    private static readonly string[] Starts = ["startUpTaskActions", "startUpState", "periodicState"];

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is not { Type: { } type } root)
        {
            yield break;
        }

        foreach (var entry in root.Body.Entries)
        {
            if ((Lists.Contains(entry.Key) && !type.Lists.Contains(entry.Key)) || (Starts.Contains(entry.Key) && !type.ImpliedStarts.Contains(entry.Key)))
            {
                var owners = ArchitectFlowTypes.All.Where(other => other.Lists.Contains(entry.Key) || other.ImpliedStarts.Contains(entry.Key)).Select(other => other.RootKey);
                yield return new Finding(entry.KeyNode.Span, $"A flow of the type \"{type.RootKey}\" has no \"{entry.Key}\": it has {Has(type)}. \"{entry.Key}\" {(entry.Key.EndsWith('s') ? "belong" : "belongs")} to {string.Join(", ", owners)}.", Moment.Write);
            }
        }
    }

    private static string Has(ArchitectFlowType type) => string.Join(" and ", type.Lists.Concat(type.ImpliedStarts).Select(name => $"\"{name}\""));
}
