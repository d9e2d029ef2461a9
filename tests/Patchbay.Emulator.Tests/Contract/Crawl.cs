using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Patchbay.Emulator.Tests.Contract;

/// <summary>Makes good requests: ids in them are of things that are there, looked up in listings or made for the purpose.</summary>
internal sealed partial class Crawl(ContractOrg org)
{
    private readonly Dictionary<string, string?> _flows = new(StringComparer.Ordinal);
    private int _fresh;

    /// <summary>Sends one good request for every operation that is served. What makes something comes first, so that there is something to read; what reads comes once more when all has been changed; what deletes comes last.</summary>
    public async Task<List<Exchange>> RunAsync()
    {
        var posts = org.Served.Where(operation => operation.Method == "POST");
        var reads = org.Served.Where(operation => operation.Method is "GET" or "HEAD").ToList();
        var changes = org.Served.Where(operation => operation.Method is "PUT" or "PATCH");
        var deletes = org.Served.Where(operation => operation.Method == "DELETE").OrderBy(operation => operation.Id == "deleteTokensMe");
        List<Exchange> exchanges = [];
        foreach (var operation in (Operation[])[.. posts, .. reads, .. changes, .. reads, .. deletes])
        {
            exchanges.Add(await SendAsync(operation));
        }

        return exchanges;
    }

    /// <summary>Sends one good request for an operation.</summary>
    public async Task<Exchange> SendAsync(Operation operation)
    {
        var (path, body) = await RequestAsync(operation);
        return await org.SendAsync(operation, path, body);
    }

    /// <summary>A good request for an operation: its path with the query, and its body.</summary>
    public async Task<(string Path, string? Body)> RequestAsync(Operation operation)
    {
        var recipe = Recipe.All.GetValueOrDefault(operation.Id) ?? new Recipe();
        foreach (var step in recipe.Before)
        {
            var (method, rest) = (step.Split(' ')[0], step[(step.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var content = rest.IndexOf(" {\"", StringComparison.Ordinal);
            await org.Org.SendAsync(new HttpMethod(method), await FillAsync(content < 0 ? rest : rest[..content]), content < 0 ? null : await FillAsync(rest[(content + 1)..]));
        }

        var path = await PathAsync(operation, recipe);
        var query = recipe.Query.Length > 0 ? $"?{await FillAsync(recipe.Query)}" : await RequiredQueryAsync(operation, path);
        var body = operation.Body is null ? null : recipe.Body is { } written ? await FillAsync(written) : await DefaultBodyAsync(operation, path);
        return (path + query, body);
    }

    private async Task<string> PathAsync(Operation operation, Recipe recipe)
    {
        var path = operation.Path;
        foreach (Match part in PathParameter().Matches(operation.Path))
        {
            var name = part.Groups[1].Value;
            var before = path[..path.IndexOf(part.Value, StringComparison.Ordinal)].TrimEnd('/');
            var isLast = operation.Path.EndsWith(part.Value, StringComparison.Ordinal);
            var value = recipe.Path.TryGetValue(name, out var given) ? await FillAsync(given)
                : name == "flowId" ? await FillAsync("{flow:Front desk}")
                : await IdAsync(operation, before, isFresh: isLast && operation.Method == "DELETE");
            path = path.Replace(part.Value, Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        return path;
    }

    /// <summary>The id of a thing below a path: one that its listing gives, or a new one where nothing else will do.</summary>
    private async Task<string> IdAsync(Operation operation, string path, bool isFresh)
    {
        var template = operation.Path[..operation.Path.Split('/').Take(path.Split('/').Length).Sum(part => part.Length + 1)].TrimEnd('/');
        var maker = org.Served.FirstOrDefault(other => other.Method == "POST" && other.Path == template);
        if (maker is not null && isFresh)
        {
            return await MakeAsync(maker, path);
        }

        if (org.Served.Any(other => other.Method == "GET" && other.Path == template) && await FirstAsync(path) is { } listed)
        {
            return listed;
        }

        return maker is null ? "unknown" : await MakeAsync(maker, path);
    }

    private async Task<string> MakeAsync(Operation maker, string path)
    {
        var body = maker.Body is null ? null : Recipe.All.GetValueOrDefault(maker.Id)?.Body is { } written ? await FillAsync(written) : await DefaultBodyAsync(maker, path);
        return IdOf((await org.SendAsync(maker, path, body)).Answer.Json) ?? "unknown";
    }

    private async Task<string?> FirstAsync(string path)
    {
        var answer = await org.Org.GetAsync(path);
        return answer.Status == HttpStatusCode.OK && answer.Json.TryGetProperty("entities", out var entities) && entities.GetArrayLength() > 0 ? IdOf(entities[0]) : null;
    }

    private async Task<string> RequiredQueryAsync(Operation operation, string path)
    {
        List<string> parts = [];
        foreach (var parameter in operation.Query.Where(parameter => parameter.IsRequired))
        {
            var value = parameter.Name == "id" ? await FirstAsync(path) ?? "unknown" : parameter.Values.FirstOrDefault() ?? "any";
            parts.Add($"{parameter.Name}={Uri.EscapeDataString(value)}");
        }

        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    private async Task<string> DefaultBodyAsync(Operation operation, string path)
    {
        if (operation.Method is "PUT" or "PATCH" && await org.Org.GetAsync(path) is { Status: HttpStatusCode.OK } read)
        {
            return read.Text;
        }

        return await FillAsync("""{"name": "Contract {fresh}"}""");
    }

    private async Task<string> FillAsync(string text)
    {
        foreach (Match part in Placeholder().Matches(text))
        {
            var value = part.Groups[1].Value == "flow" ? await FlowIdAsync(part.Groups[2].Value) : await FirstAsync(part.Groups[2].Value);
            text = text.Replace(part.Value, value ?? "unknown", StringComparison.Ordinal);
        }

        var now = org.Org.App.Org.Time.GetUtcNow();
        text = text.Replace("{lately}", $"{now.AddDays(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}/{now.AddMinutes(1):yyyy-MM-dd'T'HH:mm:ss'Z'}", StringComparison.Ordinal);
        return text.Replace("{fresh}", (++_fresh).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>The id of the flow that had a name at first: a request may have given it another since, or deleted it.</summary>
    private async Task<string?> FlowIdAsync(string name)
    {
        if (!_flows.TryGetValue(name, out var id))
        {
            id = IdOf((await org.Org.GetAsync($"/api/v2/flows?name={Uri.EscapeDataString(name)}")).Json.GetProperty("entities")[0]);
            _flows.Add(name, id);
        }

        return id;
    }

    private static string? IdOf(JsonElement entity) =>
        new[] { "id", "jobId", "key", "language" }.Where(name => entity.TryGetProperty(name, out _)).Select(name => entity.GetProperty(name).ToString()).FirstOrDefault();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    [GeneratedRegex(@"\{(flow|first):([^}]+)\}")]
    private static partial Regex Placeholder();
}
