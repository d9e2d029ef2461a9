using System.Collections.Immutable;
using Patchbay.Core.Linting.Rules;

namespace Patchbay.Core.Linting;

/// <summary>The rules: add one here, and its page under <c>docs/rules</c>.</summary>
public static class RuleSet
{
    /// <summary>All rules, sorted by id.</summary>
    public static ImmutableArray<LintRule> All { get; } =
    [
        new AmbiguousWayRule(),
        new DeadEndRule(),
        new DisconnectedPartsRule(),
        new DuplicateIdRule(),
        new DuplicateMenuKeyRule(),
        new EmptyFlowRule(),
        new InvalidMenuKeyRule(),
        new MissingEndRule(),
        new MissingIdRule(),
        new MissingNextRule(),
        new MissingSharedFlowRule(),
        new MissingStartRule(),
        new MissingTargetRule(),
        new MissingTypeRule(),
        new RecursiveCallRule(),
        new RoutingLoopRule(),
        new UnconnectedTriggerRule(),
        new UnknownInputRule(),
        new UnknownOutputRule(),
        new UnknownRoutingTargetRule(),
        new UnknownSharedFlowRule(),
        new UnreachableElementRule(),
        new UnsetVariableRule(),
        new WrongSharedFlowTypeRule(),
    ];
}
