using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>A place in the text that says where control goes.</summary>
/// <param name="Text">A path in YAML, an id in JSON.</param>
/// <param name="Property">The field that holds it.</param>
internal readonly record struct FlowTarget(ScalarNode Text, string Property);

/// <summary>Finds the element that a target means, and notes the reference.</summary>
/// <param name="from">Index of the element that holds it; -1 for the flow itself.</param>
/// <param name="target">The target.</param>
/// <returns>An index; <see cref="Flows.FlowWay.Nowhere"/> where there is no such element, or it stands in another file.</returns>
internal delegate int FindTarget(int from, FlowTarget target);
