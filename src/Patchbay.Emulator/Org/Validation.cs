using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    /// <summary>What a part of a definition cannot be blamed for: names that the rest of the flow may hold, and how it hangs together with that rest.</summary>
    private static readonly ImmutableHashSet<string> NeedsTheRest =
        [
            "missing-target", "unknown-routing-target", "missing-start", "missing-end", "unconnected-trigger", "empty-flow",
            "disconnected-parts", "unreachable-element", "dead-end", "unset-variable",
        ];

    /// <summary>What writing and compiling would say of a definition. A body without name and type is a part: with an id it is merged into that flow first, and without one the names it lacks are no errors.</summary>
    internal ValidationVerdict Validate(JsonBody body, Token token)
    {
        lock (_gate)
        {
            Settle();
            var id = body.Text("id");
            var isPart = body.Root["name"] is null && body.Root["type"] is null;
            var document = isPart && id is not null
                ? Reachable(id, token).Newest.Document.Merge(body.Source, body.Root)
                : FlowDocument.From(body.Source, body.Root);
            var isBare = isPart && id is null;
            var found = DefinitionChecks.Check(document, Catalogue, id).Where(diagnostic => !isBare || !NeedsTheRest.Contains(diagnostic.Id)).ToList();
            return new ValidationVerdict(
                [.. found.Where(diagnostic => diagnostic.Moment != Moment.Advice).Select(diagnostic => DefinitionChecks.ToProblem(document, diagnostic))],
                [.. found.Where(diagnostic => diagnostic.Moment == Moment.Advice).Select(diagnostic => DefinitionChecks.ToProblem(document, diagnostic))]);
        }
    }
}

/// <summary>What is wrong with a definition.</summary>
/// <param name="Errors">What a write or its compilation would fail for.</param>
/// <param name="Warnings">Advice.</param>
internal sealed record ValidationVerdict(ImmutableArray<DefinitionProblem> Errors, ImmutableArray<DefinitionProblem> Warnings);
