using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A variable that one part of a flow declares twice.</summary>
/// <remarks>The publisher refuses the flow. Delete one of the declarations, or rename one of the variables. Names compare without regard to case.</remarks>
internal sealed class DuplicateVariableRule : ArchitectRule
{
    public override string Id => "duplicate-variable";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A variable is declared twice";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var first = new Dictionary<(int Container, string Name), FlowVariable>();
        foreach (var variable in context.Flow.Variables.Where(variable => variable.IsDeclared))
        {
            if (!first.TryAdd((variable.Container, variable.Name.ToUpperInvariant()), variable))
            {
                yield return new Finding(variable.NameSpan, $"The variable \"{variable.Name}\" is declared already. Delete one of the declarations, or rename one.", Moment.Write)
                {
                    Element = context.IdOf(variable.Container),
                    Related = [new RelatedPlace(first[(variable.Container, variable.Name.ToUpperInvariant())].NameSpan, "The first declaration.")],
                };
            }
        }
    }
}
