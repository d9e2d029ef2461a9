using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Inserts calls of common modules into Architect files, and gives existing ones other bindings.</summary>
/// <param name="flow">A flow that was read from an Architect file.</param>
internal sealed class CallEdits(Flow flow)
{
    private const string Scope = "Common.";
    private const string Version = "ver_latestPublished";

    /// <summary>A call with the names that modules have inside: in the scope <c>Common.</c></summary>
    /// <param name="call">The call.</param>
    /// <param name="shared">The module as far as it is known.</param>
    public static CallSpec Complete(CallSpec call, CatalogueFlow? shared) => call with
    {
        Inputs = [.. call.Inputs.Select(Scoped)],
        Outputs = [.. call.Outputs.Select(Scoped)],
        SharedVariables = shared is null ? default : shared.Variables,
        CompatibleTypes = shared is null ? default : shared.CompatibleTypes,
    };

    /// <summary>Inserts a call.</summary>
    /// <param name="place">Where.</param>
    /// <param name="call">The call, completed.</param>
    public EditResult Insert(Place place, CallSpec call)
    {
        if ((WhyNotEditable() ?? WhyNotCallable(call)) is { } obstacle)
        {
            return new EditResult.Refused(obstacle);
        }

        var found = new CallSites(flow).Find(place);
        if (found.Reason.Length > 0)
        {
            return new EditResult.Refused(found.Reason);
        }

        var editor = new YamlEditor(flow.Tree);
        var declarations = new CallDeclarations(flow, call);
        foreach (var site in found.Sites)
        {
            if (new CallBindings(flow, site.Holder).WhyNot(call) is { } reason || declarations.WhyNot(site, out reason))
            {
                return new EditResult.Refused(reason);
            }

            site.Insert(editor, new NewCall(Write(call), call.FlowName, declarations.Declare(editor, site)));
        }

        declarations.Finish(editor);
        var notes = found.Sites.SelectMany(site => site.Notes).Concat(declarations.Notes).Distinct().ToImmutableArray();
        var edits = editor.ToEdits();
        return CallsNobodyReaches(ReadAfter(edits), call) > CallsNobodyReaches(flow, call)
            ? new EditResult.Refused($"Every way leads elsewhere before it comes {Described(place)}, so a call there would never be made.")
            : new EditResult.Edited(edits) { Notes = found.Sites.Length > 1 ? [new EditNote("places", Listed(found.Sites)), .. notes] : notes };
    }

    /// <summary>Gives a call bindings; those that are not named stay.</summary>
    /// <param name="element">Index of the action.</param>
    /// <param name="call">The call, completed.</param>
    public EditResult Update(int element, CallSpec call)
    {
        var target = flow.Elements[element];
        if (call.Inputs.IsEmpty && call.Outputs.IsEmpty)
        {
            return new EditResult.Edited([]);
        }

        var site = new CallSite(new Spot(element, element), new CallSites(flow).HolderOf(element), static (_, _) => { });
        var declarations = new CallDeclarations(flow, call);
        if ((WhyNotEditable() ?? WhyNotReadyFor(call) ?? new CallBindings(flow, site.Holder).WhyNot(call)) is { } reason || declarations.WhyNot(site, out reason))
        {
            return new EditResult.Refused(reason);
        }

        if (SharedCalls.VersionOf(target) is not { } version)
        {
            return new EditResult.Refused($"The call \"{target.DisplayName}\" has no \"{Version}\" to hold its bindings; mend that first.");
        }

        var editor = new YamlEditor(flow.Tree);
        Update(editor, version, "inputs", 0, call.Inputs, "exp");
        Update(editor, version, "outputs", version.Entries.Length, call.Outputs, "var");
        declarations.Declare(editor, site);
        declarations.Finish(editor);
        return new EditResult.Edited(editor.ToEdits()) { Notes = declarations.Notes };
    }

    private Flow ReadAfter(ImmutableArray<TextEdit> edits) => new ArchitectYamlFormat().Read(YamlText.Parse(TextEdits.Apply(flow.Tree.Source, edits)));

    /// <summary>How many calls of the flow stand where no way leads, be it from a task that nobody enters.</summary>
    private static int CallsNobodyReaches(Flow flow, CallSpec call)
    {
        var onward = flow.Ways.Where(way => way.From >= 0 && way.To >= 0).ToLookup(way => way.From, way => way.To);
        var reached = flow.Ways.Where(way => way.From < 0).Select(way => way.To)
            .Concat(Enumerable.Range(0, flow.Elements.Length).Where(i => flow.Elements[i].Kind is not (ElementKind.Action or ElementKind.Choice))).ToHashSet();
        var open = new Stack<int>(reached);
        while (open.TryPop(out var element))
        {
            foreach (var next in onward[element].Where(reached.Add))
            {
                open.Push(next);
            }
        }

        return Enumerable.Range(0, flow.Elements.Length).Count(i => flow.Elements[i].Call?.FlowId == call.FlowName && !reached.Contains(i));
    }

    private static string Described(Place place) => place.Kind is PlaceKind.Start or PlaceKind.End ? $"to its {place}" : place.ToString();

