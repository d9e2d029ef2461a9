using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A time to wait that is zero or less.</summary>
/// <remarks>The action gives up before it has begun. Give it a time, or `noValue: true` for the flow's default.</remarks>
internal sealed class ZeroTimeoutRule : ArchitectRule
{
    public override string Id => "zero-timeout";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "An action waits no time at all";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var value in context.Flow.Values)
        {
            if (value is { Mode: ValueMode.Literal, Node: MappingNode } && IsTimeout(value.Path) && Durations.Read(value.Node) is { } time && time <= TimeSpan.Zero)
            {
                var name = value.Path[(value.Path.LastIndexOf('.') + 1)..];
                var owner = value.Element >= 0 ? $" of {Wording.TheWithin(context.Flow.Elements[value.Element])}" : "";
                yield return new Finding(value.Node.Span, $"The \"{name}\"{owner} is no time at all, so it is over before it has begun. Give it a time, or \"noValue: true\" for the default.", Moment.Compile) { Element = context.IdOf(value.Element) };
            }
        }
    }

    private static bool IsTimeout(string path) => path.EndsWith("timeout", StringComparison.OrdinalIgnoreCase) || path == "duration";
}
