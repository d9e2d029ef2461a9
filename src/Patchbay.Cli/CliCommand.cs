using System.Collections.Immutable;
using System.CommandLine;

namespace Patchbay.Cli;

/// <summary>A verb: its arguments, its help, and what it does.</summary>
/// <param name="name">The verb as typed.</param>
/// <param name="summary">One line without a full stop that says what it does.</param>
internal abstract class CliCommand(string name, string summary) : Command(name, summary), IHelped
{
    /// <inheritdoc/>
    public string Remarks { get; init; } = "";

    /// <inheritdoc/>
    public ImmutableArray<Example> Examples { get; init; } = [];

    /// <summary>Does it.</summary>
    /// <param name="call">The arguments given, and the world around.</param>
    public abstract Task<ExitCode> RunAsync(Invocation call);

    /// <summary>An option that takes one of a few words.</summary>
    internal static Option<string> Choice(string name, string description, string initial, params string[] words)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            DefaultValueFactory = _ => initial,
        };
        option.Validators.Add(result =>
        {
            var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : initial;
            if (!words.Contains(given))
            {
                result.AddError($"\"{given}\" is not a {name.TrimStart('-')} that \"{result.Option.Parents.First().Name}\" knows.{Nearest.DidYouMean(given, words)} It takes {string.Join(", ", words)}.");
            }
        });
        return option;
    }
}

/// <summary>Verbs under a common word, such as <c>flows list</c>.</summary>
internal sealed class CliGroup : Command, IHelped
{
    /// <summary>Makes a group.</summary>
    public CliGroup(string name, string summary, params CliCommand[] verbs)
        : base(name, summary)
    {
        foreach (var verb in verbs)
        {
            Add(verb);
        }
    }

    /// <inheritdoc/>
    public string Remarks { get; init; } = "";

    /// <inheritdoc/>
    public ImmutableArray<Example> Examples => [];
}

/// <summary>What help says beyond arguments and options.</summary>
internal interface IHelped
{
    /// <summary>What a user should know before using it: a few sentences, or empty.</summary>
    string Remarks { get; }

    /// <summary>Command lines that show how it is used.</summary>
    ImmutableArray<Example> Examples { get; }
}

/// <summary>A command line that shows how a verb is used.</summary>
/// <param name="Line">What to type after <c>patchbay</c>.</param>
/// <param name="Does">What it does, without a full stop.</param>
internal sealed record Example(string Line, string Does);
