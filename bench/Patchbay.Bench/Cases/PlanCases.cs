using System.Collections.Immutable;
using System.Globalization;
using Patchbay.Core.Diffing;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Bench.Cases;

/// <summary>Planning over an org, and comparing large definitions.</summary>
internal static class PlanCases
{
    // A node list of this many nodes is a little over a megabyte.
    private const int LargeFlow = 4_500;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("plan a call over 1,000 flows of 50 elements already fetched", "under 2 s", PlanMany),
        new("semantic diff of two definitions of 1 MB, text to differences", "under 200 ms", Compare),
    ];

    private static Result PlanMany(Stopwatch stopwatch)
    {
        var text = GeneratedFlows.NodeList(50);
        var flows = Enumerable.Range(0, 1_000).Select(i => new ObservedFlow(new FlowHeader($"f{i}", $"Flow {i}", "call", new Revision("1")), text)).ToArray();
        ImmutableArray<ResolvedStep> steps = [new ResolvedCall(new CallSpec("shared", "Shared", "module") { Inputs = [new("number", "${caller.phoneNumber}")] }, Place.Start, Again: false)];
        var time = stopwatch.Time(() =>
        {
            var plan = Planner.Plan("bench", DateTimeOffset.UnixEpoch, "", flows, steps, OrgCatalogue.Unknown, LintConfig.Default);
            if (plan.Changes.Count() != flows.Length)
            {
                throw new InvalidOperationException($"Every flow was to be changed: {plan.Flows[0].Reason}");
            }
        });
        return new Result($"{time.TotalMilliseconds:0} ms", time < TimeSpan.FromSeconds(2), Floor.OfReading(stopwatch, [.. flows.Select(flow => flow.Text)]));
    }

    private static Result Compare(Stopwatch stopwatch)
    {
        var before = GeneratedFlows.NodeList(LargeFlow);
        var after = before.Replace("00\", \"content\": {\"prompt\": \"Hello", "00\", \"content\": {\"prompt\": \"Good morning", StringComparison.Ordinal);
        var expected = LargeFlow / 100;
        var time = stopwatch.Time(() =>
        {
            var diff = FlowDiff.Compare(Read(before), Read(after));
            if (diff.Differences.Length < expected / 2)
            {
                throw new InvalidOperationException($"About {expected.ToString(CultureInfo.InvariantCulture)} differences were to be found.");
            }
        });
        return new Result($"{time.TotalMilliseconds:0} ms", before.Length > 1_000_000 && time < TimeSpan.FromMilliseconds(200), Floor.OfReading(stopwatch, before, after));
    }

    private static Flow Read(string text) => FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "generated.json"))) ?? throw new InvalidOperationException("The generated flow is in no known format.");
}
