using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A text that is the name of a variable: `lit: Flow.Number`, or `exp: '"Flow.Number"'`.</summary>
/// <remarks>The name itself is passed on, or read to the caller, and not what the variable holds. Write `exp: Flow.Number`. The names of participant data are texts and left alone.</remarks>
internal sealed class TextForVariableRule : ArchitectRule
{
    public override string Id => "text-for-variable";

    public override Severity DefaultSeverity => Severity.Warning;

    public override string Summary => "A text is the name of a variable, where its value was meant";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        HashSet<string>? known = null;
        foreach (var value in context.Flow.Values)
        {
            if (TextOf(value) is not { } text || ArchitectScopes.Of(text).Length == 0 || text.Length > 100 || text.Any(char.IsWhiteSpace) || value.Path.EndsWith("attribute.name", StringComparison.Ordinal) || value.Path.StartsWith("variables.", StringComparison.Ordinal))
            {
                continue;
            }

            known ??= context.Flow.Variables.Select(variable => variable.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (known.Contains(text) || BuiltInNames.TypeOf(text).IsKnown)
            {
                yield return new Finding(value.Node.Span, $"This is the text \"{text}\" and not what the variable of that name holds. Write \"exp: {text}\".")
                {
                    Element = context.IdOf(value.Element),
                    Fixes = Correction(context, value, text),
                };
            }
        }
    }

    private static string? TextOf(FlowValue value) => value.Mode switch
    {
        ValueMode.Literal when value.Node is ScalarNode => value.Text,
        ValueMode.Expression when value.Text.StartsWith('"') && value.Expression.Root is Literal { Kind: LiteralKind.Text } literal => literal.Value,
        _ => null,
    };

    private static Fix[] Correction(LintContext context, FlowValue value, string text)
    {
        var source = context.Flow.Tree.Source.Text;
        var start = value.Node.Span.Start;
        if (value.Mode == ValueMode.Literal)
        {
            const string key = "lit: ";
            if (start < key.Length || !source.AsSpan(start - key.Length, key.Length).SequenceEqual(key))
            {
                return [];
            }

            start -= key.Length;
        }

        var edit = new TextEdit(TextSpan.FromBounds(start, value.Node.Span.End), value.Mode == ValueMode.Literal ? $"exp: {text}" : text);
        return [new Fix($"Take what \"{text}\" holds", FixSafety.Unsafe, [edit])];
    }
}
