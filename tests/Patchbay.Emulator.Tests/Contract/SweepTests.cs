using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Tests.Contract;

/// <summary>For every operation that is served, requests that are wrong in every way that its contract allows to make up. Each is answered, by the operation itself or by an error body that says what is wrong; none harms the org.</summary>
public sealed class SweepTests
{
    private static readonly string[] OddTexts = ["", " ", "unknown", "a,b", "\"quoted\"", "'; drop table flows; --", "<b>bold</b>", "../../etc/passwd", "\u0000", "Grüße 🎉", "%2F", "%%%", "*", new string('x', 5000)];
    private static readonly string[] OddNumbers = ["0", "-1", "1.5", "501", "2147483647", "2147483648", "99999999999999999999", "ten"];
    private static readonly string[] OddBodies = ["", "{}", "[]", "null", "1", "\"text\"", "{\"", "{\"a\": 1, \"a\": 2}", new string('[', 20_000), $"{{\"name\": \"{new string('x', 300_000)}\"}}"];
    private static readonly JsonNode?[] OddValues = [null, "", "unknown", -1, 1.5e300, true, new JsonArray(), new JsonObject(), new JsonArray(new JsonArray(), 1, null), new JsonObject { ["id"] = 1 }, new string('x', 5000)];

    [Fact]
    public async Task Odd_parameters_of_the_query()
    {
        await using var org = await ContractOrg.StartAsync();
        await SweepAsync(org, operation => operation.Query.Any(), (operation, path, body) =>
            from parameter in operation.Query
            from value in parameter.Type is "string" or "array" ? OddTexts : [.. OddNumbers, .. OddTexts]
            select (With(path, parameter.Name, value), body));
    }

    [Fact]
    public async Task Parameters_of_the_query_that_are_missing_and_sent_twice()
    {
        await using var org = await ContractOrg.StartAsync();
        await SweepAsync(org, operation => operation.Query.Any(), (operation, path, body) =>
            operation.Query.SelectMany(parameter => new[] { (Without(path, parameter.Name), body), ($"{With(path, parameter.Name, "a")}&{parameter.Name}=b", body) }));
    }

