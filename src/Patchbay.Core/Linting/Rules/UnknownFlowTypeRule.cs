using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A file whose root key is no flow type.</summary>
/// <remarks>The publisher does not know what to make of it. Use the spelling of the exporter, such as `inboundShortMessage`: it is the API's type with capitals, and the `q` of `inqueueCall` is small.</remarks>
internal sealed class UnknownFlowTypeRule : ArchitectRule
{
    public override string Id => "unknown-flow-type";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "The root key of a file is no flow type";

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Architect is not { Type: null } root || ArchitectRoot.IsOpen(context, root.KeySpan))
        {
            yield break;
        }

        var meant = Meant(root.Key);
        var wayOut = meant is null ? $" The types are {string.Join(", ", ArchitectFlowTypes.All.Select(type => type.RootKey))}." : $" Did you mean \"{meant}\"?";
        yield return new Finding(root.KeySpan, $"\"{root.Key}\" is no flow type.{wayOut}", Moment.Write)
        {
            Fixes = meant is not null && context.FindName(root.KeySpan, root.Key) is { } name ? [new Fix($"Write \"{meant}\"", FixSafety.Unsafe, [new TextEdit(name, meant)])] : [],
        };
    }

    /// <summary>The type that a key stands for: the API's spelling, what people call messages, or a slip.</summary>
    private static string? Meant(string key) =>
        ArchitectFlowTypes.FromApiType(key)?.RootKey
        ?? key.ToLowerInvariant() switch
        {
            "inboundmessage" or "inboundmessageflow" or "message" => "inboundShortMessage",
            "inqueuemessage" => "inqueueShortMessage",
            "inboundcallflow" or "call" or "ivr" => "inboundCall",
            "bot" => "botFlow",
            "digitalbotflow" => "digitalBot",
            "module" or "commonmoduleflow" => "commonModule",
            _ => new NearNames(ArchitectFlowTypes.All.Select(type => type.RootKey)).Find(key) is [var only] ? only : null,
        };
}
