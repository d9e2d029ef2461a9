using System.CommandLine;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Graph.Drawing;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay graph</c>.</summary>
internal sealed class GraphCommand : CliCommand
{
    private const int MostNamed = 8;

    private readonly StoreOptions _where = new();

    private readonly Argument<string?> _flow = new("flow")
    {
        HelpName = "FLOW|FILE|DIR",
        Description = "A flow by name or id (FLOW@3 for version 3), a flow file, or a folder; without it all flows of the org or of this folder",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _format = Choice("--format", "The notation; without it that of the file's name (.svg, .dot, .json)", "mermaid", "mermaid", "dot", "svg", "json");

    private readonly Option<string> _task = new("--task")
    {
        Description = "Only one task, menu, state or bot, by name or refId, with what stands around it",
        HelpName = "NAME",
    };

    private readonly Option<bool> _overview = new("--overview")
    {
        Description = "Each task, menu, state and bot as one, with the queues and flows they lead to",
    };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Write to a file and not to standard output",
        HelpName = "FILE",
    };

    public GraphCommand()
        : base("graph", "Draw a flow, or which flow calls which, as Mermaid, DOT, SVG or JSON")
    {
        Remarks = "Of an org or a folder it draws which flow calls, hands callers over to or lets them wait with which other.";
        Examples =
        [
            new("graph Inbound_Support_Billing", "Draws it as Mermaid, which pull requests and wikis show as a picture"),
            new("graph flows/billing.yaml --out billing.svg", "Makes a picture for browsers and wikis"),
            new("graph flows/billing.yaml --task 'Check Balance'", "Draws one task and what stands around it"),
            new("graph flows --out flows.svg", "Draws which flow of a folder leads to which"),
            new("graph Inbound_Support_Billing@3 --format json", "Lists the nodes and edges of an older version"),
        ];
        Add(_flow);
        Add(_format);
        Add(_task);
        Add(_overview);
        Add(_out);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var drawing = await DrawAsync(call);
        var text = FormatOf(call) switch
        {
            "dot" => Dot.Write(drawing),
            "svg" => Svg.Write(drawing),
            "json" => GraphJson.Write(drawing),
            _ => Mermaid.Write(drawing),
        };
        if (call.Get(_out) is { } file)
        {
            call.WriteFile(file, text);
            call.Terminal.Note($"Wrote {file}.");
        }
        else
        {
            call.Terminal.Result(text);
        }

        return ExitCode.Done;
    }

    /// <summary>The notation asked for, or else that which the name of the file stands for.</summary>
    private string? FormatOf(Invocation call) => call.WantsJson ? "json"
        : call.Has(_format) || call.Get(_out) is not { } file ? call.Get(_format)
        : Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".svg" => "svg",
            ".dot" or ".gv" => "dot",
            ".json" => "json",
            _ => "mermaid",
        };

    private async Task<GraphDrawing> DrawAsync(Invocation call)
    {
        var named = call.Get(_flow);
        if (named is null || Directory.Exists(call.FullPath(named)))
        {
            return await DrawOrgAsync(call, named);
        }

        OpenStore? open = null;
        try
        {
            var flow = (await FlowSource.FetchAsync(call, () => open ??= _where.Open(call), named)).ReadAsFarAsItGoes(call);

            // Shared flows and queues are called by their names where the org is at hand.
            var catalogue = open is null ? null : await open.Store.ReadCatalogueAsync(cancellationToken: call.Stop);
            return GraphDrawing.Of(FlowGraph.Of(flow), catalogue, detail: DetailOf(call, flow));
        }
        finally
        {
            open?.Dispose();
        }
    }

    private async Task<GraphDrawing> DrawOrgAsync(Invocation call, string? folder)
    {
        if (call.Has(_task) || call.Get(_overview))
        {
            throw CliException.Usage($"{(call.Has(_task) ? "--task" : "--overview")} is about one flow. Name the flow, or a flow file.");
        }

        using var open = _where.OpenOr(call, folder);
        var headers = await FlowLookup.AllAsync(open.Store, FlowQuery.All, call.Stop);
        if (headers.Count == 0)
        {
            throw CliException.Failed($"There are no flows in {open.Store.DisplayName} to draw. Name a flow, a flow file or a folder that holds some, or an org with --org.");
        }

        var read = await open.ReadAsync(call, [.. headers.Select(flow => flow.Id)]);
        var catalogue = await open.Store.ReadCatalogueAsync(headers, call.Stop);
        var queues = catalogue.KnowsAllQueues ? catalogue.Queues.Select(queue => queue.Id).ToHashSet(StringComparer.Ordinal) : null;
        return OrgDrawing.Of(
            open.Store.DisplayName,
            [.. read.Select(flow => new OrgFlow(flow.Header.CatalogueId, flow.Header.Name, flow.Header.Type, FlowFormats.Read(FlowFormats.Parse(new SourceText(flow.Text, flow.Header.Name)))))],
            queues);
    }

    private DrawingDetail DetailOf(Invocation call, Flow flow)
    {
        if (call.Get(_task) is not { } name)
        {
            return call.Get(_overview) ? DrawingDetail.Overview : DrawingDetail.Full;
        }

        if (call.Get(_overview))
        {
            throw CliException.Usage("--task shows one task and --overview none. Give one of them.");
        }

        var containers = Enumerable.Range(0, flow.Elements.Length).Where(i => flow.Elements[i].IsContainer).ToList();
        var named = containers.FindAll(i => flow.Elements[i].RefId == name);
        named = named.Count > 0 ? named : containers.FindAll(i => string.Equals(flow.Elements[i].DisplayName, name, StringComparison.OrdinalIgnoreCase));
        return named.Count switch
        {
            1 => DrawingDetail.Of(named[0]),
            > 1 => throw CliException.Failed($"{named.Count} parts of the flow are called \"{name}\": {string.Join(", ", named.Select(i => $"the {flow.Elements[i].Type} with the refId \"{flow.Elements[i].RefId}\""))}. Name the one you mean by its refId."),
            _ when containers.Count == 0 => throw CliException.Failed("The flow has no tasks, menus, states or bots; it can only be drawn as a whole."),
            _ => throw CliException.Failed($"The flow has no task, menu, state or bot \"{name}\".{Nearest.DidYouMean(name, containers.Select(i => flow.Elements[i].DisplayName))} It has {string.Join(", ", containers.Take(MostNamed).Select(i => $"\"{flow.Elements[i].DisplayName}\""))}{(containers.Count > MostNamed ? $" and {containers.Count - MostNamed} more" : "")}."),
        };
    }
}
