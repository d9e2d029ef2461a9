using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Tests.Contract;

/// <summary>A request for an operation, with its answer.</summary>
internal sealed record Exchange(Operation Operation, string Path, string? Body, Answer Answer)
{
    public override string ToString() => $"{Operation.Id}: {Operation.Method} {(Path.Length > 200 ? $"{Path[..200]}..." : Path)} {(Body is { Length: > 120 } ? $"{Body[..120]}..." : Body)} -> {(int)Answer.Status} {Answer.Text}";
}

/// <summary>An org with a few flows that speaks the platform's API. It notes which parameters of the query each operation looks at.</summary>
internal sealed class ContractOrg : IAsyncDisposable
{
    private readonly Dictionary<string, SortedSet<string>> _parametersRead = new(StringComparer.Ordinal);

    private ContractOrg(PublishedContract contract) => Contract = contract;

    public PublishedContract Contract { get; }

    public TestOrg Org { get; private set; } = null!;

    /// <summary>By operation, the parameters of the query that its handler asked for.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> ParametersRead => _parametersRead;

    /// <summary>The routes that are served, apart from those that the platform's API does not have.</summary>
    public ImmutableArray<RouteEndpoint> Routes => [.. ((IEndpointRouteBuilder)Org.App).DataSources
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Where(route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && route.Metadata.GetMetadata<OperationName>() is { IsServed: true })];

    /// <summary>The operations of the contract that are served.</summary>
    public ImmutableArray<Operation> Served
    {
        get
        {
            var names = Routes.Select(route => route.Metadata.GetMetadata<OperationName>()!.Name).ToHashSet(StringComparer.Ordinal);
            return [.. Contract.Operations.Where(operation => names.Contains(operation.Id))];
        }
    }

    /// <summary>Starts the org; skips the test where the contract is not there.</summary>
    public static async Task<ContractOrg> StartAsync(Func<EmulatorOptions, EmulatorOptions>? adjust = null)
    {
        var org = new ContractOrg(PublishedContract.Load());
        EmulatorOptions Platform(EmulatorOptions options) => options with { Api = EmulatorApi.Platform, Folder = Repository.PathOf("tests/clients/flows"), RateLimit = 0 };
        org.Org = await TestOrg.StartAsync(options => adjust?.Invoke(Platform(options)) ?? Platform(options), beforeStart: app => app.Use(org.NoteParametersAsync));

        // Some operations are about the person who asks.
        await org.Org.SignInAsync();
        return org;
    }

    /// <summary>Sends a request for an operation.</summary>
    public async Task<Exchange> SendAsync(Operation operation, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return new Exchange(operation, path, body, await Org.SendAsync(request));
    }

    public ValueTask DisposeAsync() => Org.DisposeAsync();

    private Task NoteParametersAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OperationName>() is { } operation)
        {
            SortedSet<string> read;
            lock (_parametersRead)
            {
                _parametersRead.TryAdd(operation.Name, new SortedSet<string>(StringComparer.Ordinal));
                read = _parametersRead[operation.Name];
            }

            context.Features.Set<IQueryFeature>(new QueryFeature(new NotedQuery(context.Request.Query, read)));
        }

        return next(context);
    }

    /// <summary>A query that notes which of its parameters are asked for.</summary>
    private sealed class NotedQuery(IQueryCollection query, SortedSet<string> read) : IQueryCollection
    {
        public int Count => query.Count;

        public ICollection<string> Keys => query.Keys;

        public StringValues this[string key] => query[Note(key)];

        public bool ContainsKey(string key) => query.ContainsKey(Note(key));

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value) => query.TryGetValue(Note(key), out value);

        public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => query.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private string Note(string key)
        {
            lock (read)
            {
                read.Add(key);
            }

            return key;
        }
    }
}
