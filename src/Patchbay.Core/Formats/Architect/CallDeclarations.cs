using System.Collections.Immutable;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Formats.Architect;

/// <summary>Declares the variables that take what a call gives back, where the flow has none of that name yet: in the scope that is written, with the type that the module's output has.</summary>
/// <param name="flow">The caller.</param>
/// <param name="call">The call, completed.</param>
internal sealed class CallDeclarations(Flow flow, CallSpec call)
{
    private static readonly ImmutableArray<string> BeforeVariables = ["name", "description", "division", "startUpRef", "defaultLanguage", "supportedLanguages", "initialGreeting", "worktype"];
    private readonly HashSet<(int Holder, string Name)> _declared = [];
    private readonly Dictionary<(MappingNode Holder, string Key), (int Place, ImmutableArray<YamlValue> Items)> _newLists = [];

    /// <summary>What was declared, for reviewers.</summary>
    public ImmutableArray<EditNote> Notes { get; private set; } = [];

    /// <summary>Why a variable that is missing cannot be declared for a place.</summary>
    public bool WhyNot(CallSite site, out string reason)
    {
        reason = Missing(site).Select(missing => Why(site, missing.Name, missing.Type)).FirstOrDefault(why => why is not null) ?? "";
        return reason.Length > 0;
    }

    /// <summary>Declares what is missing at a place; returns what the new container of the call has to declare itself.</summary>
    public ImmutableArray<YamlValue> Declare(YamlEditor editor, CallSite site)
    {
        var own = ImmutableArray.CreateBuilder<YamlValue>();
        foreach (var (name, type) in Missing(site))
        {
            var isLocal = IsLocal(name);
            var holder = isLocal ? site.Holder : -1;
            if (isLocal && site.IsNewContainer)
            {
                own.Add(Declaration(name, type));
                Note(name, type, "in the new task");
            }
            else if (_declared.Add((holder, name.ToUpperInvariant())))
            {
                AddTo(editor, holder, Declaration(name, type));
                Note(name, type, holder < 0 ? "in the flow" : $"in \"{flow.Elements[holder].DisplayName}\"");
            }
        }

        return own.DrainToImmutable();
    }

    /// <summary>Writes the lists that are not there yet, each once with all that is declared in it.</summary>
    public void Finish(YamlEditor editor)
    {
        foreach (var ((mapping, key), (place, items)) in _newLists)
        {
            editor.InsertEntry(mapping, place, key, new YamlSequence(items));
        }
    }

    private IEnumerable<(string Name, string Type)> Missing(CallSite site)
    {
        foreach (var (output, target) in call.Outputs)
        {
            var known = site.Holder < 0 && IsLocal(target) ? null : CallBindings.Find(flow, site.Holder, target);
            if (known is { IsDeclared: true } or { IsBuiltIn: true })
            {
                continue;
            }

            var shared = call.SharedVariables.IsDefault ? null : call.SharedVariables.FirstOrDefault(variable => string.Equals(variable.Name, output, StringComparison.OrdinalIgnoreCase));
            yield return (target, shared?.Type ?? "");
        }
    }

    private string? Why(CallSite site, string name, string type)
    {
        var scope = name[..Math.Max(0, name.IndexOf('.', StringComparison.Ordinal))];
        var kind = site.Holder < 0 ? ElementKind.Task : flow.Elements[site.Holder].Kind;
        return scope.ToUpperInvariant() switch
        {
            _ when type.Length == 0 => $"\"{name}\" is not declared, and the type of what \"{call.FlowName}\" gives back is not known. Declare the variable first.",
            "FLOW" => null,
            "TASK" when kind is ElementKind.Task or ElementKind.Choice or ElementKind.Bot => null,
            "STATE" when kind == ElementKind.State => null,
            "TASK" or "STATE" => $"The call stands in the {kind.ToString().ToLowerInvariant()} \"{flow.Elements[site.Holder].DisplayName}\", which cannot have a variable \"{name}\". Use one with the scope {(kind == ElementKind.State ? "State" : "Task")} or Flow.",
            _ => $"\"{name}\" is not declared, and no call can declare a variable with the scope \"{scope}\". Use the scope Flow or Task.",
        };
    }

    private static bool IsLocal(string name) => !name.StartsWith("Flow.", StringComparison.OrdinalIgnoreCase);

    private void Note(string name, string type, string where) => Notes = Notes.Add(new EditNote("declares", $"{name} ({type}) {where}"));

    private static YamlMapping Declaration(string name, string type) => YamlValue.Mapping((
        $"{type}Variable",
        YamlValue.Mapping(
            ("name", YamlValue.Text(name)),
            ("initialValue", YamlValue.Mapping(("noValue", YamlValue.Literal("true")))),
            ("isInput", YamlValue.Literal("false")),
            ("isOutput", YamlValue.Literal("false")))));

    private void AddTo(YamlEditor editor, int holder, YamlValue declaration)
    {
        var (_, root) = ArchitectYamlFormat.FindRoot(flow.Tree) ?? ("", new MappingNode(default, []));
        var node = holder < 0 ? root : flow.Elements[holder].Kind == ElementKind.Choice ? (flow.Elements[holder].Node as MappingNode)?["task"] : flow.Elements[holder].Node;
        var (mapping, key) = node as MappingNode is { } body ? (body, "variables") : (root, "startUpTaskVariables");
        if (mapping.Find(key) is { } list)
        {
            editor.InsertItems(list.Value, (list.Value as SequenceNode)?.Items.Length ?? 0, declaration);
            return;
        }

        var (place, items) = _newLists.GetValueOrDefault((mapping, key), (PlaceOf(mapping, key, isRoot: ReferenceEquals(mapping, root)), []));
        _newLists[(mapping, key)] = (place, items.Add(declaration));
    }

    private static int PlaceOf(MappingNode mapping, string key, bool isRoot)
    {
        if (key == "startUpTaskVariables")
        {
            return mapping.Find("startUpTaskActions") is { } actions ? mapping.Entries.IndexOf(actions) + 1 : mapping.Entries.Length;
        }

        var before = isRoot ? BeforeVariables : ["name", "refId"];
        return Enumerable.Range(0, mapping.Entries.Length).Where(i => before.Contains(mapping.Entries[i].Key)).Select(i => i + 1).LastOrDefault();
    }
}
