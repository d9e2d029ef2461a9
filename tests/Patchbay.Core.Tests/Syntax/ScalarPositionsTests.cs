using FsCheck;
using FsCheck.Fluent;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Syntax;

public class ScalarPositionsTests
{
    private static readonly string[] Pieces = ["a", "b: ", "'", "\"", "\\", " ", "  ", "\n", "\n\n", "\t", "é", "\U0001F600", "(", ",", "{{key}}", "#", " #x", "\u00A0", "- ", "\r\n", "\n "];

    [Theory]
    [InlineData("exp: Append(Flow.a,\n  Flow.[|b|])", "b")]
    [InlineData("exp: one\n\n\n  [|two|]", "two")]
    [InlineData("exp: 'it''s [|here|]'", "here")]
    [InlineData("exp: 'say [|''|]'", "'")]
    [InlineData("exp: 'one   \n\n   [|two|]'", "two")]
    [InlineData("exp: \"\\\"Hi\\\" + [|Flow|].x\"", "Flow")]
    [InlineData("exp: \"a\\n[|\\t|]b\"", "\t")]
    [InlineData("exp: \"If(\\n  \\\n     [|Flow|].x\"", "Flow")]
    [InlineData("exp: \"\\u00e9\\U0001F600\\x41 [|here|]\"", "here")]
    [InlineData("exp: \"one\n  two [|three|]\"", "three")]
    [InlineData("exp: |\n  one\n    two\n\n  [|three|]\n", "three")]
    [InlineData("exp: >-\n  one\n  two\n\n  three [|four|]\n   five\n", "four")]
    [InlineData("exp: |2+ # comment\n    one\n  [|two|]\n\n\nb: 1", "two")]
    [InlineData("- exp: |\r\n    one\r\n    [|two|]\r\n", "two")]
    [InlineData("exp: If({{key}} == 1, [|x|])", "x")]
    [InlineData("{\"exp\": \"\\u0022a\\/\\\" [|b|]\"}", "b")]
    public void A_part_of_a_value_is_found_where_it_is_written(string marked, string part)
    {
        var start = marked.IndexOf("[|", StringComparison.Ordinal);
        var end = marked.IndexOf("|]", StringComparison.Ordinal) - 2;
        var source = new SourceText(marked.Replace("[|", "").Replace("|]", ""));
        var scalar = Scalars(SyntaxTree.Parse(source).Root).Last(s => s.Value.Contains(part, StringComparison.Ordinal));

        var positions = ScalarPositions.Of(source, scalar);

        positions.IsExact.ShouldBeTrue(scalar.Value);
        positions.ToSource(new TextSpan(scalar.Value.LastIndexOf(part, StringComparison.Ordinal), part.Length)).ShouldBe(TextSpan.FromBounds(start, end));
    }

    [Fact]
    public void A_value_with_a_substitution_filled_in_has_the_place_of_the_whole_scalar()
    {
        var source = new SourceText("exp: If({{key}} == 1, x)");
        var scalar = Scalars(YamlText.Parse(source, SubstitutionValues.Of(new Dictionary<string, string> { ["key"] = "Flow.a" })).Root).Last();

        var positions = ScalarPositions.Of(source, scalar);

        positions.IsExact.ShouldBeFalse();
        positions.ToSource(new TextSpan(3, 1)).ShouldBe(scalar.Span);
    }

    [Theory]
    [InlineData("exp: ''", 6)]
    [InlineData("exp: 'ab'", 8)]
    [InlineData("exp: ab", 7)]
    public void The_end_of_a_value_is_the_end_of_its_content(string yaml, int place)
    {
        var source = new SourceText(yaml);
        var scalar = Scalars(YamlText.Parse(source).Root).Last();

        ScalarPositions.Of(source, scalar).ToSource(new TextSpan(scalar.Value.Length, 0)).ShouldBe(new TextSpan(place, 0));
    }

    [Fact]
    public void Every_scalar_of_every_real_file_has_exact_places()
    {
        foreach (var file in RealFlows.Files(".yaml", ".yml", ".tftpl").Where(file => !file.Contains("malformed", StringComparison.Ordinal)))
        {
            CheckAll(RealFlows.Read(file));
        }
    }

    [Fact]
    public void Every_scalar_of_a_generated_document_has_exact_places() => Prop.ForAll(Documents.ToArbitrary(), text => CheckAll(new SourceText(text))).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    /// <summary>Documents whose scalars hold all that makes reading them hard; many are broken, which the places must bear as well.</summary>
    private static Gen<string> Documents { get; } =
        from pieces in Gen.ArrayOf(Gen.Elements(Pieces), 12)
        from style in Gen.Elements("plain", "single", "double", "lines", "|", ">", "|-", ">-", "|+", ">+", "|1", ">2")
        from hasNext in Gen.Elements(true, false)
        select Document(string.Concat(pieces), style) + (hasNext ? "\nnext: 1\n" : "");

    private static string Document(string content, string style) => style switch
    {
        "plain" => $"a:\n  b: {content.Replace("\n", "\n    ")}",
        "single" => $"a:\n  b: '{content.Replace("'", "''").Replace("\n", "\n    ")}'",
        "double" => $"a:\n  b: \"{content.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\t", "\\t").Replace("é", "\\xe9").Replace("\n", "\n    ")}\"",
        "lines" => $"a:\n  b: \"{content.Replace("\\", "\\\n   ").Replace("\"", "\\n").Replace("\n", "\n    ")}\"",
        _ => $"a:\n  b: {style}\n   {content.Replace("\n", "\n   ")}",
    };

    private static void CheckAll(SourceText source)
    {
        var tree = YamlText.Parse(source);
        if (!tree.IsWellFormed)
        {
            return;
        }

        foreach (var scalar in Scalars(tree.Root))
        {
            Check(source, scalar);
        }
    }

    private static void Check(SourceText source, ScalarNode scalar)
    {
        var positions = ScalarPositions.Of(source, scalar);
        positions.IsExact.ShouldBeTrue($"{source.Path} {scalar}");
        var end = scalar.Span.Start;
        for (var i = 0; i < scalar.Value.Length; i++)
        {
            var origin = positions.ToSource(new TextSpan(i, 1));
            if (origin.Start < end && !char.IsLowSurrogate(scalar.Value[i]))
            {
                Assert.Fail($"{source.Path}: the place of character {i} of {scalar} lies before the one of its predecessor.");
            }

            var written = source.GetText(origin);
            if (!IsWriting(scalar.Value[i], written))
            {
                Assert.Fail($"{source.Path}: character {i} of {scalar} is said to be written \"{written}\".");
            }

            end = origin.End;
        }
    }

    private static bool IsWriting(char c, string written) => written switch
    {
        [var single] => single == c || (c is ' ' or '\n' && single is '\n' or '\r'),
        "''" => c == '\'',
        "\r\n" => c is ' ' or '\n',
        ['\\', ..] => true,
        _ => false,
    };

    private static IEnumerable<ScalarNode> Scalars(SyntaxNode? root) => root switch
    {
        ScalarNode { Style: not ScalarStyle.Missing } scalar => [scalar],
        SequenceNode sequence => sequence.Items.SelectMany(Scalars),
        MappingNode mapping => mapping.Entries.SelectMany(entry => Scalars(entry.KeyNode).Concat(Scalars(entry.Value))),
        _ => [],
    };
}
