using Patchbay.Cli.Commands;
using Patchbay.Client.Modules;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;

namespace Patchbay.Cli.Views;

/// <summary>Who calls a shared flow.</summary>
/// <param name="Store">Where it was looked for.</param>
/// <param name="Shared">The shared flow.</param>
/// <param name="Callers">Those that call it, then those that reach it through others.</param>
internal sealed record WhereUsedView(string Store, WhereUsedView.SharedFlow Shared, IReadOnlyList<WhereUsedView.Caller> Callers) : IView
{
    /// <summary>The newest and the published version both call it.</summary>
    private const string Live = "live";

    /// <summary>The newest version calls it, and the published one does not yet.</summary>
    private const string Draft = "draft";

    /// <summary>The published version still calls it, and the newest one no longer does.</summary>
    private const string LiveOnly = "live-only";

    /// <summary>The caller is not published.</summary>
    private const string Unpublished = "unpublished";

    /// <summary>Makes the view.</summary>
    /// <param name="store">Where it was looked for.</param>
    /// <param name="shared">The shared flow.</param>
    /// <param name="callers">Those that call it.</param>
    /// <param name="files">Where the flows' files are.</param>
    /// <param name="module">What the ledger says of it, where it is a common module of an org; null elsewhere.</param>
    public static WhereUsedView Of(IFlowStore store, FlowHeader shared, IReadOnlyCollection<FlowCaller> callers, FlowFiles files, ModuleEntry? module = null) => new(
        store.DisplayName,
        new SharedFlow(shared.CatalogueId, shared.Name, shared.Type.Length > 0 ? shared.Type : null) { LiveVersion = module?.LiveVersion },
        [.. callers.Select(caller => CallerOf(caller, store.Capabilities.Publish, files) with { Copy = CopyOf(caller, module) })])
    {
        Copies = module is null ? null : new CheckedCopies(module.Consumers.Length, module.Consumers.Count(consumer => consumer.ContentCalls is not null)),
        OnlyIndexed = module is null ? null : [.. module.Consumers.Where(consumer => !callers.Any(caller => caller.Flow.Header.Id == consumer.Id)).Select(consumer => new IndexedFlow(consumer.Id, consumer.Name, consumer.Type, consumer.LiveVersion, consumer.ContentCalls is null ? "The org's index names it, and its content could not be read." : consumer.WhyUnknown))],
    };

    /// <summary>Of a common module in an org: how many of its consumers were checked against their content; null elsewhere.</summary>
    public CheckedCopies? Copies { get; init; }

