using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Formats.Architect;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>A flow's text, from wherever the user said: a file, or a flow of a store, perhaps an older version of it.</summary>
/// <param name="Name">How messages call it.</param>
/// <param name="Text">The definition.</param>
/// <param name="Id">Its id in the store; null for a file.</param>
internal sealed record FlowSource(string Name, SourceText Text, string? Id)
{
    /// <summary>Fetches what an argument names: a file where there is one of that name, or else a flow by name or id, with <c>@VERSION</c> for an older state. The store is opened only for a flow.</summary>
    /// <exception cref="CliException">There is no such file or flow.</exception>
    public static async Task<FlowSource> FetchAsync(Invocation call, Func<OpenStore> open, string argument)
    {
        if (argument == "-" || File.Exists(call.FullPath(argument)) || LooksLikeFile(argument))
        {
            return new FlowSource(argument, Decoded(call.ReadFile(argument)), Id: null);
        }

        var store = open().Store;
        var at = argument.LastIndexOf('@');
        var (name, version) = at > 0 ? (argument[..at], argument[(at + 1)..]) : (argument, null);
        var header = await FlowLookup.FindAsync(store, name, call.Stop);
        var read = await store.ReadAsync(header.Id, version, call.Stop);
        return new FlowSource(version is null ? header.Name : $"{header.Name}@{version}", new SourceText(read.Text, header.Name), header.Id);
    }

    /// <summary>The text as a flow.</summary>
    /// <exception cref="CliException">It is broken beyond use, or no format recognises it.</exception>
    public Flow Read()
    {
        var tree = FlowFormats.Parse(Text);
        if (FlowFormats.Read(tree) is { } flow)
        {
            return flow;
        }

        if (tree.Diagnostics.Length > 0)
        {
            var first = tree.Diagnostics[0];
            throw CliException.Failed($"{Name}:{Text.GetPosition(first.Span.Start)}: {first.Message}");
        }

        throw CliException.Failed($"\"{Name}\" is not a flow in a format that Patchbay reads. These are {string.Join(", ", FlowFormats.All.Select(format => format.Id))}.");
    }

    /// <summary>The text as a flow; that it is broken, and was read only as far as it goes, is said on standard error.</summary>
    /// <exception cref="CliException">It is broken beyond use, or no format recognises it.</exception>
    public Flow ReadAsFarAsItGoes(Invocation call)
    {
        var flow = Read();
        if (flow.Tree.Diagnostics.FirstOrDefault(fault => fault is { Severity: Severity.Error, Id: "syntax" }) is { } first)
        {
            call.Terminal.Note($"\"{Name}\" is broken at {Text.GetPosition(first.Span.Start)} and was read only as far as it goes, so something may be missing here. {first.Message}");
        }

        return flow;
    }

    /// <summary>The text that positions are of: of an export of Architect what it holds.</summary>
    private static SourceText Decoded(SourceText text) => I3Export.IsExport(text) && I3Export.TryDecode(text, out var decoded, out _) ? decoded : text;

    private static bool LooksLikeFile(string argument) =>
        argument.Contains('/', StringComparison.Ordinal) || argument.Contains('\\', StringComparison.Ordinal)
        || HasFlowExtension(argument);

    /// <summary>Whether a name ends as the names of flow files do.</summary>
    public static bool HasFlowExtension(string name) => Path.GetExtension(name).ToLowerInvariant() is ".json" or ".yaml" or ".yml" or ".tftpl" || I3Export.HasName(name);
}