    [Fact]
    public async Task A_parameter_that_is_required_and_missing_is_400()
    {
        await using var org = await ContractOrg.StartAsync();
        List<string> taken = [];
        foreach (var operation in org.Served)
        {
            foreach (var parameter in operation.Query.Where(parameter => parameter.IsRequired))
            {
                var (path, body) = await new Crawl(org).RequestAsync(operation);
                if (await org.SendAsync(operation, Without(path, parameter.Name), body) is { Answer.Status: not HttpStatusCode.BadRequest } exchange)
                {
                    taken.Add($"Without {parameter.Name}: {exchange}");
                }
            }
        }

        taken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Odd_ids_in_the_path()
    {
        await using var org = await ContractOrg.StartAsync();
        await SweepAsync(org, operation => operation.Path.Contains('{', StringComparison.Ordinal), (operation, path, body) =>
        {
            var (shown, parts) = (path.Split('?')[0].Split('/'), operation.Path.Split('/'));
            return from index in Enumerable.Range(0, parts.Length)
                   where parts[index].StartsWith('{')
                   from value in OddTexts.Where(text => text.Trim().Length > 0 && text != "\u0000") // A zero in a path is refused by the web server, before there is an API.
                   select (string.Join('/', shown.Select((part, i) => i == index ? Uri.EscapeDataString(value) : part)), body);
        });
    }

    [Fact]
    public async Task Odd_bodies()
    {
        await using var org = await ContractOrg.StartAsync();
        await SweepAsync(org, operation => operation.Method is "POST" or "PUT" or "PATCH", (_, path, _) => OddBodies.Select(body => (path, (string?)body)));
    }

    [Fact]
    public async Task Odd_fields_of_the_body()
    {
        await using var org = await ContractOrg.StartAsync();
        await SweepAsync(org, operation => operation.Body is not null, (operation, path, body) =>
            from field in Fields(org, operation, body)
            from value in OddValues
            select (path, (string?)Changed(body, field, value)));
    }

    [Fact]
    public async Task Methods_that_a_path_does_not_take()
    {
        await using var org = await ContractOrg.StartAsync();
        List<string> problems = [];
        foreach (var path in org.Served.Select(operation => operation.Path).Distinct())
        {
            var taken = org.Contract.Operations.Where(operation => Covers(operation.Path, path)).Select(operation => operation.Method).ToHashSet(StringComparer.Ordinal);
            foreach (var method in new[] { "GET", "POST", "PUT", "PATCH", "DELETE" }.Where(method => !taken.Contains(method)))
            {
                var made = new Operation("none", method, path, [], null, null, []);
                var exchange = await org.SendAsync(made, path.Replace('{', 'x').Replace('}', 'x'), null);
                problems.AddRange(ErrorProblems(org, exchange));
                if (exchange.Answer.Status is not (HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound or HttpStatusCode.NotImplemented))
                {
                    problems.Add($"{exchange} should be 405.");
                }
            }
        }

        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tokens_that_are_missing_made_up_empty_expired_or_of_another_scheme()
    {
        var clock = new MovableClock();
        await using var org = await ContractOrg.StartAsync(options => options with { TokenLifetime = TimeSpan.FromHours(1), Time = clock });
        var expired = (await org.Org.TokenAsync("patchbay", "patchbay")).RootElement.GetProperty("access_token").GetString();
        clock.Advance(TimeSpan.FromHours(2));
        using var http = new HttpClient { BaseAddress = org.Org.App.Address };
        List<string> problems = [];
        foreach (var operation in org.Served)
        {
            foreach (var token in new AuthenticationHeaderValue?[] { null, new("Bearer"), new("Bearer", "made-up"), new("Bearer", expired), new("Basic", "cGF0Y2hiYXk6cGF0Y2hiYXk=") })
            {
                using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Path.Replace('{', 'x').Replace('}', 'x'));
                request.Headers.Authorization = token;
                using var response = await http.SendAsync(request);
                if (response.StatusCode != HttpStatusCode.Unauthorized || !response.Headers.Contains("ININ-Correlation-Id"))
                {
                    problems.Add($"{operation.Id} with {token?.Scheme} is {(int)response.StatusCode}.");
                }
            }
        }

        problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_without_the_permission_is_refused_by_its_name()
    {
        await using var org = await ContractOrg.StartAsync(options => options with { Clients = [OAuthClient.BuiltIn, new OAuthClient("nobody", "nobody") { Permissions = [] }] });
        var token = (await org.Org.TokenAsync("nobody", "nobody")).RootElement.GetProperty("access_token").GetString();
        List<string> problems = [];
        foreach (var operation in org.Served.Where(operation => operation.Permissions.Length > 0 && operation.Method != "HEAD"))
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Path.Replace('{', 'x').Replace('}', 'x'));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            var exchange = new Exchange(operation, operation.Path, null, await org.Org.SendAsync(request));
            problems.AddRange(ErrorProblems(org, exchange));
            if (exchange.Answer.Status != HttpStatusCode.Forbidden || !operation.Permissions.Any(permission => exchange.Answer.Text.Contains(permission, StringComparison.Ordinal)))
            {
                problems.Add($"{exchange} should be 403 and name {string.Join(", ", operation.Permissions)}.");
            }
        }

        problems.ShouldBeEmpty();
    }

