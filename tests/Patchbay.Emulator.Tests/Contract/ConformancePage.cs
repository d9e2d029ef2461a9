using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Patchbay.Emulator.Tests.Contract;

/// <summary>How much of the platform's contract the emulator serves, as a page that is made from what it does.</summary>
internal static partial class ConformancePage
{
    /// <summary>Where the page lies in the repository.</summary>
    public const string Place = "docs/emulator-operations.md";

    /// <summary>Drives an org through every operation that it serves, and writes down what it took and gave.</summary>
    public static async Task<string> MakeAsync()
    {
        await using var org = await ContractOrg.StartAsync();
        var check = new SchemaCheck(org.Contract);
        foreach (var exchange in await new Crawl(org).RunAsync())
        {
            if (exchange.Operation.Answer is { } schema && (int)exchange.Answer.Status < 300)
            {
                check.Problems(exchange.Answer.Json, schema);
            }
        }

        return Page(org, check);
    }

    /// <summary>The numbers of a page, by what they count.</summary>
    public static Dictionary<string, int> Shares(string page) =>
        Share().Matches(page).ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

    private static string Page(ContractOrg org, SchemaCheck check)
    {
        var served = org.Served;
        var heeded = served.ToDictionary(operation => operation.Id, operation => operation.Query.Where(parameter => org.ParametersRead.GetValueOrDefault(operation.Id)?.Contains(parameter.Name) == true).ToList());
        var parameters = served.Sum(operation => operation.Query.Count());
        var fields = check.Met.ToDictionary(schema => schema.Key, schema => org.Contract.Schema(schema.Key).GetProperty("properties").EnumerateObject().Select(field => field.Name).ToList());
        var page = new StringBuilder($"""
            # What of the platform's API the emulator serves

            Made by a test from the emulator itself, held against the {org.Contract.Operations.Length} operations of the platform's API that have to do with Architect flows. These numbers do not fall: the test fails when one of them would.

            | | served | of |
            |---|---|---|
            | operations | {served.Length} | {org.Contract.Operations.Length} |
            | parameters of their queries that are heeded | {heeded.Values.Sum(list => list.Count)} | {parameters} |
            | fields that their answers give | {check.Met.Values.Sum(met => met.Count)} | {fields.Values.Sum(known => known.Count)} |

            A parameter counts as heeded when the operation looks at it, a field as given when an answer to a plain request for each operation had it. Whatever is not served is answered with 501 and the operation's name.

            """.ReplaceLineEndings("\n"));
        foreach (var area in served.GroupBy(operation => operation.Area).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {area.Key}\n\n| operation | request | heeds | leaves unread |\n|---|---|---|---|\n");
            foreach (var operation in area)
            {
                var read = heeded[operation.Id].Select(parameter => parameter.Name).ToList();
                page.Append(CultureInfo.InvariantCulture, $"| `{operation.Id}` | {operation.Method} {Short(operation.Path)} | {string.Join(", ", read)} | {string.Join(", ", operation.Query.Select(parameter => parameter.Name).Except(read))} |\n");
            }
        }

        page.Append("\n## Fields\n\n| schema | given | never given |\n|---|---|---|\n");
        foreach (var (name, met) in check.Met.OrderBy(schema => schema.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {met.Count} of {fields[name].Count} | {string.Join(", ", fields[name].Except(met))} |\n");
        }

        page.Append("\n## Not served\n\n");
        foreach (var area in org.Contract.Operations.Except(served).GroupBy(operation => operation.Area).OrderBy(area => area.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"- {area.Key}: {string.Join(", ", area.Select(operation => $"`{operation.Id}`"))}\n");
        }

        return page.ToString();
    }

    private static string Short(string path) => path["/api/v2".Length..];

    [GeneratedRegex(@"^\| ([a-z][^|]+) \| (\d+) \| \d+ \|$", RegexOptions.Multiline)]
    private static partial Regex Share();
}
