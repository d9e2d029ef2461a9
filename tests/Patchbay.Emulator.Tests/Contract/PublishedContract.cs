using System.Collections.Immutable;
using System.Text.Json;

namespace Patchbay.Emulator.Tests.Contract;

/// <summary>A parameter of an operation.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="In">Where it is sent: <c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="IsRequired">Whether a request without it is wrong.</param>
/// <param name="Schema">What it may hold.</param>
internal sealed record Parameter(string Name, string In, bool IsRequired, JsonElement Schema)
{
    /// <summary>The type by its name in JSON Schema.</summary>
    public string Type => Schema.TryGetProperty("type", out var type) ? type.GetString()! : "string";

    /// <summary>The only values it may take; empty where any will do.</summary>
    public ImmutableArray<string> Values => (Type == "array" ? Schema.GetProperty("items") : Schema).TryGetProperty("enum", out var values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [];
}

/// <summary>An operation of the platform as its contract has it.</summary>
/// <param name="Id">Its name, such as <c>getFlows</c>.</param>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Parameters">In the path, the query and the headers.</param>
/// <param name="Body">The schema of the request's body; null where it has none.</param>
/// <param name="Answer">The schema of a good answer; null where it is empty or free.</param>
/// <param name="Permissions">The permissions that it names.</param>
internal sealed record Operation(string Id, string Method, string Path, ImmutableArray<Parameter> Parameters, JsonElement? Body, JsonElement? Answer, ImmutableArray<string> Permissions)
{
    /// <summary>What it is about: the first words of its path, such as <c>architect/ivrs</c>.</summary>
    public string Area => AreaOf(Path);

    /// <summary>Those of the query.</summary>
    public IEnumerable<Parameter> Query => Parameters.Where(parameter => parameter.In == "query");

    /// <summary>What operations below a path are about.</summary>
    public static string AreaOf(string path)
    {
        var parts = path["/api/v2/".Length..].Split('/');
        return string.Join('/', parts.Take(parts[0] == "architect" ? 2 : 1));
    }
}

/// <summary>The platform's published contract, as far as this project goes: an OpenAPI file and a list of error codes, neither of which is part of the repository.</summary>
internal sealed class PublishedContract
{
    private static readonly string Folder = Path.Combine(Environment.GetEnvironmentVariable("PATCHBAY_CORPUS") is { Length: > 0 } corpus ? Path.Combine(corpus, "..") : Path.Combine(Repository.Root, "..", "shared"), "reference", "openapi");
    private static readonly Lazy<PublishedContract> Loaded = new(() => new PublishedContract());

    private readonly JsonElement _schemas;
    private readonly ImmutableHashSet<string> _commonCodes;
    private readonly ImmutableHashSet<string> _allCodes;
    private readonly Dictionary<string, HashSet<string>> _codes = new(StringComparer.Ordinal);

    private PublishedContract()
    {
        var api = Read("genesys-cloud-v2-subset.json");
        _schemas = api.GetProperty("components").GetProperty("schemas");
        Operations = [.. from path in api.GetProperty("paths").EnumerateObject() from operation in path.Value.EnumerateObject() select ReadOperation(path.Name, operation)];
        var codes = Read("error-codes-2018.json");
        ImmutableArray<string> common = [.. codes.GetProperty("commonToMostOperations").EnumerateObject().SelectMany(status => status.Value.EnumerateArray()).Select(code => code.GetString()!), "too.many.requests.retry.after"];
        foreach (var operation in codes.GetProperty("operations").EnumerateObject())
        {
            var area = Operation.AreaOf(operation.Name.Split(' ')[1]);
            _codes.TryAdd(area, []);
            _codes[area].UnionWith(operation.Value.GetProperty("errors").EnumerateObject().SelectMany(status => status.Value.EnumerateArray()).Select(code => code.GetString()!));
        }

        _allCodes = [.. common, .. codes.GetProperty("messages").EnumerateObject().Select(code => code.Name), .. _codes.Values.SelectMany(own => own)];
        _commonCodes = _allCodes.Except(_codes.Values.SelectMany(own => own).Where(code => code.StartsWith("architect.", StringComparison.Ordinal) || code.StartsWith("flows.", StringComparison.Ordinal)));
    }

    /// <summary>Every operation.</summary>
    public ImmutableArray<Operation> Operations { get; }

    /// <summary>The error codes that an operation may answer with: those that bear the name of no service, and those that operations in its area are documented with or that the list explains and gives to none. The list is of 2018, so an area that it does not know may answer with every code there is.</summary>
    public ImmutableHashSet<string> CodesOf(Operation operation) => _codes.TryGetValue(operation.Area, out var own) ? _commonCodes.Union(own) : _allCodes;

    /// <summary>The contract; skips the test where it is not there.</summary>
    public static PublishedContract Load()
    {
        if (!File.Exists(Path.Combine(Folder, "genesys-cloud-v2-subset.json")))
        {
            Assert.Skip($"The platform's OpenAPI file is not at {Path.GetFullPath(Folder)}; PATCHBAY_CORPUS can name the folder beside which \"reference\" lies.");
        }

        return Loaded.Value;
    }

    /// <summary>A schema by its name.</summary>
    public JsonElement Schema(string name) => _schemas.GetProperty(name);

    /// <summary>The name of the schema that a reference leads to.</summary>
    public static string NameOf(JsonElement reference) => reference.GetProperty("$ref").GetString()!.Split('/')[^1];

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement;

    private static Operation ReadOperation(string path, JsonProperty property)
    {
        var operation = property.Value;
        ImmutableArray<Parameter> parameters = operation.TryGetProperty("parameters", out var written)
            ? [.. written.EnumerateArray().Select(parameter => new Parameter(
                parameter.GetProperty("name").GetString()!,
                parameter.GetProperty("in").GetString()!,
                parameter.TryGetProperty("required", out var required) && required.GetBoolean(),
                parameter.GetProperty("schema")))]
            : [];
        ImmutableArray<string> permissions = operation.TryGetProperty("x-permissions", out var needed)
            ? [.. needed.GetProperty("permissions").EnumerateArray().Select(permission => permission.GetString()!)]
            : [];
        return new Operation(
            operation.GetProperty("operationId").GetString()!,
            property.Name.ToUpperInvariant(),
            path,
            parameters,
            operation.TryGetProperty("requestBody", out var body) ? JsonSchema(body) : null,
            operation.GetProperty("responses").TryGetProperty("2XX", out var answer) ? JsonSchema(answer) : null,
            permissions);
    }

    private static JsonElement? JsonSchema(JsonElement message) =>
        message.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json) && json.TryGetProperty("schema", out var schema) ? schema : null;
}
