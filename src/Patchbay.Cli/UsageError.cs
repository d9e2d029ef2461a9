using System.CommandLine;
using System.CommandLine.Parsing;

namespace Patchbay.Cli;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageError
{
    /// <summary>The first thing that is wrong.</summary>
    public static CliException Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var line = LineOf(parsed.CommandResult);
        var help = $" See \"{line} --help\".";
        if (MistakenOption(parsed) is { } mistaken)
        {
            return mistaken;
        }

        foreach (var token in parsed.UnmatchedTokens)
        {
            if (token.StartsWith('-') && token.Length > 1)
            {
                return NoOption(parsed, token);
            }

            if (command.Subcommands.Count > 0)
            {
                return CliException.Usage($"\"{line}\" has no verb \"{token}\".{Nearest.DidYouMean(token, command.Subcommands.Select(verb => verb.Name))}{help}");
            }

            return CliException.Usage($"\"{line}\" takes no further argument, and \"{token}\" is one too many. Put a name with blanks in quotes.{help}");
        }

        return parsed.Errors.Count > 0 && command.Subcommands.Count == 0
            ? CliException.Usage($"{Sentence(parsed.Errors[0], line)}{help}")
            : CliException.Usage($"\"{line}\" needs a verb: {string.Join(", ", command.Subcommands.Select(verb => verb.Name))}.{help}");
    }

    /// <summary>An option that the verb does not have and that was taken for a name; null where there is none. What follows <c>--</c> may begin with dashes.</summary>
    public static CliException? MistakenOption(ParseResult parsed)
    {
        var names = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).ToHashSet(ReferenceEqualityComparer.Instance);
        var mistaken = parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(token => token.Value.Length > 2 && token.Value.StartsWith("--", StringComparison.Ordinal) && names.Contains(token));
        return mistaken is null ? null : NoOption(parsed, mistaken.Value);
    }

    private static CliException NoOption(ParseResult parsed, string option)
    {
        var line = LineOf(parsed.CommandResult);
        return CliException.Usage($"\"{line}\" has no option \"{option}\".{Nearest.DidYouMean(option, OptionsOf(parsed.CommandResult))} See \"{line} --help\".");
    }

    private static string Sentence(ParseError error, string line) => error.SymbolResult switch
    {
        ArgumentResult { Argument: var argument, Tokens.Count: 0 } when argument.Parents.Any(parent => parent is Command) => $"\"{line}\" needs {argument.HelpName ?? argument.Name}: {LowerFirst(argument.Description)}.",
        OptionResult { Option: { Required: true } option, IdentifierTokenCount: 0 } => $"\"{line}\" needs {option.Name} {option.HelpName}: {LowerFirst(option.Description)}.",
        OptionResult { Option: var option, Tokens.Count: 0 } => $"{option.Name} needs a value: {option.HelpName}.",
        ArgumentResult { Parent: OptionResult { Option: var option }, Tokens: [var token, ..] } when IsNumber(option) => NotANumber(option, token.Value),
        OptionResult { Option: var option, Tokens: [var token, ..] } when IsNumber(option) => NotANumber(option, token.Value),
        _ => error.Message,
    };

    private static string NotANumber(Option option, string given) => $"{option.Name} takes a {(option.ValueType == typeof(double) ? "" : "whole ")}number, and \"{given}\" is none.";

    private static bool IsNumber(Option option) => option.ValueType == typeof(int) || option.ValueType == typeof(int?) || option.ValueType == typeof(double);

    private static string LowerFirst(string? text) => text is { Length: > 0 } ? char.ToLowerInvariant(text[0]) + text[1..] : "";

    private static IEnumerable<string> OptionsOf(CommandResult result)
    {
        for (SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: var command })
            {
                foreach (var option in command.Options.Where(option => at == result || option.Recursive))
                {
                    yield return option.Name;
                }
            }
        }
    }

    private static string LineOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{LineOf(parent)} {result.Command.Name}" : "patchbay";
}
