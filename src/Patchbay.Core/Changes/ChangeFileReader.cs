using System.Collections.Immutable;
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
public static class ChangeFileReader
{
    private static readonly ImmutableArray<string> Verbs = ["call", "menu", "rename", "transfer", "say"];
    internal static readonly ImmutableArray<string> FileKeys = ["description", "flows", "steps"];
    internal static readonly ImmutableArray<string> SelectionKeys = ["type", "name", "division", "id", "except"];
    internal static readonly ImmutableArray<string> CallStepKeys = ["call", "at", "inputs", "outputs", "success", "error", "again"];
    internal static readonly ImmutableArray<string> SharedFlowKeys = ["name", "type", "id"];
    internal static readonly ImmutableArray<string> PlaceKeys = ["before", "after", "way", "choice", "menu"];
    internal static readonly ImmutableArray<string> MenuStepKeys = ["menu", "options", "add", "remove"];
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
            problems.Report("wrong-value", item.Span, "A step must be a mapping that starts with \"call\", \"menu\", \"rename\", \"transfer\" or \"say\".");
            return null;
        }

        var verbs = Verbs.Where(verb => node.Find(verb) is not null).ToList();
        if (verbs.Count > 1)
        {
            var second = node.Entries.Where(entry => verbs.Contains(entry.Key)).Skip(1).First();
            problems.Report("wrong-value", second.KeyNode.Span, $"A step has \"{verbs[0]}\" or \"{verbs[1]}\", not both. Make two steps of it.");
            return null;
        }

        switch (verbs.FirstOrDefault())
        {
            case "call":
                return ReadCall(node, problems);
            case "menu":
                return MenuOptionReader.ReadStep(new MappingReader(node, "a menu step", MenuStepKeys, problems), problems);
            case "rename":
                return RefactoringStepReader.ReadRename(node, problems);
            case "transfer":
                return RefactoringStepReader.ReadTransfer(node, problems);
            case "say":
                return RefactoringStepReader.ReadSay(node, problems);
            default:
                // A misspelt verb is told apart by what stands beside it.
                var keys = node.Find("options") is not null ? MenuStepKeys : node.Find("to") is not null ? RefactoringStepReader.RenameStepKeys : node.Find("at") is not null ? CallStepKeys : [.. Verbs, .. CallStepKeys.Skip(1)];
                _ = new MappingReader(node, "a step", keys, problems);
                problems.Report("missing-key", node.Span with { Length = Math.Min(1, node.Span.Length) }, "A step needs one of the keys \"call\", with a shared flow; \"menu\", with an element; \"rename\"; \"transfer\"; \"say\".");
                return null;
        }
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
                if (reader.Has("choice"))
                {
                    return ReadChoice(reader, node, problems);
                }

                if (reader.Has("menu"))
                {
                    problems.Report("wrong-value", reader.PlaceOf("menu"), "\"menu\" belongs to \"choice\", which says what the caller presses.");
                }

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
                step.WrongType("at", "start, end, {before: ELEMENT}, {after: ELEMENT} or {choice: KEY, menu: ELEMENT}");
                return Place.Start;
        }
    }

    private static Place ReadChoice(MappingReader reader, MappingNode node, FileProblems problems)
    {
        if (reader.Has("before") || reader.Has("after") || reader.Has("way"))
        {
            problems.Report("wrong-value", node.Span, "A place has \"choice\", or \"before\" or \"after\" with the element meant; not both.");
        }

        return new Place(PlaceKind.Choice, reader.Text("menu") ?? "", reader.Text("choice") ?? "");
    }

    private static ChangeFile ReadMenuFile(MappingNode root, FileProblems problems)
    {
        var reader = new MappingReader(root, "a menu file", MenuFileKeys, problems);
        var id = reader.Text(reader.Spelling("flow_id", "flowId"), required: true);
        var element = reader.Text(reader.Spelling("menu_node_id", "menuNodeId"), required: true);
        var step = new MenuStep(root.Span, element ?? "", MenuOptionReader.Read(reader, "options", problems));
        return new ChangeFile(new FlowSelection { Ids = id is null ? [] : [id] }, [step]) { Description = reader.Text("description") ?? "" };
    }
}
