using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Core.Expressions;

/// <summary>What checking an expression found.</summary>
/// <param name="Type">The type of its value, <see cref="DataType.Unknown"/> when it is not known.</param>
/// <param name="Diagnostics">What is wrong, in the order of the text.</param>
public sealed record CheckedExpression(DataType Type, ImmutableArray<ExpressionDiagnostic> Diagnostics);

/// <summary>Checks the names, calls and types of an expression. It says nothing where it is not sure: a type that is not known fits everywhere, and so does one that the platform may convert.</summary>
public static class ExpressionChecker
{
    /// <summary>Checks an expression.</summary>
    /// <param name="expression">The expression. One with faults in its syntax is not checked further.</param>
    /// <param name="resolve">The variable of a name with its scope, such as <c>Flow.Retry</c>, in any case; null when the flow has none. Names of the platform itself are not asked for where this returns null.</param>
    /// <param name="expected">The type of the field that the expression stands in; null when it takes any.</param>
    public static CheckedExpression Check(ParsedExpression expression, Func<string, VariableSymbol?> resolve, DataType? expected = null)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(resolve);
        if (!expression.IsWellFormed)
        {
            return new CheckedExpression(DataType.Unknown, []);
        }

        var pass = new Pass(resolve);
        var type = pass.TypeOf(expression.Root);
        if (expected is not null && !TypeRules.CanBeAssigned(type, expected))
        {
            var wayOut = expected.IsCollection && !type.IsCollection ? " Put it into a list with \"MakeList\"." : type.IsCollection ? " Take one of its items, for example with \"GetAt\"." : "";
            pass.Add(ExpressionProblem.Type, Severity.Error, expression.Root.Span, $"The value is {type.Shown}, but {expected.Shown} is needed here.{wayOut}");
        }

