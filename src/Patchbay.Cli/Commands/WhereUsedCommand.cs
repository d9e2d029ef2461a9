using System.Collections.Concurrent;
using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Modules;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay where-used</c>.</summary>
internal sealed class WhereUsedCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string> _shared = new("shared")
    {
        HelpName = "NAME",
        Description = "A flow by name, by type and name (module:Greeting) or by id; or what Architect flows use: a queue, a prompt, a data action, by name or by kind and name (queue:Support)",
    };

    private readonly Argument<string?> _dir = new("dir")
    {
        HelpName = "DIR",
        Description = "A folder of flow files; the same as --folder",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _all = new("--all")
    {
        Description = "Also the flows that reach it through other shared flows",
    };

    public WhereUsedCommand()
        : base("where-used", "Show which flows use a flow, a queue or another thing of the org, and where")
    {
        Remarks = "Reads the newest definition of every flow, and the published one where that is another. Of calls it shows the mappings, and whether they are live.";
        Examples =
        [
            new("where-used Common_Validation_Module", "Shows who calls it"),
            new("where-used subflow:'Global Auth Subflow' --all", "Shows also who reaches it through other shared flows"),
            new("where-used 'Claims Desk' flows", "Shows each place in a folder of flow files that uses the queue of that name"),
            new("where-used data-action:'CRM/Find Customer' flows", "Tells a data action from other things of that name"),
            new("where-used Common_Validation_Module --folder flows --json", "Looks through a folder, and answers in JSON"),
        ];
        Add(_shared);
        Add(_dir);
        Add(_all);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        using var open = _where.OpenOr(call, call.Get(_dir));
        var name = call.Get(_shared) ?? "";
        var headers = await FlowLookup.AllAsync(open.Store, FlowQuery.All, call.Stop);
        var named = Pick(open.Store.DisplayName, headers, name);
        if (named is null && open.Api is not null && Nearest.Find(name, headers.Select(flow => flow.Name)).Count > 0)
        {
            throw FlowLookup.Unknown(open.Store.DisplayName, headers, name);
        }

        var flows = await ReadAsync(call, open, headers);
        var files = new FlowFiles(call, open.Store);
        var things = ThingUse.Find(flows, name);
        var callers = named is null ? [] : Callers(named, flows, call.Get(_all));
        if (named is not null && (callers.Count > 0 || things.Count == 0))
        {
            var module = open.Platform is { } api && FlowTypes.Same(named.Type, "commonmodule") ? await ModuleAsync(api, named.Id, flows, call.Stop) : null;
            call.Show(WhereUsedView.Of(open.Store, named, callers, files, module));
            if (things.Count > 0)
            {
                call.Terminal.Note($"There is also a {DependencyWords.Of(things[0].Used.Kind)} of that name: \"patchbay where-used {DependencyWords.IdOf(things[0].Used.Kind)}:{name}\" shows where it is used.");
            }
        }
        else if (things.Count > 0)
        {
            call.Show(ThingUsedView.Of(open.Store.DisplayName, things, files));
        }
        else if (flows.Exists(flow => flow.Calls(new FlowHeader(name, name, "", default))))
        {
            // A file may call a flow that lies elsewhere: then what the call says is all that is known of it.
            var elsewhere = new FlowHeader(name, name, "", default);
            call.Show(WhereUsedView.Of(open.Store, elsewhere, Callers(elsewhere, flows, call.Get(_all)), files));
        }
        else
        {
            throw Unknown(open.Store.DisplayName, headers, flows, name);
        }

        return ExitCode.Done;
    }

    /// <summary>What the ledger says of a module, held against the content that was read here anyway.</summary>
    private static async Task<ModuleEntry?> ModuleAsync(PlatformApi api, string id, List<ReadFlow> flows, CancellationToken stop)
    {
        var ledger = await ModuleLedger.ReadAsync(api, known => known.Id == id, stop);
        return ledger.Against(flows.Select(flow => flow.Header.Published is { } live ? LiveContent.Of(flow.Header.Id, live.Version, flow.Live) : null).OfType<LiveContent>()).Modules.FirstOrDefault();
    }

    private static CliException Unknown(string store, List<FlowHeader> headers, List<ReadFlow> flows, string name)
    {
        var used = flows.SelectMany(flow => flow.Newest?.Dependencies ?? []).Select(thing => thing.Name).Distinct(StringComparer.Ordinal).ToList();
        return used.Count == 0
            ? FlowLookup.Unknown(store, headers, name)
            : CliException.Failed($"Nothing in {store} is called or uses \"{name}\".{Nearest.DidYouMean(name, headers.Select(flow => flow.Name).Concat(used))}");
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
        var seen = new HashSet<string>(StringComparer.Ordinal) { shared.Id };
        var nearer = new List<FlowHeader> { shared };
        while (nearer.Count > 0)
        {
            var callers = flows
                .Where(flow => !seen.Contains(flow.Header.Id))
                .Select(flow => (Flow: flow, Called: nearer.Find(flow.Calls)))
                .Where(pair => pair.Called is not null)
                .Select(pair => new FlowCaller(pair.Flow, pair.Called == shared ? null : pair.Called, pair.Called ?? shared))
                .ToList();
            found.AddRange(callers);
            seen.UnionWith(callers.Select(caller => caller.Flow.Header.Id));
            nearer = all ? [.. callers.Select(caller => caller.Flow.Header)] : [];
        }

        return found;
    }

    private static Flow? Parse(string text) => FlowFormats.Read(FlowFormats.Parse(new SourceText(text)));
}

