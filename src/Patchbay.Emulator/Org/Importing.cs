using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    /// <summary>Who made the versions that were there before anybody asked.</summary>
    private const string Importer = "import";

    private static readonly string[] Editors = ["maria.lopez", "jonas.weber", "aiko.tanaka"];

    /// <summary>Takes in a flow as it is: nothing is refused, and it is compiled before anybody looks at it, but after the flows that are taken in with it.</summary>
    /// <param name="states">Its versions, oldest first.</param>
    /// <param name="id">The flow's id; null for the one that its type and name give.</param>
    /// <param name="isLive">Whether it is published, even where it does not compile: it may have gone live before anybody looked so closely.</param>
    /// <param name="age">How long the newest version has been there, and live. The older ones came a day apart.</param>
    /// <param name="importedFrom">The file it comes from; null when it comes from none.</param>
    /// <exception cref="ArgumentException">The id is taken.</exception>
    internal OrgFlow Import(ImmutableArray<FlowDocument> states, string? id = null, bool isLive = true, TimeSpan age = default, string? importedFrom = null)
    {
        lock (_gate)
        {
            id ??= FreeId(states[^1]);
            if (_usedIds.Contains(id))
            {
                throw new ArgumentException($"1:1: The id \"{id}\" is taken by another flow.", nameof(id));
            }

            var now = Now;
            var flow = new OrgFlow(id, ++_sequence, FindDivision(states[^1]) ?? HomeDivision) { ImportedFrom = importedFrom };
            Enter(flow);
            for (var number = 1; number <= states.Length; number++)
            {
                var isNewest = number == states.Length;
                flow.Versions.Add(new FlowVersion(number, states[number - 1], states[number - 1].RevisionId(id, number), isNewest ? Importer : Editors[number % Editors.Length], now.AddDays(number - states.Length) - age)
                {
                    Status = isNewest ? CompilationStatus.Pending : CompilationStatus.Success,
                });
            }

            _catalogue = null;
            _audits.Add(now, Importer, "Import", flow, flow.Newest);
            var imported = flow.Newest;
            _agenda.Add(now, () => Compile(flow, imported));
            if (isLive)
            {
                flow.Activations.Add(new Activation(imported, now - age));
            }

            Note(flow);
            return flow;
        }
    }
}
