using Patchbay.Core.Flows;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Finds what an action does, in a few words: the first thing of the org that it is about, or else the first thing that it says, computes or fills.</summary>
/// <param name="builder">Holds what was read.</param>
internal sealed class ElementDetail(ArchitectFlowBuilder builder)
{
    private int _dependencies = builder.Dependencies.Count;
    private int _values = builder.Values.Count;
    private string _thing = "";
    private string _said = "";

    /// <summary>The detail found so far; empty for none.</summary>
    public string Text => _thing.Length > 0 ? _thing : ValueReader.OneLine(_said);

    /// <summary>Takes what was read since the last call: fields of the action itself.</summary>
    public void TakeFields()
    {
        for (; _thing.Length == 0 && _dependencies < builder.Dependencies.Count; _dependencies++)
        {
            if (builder.Dependencies[_dependencies] is { Kind: DependencyKind.Queue or DependencyKind.DataAction or DependencyKind.DataTable or DependencyKind.Flow or DependencyKind.Schedule or DependencyKind.ScheduleGroup or DependencyKind.Script } used)
            {
                _thing = used.Kind == DependencyKind.DataAction ? used.Name[(used.Name.IndexOf('/') + 1)..] : used.Name;
            }
        }

        for (; _said.Length == 0 && _values < builder.Values.Count; _values++)
        {
            if (builder.Values[_values] is { Mode: ValueMode.Expression or ValueMode.Speech or ValueMode.Prompt or ValueMode.Variable } value)
            {
                _said = value.Text;
            }
        }

        Skip();
    }

    /// <summary>Leaves out what was read since the last call: actions on the paths of the action.</summary>
    public void Skip() => (_dependencies, _values) = (builder.Dependencies.Count, builder.Values.Count);
}
