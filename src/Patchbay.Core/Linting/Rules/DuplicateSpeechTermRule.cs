using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>Words that two choices of one menu listen for, or one choice twice.</summary>
/// <remarks>A caller who says them gets one of the choices and never the other. Take them out of one of the choices. Words compare without regard to case and blanks, within one language.</remarks>
internal sealed class DuplicateSpeechTermRule : ArchitectRule
{
    public override string Id => "duplicate-speech-term";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "Two choices of a menu listen for the same words";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        var flow = context.Flow;
        foreach (var menu in flow.Elements.Where(element => element.Menu is not null))
        {
            var first = new Dictionary<(string Language, string Term), (FlowElement Choice, TextSpan Span)>();
            foreach (var option in (menu.Menu?.Options ?? []).Where(option => option.Element >= 0))
            {
                var choice = flow.Elements[option.Element];
                foreach (var (language, term) in SpeechTerms.Of(choice))
                {
                    var key = (language, SpeechTerms.Normalize(term.Value));
                    if (first.TryAdd(key, (choice, term.Span)))
                    {
                        continue;
                    }

                    var (other, span) = first[key];
                    var message = other == choice
                        ? $"The choice \"{Wording.Label(choice)}\" listens for \"{term.Value.Trim()}\" twice. Delete one of them."
                        : $"The choices \"{Wording.Label(other)}\" and \"{Wording.Label(choice)}\" of the menu \"{Wording.Label(menu)}\" both listen for \"{term.Value.Trim()}\", so callers who say it never get the second. Take it out of one of them.";
                    yield return new Finding(term.Span, message, Moment.Compile)
                    {
                        Element = choice.Id,
                        Related = [new RelatedPlace(span, "Here first.")],
                        Fixes = other == choice && YamlItems.Cut(flow.Tree, term.Span) is { } cut ? [new Fix($"Delete the second \"{term.Value.Trim()}\"", FixSafety.Safe, [new TextEdit(cut, "")])] : [],
                    };
                }
            }
        }
    }
}
