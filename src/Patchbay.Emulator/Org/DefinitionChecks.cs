using System.Collections.Immutable;
using System.Text;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Org;

/// <summary>Asks the linter about definitions, and words its findings as the API does.</summary>
internal static class DefinitionChecks
{
    /// <summary>The code for content that no format recognises.</summary>
    public const string UnknownFormat = "unknown-format";

    /// <summary>What a definition's content must be.</summary>
    private const string KnownShapes = "\"actions\", \"triggers\" with \"edges\", or \"definition\" with \"nodes\"";

    /// <summary>Rules about a menu, which the service refuses as unprocessable whatever the request.</summary>
    private static readonly ImmutableHashSet<string> MenuRules = ["duplicate-menu-key", "invalid-menu-key", "unknown-routing-target"];

    /// <summary>Everything the linter says of a definition.</summary>
    public static ImmutableArray<Diagnostic> Check(FlowDocument document, OrgCatalogue catalogue, string? flowId)
    {
        if (document.Flow is { } flow)
        {
            return Linter.Check(flow, catalogue, config: null, flowId);
        }

        var message = $"The flow has no content: it needs {KnownShapes}.";
        return [new Diagnostic(UnknownFormat, Severity.Error, document.Root.Span with { Length = 1 }, message) { Moment = Moment.Write }];
    }

    /// <summary>The status with which the service refuses a write.</summary>
    /// <param name="document">The refused definition.</param>
    /// <param name="refused">What is wrong with it.</param>
    /// <param name="isPatch">Whether the write was a PATCH.</param>
    public static int RefusalStatus(FlowDocument document, ImmutableArray<Diagnostic> refused, bool isPatch) =>
        isPatch || document.Flow?.FormatId == "action-list" || refused.All(diagnostic => MenuRules.Contains(diagnostic.Id)) ? 422 : 400;

    public static DefinitionProblem ToProblem(FlowDocument document, Diagnostic diagnostic) =>
        new(diagnostic.Id, diagnostic.Message, PathOf(document.Root, diagnostic.Span));

    /// <summary>The path of names and indices to the innermost part that holds a span's start.</summary>
    private static string PathOf(SyntaxNode root, TextSpan span)
    {
        var path = new StringBuilder();
        var node = root;
        while (true)
        {
            SyntaxNode? inner = null;
            if (node is MappingNode mapping)
            {
                var entry = mapping.Entries.FirstOrDefault(entry => Holds(entry.Span, span));
                inner = entry?.Value;
                path.Append(entry is null ? "" : path.Length == 0 ? entry.Key : $".{entry.Key}");
            }
            else if (node is SequenceNode sequence)
            {
                var index = sequence.Items.ToList().FindIndex(item => Holds(item.Span, span));
                inner = index < 0 ? null : sequence.Items[index];
                path.Append(index < 0 ? "" : $"[{index}]");
            }

            if (inner is null)
            {
                return path.ToString();
            }

            node = inner;
        }
    }

    private static bool Holds(TextSpan outer, TextSpan inner) => outer.Start <= inner.Start && inner.End <= outer.End;
}
