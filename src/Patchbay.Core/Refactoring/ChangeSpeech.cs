using System.Collections.Immutable;
using Patchbay.Core.Expressions;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Refactoring;

/// <summary>Changes what callers hear or read: text that is spoken, a prompt, a text that an expression holds and nothing else.</summary>
internal sealed class ChangeSpeech
{
    /// <summary>The name under which change files speak of the flow's first words.</summary>
    public const string Greeting = "greeting";

    private static readonly ImmutableHashSet<string> Wrappers = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "ToAudioTTS", "ToCommunication", "MakeCommunication");

    private readonly Flow _flow;
    private readonly string _element;
    private readonly string _field;
    private readonly bool _isPrompt;
    private readonly string _text;

    private ChangeSpeech(Flow flow, string element, string field, bool isPrompt, string text) => (_flow, _element, _field, _isPrompt, _text) = (flow, element, field, isPrompt, text);

    private SourceText Source => _flow.Tree.Source;

    private string What => _element == Greeting ? "the greeting" : $"\"{_element}\"{(_field.Length > 0 ? $" ({_field})" : "")}";

    private string Summary => _isPrompt ? $"{What} plays {_text}" : $"{What} says other words";

    /// <summary>Changes what an element says.</summary>
    /// <param name="flow">An Architect flow.</param>
    /// <param name="element">The action, menu or choice, by name or id; <see cref="Greeting"/> for the flow's first words.</param>
    /// <param name="field">The field that holds the words, such as <c>preTransferAudio</c>; empty where the element has only one.</param>
    /// <param name="isPrompt">Whether <paramref name="text"/> names a prompt, such as <c>Prompt.Welcome</c>, and is not spoken itself.</param>
    /// <param name="text">What is said.</param>
    public static Refactored Apply(Flow flow, string element, string field, bool isPrompt, string text) => new ChangeSpeech(flow, element, field, isPrompt, text).Apply();

    private Refactored Apply()
    {
        if (string.IsNullOrWhiteSpace(_text))
        {
            return new Refactored.Refused(Summary, "There is nothing to say: give the words or the prompt.");
        }

        if (_isPrompt && !_text.StartsWith("Prompt.", StringComparison.Ordinal) && !_text.StartsWith("PromptSystem.", StringComparison.Ordinal))
        {
            return new Refactored.Refused(Summary, $"\"{_text}\" is no prompt: the name of a prompt starts with \"Prompt.\" or \"PromptSystem.\".");
        }

        if (_element == Greeting)
        {
            var greeting = ((_flow.Tree.Root as MappingNode)?.Entries ?? []).Select(entry => entry.Value).OfType<MappingNode>().Select(body => body.GetMapping("initialGreeting")).FirstOrDefault(found => found is not null);
            return greeting is null ? new Refactored.Absent("has no greeting") : Change(greeting);
        }

        var named = _flow.Elements.Where(element => IsSpeaker(element) && element.Label == _element).ToList();
        named = named.Count > 0 ? named : [.. _flow.Elements.Where(element => IsSpeaker(element) && (element.Id == _element || element.RefId == _element))];
        return named switch
        {
            [] => new Refactored.Absent($"has no \"{_element}\"", Names.Hint(_element, _flow.Elements.Where(IsSpeaker).Select(element => element.Label))),
            [var only] => Change(only),
            _ => new Refactored.Refused(Summary, $"{named.Count} elements are called \"{_element}\". Name one by its id: {Names.Listed(named.Select(element => element.Id))}."),
        };
    }

    private static bool IsSpeaker(FlowElement element) => element.Kind is ElementKind.Action or ElementKind.Choice or ElementKind.Menu;

    private Refactored Change(FlowElement element)
    {
        var speaking = ((element.Node as MappingNode)?.Entries ?? []).Where(entry => entry.Value is MappingNode value && (entry.Key == _field || IsSpoken(entry.Key, value))).ToList();
        if (_field.Length > 0)
        {
            return speaking.Find(entry => entry.Key == _field) is { Value: MappingNode value }
                ? Change(value)
                : new Refactored.Refused(Summary, $"\"{_element}\" has no field \"{_field}\" that says anything.{(speaking.Count > 0 ? $" It has {Names.Listed(speaking.Select(entry => entry.Key))}." : "")}");
        }

        // What an element says first of all stands in "audio"; of several other fields nobody can tell which is meant.
        var audio = speaking.Find(entry => entry.Key == "audio") ?? (speaking.Count == 1 ? speaking[0] : null);
        return audio is { Value: MappingNode only } ? Change(only)
            : speaking.Count == 0 ? new Refactored.Refused(Summary, $"\"{_element}\" says nothing: none of its fields holds words or a prompt.")
            : new Refactored.Refused(Summary, $"\"{_element}\" speaks in several fields. Say which with \"field\": {Names.Listed(speaking.Select(entry => entry.Key))}.");
    }

    private static bool IsSpoken(string key, MappingNode value) =>
        value.Find("tts") is not null || value.Find("prompt") is not null || value.Find("alternateSequences") is not null
        || ((key.EndsWith("udio", StringComparison.Ordinal) || key is "messageBody" or "communication" or "question" or "preTransferCommunication" or "failureTransferCommunication") && (value.Find("exp") is not null || value.Find("noValue") is not null || value.Find("lit") is not null));

    private Refactored Change(MappingNode value)
    {
        if (value.Find("alternateSequences") is not null)
        {
            return new Refactored.Refused(Summary, $"{What} says something else in each language. Change the sequences by hand.");
        }

        if (value is not { Entries: [{ KeyNode: ScalarNode key } entry] })
        {
            return new Refactored.Refused(Summary, $"{What} holds more than words. Change it by hand.");
        }

        return entry switch
        {
            { Key: "exp", Value: ScalarNode expression } => ChangeExpression(expression),
            { Key: "lit" } when _isPrompt => new Refactored.Refused(Summary, $"{What} holds a text, in which no prompt can stand."),
            { Key: "lit" or "tts" or "prompt" or "noValue", Value: ScalarNode text } => Replace(key, text),
            _ => new Refactored.Refused(Summary, $"{What} is written in a way that cannot be changed. Change it by hand."),
        };
    }

    private Refactored Replace(ScalarNode key, ScalarNode text)
    {
        var wanted = _isPrompt ? "prompt" : key.Value == "lit" ? "lit" : "tts";
        if (key.Value == wanted && text.Value == _text)
        {
            return new Refactored.Already(_isPrompt ? $"{What} plays {_text} already" : $"{What} says so already");
        }

        var edits = new EditList(Source);
        edits.Add(new TextEdit(key.Span, wanted));
        edits.Add(ScalarCharacters.ReplaceAll(Source, text, _text));
        return Changed(key.Value == "noValue" ? "" : text.Value, edits.ToEdits());
    }

    /// <summary>Only a text that is all of the expression can be told from words that are put together while the flow runs.</summary>
    private Refactored ChangeExpression(ScalarNode scalar)
    {
        var parsed = ExpressionSyntax.Parse(scalar.Value);
        var part = parsed.Root;
        while (true)
        {
            switch (part)
            {
                case Parenthesised inner:
                    part = inner.Inner;
                    continue;
                case FunctionCall { Arguments: [var only] } call when Wrappers.Contains(call.Function.Text):
                    part = only;
                    continue;
            }

            break;
        }

        if (!parsed.IsWellFormed || part is not Literal { Kind: LiteralKind.Text } literal)
        {
            return new Refactored.Refused(Summary, $"{What} puts its words together with the expression {scalar.Value.ReplaceLineEndings(" ")}. Only an expression that is one text can be changed; change this one by hand.");
        }

        if (_isPrompt)
        {
            var whole = ScalarCharacters.ReplaceAll(Source, scalar, _text);
            return scalar.Value == _text ? new Refactored.Already($"{What} plays {_text} already") : Changed(literal.Value, [whole]);
        }

        if (literal.Value == _text)
        {
            return new Refactored.Already($"{What} says so already");
        }

        var written = $"\"{_text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        var edit = ScalarCharacters.Replace(Source, scalar, literal.Span, written)
            ?? ScalarCharacters.ReplaceAll(Source, scalar, scalar.Value[..literal.Span.Start] + written + scalar.Value[literal.Span.End..]);
        return Changed(literal.Value, [edit]);
    }

    private Refactored.Changed Changed(string was, ImmutableArray<TextEdit> edits) =>
        new(Summary, edits) { Details = [new RefactoringDetail(_isPrompt ? "plays" : "says", was.Length > 0 ? $"\"{Short(_text)}\" (was \"{Short(was)}\")" : $"\"{Short(_text)}\"", was.Length > 0 ? "~" : "+")] };

    private static string Short(string text) => text.ReplaceLineEndings(" ");
}
