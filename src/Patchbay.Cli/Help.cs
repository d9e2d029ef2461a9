using System.CommandLine;
using System.Text;

namespace Patchbay.Cli;

/// <summary>The help texts, made from the verbs' own arguments and options.</summary>
internal static class Help
{
    private const int TextWidth = 100;

    /// <summary>Asks for help.</summary>
    public static Option<bool> Option { get; } = new("--help", "-h", "-?")
    {
        Description = "Show this help",
        Recursive = true,
    };

    /// <summary>The help of a verb, a group or the whole program.</summary>
    public static string Of(Command command) => command is RootCommand ? OfProgram(command) : OfVerb(command);

    private static string OfProgram(Command root)
    {
        var text = new StringBuilder();
        text.Append(root.Description).Append("\n\nUsage: patchbay VERB [options]\n");
        foreach (var (heading, verbs) in CommandList.All)
        {
            Section(text, heading, [.. verbs.Select(verb => (verb.Name, verb.Description ?? ""))]);
        }

        Section(text, "Everywhere", [.. root.Options.Select(Row), ("--version", "Show the version of patchbay")]);
        text.Append("""

            Exit codes: 0 done, 1 problems found or failed, 2 wrong usage, 3 changes pending (only with
            --exit-code), 4 not authorised, 130 interrupted.
            "patchbay VERB --help" shows a verb's options and examples. Start with "patchbay demo".

            """);
        return text.ToString();
    }

    private static string OfVerb(Command command)
    {
        var line = Line(command);
        var text = new StringBuilder();
        text.Append($"{line}: {LowerFirst(command.Description ?? "")}.\n\nUsage: {line}");
        foreach (var argument in command.Arguments)
        {
            var name = NameOf(argument);
            text.Append(argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}");
        }

        text.Append(command.Subcommands.Count > 0 ? " VERB" : "").Append(" [options]\n");
        var helped = command as IHelped;
        if (helped?.Remarks is { Length: > 0 } remarks)
        {
            text.Append('\n');
            Wrap(text, remarks, 0);
        }

        Section(text, "Verbs", [.. command.Subcommands.Select(verb => (verb.Name, verb.Description ?? ""))]);
        Section(text, "Arguments", [.. command.Arguments.Select(argument => (NameOf(argument), argument.Description ?? ""))]);
        Section(text, "Options", [.. command.Options.Where(option => !option.Hidden).Select(Row), .. CommandList.Everywhere.Select(Row)]);
        if (helped?.Examples is { Length: > 0 } examples)
        {
            text.Append("\nExamples\n");
            foreach (var example in examples)
            {
                text.Append($"  patchbay {example.Line}\n      {example.Does}\n");
            }
        }

        return text.ToString();
    }

    private static string Line(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Line(parent)} {command.Name}" : "patchbay";

    private static string NameOf(Argument argument) => (argument.HelpName ?? argument.Name.ToUpperInvariant()) + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");

    private static (string Name, string Does) Row(Option option)
    {
        var name = option.Name + (option.HelpName is { Length: > 0 } value ? $" {value}" : "");
        var initial = option is Option<string> { DefaultValueFactory: not null } && option.GetDefaultValue() is string { Length: > 0 } text ? $" (default: {text})" : "";
        return (name, option.Description + initial);
    }

    private static void Section(StringBuilder text, string heading, IReadOnlyList<(string Name, string Does)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(heading).Append('\n');
        var column = Math.Min(rows.Max(row => row.Name.Length), 30) + 4;
        foreach (var (name, does) in rows)
        {
            text.Append("  ").Append(name);
            if (name.Length + 4 > column)
            {
                text.Append('\n').Append(' ', column);
            }
            else
            {
                text.Append(' ', column - name.Length - 2);
            }

            Wrap(text, does, column, first: column);
        }
    }

    private static void Wrap(StringBuilder text, string sentence, int indent, int first = 0)
    {
        var at = first;
        var start = true;
        foreach (var word in sentence.Split(' ', '\n'))
        {
            if (!start && at + 1 + word.Length > TextWidth)
            {
                text.Append('\n').Append(' ', indent);
                at = indent;
                start = true;
            }

            text.Append(start ? "" : " ").Append(word);
            at += word.Length + (start ? 0 : 1);
            start = false;
        }

        text.Append('\n');
    }

    private static string LowerFirst(string text) => text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : "";
}
