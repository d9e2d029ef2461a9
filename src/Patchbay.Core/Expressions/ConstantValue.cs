using System.Globalization;

namespace Patchbay.Core.Expressions;

/// <summary>The one value that an expression can have.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A text; a number in the invariant culture; <c>true</c>, <c>false</c> or <c>NOT_SET</c>.</param>
public sealed record ConstantValue(LiteralKind Kind, string Text)
{
    /// <summary>True.</summary>
    public static ConstantValue True { get; } = new(LiteralKind.Boolean, "true");

    /// <summary>False.</summary>
    public static ConstantValue False { get; } = new(LiteralKind.Boolean, "false");

    /// <summary>No value.</summary>
    public static ConstantValue NotSet { get; } = new(LiteralKind.NotSet, "NOT_SET");

    /// <summary>The truth of a boolean; null for other values.</summary>
    public bool? Truth => Kind == LiteralKind.Boolean ? Text == "true" : null;

    internal decimal? Number => Kind is LiteralKind.Integer or LiteralKind.Decimal && decimal.TryParse(Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal static ConstantValue Of(bool truth) => truth ? True : False;
}
