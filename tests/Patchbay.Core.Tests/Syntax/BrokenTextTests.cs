using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

/// <summary>Whatever a text holds, parsing gives a tree that fits it.</summary>
public class BrokenTextTests
{
    private const int ShortFile = 4096;
    private const int AllCuts = 200;
    private const int MostCuts = 20;
    private const int FewestCuts = 3;
    private const int CutText = 300_000;

    [Fact]
    public void Of_a_million_faults_the_first_thousand_are_told()
    {
        var tree = JsonText.Parse(new SourceText($"[{new string(',', 1_000_000)}]"));

        tree.Diagnostics.Length.ShouldBe(JsonText.MaxFaults);
        tree.Diagnostics[^1].Span.Start.ShouldBe(JsonText.MaxFaults);
        tree.Root.ShouldNotBeNull().Span.End.ShouldBe(1_000_002);
    }

    [Fact]
    public void Every_real_file_can_be_cut_anywhere()
    {
        foreach (var file in RealFlows.Files(".json", ".yaml", ".yml", ".tftpl").Where(IsWanted))
        {
            var source = RealFlows.Read(file);
            foreach (var length in Cuts(source.Length))
            {
                SyntaxTree.Parse(new SourceText(source.Text[..length], file)).ShouldFitItsText();
            }
        }
    }

    [Fact]
    public void Every_real_file_may_miss_any_line()
    {
        foreach (var file in RealFlows.Files(".yaml", ".yml", ".tftpl").Where(IsWanted))
        {
            var source = RealFlows.Read(file);
            foreach (var line in Lines(source))
            {
                var start = source.GetLine(line).Start;
                var end = line < source.LineCount ? source.GetLine(line + 1).Start : source.Length;
                SyntaxTree.Parse(new SourceText(source.Text.Remove(start, end - start), file)).ShouldFitItsText();
            }
        }
    }

