using System.Globalization;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>How sentences show a value.</summary>
/// <param name="Text">The text that is shortened: what is said, an expression, a name.</param>
/// <param name="IsQuoted">Whether it stands in quotes.</param>
/// <param name="Prefix">What stands before it: <c>prompt </c>.</param>
internal readonly record struct ShownValue(string Text, bool IsQuoted, string Prefix = "")
{
    /// <summary>Alone, shortened.</summary>
    public override string ToString() => With(ChangedPart.OneLine(Text));

    /// <summary>Two of them, shortened to what differs.</summary>
    public static (string Before, string After) Pair(ShownValue before, ShownValue after)
    {
        var (was, isNow) = before.Prefix == after.Prefix ? ChangedPart.Of(before.Text, after.Text) : (ChangedPart.OneLine(before.Text), ChangedPart.OneLine(after.Text));

        // 5 and "5" would otherwise read alike.
        return (before.With(was), after.With(isNow));
    }

    private string With(string text) => Prefix + (IsQuoted ? $"\"{text}\"" : text);
}

/// <summary>Shows values of Architect files as people would say them.</summary>
internal static class ValueWording
{
    private const string UserPrompt = "Prompt.";
    private const string SystemPrompt = "PromptSystem.";

    private static readonly (decimal Size, string Name)[] Units = [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1_000, "second")];

    /// <summary>A value with its wrapper, or a field without one.</summary>
    /// <param name="node">The value.</param>
    public static ShownValue Of(SyntaxNode node)
    {
        if (ArchitectValue.Wrapped(node) is { } wrapped)
        {
            return Of(wrapped.Mode, wrapped.Value);
        }

        return node switch
        {
            ScalarNode scalar => Scalar(scalar),
            _ when ArchitectValue.Milliseconds(node) is { } time => new ShownValue(Time(time), IsQuoted: false),
            MappingNode { Entries: [{ Value: MappingNode { Entries: [{ Key: "none" }] } or ScalarNode { IsNull: true } } only] } => new ShownValue(ElementWording.Words(only.Key), IsQuoted: false),
            MappingNode { Entries: [{ Key: "none" }] } => new ShownValue("none", IsQuoted: false),
            _ => new ShownValue(Compact(node), IsQuoted: false),
        };
    }

    /// <summary>A value of the flow model.</summary>
    public static ShownValue Of(ValueMode mode, string text) => mode switch
    {
        ValueMode.NoValue => new ShownValue("nothing", IsQuoted: false),
        ValueMode.Speech => new ShownValue(text, IsQuoted: true),
        ValueMode.Prompt => Prompt(text),
        ValueMode.Literal => new ShownValue(text, IsQuoted: !IsNumberOrSwitch(text)),
        _ => new ShownValue(text, IsQuoted: false),
    };

    private static ShownValue Of(ValueMode mode, SyntaxNode value) => (mode, value) switch
    {
        (ValueMode.Literal, MappingNode { Entries: [{ Key: "name", Value: ScalarNode name }] }) => NameOf(name.Value),
        (ValueMode.Literal, _) => Of(value),
        (_, ScalarNode scalar) => Of(mode, scalar.Value),
        _ => Of(mode, ""),
    };

    private static ShownValue NameOf(string name) =>
        name.StartsWith(SystemPrompt, StringComparison.Ordinal) || name.StartsWith(UserPrompt, StringComparison.Ordinal) ? Prompt(name) : new ShownValue(name, IsQuoted: true);

    private static ShownValue Prompt(string text) =>
        text.StartsWith(SystemPrompt, StringComparison.Ordinal) ? new ShownValue(text[SystemPrompt.Length..], IsQuoted: true, "system prompt ")
        : new ShownValue(text.StartsWith(UserPrompt, StringComparison.Ordinal) ? text[UserPrompt.Length..] : text, IsQuoted: true, "prompt ");

    private static ShownValue Scalar(ScalarNode scalar) => scalar.IsNull ? new ShownValue("nothing", IsQuoted: false) : new ShownValue(scalar.Value, IsQuoted: !IsNumberOrSwitch(scalar.Value));

    private static bool IsNumberOrSwitch(string text) => text is "true" or "false" || CanonicalValue.Number(text) is not null;

    private static string Time(decimal milliseconds)
    {
        foreach (var (size, name) in Units)
        {
            if (milliseconds != 0 && milliseconds % size == 0)
            {
                var count = milliseconds / size;
                return $"{count.ToString("G29", CultureInfo.InvariantCulture)} {name}{(count == 1 ? "" : "s")}";
            }
        }

        return milliseconds == 0 ? "0 seconds" : $"{milliseconds.ToString("G29", CultureInfo.InvariantCulture)} ms";
    }

    private static string Compact(SyntaxNode node) => node switch
    {
        MappingNode { Entries: [{ } only] } when ArchitectValue.Wrapped(only.Value) is not null || only.Value is ScalarNode => $"{ElementWording.Words(only.Key)} {Of(only.Value)}",
        MappingNode mapping when ArchitectValue.Wrapped(mapping) is null && ArchitectValue.Milliseconds(mapping) is null => $"{{{string.Join(", ", mapping.Entries.Take(8).Select(entry => $"{entry.Key}: {Compact(entry.Value)}"))}{(mapping.Entries.Length > 8 ? ", ..." : "")}}}",
        SequenceNode sequence => $"[{string.Join(", ", sequence.Items.Take(8).Select(Compact))}{(sequence.Items.Length > 8 ? ", ..." : "")}]",
        AliasNode alias => "*" + alias.Anchor,
        _ => Of(node).ToString(),
    };
}
