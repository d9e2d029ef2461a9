using Patchbay.Core.Diagnostics;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A call to a common module or bot that says nothing of one of its inputs, which has no value of its own.</summary>
/// <remarks>The module runs without the value. Give it one, or write `noValue: true` to say that none is meant. Found where the module's file is known.</remarks>
internal sealed class MissingInputRule : ArchitectRule
{
    public override string Id => "missing-input";

    public override Severity DefaultSeverity => Severity.Info;

    public override string Summary => "A call says nothing of an input of the flow that it calls";

    public override bool NeedsOrg => true;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var element in context.Flow.Elements)
        {
            if (element.Call is not { } call || context.Catalogue.FindCalled(call) is not { Variables.IsDefault: false } called || call.Inputs.Any(input => ArchitectRoot.IsOpen(context, input.Span)))
            {
                continue;
            }

            var given = call.Inputs.Select(input => input.SharedName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var missing = called.Variables.Where(variable => variable is { IsInput: true, HasInitialValue: false } && !given.Contains(variable.Name)).Select(variable => $"\"{variable.Name}\"").ToList();
            if (missing.Count > 0)
            {
                yield return new Finding(call.Span, $"\"{Wording.Label(element)}\" says nothing of {string.Join(", ", missing)}, which \"{called.Name}\" takes. Give {(missing.Count == 1 ? "it a value" : "them values")} under \"inputs\", or write \"noValue: true\".") { Element = element.Id };
            }
        }
    }
}
