using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting.Rules;

/// <summary>A reference into another file that leads to nothing there.</summary>
/// <remarks>The file does not exist, or has no such part, or hands on in a circle. What is built from these files lacks what the reference stands for, so the flow cannot be published. Correct the path or the refId, or bring the file along.</remarks>
internal sealed class MissingExternalReferenceRule : LintRule
{
    public override string Id => "missing-external-reference";

    public override Severity DefaultSeverity => Severity.Error;

    public override string Summary => "A reference leads to a file, or to a part of one, that does not exist";

    public override FlowApi? OnlyFor => FlowApi.Platform;

    public override IEnumerable<Finding> Check(LintContext context)
    {
        if (context.Catalogue.Files is not { } files)
        {
            yield break;
        }

        foreach (var found in ExternalReferences.Resolve(context.Flow, files))
        {
            if (ProblemOf(found) is { } problem)
            {
                yield return new Finding(found.Reference.Span, problem, Moment.Write) { Element = context.IdOf(found.Reference.From) };
            }
        }
    }

    private static string? ProblemOf(ExternalReference found) => found.State switch
    {
        ExternalState.MissingFile => $"\"{found.Reference.Text}\" leads to the file \"{found.Path}\", which does not exist. Correct the path, or bring the file along.",
        ExternalState.MissingPart => $"\"{found.Reference.Text}\" leads to a part that \"{found.Path}\" does not have. {WayOut(found)}",
        ExternalState.Circle => $"\"{found.Reference.Text}\" leads to references that go round in a circle, at last in \"{found.Path}\". Write the part itself in one of these places.",
        _ => null,
    };

    private static string WayOut(ExternalReference found)
    {
        var (kind, refId) = ArchitectReference.Parse(found.Reference.Text).Last;
        var names = new NearNames((found.File?.Elements ?? []).Where(element => element.RefId.Length > 0 && element.Type == kind).Select(element => element.RefId));
        return Wording.DidYouMean(refId is null ? [] : names.Find(refId), " Name another, or add it there.").TrimStart();
    }
}
