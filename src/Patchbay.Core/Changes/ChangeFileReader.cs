using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Changes;

/// <summary>A change file that was read, or what is wrong with it.</summary>
/// <param name="Change">The change; null when anything is wrong.</param>
/// <param name="Diagnostics">Everything that is wrong, in document order, with places in the change file.</param>
public sealed record ChangeFileResult(ChangeFile? Change, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Reads change files, YAML or JSON, and menu files (<c>flow_id</c>, <c>menu_node_id</c>, <c>options</c>) just as they are.</summary>
public static partial class ChangeFileReader
{
    internal static readonly ImmutableArray<string> FileKeys = ["description", "flows", "steps"];
    internal static readonly ImmutableArray<string> SelectionKeys = ["type", "name", "division", "id", "except"];
    internal static readonly ImmutableArray<string> CallStepKeys = ["call", "at", "inputs", "outputs", "success", "error", "again"];
    internal static readonly ImmutableArray<string> SharedFlowKeys = ["name", "type", "id"];
    internal static readonly ImmutableArray<string> PlaceKeys = ["before", "after", "way"];
    internal static readonly ImmutableArray<string> MenuStepKeys = ["menu", "options"];
    internal static readonly ImmutableArray<string> OptionKeys = ["key", "prompt", "routingTarget", "routing_target"];
    internal static readonly ImmutableArray<string> MenuFileKeys = ["description", "flow_id", "flowId", "menu_node_id", "menuNodeId", "options"];

    /// <summary>The JSON Schema (draft 2020-12) of change files.</summary>
    public static string Schema => EmbeddedText.Read("change.schema.json");

    /// <summary>Reads a change file. Never throws for what the text holds.</summary>
    /// <param name="source">The text; its path's extension or its first character tells YAML from JSON.</param>
    /// <param name="environment">Gives the value of an environment variable for <c>${env:NAME}</c>, or null when it is not set.</param>
    public static ChangeFileResult Read(SourceText source, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(environment);
        var tree = SyntaxTree.Parse(source);
        var problems = new FileProblems(source, environment);
        problems.Found.AddRange(tree.Diagnostics);
        problems.ReportPlaceholders(tree);
        ChangeFile? change = null;
        if (tree.Root is MappingNode root)
        {
            change = MenuFileKeys.Where(key => key != "description").Any(key => root.Find(key) is not null) && root.Find("steps") is null && root.Find("flows") is null
                ? ReadMenuFile(root, problems)
                : ReadFile(root, problems);
        }
        else if (tree.IsWellFormed)
        {
            problems.Report("wrong-value", new TextSpan(0, 0), "A change file is a mapping with the keys \"flows\" and \"steps\"; this text is none.");
        }

        var diagnostics = problems.Found.OrderBy(diagnostic => diagnostic.Span.Start).ToImmutableArray();
        return new ChangeFileResult(diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error) ? null : change, diagnostics);
    }

    private static ChangeFile ReadFile(MappingNode root, FileProblems problems)
    {
        var reader = new MappingReader(root, "a change file", FileKeys, problems);
        var description = reader.Text("description") ?? "";
        var flows = reader.Mapping("flows", required: true) is { } selection ? ReadSelection(selection, problems) : new FlowSelection();
        var steps = ImmutableArray.CreateBuilder<ChangeStep>();
        if (reader.List("steps", required: true) is { } list)
        {
            if (list.Items.IsEmpty)
            {
                reader.WrongType("steps", "a list of at least one step");
            }

            foreach (var item in list.Items)
            {
                if (ReadStep(item, problems) is { } step)
                {
                    steps.Add(step);
                }
            }
        }

        return new ChangeFile(flows, steps.DrainToImmutable()) { Description = description };
    }

    private static FlowSelection ReadSelection(MappingNode node, FileProblems problems)
    {
        var reader = new MappingReader(node, "\"flows\"", SelectionKeys, problems);
        if (!SelectionKeys.Any(key => key != "except" && reader.Has(key)))
        {
            problems.Report("missing-key", node.Span, "This selects every flow. Name a \"type\", \"name\", \"division\" or \"id\"; name: \"*\" takes every flow on purpose.");
        }

        return new FlowSelection
        {
            Types = reader.Texts("type"),
            Names = reader.Texts("name"),
            Divisions = reader.Texts("division"),
            Ids = reader.Texts("id"),
            Except = reader.Texts("except"),
        };
    }

    private static ChangeStep? ReadStep(SyntaxNode item, FileProblems problems)
    {
        if (item is not MappingNode node)
        {
            problems.Report("wrong-value", item.Span, "A step must be a mapping that starts with \"call\" or \"menu\".");
            return null;
        }

        var isCall = node.Find("call") is not null;
        var isMenu = node.Find("menu") is not null;
        if (isCall && isMenu)
        {
            problems.Report("wrong-value", node.Find("menu")!.KeyNode.Span, "A step has \"call\" or \"menu\", not both. Make two steps of it.");
            return null;
        }

        if (isMenu)
        {
            var reader = new MappingReader(node, "a menu step", MenuStepKeys, problems);
            var element = reader.Text("menu", required: true);
            return new MenuStep(node.Span, element ?? "", ReadOptions(reader, problems));
        }

        if (!isCall)
        {
            // A misspelt "call" or "menu" is told apart by what stands beside it.
            var keys = node.Find("options") is null ? CallStepKeys : MenuStepKeys;
            _ = new MappingReader(node, "a step", keys, problems);
            problems.Report("missing-key", node.Span with { Length = Math.Min(1, node.Span.Length) }, "A step needs the key \"call\", with a shared flow, or \"menu\", with an element.");
            return null;
        }

        return ReadCall(node, problems);
    }

    private static CallStep ReadCall(MappingNode node, FileProblems problems)
    {
        var reader = new MappingReader(node, "a call step", CallStepKeys, problems);
        return new CallStep(node.Span, ReadSharedFlow(reader, problems), ReadPlace(reader, problems))
        {
            Inputs = reader.Pairs("inputs"),
            Outputs = reader.Pairs("outputs"),
            Success = reader.Text("success") ?? "",
            Error = reader.Text("error") ?? "",
            Again = reader.Flag("again"),
        };
    }

    private static FlowReference ReadSharedFlow(MappingReader step, FileProblems problems)
    {
        if (step.Node("call") is not MappingNode node)
        {
            return new FlowReference(step.Text("call") ?? "");
        }

        var reader = new MappingReader(node, "a shared flow", SharedFlowKeys, problems);
        if (reader.Has("id"))
        {
            if (reader.Has("name") || reader.Has("type"))
            {
                problems.Report("wrong-value", node.Span, "A shared flow is named by \"id\", or by \"name\" with or without \"type\"; not by both.");
            }

            return new FlowReference(null, Id: reader.Text("id"));
        }

        return new FlowReference(reader.Text("name", required: true), reader.Text("type"));
    }

    private static Place ReadPlace(MappingReader step, FileProblems problems)
    {
        switch (step.Node("at", required: true))
        {
            case null or ScalarNode { Value: "start", IsNull: false }:
                return Place.Start;
            case ScalarNode { Value: "end" }:
                return Place.End;
            case MappingNode node:
                var reader = new MappingReader(node, "a place", PlaceKeys, problems);
                if (reader.Has("before") == reader.Has("after"))
                {
                    problems.Report("wrong-value", node.Span, "A place has either \"before\" or \"after\", with the element meant.");
                }

                if (reader.Has("before") && reader.Has("way"))
                {
                    problems.Report("wrong-value", reader.PlaceOf("way"), "\"way\" belongs to \"after\": \"before\" takes all ways into the element.");
                }

                return reader.Has("after")
                    ? new Place(PlaceKind.After, reader.Text("after") ?? "", reader.Text("way") ?? "")
                    : new Place(PlaceKind.Before, reader.Text("before") ?? "");
            default:
                step.WrongType("at", "start, end, {before: ELEMENT} or {after: ELEMENT}");
                return Place.Start;
        }
    }

    private static ChangeFile ReadMenuFile(MappingNode root, FileProblems problems)
    {
        var reader = new MappingReader(root, "a menu file", MenuFileKeys, problems);
        var id = reader.Text(reader.Spelling("flow_id", "flowId"), required: true);
        var element = reader.Text(reader.Spelling("menu_node_id", "menuNodeId"), required: true);
        var step = new MenuStep(root.Span, element ?? "", ReadOptions(reader, problems));
        return new ChangeFile(new FlowSelection { Ids = id is null ? [] : [id] }, [step]) { Description = reader.Text("description") ?? "" };
    }

    private static ImmutableArray<MenuOptionSpec> ReadOptions(MappingReader step, FileProblems problems)
    {
        if (step.List("options", required: true) is not { } list)
        {
            return [];
        }

        if (list.Items.IsEmpty)
        {
            step.WrongType("options", "a list of at least one option");
        }

        var options = ImmutableArray.CreateBuilder<MenuOptionSpec>();
        var seen = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            if (item is not MappingNode node)
            {
                problems.Report("wrong-value", item.Span, "An option must be a mapping with \"key\", \"prompt\" and \"routingTarget\".");
                continue;
            }

            var reader = new MappingReader(node, "an option", OptionKeys, problems);
            var key = reader.Text("key", required: true);
            var prompt = reader.Text("prompt", required: true);
            var target = reader.Text(reader.Spelling("routingTarget", "routing_target"), required: true);
            var place = reader.ValuePlaceOf("key");
            if (key is not null && !MenuKey().IsMatch(key))
            {
                problems.Report("invalid-menu-key", place, $"\"{key}\" is not a menu key: keys are digits, \"*\" and \"#\".");
            }
            else if (key is not null && !seen.TryAdd(key, place))
            {
                problems.Report("duplicate-menu-key", place, $"The key \"{key}\" stands twice in this menu. Give each option a key of its own.", new RelatedPlace(seen[key], "It stands here first."));
            }

            options.Add(new MenuOptionSpec(key ?? "", prompt ?? "", target ?? ""));
        }

        return options.DrainToImmutable();
    }

    [GeneratedRegex(@"\A[0-9*#]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MenuKey();
}
