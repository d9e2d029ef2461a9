using System.CommandLine;
using Patchbay.Core.Syntax;

namespace Patchbay.Cli.Commands;

/// <summary>The options that give values to the substitutions of Architect YAML.</summary>
internal sealed class SubstitutionOptions
{
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "A value for the substitution {{KEY}}; may be repeated",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _values = new("--values")
    {
        Description = "A file with values of substitutions: a mapping, or an options file of Archy",
        HelpName = "FILE",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_set);
        verb.Add(_values);
    }

    /// <summary>The values that the command line gives; one of <c>--set</c> counts more than the file's.</summary>
    /// <exception cref="CliException">The file is wrong, or a value has no key.</exception>
    public SubstitutionValues Read(Invocation call)
    {
        var values = SubstitutionValues.None;
        if (call.Get(_values) is { } file)
        {
            var source = call.ReadFile(file);
            var read = SubstitutionValues.Read(source);
            values = read.Diagnostics.IsEmpty ? read.Values : throw CliException.Wrong("The values cannot be used.", source, read.Diagnostics);
        }

        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var pair in call.Get(_set) ?? [])
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw CliException.Usage($"\"{pair}\" gives no value to a substitution. Write --set KEY=VALUE.");
            }

            pairs.Add(new(pair[..equals], pair[(equals + 1)..]));
        }

        return values.With(pairs);
    }
}
