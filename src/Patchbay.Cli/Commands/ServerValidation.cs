using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Patchbay.Client.Definitions;
using Patchbay.Client.Http;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Linting.Reports;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>Asks an org's own validate call about definitions, and gives what it says a place in their text. Nothing is stored.</summary>
internal static class ServerValidation
{
    /// <summary>What was found here, and what the service says beyond it.</summary>
    /// <param name="api">The org.</param>
    /// <param name="file">A definition with our own findings.</param>
    /// <param name="stop">Stops the request.</param>
    public static async Task<LintedFile> AddAsync(DefinitionsApi api, LintedFile file, CancellationToken stop)
    {
        var tree = SyntaxTree.Parse(file.Source);
        if (!tree.IsWellFormed)
        {
            // The service would say the same of broken JSON, without a line.
            return file;
        }

        var verdict = await api.Flows.ValidateAsync(Encoding.UTF8.GetBytes(file.Source.Text.TrimStart('\uFEFF')), stop);
        var said = verdict.Errors.Select(fault => ToDiagnostic(tree, fault, Severity.Error)).Concat(verdict.Warnings.Select(fault => ToDiagnostic(tree, fault, Severity.Warning)));
        return Add(file, said.Where(fault => !file.Diagnostics.Any(known => known.Id == fault.Id && (known.Message == fault.Message || known.Span.Contains(fault.Span) || fault.Span.Contains(known.Span)))));
    }

    /// <summary>What was found here, and more beside it, by place.</summary>
    /// <param name="file">A definition with our own findings.</param>
    /// <param name="more">More findings.</param>
    public static LintedFile Add(LintedFile file, IEnumerable<Diagnostic> more) => file with { Diagnostics = [.. file.Diagnostics.Concat(more).OrderBy(problem => problem.Span.Start)] };

    private static Diagnostic ToDiagnostic(SyntaxTree tree, WireFault fault, Severity severity) =>
        new(fault.Code.Length > 0 ? fault.Code : "service", severity, SpanOf(tree.Root, fault.Path), $"The service says: {fault.Message}");

    /// <summary>The part that a path such as <c>definition.nodes.greet.outputNodes</c> or <c>actions[2].next</c> leads to, as far as it can be followed.</summary>
    private static TextSpan SpanOf(SyntaxNode? root, string path)
    {
        var node = root;
        foreach (var step in Steps(path))
        {
            var next = node switch
            {
                MappingNode mapping => mapping[step],
                SequenceNode sequence when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sequence.Items.Length => sequence.Items[index],
                _ => null,
            };
            if (next is null)
            {
                break;
            }

            node = next;
        }

        return node is null || ReferenceEquals(node, root) ? new TextSpan(0, 0) : node.Span;
    }

    private static ImmutableArray<string> Steps(string path) => [.. path.Split(['.', '[', ']', '/'], StringSplitOptions.RemoveEmptyEntries)];
}
