using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Changes;

/// <summary>Reads what a change file says of menus.</summary>
internal static partial class MenuOptionReader
{
    internal static readonly ImmutableArray<string> OptionKeys = ["key", "prompt", "routingTarget", "routing_target", "task", "menu", "queue", "disconnect"];
    private static readonly ImmutableArray<string> TargetKeys = OptionKeys[2..];

    /// <summary>Reads a menu step: all options, or those to put in and to take out.</summary>
    public static MenuStep ReadStep(MappingReader step, FileProblems problems)
    {
        var element = step.Text("menu", required: true) ?? "";
        if (!step.Has("add") && !step.Has("remove"))
        {
            return new MenuStep(step.Span, element, Read(step, "options", problems));
        }

        if (step.Has("options"))
        {
            problems.Report("wrong-value", step.PlaceOf("options"), "\"options\" lists everything that the menu shall have, so \"add\" and \"remove\" have no place beside it.");
        }

        var added = step.Has("add") ? Read(step, "add", problems) : [];
        var removed = step.Texts("remove");
        foreach (var key in removed.Where(key => !MenuKey().IsMatch(key)))
        {
            problems.Report("invalid-menu-key", step.ValuePlaceOf("remove"), $"\"{key}\" is not a menu key: keys are digits, \"*\" and \"#\".");
        }

        foreach (var option in added.Where(option => removed.Contains(option.Key)))
        {
            problems.Report("wrong-value", step.ValuePlaceOf("remove"), $"The key \"{option.Key}\" is put in and taken out by the same step.");
        }

        return new MenuStep(step.Span, element, []) { Add = added, Remove = removed };
    }

    /// <summary>Reads a list of options.</summary>
    public static ImmutableArray<MenuOptionSpec> Read(MappingReader step, string name, FileProblems problems)
    {
        if (step.List(name, required: true) is not { } list)
        {
            return [];
        }

        if (list.Items.IsEmpty)
        {
            step.WrongType(name, "a list of at least one option");
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
            var (target, kind) = ReadTarget(reader, problems);
            var place = reader.ValuePlaceOf("key");
            if (key is not null && !MenuKey().IsMatch(key))
            {
                problems.Report("invalid-menu-key", place, $"\"{key}\" is not a menu key: keys are digits, \"*\" and \"#\".");
            }
            else if (key is not null && !seen.TryAdd(key, place))
            {
                problems.Report("duplicate-menu-key", place, $"The key \"{key}\" stands twice in this menu. Give each option a key of its own.", new RelatedPlace(seen[key], "It stands here first."));
            }

            options.Add(new MenuOptionSpec(key ?? "", prompt ?? "", target) { Target = kind });
        }

        return options.DrainToImmutable();
    }

    private static (string Target, MenuTarget Kind) ReadTarget(MappingReader option, FileProblems problems)
    {
        var written = TargetKeys.Where(option.Has).ToList();
        if (written.Count > 1 && written is not ["routingTarget", "routing_target"])
        {
            problems.Report("wrong-value", option.PlaceOf(written[1]), $"An option leads to one place: it has \"{written[0]}\" or \"{written[1]}\", not both.");
        }

        switch (written.FirstOrDefault())
        {
            case "task":
                return (option.Text("task") ?? "", MenuTarget.Task);
            case "menu":
                return (option.Text("menu") ?? "", MenuTarget.Menu);
            case "queue":
                return (option.Text("queue") ?? "", MenuTarget.Queue);
            case "disconnect":
                if (!option.Flag("disconnect"))
                {
                    problems.Report("wrong-value", option.ValuePlaceOf("disconnect"), "\"disconnect\" is true, or is not there; an option that does not disconnect leads somewhere.");
                }

                return ("", MenuTarget.Disconnect);
            default:
                return (option.Text(option.Spelling("routingTarget", "routing_target"), required: true) ?? "", MenuTarget.Any);
        }
    }

    [GeneratedRegex(@"\A[0-9*#]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MenuKey();
}
