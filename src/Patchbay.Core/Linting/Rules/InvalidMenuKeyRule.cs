using System.Buffers;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A menu option whose key is not made of digits, `*` and `#`.</summary>
/// <remarks>No telephone can send it; the service refuses the flow. Give the option a key that callers can press.</remarks>
internal sealed class InvalidMenuKeyRule : LintRule
{
    public override string Id => "invalid-menu-key";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A menu option has a key that no caller can press";

    public override FlowApi? OnlyFor => FlowApi.Definitions;

    private static readonly SearchValues<char> Keys = SearchValues.Create("0123456789*#");

    public override IEnumerable<Finding> Check(LintContext context)
    {
        foreach (var element in context.Flow.Elements)
        {
            foreach (var option in element.Menu?.Options ?? [])
            {
                if (option.Key.Length == 0 || option.Key.AsSpan().ContainsAnyExcept(Keys))
                {
                    var key = option.Key.Length == 0 ? "without a key" : $"with the key \"{option.Key}\", which no caller can press";
                    yield return new Finding(option.KeySpan, $"{Wording.Name(element)} has an option {key}. Use digits, \"*\" and \"#\".", Moment.Write) { Element = element.Id };
                }
            }
        }
    }
}
