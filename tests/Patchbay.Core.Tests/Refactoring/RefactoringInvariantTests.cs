using System.Collections.Immutable;
using System.Text;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Refactoring;
using Patchbay.Core.Syntax;
using Patchbay.Core.Tests.Conventions;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Refactoring;

/// <summary>What every change of an Architect file holds to, whatever the file: on the flows of the repository, and on real ones where there are any.</summary>
public sealed class RefactoringInvariantTests
{
    private const int MostPlaces = 12;

    private static readonly CatalogueFlow Module = new("Shared Module", "Shared Module", "commonmodule")
    {
        Calls = [],
        Variables =
        [
            new FlowVariable("Common.Number", true, [], []) { Type = "string", IsInput = true },
            new FlowVariable("Common.IsGood", true, [], []) { Type = "boolean", IsOutput = true },
        ],
    };

    private static readonly CallSpec Call = new("Shared Module", "Shared Module", "commonmodule") { Inputs = [new("Number", "\"1\"")], Outputs = [new("IsGood", "Flow.Is_good_made_for_the_test")] };

    private static readonly OrgCatalogue Org = new([Module], default, knowsAllFlows: false);

    private static IEnumerable<(string Name, string Text)> OwnFlows()
    {
        var corpus = Directory.EnumerateFiles(Path.Combine(Repository.Root, "corpus", "refactorings"), "*.before.yaml", SearchOption.AllDirectories);
        var starter = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Patchbay.Cli", "Starter", "architect"), "*.yaml");
        return corpus.Concat(starter).Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file))).DistinctBy(flow => flow.Item2);
    }

    private static IEnumerable<(string Name, string Text)> Real() => RealFlows.Files(".yaml", ".yml").Where(file => !file.Contains("malformed", StringComparison.Ordinal) && !file.Contains("history", StringComparison.Ordinal)).Select(file => (file, RealFlows.Read(file).Text));

    [Fact]
    public void Calls_in_the_flows_of_the_repository_hold_to_all_that_changes_do() => CheckCalls(OwnFlows()).ShouldBeGreaterThan(100);

    [Fact]
    public void Calls_in_real_flows_hold_to_all_that_changes_do() => CheckCalls(Real()).ShouldBeGreaterThan(500);

    [Fact]
    public void Renaming_there_and_back_gives_the_same_bytes_in_the_flows_of_the_repository() => CheckRenames(OwnFlows()).ShouldBeGreaterThan(30);

    [Fact]
    public void Renaming_there_and_back_gives_the_same_bytes_in_real_flows() => CheckRenames(Real()).ShouldBeGreaterThan(500);

    [Fact]
    public void Menus_and_transfers_of_the_flows_of_the_repository_hold_to_all_that_changes_do() => CheckMenusAndTransfers(OwnFlows()).ShouldBeGreaterThan(20);

    [Fact]
    public void Menus_and_transfers_of_real_flows_hold_to_all_that_changes_do() => CheckMenusAndTransfers(Real()).ShouldBeGreaterThan(30);

    internal static int CheckCalls(IEnumerable<(string Name, string Text)> flows) => CheckAll(flows, (flow, check) =>
    {
        List<Place> places = [Place.Start, Place.End];
        foreach (var element in flow.Elements.Where(element => element.Kind is ElementKind.Action or ElementKind.Task).Take(MostPlaces))
        {
            places.Add(new Place(PlaceKind.Before, element.Id));
            places.Add(new Place(PlaceKind.After, element.Id));
            places.Add(new Place(PlaceKind.After, element.Id, "failure"));
        }

        places.AddRange(flow.Elements.Where(element => element.Menu is not null).SelectMany(element => element.Menu!.Options.Select(option => new Place(PlaceKind.Choice, element.Id, option.Key))));
        foreach (var place in places)
        {
            check(new ResolvedCall(Call, place, Again: true));
        }
    });

    internal static int CheckRenames(IEnumerable<(string Name, string Text)> flows) => CheckAll(flows, (flow, check) =>
    {
        foreach (var element in flow.Elements.Where(element => element.Kind is ElementKind.Task or ElementKind.Menu or ElementKind.State or ElementKind.Bot && element.Label.Length > 0).Take(MostPlaces))
        {
            check(new ResolvedRename(Enum.Parse<RenameTarget>(element.Kind.ToString()), element.Label, "Another name", "", "", ""));
        }

        foreach (var variable in flow.Variables.Where(variable => variable is { IsDeclared: true }).Take(MostPlaces * 2))
        {
            var holder = variable.Container >= 0 ? flow.Elements[variable.Container].Id : "";
            check(new ResolvedRename(RenameTarget.Variable, variable.Name, "Another_Name", holder, "", ""));
        }
    });

    internal static int CheckMenusAndTransfers(IEnumerable<(string Name, string Text)> flows) => CheckAll(flows, (flow, check) =>
    {
        foreach (var menu in flow.Elements.Where(element => element.Menu is not null))
        {
            check(new ResolvedMenuEdit(menu.Id, [new MenuOptionSpec("#", "A new choice", "A queue") { Target = MenuTarget.Queue }], []));
            foreach (var option in menu.Menu!.Options.Where(option => option.Key.Length > 0))
            {
                check(new ResolvedMenuEdit(menu.Id, [], [option.Key]));
                check(new ResolvedMenuEdit(menu.Id, [new MenuOptionSpec(option.Key, "Another name", "") { Target = MenuTarget.Disconnect }], []));
            }
        }

        foreach (var queue in flow.Dependencies.Where(use => use.Kind == DependencyKind.Queue).Select(use => use.Name).Distinct())
        {
            check(new ResolvedTransfer("", queue, "Another queue"));
        }

        foreach (var speaker in flow.Elements.Where(element => element.Type is "playAudio" or "menu" or "communicate").Take(MostPlaces))
        {
            check(new ResolvedSay(speaker.Id, "", false, "Other words: \"yes\", it's 100% true # or not"));
        }
    });

    private static int CheckAll(IEnumerable<(string Name, string Text)> flows, Action<Flow, Action<ResolvedStep>> steps)
    {
        var wrong = new StringBuilder();
        var changed = 0;
        foreach (var (name, text) in flows)
        {
            var tree = YamlText.Parse(new SourceText(text));
            if (!tree.IsWellFormed || FlowFormats.Read(tree) is not { FormatId: "architect-yaml" } flow || flow.Elements.IsEmpty)
            {
                continue;
            }

            steps(flow, step =>
            {
                var fault = WhatIsWrong(text, flow, step, out var isChanged);
                changed += isChanged ? 1 : 0;
                wrong.Append(fault is null ? "" : $"{name}: {step}: {fault}\n");
            });
        }

        wrong.ToString().ShouldBeEmpty();
        return changed;
    }

    private static string? WhatIsWrong(string text, Flow flow, ResolvedStep step, out bool isChanged)
    {
        var planned = Plan(text, step);
        isChanged = planned.Action == PlannedAction.Change;
        if (planned.Action == PlannedAction.Blocked && planned.Problems.FirstOrDefault(problem => problem is { Blocks: true, IsNew: true }) is { } problem)
        {
            return $"brings {problem.Rule}: {problem.Message}";
        }

        if (!isChanged)
        {
            return null;
        }

        var source = new SourceText(text);
        var after = YamlText.Parse(new SourceText(planned.After));
        var fresh = FlowFormats.Read(after);
        if (!after.IsWellFormed || fresh?.FormatId != flow.FormatId)
        {
            return $"does not parse: {after.Diagnostics.FirstOrDefault()?.Message}";
        }

        if (TextEdits.Apply(after.Source, TextEdits.Invert(source, planned.Edits)).Text != text)
        {
            return "cannot be undone";
        }

        var news = planned.Problems.Where(known => known is { IsNew: true, Severity: Severity.Error or Severity.Warning }).Select(known => $"{known.Rule}: {known.Message}").ToList();
        if (step is ResolvedMenuEdit)
        {
            // A menu that loses a key may have told callers of it, and what the key led to may be led to by nothing else.
            news.RemoveAll(known => known.StartsWith("promised-digit", StringComparison.Ordinal) || known.StartsWith("never-entered", StringComparison.Ordinal) || known.StartsWith("empty-container", StringComparison.Ordinal));
        }

        if (news.Count > 0)
        {
            return $"brings {string.Join("; ", news)}";
        }

        var again = Plan(planned.After, step is ResolvedCall call ? call with { Again = false } : step);
        if (again.Action != PlannedAction.None)
        {
            return $"is not done after it was made: {string.Join("; ", again.Steps.Select(done => done.Summary))} {again.Reason}";
        }

        return step switch
        {
            ResolvedCall => CountsAfterCall(flow, fresh),
            ResolvedRename rename => NotBack(text, planned.After, rename),
            _ => null,
        };
    }

    private static string? CountsAfterCall(Flow before, Flow after)
    {
        var calls = after.Elements.Count(element => element.Call?.FlowId == "Shared Module") - before.Elements.Count(element => element.Call?.FlowId == "Shared Module");
        var variables = after.Variables.Count(variable => variable.IsDeclared) - before.Variables.Count(variable => variable.IsDeclared);
        return calls < 1 ? "makes no call" : variables != 1 ? $"declares {variables} variables" : null;
    }

    private static string? NotBack(string text, string after, ResolvedRename rename)
    {
        var scope = rename.What == RenameTarget.Variable ? rename.From[..(rename.From.IndexOf('.') + 1)] : "";
        var back = Plan(after, rename with { From = scope + rename.To, To = rename.From });
        if (back.Action != PlannedAction.Change)
        {
            return $"cannot be renamed back: {back.Reason} {string.Join("; ", back.Steps.Select(step => step.Summary))}";
        }

        // Mentions in another case come back as the declaration writes them.
        return back.After == text || (rename.What == RenameTarget.Variable && string.Equals(back.After, text, StringComparison.OrdinalIgnoreCase)) ? null : "gives other bytes there and back";
    }

    private static PlannedFlow Plan(string text, ResolvedStep step) =>
        Planner.PlanFlow(new ObservedFlow(new FlowHeader("f1", "A flow", "", new Revision("1")), text), [step], Org, LintConfig.Default);
}
