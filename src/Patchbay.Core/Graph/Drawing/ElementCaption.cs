using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Graph.Drawing;

/// <summary>What elements of a flow do, in a few words for people: what they use, what they ask, what they say.</summary>
/// <param name="flow">The flow.</param>
public sealed class ElementCaption(Flow flow)
{
    /// <summary>The most characters that are kept of what an element does.</summary>
    private const int Longest = 300;

    private readonly ILookup<int, FlowDependency> _dependencies = flow.Dependencies.ToLookup(dependency => dependency.Element);
    private readonly ILookup<int, FlowValue> _values = flow.Values.ToLookup(value => value.Element);

    /// <summary>A text cut to a length, with an ellipsis where something is missing; characters outside the first plane stay whole.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">Most characters of the result; at least 2.</param>
    internal static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = longest - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)].TrimEnd() + "…";
    }

    /// <summary>The condition of a case, or the value that it stands for, shortened.</summary>
    /// <param name="text">As the flow writes it.</param>
    internal static string Condition(string text) => text.Contains('(', StringComparison.Ordinal) ? ExpressionLabel.Shorten(ExpressionSyntax.Parse(text), DrawnNode.LongestDetail) : Cut(text, DrawnNode.LongestDetail);

    /// <summary>A text on one line.</summary>
    /// <param name="text">The text.</param>
    internal static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What a kind of thing is called.</summary>
    /// <param name="kind">The kind.</param>
    public static string Word(DependencyKind kind) => kind switch
    {
        DependencyKind.CommonModule => "module",
        DependencyKind.BotFlow => "bot",
        DependencyKind.DigitalBotFlow => "digital bot",
        DependencyKind.InQueueFlow => "in-queue flow",
        _ => DependencyWords.Of(kind),
    };

    /// <summary>What an action or a choice of a menu is called in Architect; its type where that is not known.</summary>
    /// <param name="type">The type, as YAML writes it.</param>
    public static string TitleOf(string type) =>
        ActionKinds.Find(type) is { Title.Length: > 0 } action ? action.Title
        : MenuChoiceKinds.Find(type) is { Title.Length: > 0 } choice ? choice.Title
        : type;

    /// <summary>What an element does; empty where its name says all there is.</summary>
    /// <param name="element">Its index.</param>
    public string Of(int element)
    {
        var known = flow.Elements[element];
        var text = What(element, known);
        text = text.Length > 0 ? OneLine(text) : Differs(known.Label, known.Type) ? TitleOf(known.Type) : "";
        return Cut(text, Longest);
    }

    /// <summary>The things of the org that an element uses.</summary>
    /// <param name="element">Its index.</param>
    public IEnumerable<FlowDependency> Uses(int element) => _dependencies[element];

    private static bool Differs(string label, string type)
    {
        var words = string.Concat(label.Where(char.IsLetterOrDigit));
        return label.Length > 0 && !words.Equals(type, StringComparison.OrdinalIgnoreCase) && !label.Equals(TitleOf(type), StringComparison.OrdinalIgnoreCase);
    }

    private string What(int element, FlowElement known)
    {
        if (known.Kind == ElementKind.ErrorHandling)
        {
            return known.Type == "queue" ? $"queue {known.Detail}" : "";
        }

        if (known.Call is { FlowId.Length: > 0 } call)
        {
            return $"{CalledAs(call.FlowType)} {call.FlowId}";
        }

        return Used(element) is { Length: > 0 } used ? used
            : known.Kind == ElementKind.Menu ? Said(element)
            : ActionKinds.Find(known.Type)?.Category switch
            {
                ActionCategory.Logical => Condition(element),
                ActionCategory.Loop => Value(element, "loopCount") is { Length: > 0 } count ? $"{count} times" : "",
                ActionCategory.Task => TargetOf(element),
                ActionCategory.Audio or ActionCategory.Input or ActionCategory.Message => Said(element),
                _ when known.Type == "updateData" => Statements(element),
                ActionCategory.Transfer => Value(element, "target") is { Length: > 0 } target ? target : OneOfDetail(known),
                ActionCategory.End => OneOfDetail(known),
                _ => Said(element) is { Length: > 0 } said ? said : OneOfDetail(known),
            };
    }

    private static string CalledAs(string flowType) => flowType switch
    {
        "bot" => "bot",
        "digitalbot" => "digital bot",
        _ => "module",
    };

    private static string OneOfDetail(FlowElement known) => known.Detail.Equals("Default", StringComparison.OrdinalIgnoreCase) || known.Detail.Equals(known.Label, StringComparison.OrdinalIgnoreCase) ? "" : known.Detail;

    /// <summary>The thing of the org that matters most to what the element does; prompts and skills do not.</summary>
    private string Used(int element)
    {
        FlowDependency? best = null;
        foreach (var dependency in _dependencies[element])
        {
            if (dependency.Kind is not (DependencyKind.Prompt or DependencyKind.Skill or DependencyKind.LanguageSkill or DependencyKind.Integration or DependencyKind.Division or DependencyKind.InQueueFlow or DependencyKind.File or DependencyKind.EmergencyGroup)
                && (best is null || dependency.Kind == DependencyKind.Queue))
            {
                best = dependency;
                if (dependency.Kind == DependencyKind.Queue)
                {
                    break;
                }
            }
        }

        return best is null ? "" : best.Kind == DependencyKind.DataAction ? best.Name : $"{Word(best.Kind)} {best.Name}";
    }

    private string Condition(int element)
    {
        foreach (var value in _values[element])
        {
            if (value.Path is "condition" or "evaluate" || value.Path.StartsWith("evaluate.", StringComparison.Ordinal))
            {
                // The cases of a switch stand on its ways.
                return value.Path.Contains("case ", StringComparison.Ordinal) ? "" : Shown(value);
            }
        }

        return "";
    }

    private string Value(int element, string field) =>
        _values[element].FirstOrDefault(value => value.Path.StartsWith(field, StringComparison.Ordinal) && value is { Mode: ValueMode.Literal or ValueMode.Expression, Text.Length: > 0 }) is { } value ? Shown(value) : "";

    private string TargetOf(int element)
    {
        foreach (var way in WaysTo(element))
        {
            var target = flow.Elements[way.To];
            return $"{target.Type} {target.DisplayName}";
        }

        return "";
    }

    private IEnumerable<FlowWay> WaysTo(int element) => (_references ??= flow.References.Where(reference => reference is { From: >= 0, To: >= 0 }).ToLookup(reference => reference.From))[element]
        .Select(reference => new FlowWay(reference.From, reference.To, WayKind.Always, "", reference.Span));

    private ILookup<int, ElementReference>? _references;

    private string Statements(int element)
    {
        var variables = _values[element].Where(value => value.Mode == ValueMode.Variable).ToList();
        if (variables.Count == 0)
        {
            return "";
        }

        var first = _values[element].FirstOrDefault(value => value.Mode is ValueMode.Literal or ValueMode.Expression or ValueMode.NoValue);
        var shown = first is null or { Mode: ValueMode.NoValue } ? "NOT_SET" : first.Mode == ValueMode.Literal && !IsBare(first.Text) ? $"\"{first.Text}\"" : Shown(first);
        return $"{variables[0].Text} = {Cut(shown, variables.Count > 1 ? 30 : Longest)}{(variables.Count > 1 ? $", {variables.Count - 1} more" : "")}";
    }

    private static bool IsBare(string literal) => literal is "true" or "false" || double.TryParse(literal, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);

    /// <summary>The first words that are said: spoken text, a text within an expression, or a prompt by its name.</summary>
    private string Said(int element)
    {
        foreach (var value in _values[element])
        {
            var said = value.Mode switch
            {
                ValueMode.Speech => Quoted(value.Text),
                ValueMode.Prompt => $"prompt {value.Text[(value.Text.LastIndexOf('.') + 1)..]}",
                ValueMode.Expression when FirstText(value.Text) is { Length: > 0 } text => Quoted(text),
                ValueMode.Expression => Shown(value),
                ValueMode.Literal when value.Expected == "communication" || value.Path is "messageBody" or "body" => Quoted(value.Text),
                _ => "",
            };
            if (said.Length > 0)
            {
                return said;
            }
        }

        return "";
    }

    private static string Quoted(string text) => OneLine(text) is { Length: > 0 } line ? $"“{line}”" : "";

    /// <summary>The first text with a letter in it that an expression holds: <c>Hello</c> of <c>Append(ToAudioTTS("Hello"), ...)</c>.</summary>
    private static string FirstText(string expression)
    {
        var parts = expression.Split('"');
        for (var i = 1; i < parts.Length; i += 2)
        {
            if (parts[i].Any(char.IsLetter))
            {
                return parts[i];
            }
        }

        return "";
    }

    private static string Shown(FlowValue value) => value.Mode == ValueMode.Expression ? ExpressionLabel.Shorten(value.Expression, DrawnNode.LongestDetail) : value.Text;
}
