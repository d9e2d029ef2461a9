using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    /// <summary>Who made the versions that were there before anybody asked.</summary>
    private const string Importer = "import";

    /// <summary>Takes in a definition as it is: nothing is refused, and it is compiled at once.</summary>
    /// <param name="text">The definition: a JSON object.</param>
    /// <param name="id">The flow's id; null for the one that its type and name give.</param>
    /// <param name="isLive">Whether it is published, even where it does not compile: it may have gone live before anybody looked so closely.</param>
    /// <param name="importedFrom">The file it comes from; null when it comes from none.</param>
    /// <exception cref="ArgumentException">The text is not a JSON object, or the id is taken.</exception>
    internal OrgFlow Import(string text, string? id = null, bool isLive = true, string? importedFrom = null)
    {
        lock (_gate)
        {
            Settle();
            var tree = JsonText.Parse(new SourceText(text));
            if (tree.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error) is { } problem)
            {
                throw new ArgumentException($"{tree.Source.GetPosition(problem.Span.Start)}: {problem.Message}", nameof(text));
            }

            var document = FlowDocument.From(tree.Source, tree.Root as MappingNode ?? throw new ArgumentException("1:1: A definition must be a JSON object.", nameof(text)));
            id ??= FreeId(document);
            if (_usedIds.Contains(id))
            {
                throw new ArgumentException($"1:1: The id \"{id}\" is taken by another flow.", nameof(text));
            }

            var flow = new OrgFlow(id, ++_sequence, FindDivision(document) ?? HomeDivision) { ImportedFrom = importedFrom };
            Enter(flow);
            var version = new FlowVersion(1, document, document.RevisionId(id, 1), Importer, Now) { Status = CompilationStatus.Pending };
            flow.Versions.Add(version);
            _catalogue = null;
            _audits.Add(Now, Importer, "Import", flow, version);
            _agenda.Add(Now, () => Compile(flow, version));
            if (isLive)
            {
                flow.Activations.Add(new Activation(version, Now));
            }

            return flow;
        }
    }
}
