using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A field whose value is given in a way that the field does not take: a bare text where `lit` or `exp` belongs, `exp` where a result is put into a variable, a wrapper around a plain text.</summary>
/// <remarks>The publisher refuses the flow. Values are written `lit: ...` or `exp: ...`, results `var: NAME`, names and keys bare.</remarks>
internal sealed class WrongWrapperRule : ArchitectRule
{
    public override string Id => "wrong-wrapper";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A value is given in a way that its field does not take";

    private static readonly string[] Values = ["lit", "exp", "noValue", "none"];
    private static readonly string[] Audio = ["lit", "exp", "noValue", "none", "tts", "prompt", "alternateSequences"];
    private static readonly string[] Outputs = ["var", "noValue"];

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is null)
        {
            yield break;
        }

        foreach (var use in ActionFields.UsesIn(context.Flow))
        {
            if (Problem(use.Field, use.Entry.Value) is { } problem)
            {
                yield return new Finding(use.Entry.KeyNode.Span, $"The \"{use.Entry.Key}\" of {Wording.TheWithin(use.Element)} {problem}", Moment.Write) { Element = use.Element.Id };
            }
        }
    }

    private static string? Problem(ActionField field, SyntaxNode value) => (field.Shape, value) switch
    {
        (FieldShape.Value or FieldShape.Audio or FieldShape.Output, ScalarNode { IsNull: false }) => field.Shape == FieldShape.Output ? "names no variable. Write \"var:\" below it." : $"is a bare text. Write \"lit:\"{(field.Shape == FieldShape.Audio ? ", \"tts:\"" : "")} or \"exp:\" below it.",
        (FieldShape.Value, MappingNode { Entries: [{ } first, ..] } body) when !body.Entries.Any(entry => Values.Contains(entry.Key)) => Foreign(field, first),
        (FieldShape.Audio, MappingNode { Entries: [{ } first, ..] } body) when !body.Entries.Any(entry => Audio.Contains(entry.Key)) => Foreign(field, first),
        (FieldShape.Output, MappingNode { Entries: [{ } first, ..] } body) when !body.Entries.Any(entry => Outputs.Contains(entry.Key)) => $"is a result, which cannot be given with \"{first.Key}\". Name the variable that takes it with \"var\".",
        (FieldShape.Plain or FieldShape.VariableName or FieldShape.Reference, MappingNode { Entries: [{ Key: "lit" or "exp" or "var" or "noValue" } first, ..] }) => $"is written without a wrapper. Put what stands below \"{first.Key}\" behind it.",
        _ => null,
    };

    private static string Foreign(ActionField field, MappingEntry first) => first.Key == "var"
        ? "is a value that goes in, and \"var\" takes what comes out. Write \"exp\" to read a variable."
        : $"cannot be given with \"{first.Key}\". Write \"lit\"{(field.Shape == FieldShape.Audio ? ", \"tts\", \"prompt\"" : "")} or \"exp\".";
}