/// <summary>A flow, as it was written last and as callers hear it.</summary>
/// <param name="Header">What the store says of it.</param>
/// <param name="Newest">Its newest definition; null where no format reads it.</param>
/// <param name="Live">Its published definition; null where none is, or no format reads it.</param>
internal sealed record ReadFlow(FlowHeader Header, Flow? Newest, Flow? Live)
{
    /// <summary>Whether either definition leads to a flow.</summary>
    public bool Calls(FlowHeader called) => Calls(Newest, called) || Calls(Live, called);

    /// <summary>Whether a definition leads to a flow.</summary>
    public static bool Calls(Flow? definition, FlowHeader called) => Links(definition, called).Any();

    /// <summary>Where a definition leads to a flow.</summary>
    public static IEnumerable<FlowLink> Links(Flow? definition, FlowHeader called) =>
        definition is null ? [] : FlowLink.Of(definition).Where(link => link.IsCall && link.Means(called.CatalogueId, called.Name, called.Type));
}

/// <summary>A flow that calls a shared flow.</summary>
/// <param name="Flow">The caller.</param>
/// <param name="Via">The flow through which it reaches the shared flow; null where it calls that itself.</param>
/// <param name="Called">The flow that it calls.</param>
internal sealed record FlowCaller(ReadFlow Flow, FlowHeader? Via, FlowHeader Called);

/// <summary>A place where a flow uses something of the org.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Definition">Its newest definition.</param>
/// <param name="Used">What it uses, and where.</param>
internal sealed record ThingUse(FlowHeader Flow, Flow Definition, FlowDependency Used)
{
    /// <summary>The uses of what a user named, by name in any case or by kind and name. A data action may be named without its integration.</summary>
    /// <param name="flows">Where to look.</param>
    /// <param name="given">What the user named.</param>
    public static List<ThingUse> Find(IEnumerable<ReadFlow> flows, string given)
    {
        var colon = given.IndexOf(':', StringComparison.Ordinal);
        var kind = colon > 0 ? DependencyWords.Find(given[..colon]) : null;
        var name = kind is null ? given : given[(colon + 1)..];
        return
        [
            .. flows.Where(flow => flow.Newest is not null)
                .SelectMany(flow => (flow.Newest?.Dependencies ?? []).Where(used => Fits(used, kind, name)).Select(used => (flow.Header, flow.Newest, used)))
                .Where(found => found.Newest is not null)
                .Select(found => new ThingUse(found.Header, found.Newest ?? throw new InvalidOperationException("A flow that was not read uses nothing."), found.used)),
        ];
    }

    private static bool Fits(FlowDependency used, DependencyKind? kind, string name) =>
        kind is { } wanted
            ? used.Kind == wanted && IsCalled(used, name)
            : used.Kind is not (DependencyKind.Flow or DependencyKind.CommonModule or DependencyKind.BotFlow or DependencyKind.DigitalBotFlow or DependencyKind.InQueueFlow) && IsCalled(used, name);

    private static bool IsCalled(FlowDependency used, string name) =>
        string.Equals(used.Name, name, StringComparison.OrdinalIgnoreCase)
        || (used.Kind == DependencyKind.DataAction && used.Name.EndsWith("/" + name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Where flows lie on disk, to show places in them.</summary>
/// <param name="call">The use of the verb.</param>
/// <param name="store">The store; only the flows of a folder are files.</param>
internal sealed class FlowFiles(Invocation call, IFlowStore store)
{
    /// <summary>The file of a flow, relative to the working directory; null where it is none.</summary>
    /// <param name="id">The flow's id in the store.</param>
    public string? Of(string id) => store is FolderStore folder ? Path.GetRelativePath(call.Around.Directory, folder.PathOf(id)).Replace('\\', '/') : null;
}
