using System.Collections.Concurrent;
using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay where-used</c>.</summary>
internal sealed class WhereUsedCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string> _shared = new("shared")
    {
        HelpName = "SHARED",
        Description = "The shared flow: by name, by type and name (module:Greeting), or by id",
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description = "Also the flows that reach it through other shared flows",
    };

    public WhereUsedCommand()
        : base("where-used", "Show which flows call a shared flow, where, with which mappings, and whether that is live")
    {
        Remarks = "Reads the newest definition of every flow, and the published one where that is another.";
        Examples =
        [
            new("where-used Common_Validation_Module", "Shows who calls it"),
            new("where-used subflow:'Global Auth Subflow' --all", "Shows also who reaches it through other shared flows"),
            new("where-used Common_Validation_Module --folder flows --json", "Looks through a folder, and answers in JSON"),
        ];
        Add(_shared);
        Add(_all);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.Open(call);
        var name = call.Get(_shared) ?? "";
        var headers = await FlowLookup.AllAsync(open.Store, FlowQuery.All, call.Stop);
        var named = Pick(open.Store.DisplayName, headers, name);
        if (named is null && Nearest.Find(name, headers.Select(flow => flow.Name)).Count > 0)
        {
            throw FlowLookup.Unknown(open.Store.DisplayName, headers, name);
        }

        // A file may call a flow that lies elsewhere: then its id is all that is known of it.
        var flows = await ReadAsync(call, open, headers);
        var shared = named ?? (flows.Exists(flow => flow.Calls(name)) ? new FlowHeader(name, name, "", default) : throw FlowLookup.Unknown(open.Store.DisplayName, headers, name));
        call.Show(WhereUsedView.Of(open.Store, shared, Callers(shared, flows, call.Get(_all))));
        return ExitCode.Done;
    }

    /// <summary>The flow named, or null when none is: then it may still be an id that definitions hold.</summary>
    private static FlowHeader? Pick(string store, List<FlowHeader> headers, string name)
    {
        if (headers.Find(flow => flow.CatalogueId == name) is { } byId)
        {
            return byId;
        }

        var typed = name.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            ? headers.FindAll(flow => FlowTypes.Same(flow.Type, name[..colon]) && string.Equals(flow.Name, name[(colon + 1)..], StringComparison.OrdinalIgnoreCase))
            : [];
        if (typed.Count > 0)
        {
            return FlowLookup.Pick(store, typed, typed[0].Name);
        }

        // An inbound flow of the same name cannot be meant: nobody can call it.
        var named = headers.FindAll(flow => flow.Id == name || string.Equals(flow.Name, name, StringComparison.OrdinalIgnoreCase));
        var callable = named.FindAll(flow => FlowTypes.IsShared(flow.Type));
        return named.Count == 0 ? null : FlowLookup.Pick(store, callable.Count > 0 ? callable : named, name);
    }

    private static async Task<List<ReadFlow>> ReadAsync(Invocation call, OpenStore open, List<FlowHeader> headers)
    {
        var newest = await open.ReadAsync(call, [.. headers.Select(flow => flow.Id)]);
        var published = new ConcurrentDictionary<string, Flow?>(StringComparer.Ordinal);
        var others = newest.Where(flow => flow.Header.Published is { } live && live.Version != flow.Header.Version);
        await Parallel.ForEachAsync(
            others,
            new ParallelOptions { MaxDegreeOfParallelism = IFlowStore.ReadParallelism, CancellationToken = call.Stop },
            async (flow, stop) => published[flow.Header.Id] = Parse((await open.Store.ReadAsync(flow.Header.Id, flow.Header.Published?.Version, stop)).Text));
        return [.. newest.Select(flow =>
        {
            var parsed = Parse(flow.Text);
            var live = flow.Header.Published is null ? null : published.TryGetValue(flow.Header.Id, out var other) ? other : parsed;
            return new ReadFlow(flow.Header, parsed, live);
        })];
    }

    /// <summary>Who calls it, nearest first; those further away name the flow through which they reach it.</summary>
    private static List<FlowCaller> Callers(FlowHeader shared, List<ReadFlow> flows, bool all)
    {
        var found = new List<FlowCaller>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { shared.CatalogueId };
        var nearer = new List<FlowHeader> { shared };
        while (nearer.Count > 0)
        {
            var callers = flows
                .Where(flow => !seen.Contains(flow.Header.CatalogueId))
                .Select(flow => (Flow: flow, Called: nearer.Find(called => flow.Calls(called.CatalogueId))))
                .Where(pair => pair.Called is not null)
                .Select(pair => new FlowCaller(pair.Flow, pair.Called == shared ? null : pair.Called, pair.Called?.CatalogueId ?? ""))
                .ToList();
            found.AddRange(callers);
            seen.UnionWith(callers.Select(caller => caller.Flow.Header.CatalogueId));
            nearer = all ? [.. callers.Select(caller => caller.Flow.Header)] : [];
        }

        return found;
    }

    private static Flow? Parse(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text)));
}

/// <summary>A flow, as it was written last and as callers hear it.</summary>
/// <param name="Header">What the store says of it.</param>
/// <param name="Newest">Its newest definition; null where no format reads it.</param>
/// <param name="Live">Its published definition; null where none is, or no format reads it.</param>
internal sealed record ReadFlow(FlowHeader Header, Flow? Newest, Flow? Live)
{
    /// <summary>Whether either definition calls a flow.</summary>
    public bool Calls(string id) => Calls(Newest, id) || Calls(Live, id);

    /// <summary>Whether a definition calls a flow.</summary>
    public static bool Calls(Flow? definition, string id) => definition is not null && definition.Elements.Any(element => element.Call?.FlowId == id);
}

/// <summary>A flow that calls a shared flow.</summary>
/// <param name="Flow">The caller.</param>
/// <param name="Via">The flow through which it reaches the shared flow; null where it calls that itself.</param>
/// <param name="CalledId">The id that it calls.</param>
internal sealed record FlowCaller(ReadFlow Flow, FlowHeader? Via, string CalledId);
