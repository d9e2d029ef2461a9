using Patchbay.Core.Diagnostics;
using Patchbay.Core.Formats.Architect;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A flow without a name, or with one that the service does not take.</summary>
/// <remarks>A name is not blank, has at most 200 characters, holds no `/` and does not end in `-debug`. A name that substitutions fill in is looked at as far as it is known.</remarks>
internal sealed class InvalidFlowNameRule : ArchitectRule
{
    public override string Id => "invalid-flow-name";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A flow has no name, or one that the service does not take";

    private const int Longest = 200;
    private const string DebugEnd = "-debug";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (Problem(context) is { } problem)
        {
            yield return new Finding(context.Flow.NameSpan, problem, Moment.Write);
        }
    }

    private static string? Problem(LintContext context)
    {
        var name = context.Flow.Name;
        var isOpen = ArchitectRoot.IsOpen(context, context.Flow.NameSpan);
        return isOpen || context.Flow.Type == FragmentReader.Type ? null
            : string.IsNullOrWhiteSpace(name) ? "The flow has no name. Give it one with \"name\"."
            : name.Contains('/', StringComparison.Ordinal) ? $"The name \"{name}\" holds a \"/\", which the name of a flow may not. Write it without."
            : name.EndsWith(DebugEnd, StringComparison.OrdinalIgnoreCase) ? $"The name \"{name}\" ends in \"{DebugEnd}\", which the service keeps for itself. End it in another way."
            : name.Length > Longest ? $"The name has {name.Length} characters; {Longest} are allowed. Shorten it."
            : null;
    }
}
