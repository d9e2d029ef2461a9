using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Text that is spoken, and is empty.</summary>
/// <remarks>Callers hear silence where somebody meant to say something; Architect warns of it. Write what is to be said, or `noValue: true`.</remarks>
internal sealed class EmptySpeechRule : ArchitectRule
{
    public override string Id => "empty-speech";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "Text that is spoken is empty";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        // In configuration JSON every field has a text, empty where nothing was chosen.
        foreach (var value in context.Architect is null ? [] : context.Flow.Values)
        {
            if (value.Mode == ValueMode.Speech && string.IsNullOrWhiteSpace(value.Text))
            {
                var owner = value.Element >= 0 ? Wording.The(context.Flow.Elements[value.Element]) : $"\"{value.Path}\"";
                yield return new Finding(value.Node.Span, $"{owner} says nothing: the text is empty. Write what is to be said, or \"noValue: true\".") { Element = context.IdOf(value.Element) };
            }
        }
    }
}