    /// <summary>Of a common module in an org: the flows that the org's index names, and whose content does not call it as far as could be read; null elsewhere.</summary>
    public IReadOnlyList<IndexedFlow>? OnlyIndexed { get; init; }

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        canvas.Write(Shared.Name, Ink.Bold).Line($"{(Shared.Type is null ? "" : $"   {Shared.Type}")}{(Shared.LiveVersion is { } live ? $"   version {live} is live" : "")}");
        foreach (var caller in Callers)
        {
            canvas.Line().Write(caller.Name, Ink.Cyan)
                .Write($"   {caller.Type}{(caller.Version is { } version ? $" v{version}" : "")}", Ink.Dim)
                .Write(caller.Via is { } via ? $"   through {via}" : "", Ink.Dim)
                .Write(Words(caller) is { Length: > 0 } words ? $"   {words}" : "", InkOf(caller))
                .Line(caller.Copy is { } copy ? $"   {Words(copy)}" : "", caller.Copy?.State == "current" ? Ink.Green : Ink.Yellow);
            foreach (var call in caller.Calls)
            {
                canvas.Write($"    {call.Element}{(call.Label is { } label ? $" \"{label}\"" : "")}{(call.Kind is { } kind ? $"   {kind}" : "")}").Line(call.Place is { } place ? $"   {place}" : "", Ink.Dim);
                canvas.Table(
                [
                    .. call.Inputs.Select(mapping => new[] { "in", $"{mapping.Key} {canvas.BackArrow} {mapping.Value}" }),
                    .. call.Outputs.Select(mapping => new[] { "out", $"{mapping.Key} {canvas.Arrow} {mapping.Value}" }),
                ], indent: 8);
            }
        }

        if (Callers.Count == 0)
        {
            canvas.Line($"Nothing in {Store} calls it.");
        }
        else
        {
            canvas.Line().Line(Summary());
        }

        foreach (var flow in OnlyIndexed ?? [])
        {
            canvas.Write("? ", Ink.Yellow).Line($"{flow.Name}   {flow.Type} v{flow.LiveVersion}   {flow.Why}");
        }

        if (Copies is { Consumers: > 0 })
        {
            canvas.Line($"Of {Plural.Of(Copies.Consumers, "flow")} that hold{(Copies.Consumers == 1 ? "s" : "")} a copy, {Copies.ConsumersChecked} {(Copies.ConsumersChecked == 1 ? "was" : "were")} checked against what is live.", Ink.Dim);
        }
    }

    private string Summary()
    {
        var verb = Callers.Any(caller => caller.Calls.Any(call => call.Kind is not null)) ? "use" : "call";
        var direct = Callers.Where(caller => caller.Via is null).ToList();
        var live = direct.Count(caller => caller.State is Live or LiveOnly);
        var states = direct.Exists(caller => caller.State is not null) ? $", {live} of them live" : "";
        var further = Callers.Count - direct.Count;
        return $"{Plural.Of(direct.Count, "flow")} in {Store} {verb}{(direct.Count == 1 ? "s" : "")} it{states}{(further > 0 ? $"; {further} more reach{(further == 1 ? "es" : "")} it through these" : "")}.";
    }

    private static string Words(Caller caller) => caller.State switch
    {
        Live => "live",
        Draft => $"not live yet: v{caller.LiveVersion} is, and does not call it",
        LiveOnly => $"v{caller.LiveVersion} is live and still calls it; the newest version does not",
        Unpublished => "not published",
        _ => "",
    };

    private static string Words(ModuleCopy copy) => copy.Version is { } version ? $"holds version {version} of it{(copy.State == "stale" ? ", which is old" : "")}" : $"what it holds is not known: {copy.WhyUnknown}";

    private static ModuleCopy? CopyOf(FlowCaller caller, ModuleEntry? module) => module?.Consumers.FirstOrDefault(consumer => consumer.Id == caller.Flow.Header.Id) is not { } consumer
        ? null
        : new ModuleCopy(consumer.Holds, consumer.Holds is null ? "unknown" : module.IsStale(consumer) ? "stale" : "current", consumer.WhyUnknown.Length > 0 ? consumer.WhyUnknown : null);

    private static Ink InkOf(Caller caller) => caller.State == Live ? Ink.Green : Ink.Yellow;

    private static Caller CallerOf(FlowCaller found, bool publishes, FlowFiles files)
    {
        var (header, newest, live) = found.Flow;
        var (inNewest, inLive) = (ReadFlow.Calls(newest, found.Called), ReadFlow.Calls(live, found.Called));
        var shown = inNewest ? newest : live;
        return new Caller(header.Id, header.Name, header.Type)
        {
            Version = header.Version.Length > 0 ? header.Version : null,
            LiveVersion = header.Published?.Version,
            State = !publishes ? null : header.Published is null ? Unpublished : !inLive ? Draft : inNewest ? Live : LiveOnly,
            Via = found.Via?.Name,
            Calls = shown is null ? [] : [.. ReadFlow.Links(shown, found.Called).Select(link => CallOf(shown, link, files.Of(header.Id)))],
        };
    }

    private static Call CallOf(Flow flow, FlowLink link, string? file)
    {
        var element = link.Element >= 0 ? flow.Elements[link.Element] : null;
        var id = element?.Id ?? "(settings)";
        var label = element is { Label.Length: > 0 } && flow.Api == FlowApi.Definitions ? element.Label : null;
        return new Call(id, label, Mappings(element?.Call?.Inputs), Mappings(element?.Call?.Outputs))
        {
            Kind = link.Kind switch
            {
                FlowLinkKind.Calls => null,
                FlowLinkKind.Transfers => "transfers to it",
                _ => "waits with it",
            },
            Place = file is null || flow.Api == FlowApi.Definitions ? null : $"{file}:{flow.Tree.Source.GetPosition(link.Span.Start)}",
        };
    }

    private static Dictionary<string, string> Mappings(IEnumerable<CallMapping>? mappings)
    {
        var shown = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var mapping in mappings ?? [])
        {
            shown.TryAdd(mapping.SharedName, mapping.CallerSide);
        }

        return shown;
    }

    /// <summary>The shared flow.</summary>
    internal sealed record SharedFlow(string Id, string Name, string? Type)
    {
        /// <summary>The live version of a common module in an org; null elsewhere.</summary>
        public string? LiveVersion { get; init; }
    }

    /// <summary>How many flows hold a copy of a common module, and how many of these were checked against their content.</summary>
    internal sealed record CheckedCopies(int Consumers, int ConsumersChecked);

    /// <summary>A flow that the org's index names, and whose content does not call the module as far as could be read.</summary>
    internal sealed record IndexedFlow(string Id, string Name, string Type, string LiveVersion, string Why);

    /// <summary>The copy of a common module that a published flow holds.</summary>
    internal sealed record ModuleCopy(string? Version, string State, string? WhyUnknown);

    /// <summary>A flow that calls it.</summary>
    internal sealed record Caller(string Id, string Name, string Type)
    {
        public string? Version { get; init; }

        public string? LiveVersion { get; init; }

        /// <summary><c>live</c>, <c>draft</c>, <c>live-only</c> or <c>unpublished</c>; null where nothing is ever published.</summary>
        public string? State { get; init; }

        /// <summary>The copy that it holds, of a common module in an org; null elsewhere.</summary>
        public ModuleCopy? Copy { get; init; }

        /// <summary>The name of the flow through which it reaches the shared flow; null where it calls that itself.</summary>
        public string? Via { get; init; }

        public IReadOnlyList<Call> Calls { get; init; } = [];
    }

    /// <summary>An element that makes the call. The shared flow's names are always on the left.</summary>
    internal sealed record Call(string Element, string? Label, IReadOnlyDictionary<string, string> Inputs, IReadOnlyDictionary<string, string> Outputs)
    {
        /// <summary>What it does instead of calling: <c>transfers to it</c>, <c>waits with it</c>; null for a call.</summary>
        public string? Kind { get; init; }

        /// <summary>File, line and column of the shared flow's name in an Architect file; null elsewhere.</summary>
        public string? Place { get; init; }
    }
}
