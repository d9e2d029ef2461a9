using System.Globalization;
using Patchbay.Core.Formats;
using Patchbay.Core.Graph;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Bench.Cases;

/// <summary>YAML text to a tree, and on to a flow and its graph, beside the scanner of the library that finds its tokens.</summary>
internal static class ReadingCases
{
    private const int Generated = 40;
    private const double Most = 2;
    private const double MostToGraph = 3;

    public static IReadOnlyList<Benchmark> All { get; } =
    [
        new("YAML text to a tree with every span, against the library's scanner, which makes tokens only, both in turn", "at most 2.0 times", stopwatch => Reading(stopwatch, source => YamlText.Parse(source), Most)),
        new("YAML text to a tree, an Architect flow and its graph, against the same scanner, both in turn", "at most 3.0 times", stopwatch => Reading(stopwatch, ToGraph, MostToGraph)),
    ];

    private static void ToGraph(SourceText source)
    {
        if (FlowFormats.Read(YamlText.Parse(source)) is { } flow)
        {
            FlowGraph.Of(flow);
        }
    }

    private static Result Reading(Stopwatch stopwatch, Action<SourceText> read, double most)
    {
        var (texts, what) = Texts();
        var sources = texts.Select(text => new SourceText(text)).ToList();

        // The scanner cannot read substitutions without quotes; for it they are letters.
        var readable = sources.Select(source => TextEdits.Apply(source, [.. YamlText.Parse(source).Substitutions.Select(substitution => new TextEdit(substitution.Span, new string('s', substitution.Span.Length)))]).Text).ToList();
        var (ours, floor) = stopwatch.TimeInTurn(() => sources.ForEach(read), () => readable.ForEach(Scan));
        return new Result(
            string.Create(CultureInfo.InvariantCulture, $"{ours / floor:0.00} times: {ours.TotalMilliseconds:0.0} ms for {what} of {sources.Sum(source => source.Length) / 1000:N0} KB together"),
            ours / floor <= most,
            string.Create(CultureInfo.InvariantCulture, $"{floor.TotalMilliseconds:0.0} ms: the scanner over the same texts"));
    }

    /// <summary>The real flows, where there are any; otherwise generated ones.</summary>
    private static (IReadOnlyList<string> Texts, string What) Texts()
    {
        var folder = Environment.GetEnvironmentVariable("PATCHBAY_CORPUS") ?? Path.Combine("..", "shared", "corpus");
        if (!Directory.Exists(folder))
        {
            return ([.. Enumerable.Range(0, Generated).Select(number => GeneratedArchitectFlow.Write(number))], $"{Generated} generated flows");
        }

        var texts = Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(text => YamlText.Parse(new SourceText(text)).IsWellFormed).ToList();
        return (texts, $"{texts.Count} real flows");
    }

    private static void Scan(string text)
    {
        var scanner = new YamlDotNet.Core.Scanner(new StringReader(text), skipComments: false);
        while (scanner.MoveNext())
        {
        }
    }
}
