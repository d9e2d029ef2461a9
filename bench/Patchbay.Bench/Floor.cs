using System.Text.Json;

namespace Patchbay.Bench;

/// <summary>What cannot be undercut, measured in the same run and under the same load: without it a figure says as much about the machine as about the program.</summary>
internal static class Floor
{
    /// <summary>The framework reads the same texts as JSON, and does nothing with them.</summary>
    public static string OfReading(Stopwatch stopwatch, params IReadOnlyList<string> texts)
    {
        var time = stopwatch.Time(() =>
        {
            foreach (var text in texts)
            {
                using var document = JsonDocument.Parse(text);
            }
        });
        return $"{time.TotalMilliseconds:0} ms: `JsonDocument.Parse` of the same text";
    }
}