    private string? WhyNotEditable()
    {
        var fault = flow.Tree.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == Severity.Error);
        return fault is null ? null : $"The text is not valid YAML at {flow.Tree.Source.GetPosition(fault.Span.Start)}: {fault.Message} Mend that first.";
    }

    private string? WhyNotCallable(CallSpec call)
    {
        if (FlowTypes.Same(flow.Type, "commonmodule"))
        {
            return $"A common module cannot call another one, so \"{flow.Name}\" cannot call \"{call.FlowName}\". Leave it out of the selection.";
        }

        if (ArchitectYamlFormat.FindRoot(flow.Tree) is not var (root, _))
        {
            return "The file holds parts of flows and is no flow itself, so nothing calls from it. Put the call into the flows that refer to it.";
        }

        if (!call.CompatibleTypes.IsDefault && !call.CompatibleTypes.Any(type => FlowTypes.Same(type, flow.Type)))
        {
            return $"\"{call.FlowName}\" lists the flow types that may call it ({string.Join(", ", call.CompatibleTypes)}), and \"{flow.Name}\" is of the type \"{flow.Type}\". Add the type to the module's \"compatibleFlowTypes\", or leave the flow out of the selection.";
        }

        var types = ActionKinds.Find("callCommonModule")?.FlowTypes ?? [];
        return !types.IsEmpty && !types.Contains(root)
            ? $"Flows of type {flow.Type} have no action that calls a common module."
            : WhyNotReadyFor(call);
    }

    private static string? WhyNotReadyFor(CallSpec call) =>
        call.Success.Length + call.Error.Length > 0
            ? $"The call of a common module has no ways of its own in Architect: the flow goes on behind it, and what fails in the module is left to the flow's error handling. Leave out {(call.Success.Length > 0 ? "\"success\"" : "\"error\"")}."
            : null;

    /// <summary>The action, with every input and output of the module as the exporter writes them.</summary>
    private static YamlValue Write(CallSpec call)
    {
        List<(string, YamlValue)> version = [];
        var inputs = Bindings(call, call.Inputs, "exp", variable => variable.IsInput);
        var outputs = Bindings(call, call.Outputs, "var", variable => variable.IsOutput);
        if (inputs.Length > 0)
        {
            version.Add(("inputs", YamlValue.Mapping(inputs)));
        }

        if (outputs.Length > 0)
        {
            version.Add(("outputs", YamlValue.Mapping(outputs)));
        }

        var module = YamlValue.Mapping((call.FlowName, YamlValue.Mapping((Version, YamlValue.Mapping([.. version])))));
        return YamlValue.Mapping(("callCommonModule", YamlValue.Mapping(("name", YamlValue.Text(call.FlowName)), ("commonModule", module))));
    }

    private static (string, YamlValue)[] Bindings(CallSpec call, ImmutableArray<KeyValuePair<string, string>> wanted, string wrapper, Func<FlowVariable, bool> takes)
    {
        var known = call.SharedVariables.IsDefault ? [] : call.SharedVariables.Where(variable => variable.IsDeclared && takes(variable)).Select(variable => variable.Name).ToList();
        var last = wanted.GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.OrdinalIgnoreCase);
        var names = known.Concat(last.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)));
        return [.. names.Select(name => (name, last.TryGetValue(name, out var value) ? YamlValue.Mapping((wrapper, Text(value))) : YamlValue.Mapping(("noValue", YamlValue.Literal("true")))))];
    }

    private static void Update(YamlEditor editor, MappingNode version, string field, int place, ImmutableArray<KeyValuePair<string, string>> wanted, string wrapper)
    {
        if (wanted.IsEmpty)
        {
            return;
        }

        if (version.Find(field) is not { } entry)
        {
            editor.InsertEntry(version, place, field, YamlValue.Mapping([.. wanted.Select(pair => (pair.Key, (YamlValue)YamlValue.Mapping((wrapper, Text(pair.Value)))))]));
            return;
        }

        var existing = (entry.Value as MappingNode)?.Entries ?? [];
        foreach (var (name, value) in wanted)
        {
            var old = existing.FirstOrDefault(binding => string.Equals(binding.Key, name, StringComparison.OrdinalIgnoreCase));
            if (old is null)
            {
                editor.InsertEntry(entry.Value, existing.Length, name, YamlValue.Mapping((wrapper, Text(value))));
            }
            else if (old.Value is MappingNode { Entries: [{ Value: ScalarNode text } only] } && only.Key == wrapper)
            {
                if (!IsSame(wrapper, text.Value, value))
                {
                    editor.ReplaceText(text, value);
                }
            }
            else if (old.Value is not MappingNode { Entries: [{ Key: "lit", Value: ScalarNode literal }] } || !SaysTheSame(literal, value))
            {
                editor.Replace(old.Value, YamlValue.Mapping((wrapper, Text(value))));
            }
        }
    }

    /// <summary>An expression that starts with a quote reads best in the other ones.</summary>
    private static YamlScalar Text(string value) => YamlValue.Text(value, value.StartsWith('"') ? ScalarStyle.SingleQuoted : null);

    private static bool IsSame(string wrapper, string has, string wanted) => string.Equals(has, wanted, wrapper == "var" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    /// <summary>Whether a literal is what an expression comes to: <c>lit: 5</c> is <c>5</c>, and <c>lit: a</c> is <c>"a"</c>.</summary>
    private static bool SaysTheSame(ScalarNode literal, string expression) => expression == literal.Value
        ? !literal.IsQuoted && Expressions.ExpressionSyntax.Parse(expression).Root is Expressions.Literal { Kind: not Expressions.LiteralKind.Text }
        : Expressions.ExpressionSyntax.Parse(expression) is { IsWellFormed: true, Root: Expressions.Literal { Kind: Expressions.LiteralKind.Text } text } && text.Value == literal.Value;

    private static KeyValuePair<string, string> Scoped(KeyValuePair<string, string> pair) =>
        pair.Key.Contains('.', StringComparison.Ordinal) || pair.Key.Contains("{{", StringComparison.Ordinal) ? pair : new(Scope + pair.Key, pair.Value);

    private static string Listed(ImmutableArray<CallSite> sites) => $"{sites.Length}: {string.Join(", ", sites.Select(site => $"\"{site.Name}\""))}";
}