    /// <summary>Whether a path with parameters takes another path: a parameter takes any word, so that <c>/ivrs/{ivrId}</c> covers <c>/ivrs/divisionviews</c>.</summary>
    private static bool Covers(string template, string path)
    {
        var (wanted, given) = (template.Split('/'), path.Split('/'));
        return wanted.Length == given.Length && wanted.Zip(given).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    /// <summary>Sends every variation of every operation's good request. What is taken must be answered as the contract says; what is refused must be refused in its shape, and leave the flows as they were.</summary>
    private static async Task SweepAsync(ContractOrg org, Func<Operation, bool> includes, Func<Operation, string, string?, IEnumerable<(string Path, string? Body)>> vary)
    {
        var check = new SchemaCheck(org.Contract);
        var crawl = new Crawl(org);
        List<string> problems = [];
        var sent = 0;
        foreach (var operation in org.Served.Where(operation => operation.Id != "deleteTokensMe" && includes(operation)))
        {
            var (good, goodBody) = await crawl.RequestAsync(operation);
            var before = await StateAsync(org);
            foreach (var (path, body) in vary(operation, good, goodBody))
            {
                var exchange = await org.SendAsync(operation, path, body);
                sent++;
                if ((int)exchange.Answer.Status < 300)
                {
                    before = null;
                    if (operation.Answer is { } schema)
                    {
                        problems.AddRange(check.Problems(exchange.Answer.Json, schema).Select(problem => $"{problem} {exchange}"));
                    }
                }
                else
                {
                    problems.AddRange(ErrorProblems(org, exchange));
                }
            }

            if (before is not null && await StateAsync(org) != before)
            {
                problems.Add($"{operation.Id} refused every request and changed the org all the same.");
            }
        }

        problems.Take(30).ShouldBeEmpty();
        sent.ShouldBeGreaterThan(0);
    }

    private static async Task<string> StateAsync(ContractOrg org) => (await org.Org.GetAsync("/api/v2/flows?pageSize=500")).Text;

    /// <summary>What is wrong with a refusal: it must be an error body with a documented code, of the status that it came with, under the correlation id in the header.</summary>
    private static IEnumerable<string> ErrorProblems(ContractOrg org, Exchange exchange)
    {
        var answer = exchange.Answer;
        if ((int)answer.Status is < 400 or (>= 500 and not 501))
        {
            return [$"{exchange} has a status that is no refusal."];
        }

        if (exchange.Operation.Method == "HEAD")
        {
            return [];
        }

        if (answer.Headers.GetValueOrDefault("Content-Type") != "application/json")
        {
            return [$"{exchange} is of type {answer.Headers.GetValueOrDefault("Content-Type")}."];
        }

        var problems = new SchemaCheck(org.Contract).Problems(answer.Json, org.Contract.Schema("ErrorBody"));
        if (problems.Count == 0 && (answer.Json.GetProperty("contextId").GetString() != answer.Headers["ININ-Correlation-Id"] || answer.Json.GetProperty("status").GetInt32() != (int)answer.Status))
        {
            problems.Add("contextId or status differ from the header's.");
        }

        if (problems.Count == 0 && !DocumentedElsewhere.Contains(answer.Code!) && !org.Contract.CodesOf(exchange.Operation).Contains(answer.Code!))
        {
            problems.Add($"The code {answer.Code} is not documented for it.");
        }

        return problems.Select(problem => $"{problem} {exchange}");
    }

    /// <summary>Codes that the list of 2018 does not have, because they came later, or because nothing but an emulator can answer so.</summary>
    private static readonly HashSet<string> DocumentedElsewhere = ["method.not.allowed", "not.implemented", "request.entity.too.large", "missing.field"];

    private static IEnumerable<string> Fields(ContractOrg org, Operation operation, string? body)
    {
        var schema = operation.Body!.Value.TryGetProperty("$ref", out _) ? org.Contract.Schema(PublishedContract.NameOf(operation.Body.Value)) : operation.Body.Value;
        var known = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(property => property.Name) : [];
        return known.Union(body is not null && JsonNode.Parse(body) is JsonObject sent ? sent.Select(field => field.Key) : []);
    }

    private static string Changed(string? body, string field, JsonNode? value)
    {
        var changed = body is not null && JsonNode.Parse(body) is JsonObject sent ? sent : new JsonObject();
        changed[field] = value?.DeepClone();
        return changed.ToJsonString();
    }

    private static string With(string path, string name, string value)
    {
        var without = Without(path, name);
        return $"{without}{(without.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";
    }

    private static string Without(string path, string name)
    {
        var parts = path.Split('?');
        var kept = parts.Length == 1 ? [] : parts[1].Split('&').Where(part => !part.StartsWith($"{name}=", StringComparison.Ordinal)).ToList();
        return new StringBuilder(parts[0]).Append(kept.Count == 0 ? "" : $"?{string.Join('&', kept)}").ToString();
    }
}
