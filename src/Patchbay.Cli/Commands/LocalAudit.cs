using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patchbay.Cli.Commands;

/// <summary>A line of <c>.patchbay/audit.jsonl</c>: one deployment.</summary>
internal sealed record LocalAudit
{
    [JsonPropertyName("event_type")]
    public required string EventType { get; init; }

    [JsonPropertyName("flow_id")]
    public required string FlowId { get; init; }

    [JsonPropertyName("revision_id")]
    public required string RevisionId { get; init; }

    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("deployed_at")]
    public required DateTimeOffset DeployedAt { get; init; }

    /// <summary>Reads the file, oldest line first; a file that does not exist yet is empty.</summary>
    /// <param name="path">The file.</param>
    /// <param name="note">Told of lines that are none of ours.</param>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static IReadOnlyList<LocalAudit> Read(string path, Action<string> note)
    {
        string[] lines;
        try
        {
            lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Failed($"\"{path}\" cannot be read: {e.Message}");
        }

        var read = new List<LocalAudit>();
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                read.Add(JsonSerializer.Deserialize(lines[i], LocalAuditJson.Default.LocalAudit) ?? throw new JsonException("it is null"));
            }
            catch (JsonException)
            {
                note($"{path}:{i + 1}: This line tells of no deployment and is left out.");
            }
        }

        return read;
    }
}

[JsonSerializable(typeof(LocalAudit))]
internal sealed partial class LocalAuditJson : JsonSerializerContext;
