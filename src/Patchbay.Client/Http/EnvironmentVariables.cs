using System.Text;

namespace Patchbay.Client.Http;

/// <summary>Variables of the environment, over those of a <c>.env</c> file. An empty variable counts as not set.</summary>
public sealed class EnvironmentVariables
{
    private readonly Dictionary<string, string> _values;

    /// <summary>Joins both sources; the environment wins.</summary>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="dotEnv">The text of a <c>.env</c> file; null where there is none.</param>
    public EnvironmentVariables(IEnumerable<KeyValuePair<string, string>> environment, string? dotEnv = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        _values = ParseDotEnv(dotEnv ?? "");
        foreach (var (name, value) in environment.Where(variable => variable.Value.Length > 0))
        {
            _values[name] = value;
        }
    }

    /// <summary>A variable's value, or null when it is not set or empty.</summary>
    /// <param name="name">Its name.</param>
    public string? this[string name] => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The names of the variables that are set; never their values.</summary>
    public override string ToString() => string.Join(", ", _values.Keys.Order(StringComparer.Ordinal));

    private static Dictionary<string, string> ParseDotEnv(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
        {
            var line = raw.Trim();
            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line["export ".Length..].TrimStart();
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#')
            {
                values[line[..equals].TrimEnd()] = Value(line[(equals + 1)..].Trim());
            }
        }

        return values;
    }

    private static string Value(string text)
    {
        if (text is ['\'' or '"', ..])
        {
            return Quoted(text);
        }

        // A comment starts with a blank before its number sign, so that a # within a secret stays.
        var comment = text.StartsWith('#') ? 0 : text.IndexOf(" #", StringComparison.Ordinal);
        comment = comment < 0 ? text.IndexOf("\t#", StringComparison.Ordinal) : comment;
        return comment < 0 ? text : text[..comment].TrimEnd();
    }

    private static string Quoted(string text)
    {
        var quote = text[0];
        var value = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                return value.ToString();
            }

            if (text[i] == '\\' && quote == '"' && i + 1 < text.Length)
            {
                i++;
                value.Append(text[i] switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '"' => "\"", '\\' => "\\", '$' => "$", var other => $"\\{other}" });
                continue;
            }

            value.Append(text[i]);
        }

        // No closing quote: the text stands as it is written.
        return text;
    }
}
