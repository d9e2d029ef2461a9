using System.Text.Json;

namespace Patchbay.Cli.Tests;

/// <summary>The shape of a JSON value: the names that scripts rely on.</summary>
internal static class JsonShape
{
    /// <summary>All paths of properties in it, sorted: <c>flows[].name</c>. What occurs in one element of a list counts for the list.</summary>
    public static string[] Of(JsonElement value)
    {
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        Collect(value, "", paths);
        return [.. paths];
    }

    private static void Collect(JsonElement value, string at, SortedSet<string> paths)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                Collect(item, at + "[]", paths);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                var path = at.Length == 0 ? property.Name : $"{at}.{property.Name}";
                paths.Add(path);
                Collect(property.Value, path, paths);
            }
        }
    }
}
