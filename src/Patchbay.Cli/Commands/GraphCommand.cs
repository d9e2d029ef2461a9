using System.CommandLine;
using Patchbay.Core.Graph;
using Patchbay.Core.Graph.Drawing;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay graph</c>.</summary>
internal sealed class GraphCommand : CliCommand
{
    private readonly StoreOptions _where = new();

    private readonly Argument<string> _flow = new("flow")
    {
        HelpName = "FLOW|FILE",
        Description = "A flow by name or id (FLOW@3 for version 3), or a definition file",
    };

    private readonly Option<string> _format = Choice("--format", "The notation", "mermaid", "mermaid", "dot", "json");

    private readonly Option<string> _out = new("--out")
    {
        Description = "Write to a file and not to standard output",
        HelpName = "FILE",
    };

    public GraphCommand()
        : base("graph", "Draw a flow as Mermaid, DOT or JSON")
    {
        Examples =
        [
            new("graph Inbound_Support_Billing", "Draws it as Mermaid, which pull requests and wikis show as a picture"),
            new("graph flows/billing.json --format dot | dot -Tsvg > billing.svg", "Makes a picture with Graphviz"),
            new("graph Inbound_Support_Billing@3 --format json", "Lists the nodes and edges of an older version"),
        ];
        Add(_flow);
        Add(_format);
        Add(_out);
        _where.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var drawing = await DrawAsync(call);
        var text = (call.WantsJson ? "json" : call.Get(_format)) switch
        {
            "dot" => Dot.Write(drawing),
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

    private async Task<GraphDrawing> DrawAsync(Invocation call)
    {
        OpenStore? open = null;
        try
        {
            var flow = (await FlowSource.FetchAsync(call, () => open ??= _where.Open(call), call.Get(_flow) ?? "")).Read();

            // Shared flows and queues are called by their names where the org is at hand.
            var catalogue = open is null ? null : await open.Store.ReadCatalogueAsync(cancellationToken: call.Stop);
            return GraphDrawing.Of(FlowGraph.Of(flow), catalogue);
        }
        finally
        {
            open?.Dispose();
        }
    }
}
