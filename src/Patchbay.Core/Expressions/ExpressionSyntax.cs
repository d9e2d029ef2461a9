using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>Reads expressions of the Architect language: calls, operators, dotted names, texts and numbers. The entry to this folder.</summary>
/// <remarks>Function names, <c>and</c>, <c>or</c>, <c>true</c>, <c>false</c> and <c>NOT_SET</c> are read in any case. Placeholders such as <c>{{key}}</c> and <c>${key}</c> are taken for parts of names, whatever they will stand for.</remarks>
public static class ExpressionSyntax
{
    /// <summary>Parentheses, arguments, indexes and operands on the right may nest this deep; a deeper expression is reported, and nothing from there on is read.</summary>
    public const int MaxNesting = 200;

    /// <summary>A tree is never higher than this. Chains such as <c>a + b + c</c> of more than 600 operators are reported, and nothing from there on is read.</summary>
    public const int MaxHeight = 1000;

    /// <summary>Parses an expression, in time linear to its length. Never throws for what the text holds.</summary>
    /// <param name="text">The expression: the value of an <c>exp</c> field.</param>
    public static ParsedExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var faults = new ExpressionFaults();
        var tokens = new ExpressionLexer(text, faults).ReadAll();
        var root = new ExpressionParser(text, tokens, faults).ParseAll();
        return new ParsedExpression(text, root, faults.Sorted());
    }

    /// <summary>A part of an expression and all that is below it, in the order of the text; an operator comes before its operands.</summary>
    /// <param name="root">Where to start.</param>
    public static IEnumerable<Expression> Walk(Expression root)
    {
        ArgumentNullException.ThrowIfNull(root);
        var open = new Stack<Expression>();
        open.Push(root);
        while (open.TryPop(out var expression))
        {
            yield return expression;
            var children = expression.Children;
            for (var i = children.Length - 1; i >= 0; i--)
            {
                open.Push(children[i]);
            }
        }
    }
}

/// <summary>An expression that has been read. Broken text gives a tree as far as it goes, and diagnostics.</summary>
/// <param name="Text">The text that all spans speak of.</param>
/// <param name="Root">The tree.</param>
/// <param name="Diagnostics">What cannot be read, in the order of the text.</param>
public sealed record ParsedExpression(string Text, Expression Root, ImmutableArray<ExpressionDiagnostic> Diagnostics)
{
    /// <summary>Whether the text could be read without an error.</summary>
    public bool IsWellFormed => !Diagnostics.Any(d => d.Severity == Severity.Error);

    /// <summary>Every dotted name in the expression, in the order of the text.</summary>
    public IEnumerable<NameReference> Names => ExpressionSyntax.Walk(Root).OfType<NameReference>();

    /// <summary>Every call in the expression, outer ones before those in their arguments.</summary>
    public IEnumerable<FunctionCall> Calls => ExpressionSyntax.Walk(Root).OfType<FunctionCall>();

    /// <summary>The characters of a part.</summary>
    /// <param name="span">A span within the text.</param>
    public string TextAt(TextSpan span) => Text.Substring(span.Start, span.Length);
}