        return new CheckedExpression(type, [.. pass.Diagnostics.OrderBy(d => d.Span.Start)]);
    }

    private sealed class Pass(Func<string, VariableSymbol?> resolve)
    {
        public List<ExpressionDiagnostic> Diagnostics { get; } = [];

        public void Add(ExpressionProblem problem, Severity severity, TextSpan span, string message) => Diagnostics.Add(new ExpressionDiagnostic(problem, severity, span, message));

        public DataType TypeOf(Expression expression) => expression switch
        {
            Literal literal => OfLiteral(literal),
            NameReference name => OfName(name),
            Parenthesised inner => TypeOf(inner.Inner),
            PropertyAccess access => BuiltInNames.PropertyOf(TypeOf(access.Target), access.Property.Text),
            IndexAccess access => OfIndex(access),
            FunctionCall call => OfCall(call),
            Unary unary => OfUnary(unary),
            Binary binary => OfBinary(binary),
            Conditional choice => OfConditional(choice),
            _ => DataType.Unknown,
        };

        private static DataType OfLiteral(Literal literal) => literal.Kind switch
        {
            LiteralKind.Text => DataType.String,
            LiteralKind.Integer => DataType.Integer,
            LiteralKind.Decimal => DataType.Decimal,
            LiteralKind.Boolean => DataType.Boolean,
            _ => DataType.NotSet,
        };

        private DataType OfName(NameReference name)
        {
            if (SubstitutionText.IsIn(name.Variable))
            {
                return DataType.Unknown;
            }

            if ((resolve(name.Variable) ?? BuiltInNames.Find(name.Variable)) is not { } symbol)
            {
                Add(ExpressionProblem.UnknownName, Severity.Error, name.VariableSpan, MessageOfUnknown(name));
                return DataType.Unknown;
            }

            return name.Parts.Skip(2).Aggregate(symbol.Type, (type, part) => BuiltInNames.PropertyOf(type, part.Text));
        }

        private static string MessageOfUnknown(NameReference name) =>
            name.Scope is not null ? $"\"{name.Variable}\" is not declared. Declare the variable, or correct its name."
            : FunctionTable.Find(name.Name) is not null ? $"\"{name.Name}\" is a function. Write its arguments in parentheses behind it."
            : $"\"{name.Name}\" is not a variable: those have a scope before their name, such as \"Flow.{name.Name}\". Put it in double quotes where a text was meant.";

        private DataType OfIndex(IndexAccess access)
        {
            var target = TypeOf(access.Target);
            var index = TypeOf(access.Index);
            if (target.IsCollection && !TypeRules.CanBeAssigned(index, DataType.Integer))
            {
                Add(ExpressionProblem.Type, Severity.Error, access.Index.Span, $"The place of an item is an integer, but this is {index.Shown}. The first item is 0.");
            }

            return target.IsCollection ? target.Element : target == DataType.Json ? DataType.Json : DataType.Unknown;
        }

        private DataType OfCall(FunctionCall call)
        {
            var arguments = call.Arguments.Select(TypeOf).ToImmutableArray();
            if (FunctionTable.Find(call.Function.Text) is not { } function)
            {
                ReportUnknown(call.Function);
                return DataType.Unknown;
            }

            if (function.Signatures.IsEmpty)
            {
                return DataType.Unknown;
            }

            var resolution = TypeRules.Resolve(function.Signatures, arguments);
            if (!function.Signatures.Any(s => s.Takes(arguments.Length)))
            {
                ReportCount(call, function);
            }
            else if (!resolution.Fits)
            {
                ReportArguments(call, function, arguments, resolution.Misfit);
            }

            return resolution.Type;
        }

        private void ReportUnknown(NamePart function)
        {
            var near = FunctionTable.Near(function.Text);
            if (!near.IsEmpty && !function.HasSubstitution)
            {
                Add(ExpressionProblem.UnknownFunction, Severity.Warning, function.Span, $"No function \"{function.Text}\" is known. Write {string.Join(" or ", near.Select(n => $"\"{n}\""))} if that was meant.");
            }
        }

        private void ReportCount(FunctionCall call, FunctionDefinition function)
        {
            var least = function.Signatures.Min(s => s.Least);
            var most = function.Signatures.Max(s => s.Most ?? int.MaxValue);
            var takes = least == most ? $"{least}" : most == int.MaxValue ? $"at least {least}" : $"{least} to {most}";
            var isTooFew = call.Arguments.Length < least;

            // The platform may have got further ways to call a function since its catalogue was published, but no shorter ones.
            Add(
                ExpressionProblem.ArgumentCount,
                isTooFew ? Severity.Error : Severity.Warning,
                isTooFew ? call.Function.Span : call.Span,
                $"\"{function.Name}\" takes {takes} argument{(takes == "1" ? "" : "s")}, but {call.Arguments.Length} {(call.Arguments.Length == 1 ? "is" : "are")} given.");
        }

        private void ReportArguments(FunctionCall call, FunctionDefinition function, ImmutableArray<DataType> arguments, int? misfit)
        {
            var candidates = function.Signatures.Where(s => s.Takes(arguments.Length)).ToList();
            if (misfit is not { } index)
            {
                var mixed = arguments.Where((t, i) => t.IsKnown && candidates.Exists(s => s.ParameterOf(i) is { IsGeneric: true })).Select(t => t.Shown).Distinct();
                Add(ExpressionProblem.Type, function.Name == "If" ? Severity.Error : Severity.Warning, call.Span, $"\"{function.Name}\" cannot take {string.Join(" and ", mixed)} together. Convert them so that the types agree.");
                return;
            }

            var wanted = candidates.Select(s => s.ParameterOf(index)).OfType<FunctionParameter>().ToList();
            var isCondition = wanted.TrueForAll(p => p.Type == DataType.Boolean);
            var wayOut = isCondition ? " Compare it with a value." : WayOut(arguments[index], wanted[0].Type);
            Add(ExpressionProblem.Type, isCondition ? Severity.Error : Severity.Warning, call.Arguments[index].Span, $"\"{function.Name}\" takes {ShownOf(wanted)} here, but this is {arguments[index].Shown}.{wayOut}");
        }

        private static string ShownOf(List<FunctionParameter> wanted) =>
            string.Join(" or ", wanted.Select(p => p switch { { IsGeneric: true, Type.IsCollection: true } => "a collection", { IsGeneric: true } or { Type: null } => "a single value", _ => p.Type.Shown }).Distinct());

        private static string WayOut(DataType from, DataType? to) => to is not null && FunctionTable.ConversionOf(from, to) is { } function ? $" Convert it with \"{function}\"." : "";

        private DataType OfUnary(Unary unary)
        {
            var operand = TypeOf(unary.Operand);
            var resolution = TypeRules.Resolve(OperatorTypes.Of(unary.Operator), [operand]);
            if (!resolution.Fits)
            {
                var wanted = unary.Operator == UnaryOperator.Not ? "a boolean" : unary.Operator == UnaryOperator.Complement ? "an integer" : "a number";
                Add(ExpressionProblem.Type, Severity.Error, unary.Operand.Span, $"\"{Operators.SymbolOf(unary.Operator)}\" stands before {wanted}, but this is {operand.Shown}.");
            }

            return resolution.Type;
        }

        private DataType OfBinary(Binary binary)
        {
            var left = TypeOf(binary.Left);
            var right = TypeOf(binary.Right);
            var resolution = TypeRules.Resolve(OperatorTypes.Of(binary.Operator), [left, right]);
            if (!resolution.Fits)
            {
                var symbol = Operators.SymbolOf(binary.Operator);
                var operand = resolution.Misfit == 1 ? binary.Right : binary.Left;
                var type = resolution.Misfit == 1 ? right : left;
                if (binary.Operator is BinaryOperator.And or BinaryOperator.Or)
                {
                    Add(ExpressionProblem.Type, Severity.Error, operand.Span, $"\"{symbol}\" joins booleans, but this is {type.Shown}. Compare it with a value.");
                }
                else if (binary.Operator is BinaryOperator.BitAnd or BinaryOperator.BitOr)
                {
                    Add(ExpressionProblem.Type, Severity.Error, operand.Span, $"\"{symbol}\" works on the bits of integers, but this is {type.Shown}. Write \"{(symbol == "&" ? "and" : "or")}\" to join booleans.");
                }
                else
                {
                    Add(ExpressionProblem.Type, Severity.Error, binary.Span, $"\"{symbol}\" cannot be used between {left.Shown} and {right.Shown}.{WayOutBetween(left, right)}");
                }
            }

            return resolution.Type;
        }

        private static string WayOutBetween(DataType left, DataType right) =>
            left == DataType.String ? $" Convert the {right.Name} with \"ToString\"."
            : right == DataType.String ? $" Convert the {left.Name} with \"ToString\"."
            : " Convert one of them.";

        private DataType OfConditional(Conditional choice)
        {
            var condition = TypeOf(choice.Condition);
            var whenTrue = TypeOf(choice.WhenTrue);
            var whenFalse = TypeOf(choice.WhenFalse);
            if (!TypeRules.Resolve(OperatorTypes.Of(UnaryOperator.Not), [condition]).Fits)
            {
                Add(ExpressionProblem.Type, Severity.Error, choice.Condition.Span, $"A boolean decides between two values, but this is {condition.Shown}. Compare it with a value.");
            }

            if (!TypeRules.Resolve(OperatorTypes.Of(BinaryOperator.Equal), [whenTrue, whenFalse]).Fits)
            {
                Add(ExpressionProblem.Type, Severity.Error, choice.Span, $"One value is {whenTrue.Shown} and the other {whenFalse.Shown}. Convert one of them so that the types agree.");
            }

            return TypeRules.Common([whenTrue, whenFalse]);
        }
    }
}
