using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A prompt whose name is none that a prompt can have.</summary>
/// <remarks>A prompt's name starts with a letter and has letters, digits and underscores, so this one cannot exist. Write `Prompt.NAME` for a prompt of your own, `PromptSystem.NAME` for one of the platform's.</remarks>
internal sealed class InvalidPromptNameRule : ArchitectRule
{
    public override string Id => "invalid-prompt-name";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A prompt has a name that no prompt can have";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        // In configuration JSON a prompt is named without its scope.
        foreach (var value in context.Architect is null ? [] : context.Flow.Values)
        {
            if (value.Mode != ValueMode.Prompt || value.Text.Length == 0 || ArchitectRoot.IsOpen(context, value.Node.Span))
            {
                continue;
            }

            var dot = value.Text.IndexOf('.', StringComparison.Ordinal);
            var scope = dot < 0 ? "" : value.Text[..dot];
            var isScope = scope.Equals("Prompt", StringComparison.OrdinalIgnoreCase) || scope.Equals("PromptSystem", StringComparison.OrdinalIgnoreCase);
            if (!isScope || !IsName(value.Text.AsSpan(dot + 1)))
            {
                var wayOut = isScope ? "A name starts with a letter and has letters, digits and underscores." : "Write \"Prompt.\" or \"PromptSystem.\" before its name.";
                yield return new Finding(value.Node.Span, $"\"{value.Text}\" can be no prompt. {wayOut}", Moment.Compile) { Element = context.IdOf(value.Element) };
            }
        }
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !char.IsLetter(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return true;
    }
}
