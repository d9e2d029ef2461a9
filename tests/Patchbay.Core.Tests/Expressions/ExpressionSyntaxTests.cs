using Patchbay.Core.Expressions;

namespace Patchbay.Core.Tests.Expressions;

public class ExpressionSyntaxTests
{
    [Theory]
    [InlineData("\"Hello\"", "'Hello'")]
    [InlineData("\"say \\\"yes\\\" or\\n\\q\"", "'say \"yes\" or\nq'")]
    [InlineData("\"two\nlines\"", "'two\nlines'")]
    [InlineData("12", "12")]
    [InlineData("10.50", "10.50d")]
    [InlineData(".5", ".5d")]
    [InlineData("5.", "5.d")]
    [InlineData("Flow.$lastInput", "Flow.$lastInput")]
    [InlineData("Flow.data.\"a key\"", "Flow.data.a key")]
    [InlineData("f(x).\"a key\"", "(f(x) . a key)")]
    [InlineData("TRUE", "true")]
    [InlineData("not_set", "NOT_SET")]
    [InlineData("Flow.Retry", "Flow.Retry")]
    [InlineData("Flow . Retry", "Flow.Retry")]
    [InlineData("Flow.and", "Flow.and")]
    [InlineData("Flow.true.x", "Flow.true.x")]
    [InlineData("Flow.2ndTry", "Flow.2ndTry")]
    [InlineData("Flow.größe", "Flow.größe")]
    [InlineData("Common.{{queue}}", "Common.{{queue}}")]
    [InlineData("Common.pre_{{queue}}_post.id", "Common.pre_{{queue}}_post.id")]
    [InlineData("Flow.${name}", "Flow.${name}")]
    [InlineData("{{limit}} > 3", "({{limit}} > 3)")]
    [InlineData("{{fn}}(1)", "{{fn}}(1)")]
    [InlineData("GetCurrentDateTimeUtc()", "GetCurrentDateTimeUtc()")]
    [InlineData("If(\n  a,\n\t\"b\" , c )", "If(a, 'b', c)")]
    [InlineData("ToPhoneNumber(Call.Ani).e164", "(ToPhoneNumber(Call.Ani) . e164)")]
    [InlineData("Flow.list[0].value", "((Flow.list [] 0) . value)")]
    [InlineData("Split(Task.x, \".\")[0]", "(Split(Task.x, '.') [] 0)")]
    [InlineData("Flow.data[\"key\"]", "(Flow.data [] 'key')")]
    [InlineData("a.b.5", "a.b.5")]
    [InlineData("!IsSet(a)", "(! IsSet(a))")]
    [InlineData("!!a", "(! (! a))")]
    [InlineData("not a", "(! a)")]
    [InlineData("not(a)", "not(a)")]
    [InlineData("-3 + ~a", "((- 3) + (~ a))")]
    [InlineData("a - -3", "(a - (- 3))")]
    [InlineData("(a)", "[a]")]
    [InlineData("a == 0 ? \"\" : \", \"", "((a == 0) ? '' : ', ')")]
    [InlineData("a ? b : c ? d : e", "(a ? b : (c ? d : e))")]
    public void A_construct_is_read(string text, string shape)
    {
        var parsed = ExpressionSyntax.Parse(text);

        parsed.Diagnostics.ShouldBeEmpty();
        parsed.ShouldFitItsText();
        ExpressionShape.Of(parsed.Root).ShouldBe(shape);
    }

    [Theory]
    [InlineData("a or b and c", "(a or (b and c))")]
    [InlineData("a OR b Or c", "((a or b) or c)")]
    [InlineData("a and b == c", "(a and (b == c))")]
    [InlineData("a and b | c & d", "(a and (b | (c & d)))")]
    [InlineData("a & b == c", "(a & (b == c))")]
    [InlineData("a == b < c", "(a == (b < c))")]
    [InlineData("a < b + c", "(a < (b + c))")]
    [InlineData("a + b * c ^ d", "(a + (b * (c ^ d)))")]
    [InlineData("-a ^ b", "((- a) ^ b)")]
    [InlineData("a - b - c", "((a - b) - c)")]
    [InlineData("a / b % c", "((a / b) % c)")]
    [InlineData("!a.b == c[1]", "((! a.b) == (c [] 1))")]
    [InlineData("a or b ? c : d", "((a or b) ? c : d)")]
    public void Operators_bind_as_the_platform_documents(string text, string shape) => ExpressionShape.Of(text).ShouldBe(shape);

