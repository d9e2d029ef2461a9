using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>One mapping of a call to a shared flow whose variables are known: what the rules about inputs and outputs look at.</summary>
/// <param name="Context">The flow with the call.</param>
/// <param name="Element">The element that calls.</param>
/// <param name="Called">The shared flow.</param>
/// <param name="Mapping">The mapping.</param>
internal sealed record SharedVariables(LintContext Context, FlowElement Element, CatalogueFlow Called, CallMapping Mapping)
{
    /// <summary>The mappings of all calls to flows whose definitions were looked at and mention a variable at all.</summary>
    public static IEnumerable<SharedVariables> Of(LintContext context, Func<SharedFlowCall, ImmutableArray<CallMapping>> mappings)
    {
        foreach (var element in context.Flow.Elements)
        {
            if (element.Call is { } call && context.Catalogue.FindCalled(call) is { Variables.IsDefault: false } called && (!called.Variables.IsEmpty || call.FlowType.Length > 0))
            {
                foreach (var mapping in mappings(call))
                {
                    yield return new SharedVariables(context, element, called, mapping);
                }
            }
        }
    }

    /// <summary>Whether the shared flow has a variable of this name that will do; a mapping may name a field of it.</summary>
    public bool IsKnown(Func<FlowVariable, bool> willDo) =>
        IsOfArchitect
            ? ArchitectRoot.IsOpen(Context, Mapping.Span) || Called.Variables.Any(variable => willDo(variable) && string.Equals(variable.Name, Mapping.SharedName, StringComparison.OrdinalIgnoreCase))
            : Called.Variables.Any(variable => willDo(variable) && (variable.Name == Mapping.SharedName || Mapping.SharedName.StartsWith(variable.Name + ".", StringComparison.Ordinal)));

    /// <summary>Whether an Architect flow calls: there the called flow declares what goes in and what comes out.</summary>
    public bool IsOfArchitect => Context.Flow.Api == FlowApi.Platform;

    /// <summary>Says that it has none: a warning where one is near, information otherwise.</summary>
    public Finding Describe(string problem, Func<FlowVariable, bool> willDo, string wayOut)
    {
        var near = new NearNames(Called.Variables.Where(willDo).Select(variable => variable.Name)).Find(Mapping.SharedName);
        return new Finding(Mapping.Span, $"{Wording.Name(Element)} calls \"{Called.Name}\", which {problem}.{Wording.DidYouMean(near, $" {wayOut}")}")
        {
            Element = Element.Id,
            Severity = near.IsEmpty && !IsOfArchitect ? Severity.Info : null,
            Fixes = near is [var only] && Context.FindQuoted(Mapping.Span, Mapping.SharedName) is { } span
                ? [new Fix($"Name it \"{only}\"", FixSafety.Unsafe, [new TextEdit(span, only)])]
                : [],
        };
    }
}
