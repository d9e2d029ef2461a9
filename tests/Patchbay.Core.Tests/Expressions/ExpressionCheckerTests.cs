using Patchbay.Core.Diagnostics;
using Patchbay.Core.Expressions;

namespace Patchbay.Core.Tests.Expressions;

public class ExpressionCheckerTests
{
    private static readonly Dictionary<string, DataType> Variables = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Flow.text"] = DataType.String,
        ["Flow.number"] = DataType.Integer,
        ["Flow.share"] = DataType.Decimal,
        ["Flow.isOpen"] = DataType.Boolean,
        ["Flow.due"] = new("dateTime"),
        ["Flow.span"] = new("duration"),
        ["Flow.queue"] = new("queue"),
        ["Flow.user"] = new("user"),
        ["Flow.data"] = DataType.Json,
        ["Flow.texts"] = DataType.String.Collection,
        ["Flow.numbers"] = DataType.Integer.Collection,
        ["Flow.what"] = DataType.Unknown,
    };

    [Theory]
    [InlineData("\"a\" + Flow.text", "string")]
    [InlineData("Flow.number + 1", "integer")]
    [InlineData("Flow.number + 1.5", "decimal")]
    [InlineData("Flow.number / 2", "decimal")]
    [InlineData("-Flow.span", "duration")]
    [InlineData("Flow.due + Flow.span", "dateTime")]
    [InlineData("!Flow.isOpen and Flow.number > 3", "boolean")]
    [InlineData("Flow.texts[0]", "string")]
    [InlineData("Flow.data.a.b[0]", "json")]
    [InlineData("Flow.queue.id", "string")]
    [InlineData("Flow.queue.mediaSettings", "unknown")]
    [InlineData("If(Flow.isOpen, 1, 2.5)", "decimal")]
    [InlineData("Flow.isOpen ? \"a\" : NOT_SET", "string")]
    [InlineData("MakeList(1, 2)", "integer[]")]
    [InlineData("GetAt(Flow.texts, 0)", "string")]
    [InlineData("AddItem(Flow.texts, \"a\")", "string[]")]
    [InlineData("Split(Flow.text, \",\")[0]", "string")]
    [InlineData("FindFirst(Flow.texts, \"x\")", "integer")]
    [InlineData("Append(ToAudioTTS(\"a\"), ToAudioBlank(500))", "audio")]
    [InlineData("Append(Flow.what, \"a\")", "unknown")]
    [InlineData("DateTimeDiff(GetCurrentDateTimeUtc(), ToDateTime(Flow.text)) >= Flow.span", "boolean")]
    [InlineData("Common.{{key}}", "unknown")]
    [InlineData("call.ani", "string")]
    [InlineData("Message.Message.body", "unknown")]
    [InlineData("Prompt.Welcome", "prompt")]
    [InlineData("NoSuchFunctionAtAll(1)", "unknown")]
    public void The_type_of_a_sound_expression_is_found(string text, string type)
    {
        var result = Check(text);

        result.Diagnostics.ShouldBeEmpty();
        result.Type.ToString().ShouldBe(type);
    }

    [Theory]
    [InlineData("Flow.nix == 1", "[Flow.nix]: error: \"Flow.nix\" is not declared. Declare the variable, or correct its name.")]
    [InlineData("number + 1", "[number]: error: \"number\" is not a variable: those have a scope before their name, such as \"Flow.number\". Put it in double quotes where a text was meant.")]
    [InlineData("Trim == 1", "[Trim]: error: \"Trim\" is a function. Write its arguments in parentheses behind it.")]
    [InlineData("Apend(\"a\", \"b\")", "[Apend]: warning: No function \"Apend\" is known. Write \"Append\" if that was meant.")]
    [InlineData("Left(Flow.text)", "[Left]: error: \"Left\" takes 2 arguments, but 1 is given.")]
    [InlineData("Trim()", "[Trim]: error: \"Trim\" takes 1 argument, but 0 are given.")]
    [InlineData("Trim(Flow.text, 2)", "[Trim(Flow.text, 2)]: warning: \"Trim\" takes 1 argument, but 2 are given.")]
    [InlineData("Contains(\"a\")", "[Contains]: error: \"Contains\" takes 2 to 3 arguments, but 1 is given.")]
    [InlineData("Length(Flow.number)", "[Flow.number]: warning: \"Length\" takes a string here, but this is an integer. Convert it with \"ToString\".")]
    [InlineData("Count(Flow.text)", "[Flow.text]: warning: \"Count\" takes a collection here, but this is a string.")]
    [InlineData("If(Flow.text, 1, 2)", "[Flow.text]: error: \"If\" takes a boolean here, but this is a string. Compare it with a value.")]
    [InlineData("If(Flow.isOpen, \"a\", 1)", "[If(Flow.isOpen, \"a\", 1)]: error: \"If\" cannot take a string and an integer together. Convert them so that the types agree.")]
    [InlineData("Flow.isOpen ? \"a\" : 1", "[Flow.isOpen ? \"a\" : 1]: error: One value is a string and the other an integer. Convert one of them so that the types agree.")]
    [InlineData("Flow.number ? 1 : 2", "[Flow.number]: error: A boolean decides between two values, but this is an integer. Compare it with a value.")]
    [InlineData("Flow.text == 1", "[Flow.text == 1]: error: \"==\" cannot be used between a string and an integer. Convert the integer with \"ToString\".")]
    [InlineData("\"a\" + Flow.number", "[\"a\" + Flow.number]: error: \"+\" cannot be used between a string and an integer. Convert the integer with \"ToString\".")]
    [InlineData("Flow.due > Flow.number", "[Flow.due > Flow.number]: error: \">\" cannot be used between a dateTime and an integer. Convert one of them.")]
    [InlineData("Flow.isOpen and Flow.text", "[Flow.text]: error: \"and\" joins booleans, but this is a string. Compare it with a value.")]
    [InlineData("Flow.isOpen & Flow.isOpen", "[Flow.isOpen]: error: \"&\" works on the bits of integers, but this is a boolean. Write \"and\" to join booleans.")]
    [InlineData("!Flow.number", "[Flow.number]: error: \"!\" stands before a boolean, but this is an integer.")]
    [InlineData("Flow.texts[\"a\"] == Flow.texts[Flow.due]", "[Flow.due]: error: The place of an item is an integer, but this is a dateTime. The first item is 0.")]
    public void A_fault_is_told_with_its_place_and_the_way_out(string text, string expected)
    {
        var diagnostic = Check(text).Diagnostics.ShouldHaveSingleItem();

        $"[{text.Substring(diagnostic.Span.Start, diagnostic.Span.Length)}]: {diagnostic.Severity.ToString().ToLowerInvariant()}: {diagnostic.Message}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("Flow.number", "decimal", null)]
    [InlineData("Flow.number", "string", null)]
    [InlineData("Flow.text", "integer", null)]
    [InlineData("\"Hello\"", "communication", null)]
    [InlineData("\"Hello\"", "audio", null)]
    [InlineData("\"Sales\"", "queue", null)]
    [InlineData("Flow.data", "integerCollection", null)]
    [InlineData("NOT_SET", "queue", null)]
    [InlineData("Flow.what", "queue", null)]
    [InlineData("Flow.texts", "string", null)]
    [InlineData("Flow.text", "stringCollection", "The value is a string, but a collection of string is needed here. Put it into a list with \"MakeList\".")]
    [InlineData("Flow.texts", "integer", "The value is a collection of string, but an integer is needed here. Take one of its items, for example with \"GetAt\".")]
    [InlineData("Flow.queue", "user", "The value is a queue, but a user is needed here.")]
    [InlineData("Flow.due", "boolean", "The value is a dateTime, but a boolean is needed here.")]
    public void A_value_has_to_fit_its_field(string text, string kind, string? message) =>
        Check(text, DataType.OfKind(kind).ShouldNotBeNull()).Diagnostics.Select(d => d.Message).ShouldBe(message is null ? [] : [message]);

    [Theory]
    [InlineData("Flow.nix(")]
    [InlineData("Append(\"a\" 1)")]
    public void Broken_text_is_not_checked_further(string text) => Check(text).Diagnostics.ShouldBeEmpty();

    [Fact]
    public void The_deepest_expression_that_is_read_can_be_checked()
    {
        foreach (var text in new[] { string.Concat(Enumerable.Repeat("!(", 95)) + "true" + new string(')', 95), string.Join(" + ", Enumerable.Repeat("1", 590)), "a" + string.Concat(Enumerable.Repeat(".b[0]", 290)) })
        {
            ExpressionSyntax.Parse(text).Diagnostics.ShouldBeEmpty();
            Check(text).Type.ShouldNotBeNull();
        }
    }

    private static CheckedExpression Check(string text, DataType? expected = null) =>
        ExpressionChecker.Check(ExpressionSyntax.Parse(text), name => Variables.TryGetValue(name, out var type) ? new VariableSymbol(name, type) : null, expected);
}
