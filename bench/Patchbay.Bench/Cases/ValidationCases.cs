using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Bench.Cases;

/// <summary>Text to diagnostics, and the graph and its analyses alone.</summary>
internal static class ValidationCases
{
    private const int Nodes = 100_000;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("validate 100,000 nodes and 200,000 edges, text to diagnostics", "under 1 s warm", WholeTime),
        new("of that, reading the parsed node list into a flow", "under 300 ms", Reading),
        new("validate 100,000 nodes, memory at the peak of a process that does nothing else", "under 600 MB", Peak),
        new("the same, cost per edge against a quarter of the size, the collector aside", "linear: at most 1.5 times", Growth),
        new("graph and analyses of 200,000 edges, allocated per edge", "at most 200 bytes", Bytes),
    ];

    /// <summary>What the child process of <see cref="Peak"/> does: one validation, and the peak in megabytes printed.</summary>
    public static string PeakAlone()
    {
        Validate(GeneratedFlows.NodeList(Nodes));
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return (process.PeakWorkingSet64 / (1024 * 1024)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Result WholeTime(Stopwatch stopwatch)
    {
        var text = GeneratedFlows.NodeList(Nodes);
        var time = stopwatch.Time(() => Validate(text));
        return new Result($"{time.TotalMilliseconds:0} ms", time < TimeSpan.FromSeconds(1), Floor.OfReading(stopwatch, text));
    }

    private static Result Reading(Stopwatch stopwatch)
    {
        var tree = SyntaxTree.Parse(new SourceText(GeneratedFlows.NodeList(Nodes), "generated.json"));
        var time = stopwatch.Time(() => FlowFormats.Read(tree));
        return new Result($"{time.TotalMilliseconds:0} ms", time < TimeSpan.FromMilliseconds(300));
    }

    /// <summary>What a process that validates once and ends has had at most.</summary>
    private static Result Peak(Stopwatch stopwatch)
    {
        var peak = long.Parse(Alone.Run(PeakAlone), System.Globalization.CultureInfo.InvariantCulture);
        return new Result($"{peak} MB", peak < 600);
    }

    /// <summary>Without the garbage collector, whose work comes in steps: the smaller flow would be done before it starts.</summary>
    private static Result Growth(Stopwatch stopwatch)
    {
        var (small, large) = (GeneratedFlows.NodeList(Nodes / 4), GeneratedFlows.NodeList(Nodes));
        var ratio = stopwatch.TimeUncollected(() => Validate(large)) / (4 * stopwatch.TimeUncollected(() => Validate(small)));
        return new Result($"{ratio:0.00} times", ratio <= 1.5);
    }

    private static Result Bytes(Stopwatch stopwatch)
    {
        var flow = GeneratedFlows.Of(Nodes, GeneratedFlows.Forward(Nodes));
        var bytes = Stopwatch.Allocated(() => GeneratedFlows.Analyse(flow)) / flow.Ways.Length;
        return new Result($"{bytes} bytes", bytes <= 200);
    }

    private static void Validate(string text)
    {
        var flow = FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "generated.json"))) ?? throw new InvalidOperationException("The generated flow is in no known format.");
        var found = Linter.Check(flow, OrgCatalogue.Unknown);
        if (!found.IsEmpty)
        {
            throw new InvalidOperationException($"The generated flow was to be without fault: {found[0].Message}");
        }
    }
}
