using System.Buffers;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A literal phone number that no telephone network takes.</summary>
/// <remarks>A number is written with its country, as in `+13175550142`: a plus sign and at most fifteen digits. A `sip:` or `tel:` address is taken as it is, and so is what substitutions fill in.</remarks>
internal sealed class InvalidPhoneNumberRule : ArchitectRule
{
    public override string Id => "invalid-phone-number";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A phone number is not written with its country";

    private const int Shortest = 7;
    private const int Longest = 15;
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789 -().");

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var value in context.Flow.Values)
        {
            if (value is not { Mode: ValueMode.Literal, Text.Length: > 0, Element: >= 0 } || !(value.Expected == "phoneNumber" || value.Path == "targetNumber") || ArchitectRoot.IsOpen(context, value.Node.Span) || IsNumber(value.Text))
            {
                continue;
            }

            yield return new Finding(value.Node.Span, $"\"{value.Text}\" is no phone number that can be dialled from everywhere. Write it with its country, as in \"+13175550142\".", Moment.Compile) { Element = context.IdOf(value.Element) };
        }
    }

    private static bool IsNumber(string text)
    {
        if (text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var digits = text.Count(char.IsAsciiDigit);
        return text[0] == '+' && digits is >= Shortest and <= Longest && text.AsSpan(1).IndexOfAnyExcept(NumberCharacters) < 0;
    }
}