    [Theory]
    [InlineData("{{")]
    [InlineData("{{x}}")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("\"a\" ")]
    [InlineData("[")]
    [InlineData("a: [\n")]
    [InlineData("a: 'b\n")]
    [InlineData("a: b: c\n")]
    [InlineData("a: \"b\" c\n")]
    [InlineData("a\n b: c\n")]
    [InlineData("\ta\n")]
    [InlineData("a: @\n")]
    [InlineData("a: *\n")]
    [InlineData("<<<<<<<\n=======\n>>>>>>>\n")]
    [InlineData("a:\n  b:\n    c:\n")]
    [InlineData("# {{x}}\n")]
    public void The_characters_and_tokens_read_are_bounded_by_the_length_of_the_text(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));

        YamlText.Parse(new SourceText(text), null, out var work).ShouldFitItsText();

        work.ShouldBeLessThanOrEqualTo((2 * (YamlText.MostRepairs + 1) * (long)text.Length) + 100);
    }

    [Fact]
    public void Deep_nesting_costs_no_more_than_its_length()
    {
        var levels = string.Concat(Enumerable.Range(0, 500).Select(level => new string(' ', level) + "a:\n"));
        var text = string.Concat(Enumerable.Repeat(levels, 8));

        YamlText.Parse(new SourceText(text), null, out var work).ShouldFitItsText();

        work.ShouldBeLessThanOrEqualTo(2 * (YamlText.MostRepairs + 1) * (long)text.Length);
    }

    [Theory]
    [InlineData("menu.yaml", "%YAML 1.2\n--- # head\nflow: &f !t {a: [1, 'x''y', \"z\\n\"], b}\nlist:\n- |+\n  text\n\n- >- # note\n  more\n  \U0001F600\n- ? k\n  : *f\nplain: one\n  two: ''\r\n...\n")]
    [InlineData("menu.json", "\uFEFF{\"a\": [1, -2.5e+3, true, {\"b\\\"\\u00e9\": null}], \"\U0001F600\": {}, \"c\": [[], \"\"]}\r\n")]
    public void A_text_can_be_cut_at_every_character(string path, string text)
    {
        for (var length = 0; length <= text.Length; length++)
        {
            SyntaxTree.Parse(new SourceText(text[..length], path)).ShouldFitItsText();
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("- ")]
    [InlineData("{a: ")]
    [InlineData("a:\n")]
    [InlineData("? ")]
    [InlineData("'")]
    [InlineData("&a ")]
    [InlineData("*a ")]
    [InlineData("a: b: ")]
    [InlineData("}")]
    [InlineData("]]\n")]
    [InlineData("{{")]
    [InlineData("<<<<<<< ")]
    public void Deep_and_long_input_ends_in_diagnostics_and_a_tree(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 20_000));

        YamlText.Parse(new SourceText(text)).ShouldFitItsText();
        JsonText.Parse(new SourceText(text)).ShouldFitItsText();
    }

    [Fact]
    public void Deeply_indented_YAML_ends_in_one_diagnostic()
    {
        var text = string.Concat(Enumerable.Range(0, YamlText.MaxDepth + 100).Select(level => new string(' ', level) + "a:\n"));

        YamlText.Parse(new SourceText(text)).Diagnostics.ShouldHaveSingleItem().Message.ShouldContain("nests deeper than 512 levels");
    }

    [Fact]
    public void Random_YAML_never_throws()
    {
        string[] parts = ["a", "b: ", "c", ": ", "- ", "? ", "\n", "\n  ", "\n    ", " ", "\"x\"", "'", "\"", ", ", "[", "]", "{", "}", " #z", "|\n", ">-", "&a ", "*a ", "!t ", "\t", "---\n", "...\n", "%", "\\", "\r\n", "\0", "\uFEFF", "\uD83D", "{{", "<<: ", "@", "`"];
        var texts = Gen.ListOf(Gen.Elements(parts)).Select(chosen => string.Concat(chosen));

        Prop.ForAll(texts.ToArbitrary(), text => YamlText.Parse(new SourceText(text)).ShouldFitItsText()).Check(Config.QuickThrowOnFailure.WithMaxTest(1500).WithEndSize(60));
    }

    [Fact]
    public void Mutated_real_YAML_never_throws()
    {
        const string Inserted = "\t:-[]{}'\"#&*!|>%@\n \r\0,?{}";
        var random = new Random(20);
        foreach (var file in RealFlows.Files(".yaml").Where(file => new FileInfo(file).Length < 20_000))
        {
            var text = RealFlows.Read(file).Text;
            for (var i = 0; i < 8; i++)
            {
                var at = random.Next(text.Length);
                var mutated = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)),
                    1 => text.Insert(at, Inserted[random.Next(Inserted.Length)].ToString()),
                    _ => text[..at] + Inserted[random.Next(Inserted.Length)] + text[(at + 1)..],
                };

                YamlText.Parse(new SourceText(mutated, file)).ShouldFitItsText();
            }
        }
    }

    [Fact]
    public void A_JSON_text_is_well_formed_exactly_when_the_framework_reads_it()
    {
        string[] parts = ["{", "}", "[", "]", ",", ":", "\"a\"", "\"", "1", "-", "0", ".5", "e+1", "true", "null", "nul", " ", "\n", "\r", "\t", "\\", "\\n", "\\u00e9", "\\u12", "\u0001", "/", "\u00a0", "\uFEFF"];
        var random = new Random(21);
        for (var i = 0; i < 4_000; i++)
        {
            var text = i % 2 == 0 ? string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => parts[random.Next(parts.Length)])) : Mutate(RandomJson(random, 4), parts, random);
            var tree = JsonText.Parse(new SourceText(text));

            tree.ShouldFitItsText();
            var isWellFormed = tree.Diagnostics.All(d => d.Id == "duplicate-key");
            isWellFormed.ShouldBe(FrameworkReads(text), $"{JsonSerializer.Serialize(text)}: {string.Join(" ", tree.Diagnostics)}");
        }
    }

    private static bool CutsEverywhere => Environment.GetEnvironmentVariable("PATCHBAY_CUT_EVERYWHERE") == "1";

    /// <summary>Older versions of files are left out, unless everything is wanted.</summary>
    private static bool IsWanted(string file) => CutsEverywhere || !file.Contains("history", StringComparison.Ordinal);

    /// <summary>Some places, the same in every run, fewer of them where the file is long; with <c>PATCHBAY_CUT_EVERYWHERE=1</c> every place of a short file, and two hundred of a long one.</summary>
    private static IEnumerable<int> Cuts(int length)
    {
        if (length < ShortFile && CutsEverywhere)
        {
            return Enumerable.Range(0, length);
        }

        var random = new Random(length);
        return Enumerable.Range(0, CutsEverywhere ? AllCuts : Math.Clamp(CutText / Math.Max(length, 1), FewestCuts, MostCuts)).Select(_ => random.Next(length));
    }

    private static IEnumerable<int> Lines(SourceText source)
    {
        if (source.LineCount <= AllCuts && CutsEverywhere)
        {
            return Enumerable.Range(1, source.LineCount);
        }

        var random = new Random(source.Length);
        return Enumerable.Range(0, CutsEverywhere ? AllCuts : Math.Clamp(CutText / Math.Max(source.Length, 1), FewestCuts, MostCuts)).Select(_ => random.Next(1, source.LineCount + 1));
    }

    private static string Mutate(string text, string[] parts, Random random)
    {
        var at = random.Next(text.Length + 1);
        return random.Next(4) switch
        {
            0 => text,
            1 => text.Remove(at, Math.Min(random.Next(1, 3), text.Length - at)),
            _ => text.Insert(at, parts[random.Next(parts.Length)]),
        };
    }

    private static string RandomJson(Random random, int depth) => random.Next(depth == 0 ? 4 : 6) switch
    {
        0 => random.Next(100).ToString(),
        1 => "\"x\\u0041\"",
        2 => "true",
        3 => "-1.5e3",
        4 => $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => RandomJson(random, depth - 1)))}]",
        _ => $"{{{string.Join(",", Enumerable.Range(0, random.Next(4)).Select(i => $"\"k{i}\": {RandomJson(random, depth - 1)}"))}}}",
    };

    private static bool FrameworkReads(string text)
    {
        try
        {
            // A byte order mark is part of the encoding, not of the text that the framework reads.
            using var document = JsonDocument.Parse(text.StartsWith('\uFEFF') ? text[1..] : text, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