    [Theory]
    [InlineData("Append(\"a\", ", "Append('a', <>)")]
    [InlineData("Append(\"a\" Flow.x)", "Append(<'a' Flow.x>)")]
    [InlineData("a == ", "(a == <>)")]
    [InlineData("== a", "(<> == a)")]
    [InlineData("a and and b", "((a and <>) and b)")]
    [InlineData("Flow.", "Flow")]
    [InlineData("\"open", "'open'")]
    [InlineData("'text' == a", "('text' == a)")]
    [InlineData("\u201Ctext\u201D == a", "('text' == a)")]
    [InlineData("a && b || c", "((a and b) or c)")]
    [InlineData("a = b", "(a == b)")]
    [InlineData("a <> b", "(a != b)")]
    [InlineData("f(a]", "<f(a)>")]
    [InlineData("(a, b)", "[<a b>]")]
    [InlineData("a) + b", "<a b>")]
    [InlineData("5min", "5min")]
    [InlineData("a ? b", "(a ? b : <>)")]
    [InlineData("", "<>")]
    [InlineData(" \n", "<>")]
    [InlineData("#a", "a")]
    [InlineData("a # b", "<a b>")]
    [InlineData("{ \"a\": 1 }", "<'a' 1>")]
    public void Broken_text_gives_a_tree_and_a_diagnostic(string text, string shape)
    {
        var parsed = ExpressionSyntax.Parse(text);

        parsed.IsWellFormed.ShouldBeFalse();
        parsed.ShouldFitItsText();
        ExpressionShape.Of(parsed.Root).ShouldBe(shape);
    }

    [Fact]
    public void Names_and_calls_are_enumerated_in_the_order_of_the_text()
    {
        var parsed = ExpressionSyntax.Parse("If(Flow.A == Task.b.c, Append(Flow.A, x[Flow.I]), Flow.Z) + Flow.");

        parsed.Names.Select(n => n.Name).ShouldBe(["Flow.A", "Task.b.c", "Flow.A", "x", "Flow.I", "Flow.Z", "Flow"]);
        parsed.Calls.Select(c => c.Function.Text).ShouldBe(["If", "Append"]);
        parsed.Names.Skip(1).First().ShouldSatisfyAllConditions(
            name => name.Scope.ShouldBe("Task"),
            name => name.Variable.ShouldBe("Task.b"),
            name => parsed.TextAt(name.VariableSpan).ShouldBe("Task.b"));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("!")]
    [InlineData("-")]
    [InlineData("f(")]
    [InlineData("a[")]
    [InlineData("a ? ")]
    [InlineData("a ? b : ")]
    [InlineData("a + ")]
    [InlineData("a or b and c == d < e + f * ")]
    [InlineData("a.b")]
    [InlineData(".b")]
    [InlineData("[0]")]
    [InlineData("{{")]
    [InlineData("${")]
    [InlineData("\u201E")]
    [InlineData("\uD800")]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData(")")]
    [InlineData("a ")]
    public void A_hostile_text_is_read_without_an_exception_and_with_bounded_height(string repeated)
    {
        var parsed = ExpressionSyntax.Parse("x" + string.Concat(Enumerable.Repeat(repeated, 20_000)));

        parsed.ShouldFitItsText();
        ExpressionShape.Of(parsed.Root).ShouldNotBeEmpty();
    }

    [Fact]
    public void A_chain_of_nearly_six_hundred_operators_is_read() =>
        ExpressionSyntax.Parse(string.Join(" + ", Enumerable.Repeat("\"a\"", 590))).Diagnostics.ShouldBeEmpty();
}
