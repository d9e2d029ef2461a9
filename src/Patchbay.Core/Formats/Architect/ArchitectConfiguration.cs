using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patchbay.Core.Flows;

namespace Patchbay.Core.Formats.Architect;

/// <summary>The id of a thing of the org; null where there is none of that name.</summary>
/// <param name="kind">What it is.</param>
/// <param name="name">Its name; of a data action that of its integration, a slash, and its own.</param>
public delegate string? FindThingId(DependencyKind kind, string name);

/// <summary>Writes the configuration of a flow: the JSON that the platform keeps of it and hands out as <c>latestconfiguration</c>.</summary>
/// <remarks>
/// Read back it gives the elements, ways, variables and uses that the YAML gives. Ids are made from names, so that the same YAML gives the same text. Fields have the names and shapes that real configurations show;
/// those that none shows keep the ones that they have in YAML, so that nothing is lost. What the platform computes from an expression (<c>config</c>) is written for literals and variables alone.
/// </remarks>
public static class ArchitectConfiguration
{
    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 4096 };

    /// <summary>Writes the configuration of a flow that was read from YAML.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="find">Finds ids of things of the org; null where there is no org to ask, which makes ids up from names.</param>
    /// <exception cref="ArgumentException">The flow was not read from a flow file in Architect YAML.</exception>
    public static string Write(Flow flow, FindThingId? find = null)
    {
        ArgumentNullException.ThrowIfNull(flow);
        if (flow.FormatId != ArchitectYamlFormat.FormatId || ArchitectYamlFormat.FindRoot(flow.Tree) is null)
        {
            throw new ArgumentException("Only a flow in Architect YAML has a configuration to be written.", nameof(flow));
        }

        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(buffer, Layout))
        {
            new ConfigurationWriter(json, flow, new ConfigurationIds(flow, find)).Write();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
