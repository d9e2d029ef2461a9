using Patchbay.Core.Text;

namespace Patchbay.Core.Syntax;

/// <summary>Who fills a substitution in.</summary>
public enum SubstitutionKind
{
    /// <summary><c>{{key}}</c>: filled in by Archy from its options file, or by CX as Code from its <c>substitutions</c>.</summary>
    Archy,

    /// <summary><c>${key}</c>: filled in by a Terraform template. <c>$${</c> is the escaped form, and no substitution.</summary>
    /// <remarks>Outside of <c>.tftpl</c> files only plain references such as <c>${name}</c> and <c>${var.name}</c> count; there the text may also mean something to the platform.</remarks>
    Terraform,

    /// <summary><c>%{ ... }</c> in a <c>.tftpl</c> file: a Terraform template's <c>if</c>, <c>else</c>, <c>for</c> and their ends. Never resolved; the lines of all branches are read.</summary>
    TerraformDirective,
}

/// <summary>A place in a YAML text that is filled in before the text is read as YAML. It may stand anywhere: as a value, as a key, inside either, and in a comment.</summary>
/// <remarks>The key of <c>{{key}}</c> has at least one character, stands on one line, and holds neither braces nor double quotes. Blanks around it do not belong to it:
/// people write <c>{{ key }}</c>, though CX as Code replaces the exact text <c>{{key}}</c> only.</remarks>
/// <param name="Span">The characters, braces included.</param>
/// <param name="Key">What is looked up: the text between the braces without blanks at its ends.</param>
/// <param name="Kind">Who fills it in.</param>
/// <param name="IsResolved">Whether a value was given for the key; then scalars hold that value in its place.</param>
public sealed record Substitution(TextSpan Span, string Key, SubstitutionKind Kind, bool IsResolved);
