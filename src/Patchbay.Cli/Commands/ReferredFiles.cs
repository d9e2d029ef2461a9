using System.Collections.Concurrent;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>The files that checked files refer to, each read once.</summary>
/// <param name="call">Where paths start.</param>
internal sealed class ReferredFiles(Invocation call)
{
    /// <summary>What lies beside flows is small; anything larger is not what a flow refers to.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, Flow?> _read = new(StringComparer.Ordinal);

    /// <summary>A file as a flow, one without a known format included; null where there is none that can be read as text.</summary>
    /// <param name="path">The path, relative to where the command runs.</param>
    public Flow? Open(string path) => _read.GetOrAdd(path, Read);

    private Flow? Read(string path)
    {
        try
        {
            var file = new FileInfo(call.FullPath(path));
            if (!file.Exists || file.Length > MaxBytes)
            {
                return null;
            }

            var tree = FlowFormats.Parse(SourceText.FromUtf8(File.ReadAllBytes(file.FullName), path));
            return FlowFormats.Read(tree) ?? new Flow("", tree);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or System.Text.DecoderFallbackException)
        {
            // What cannot be read is not there for the one who refers to it.
            return null;
        }
    }
}
