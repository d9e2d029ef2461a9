using System.Text;
using System.Text.RegularExpressions;

namespace Patchbay.Cli.Tests.Docs;

/// <summary>A page whose command lines are run, from top to bottom, in one folder against one org, and whose answers must be those that the page shows.</summary>
/// <remarks>
/// Run are the blocks marked <c>console</c>: each line that starts with <c>$ patchbay</c> is typed, and the lines below it are what a terminal shows. A line <c>...</c> stands for any number of lines.
/// A block below <c>&lt;!-- file: PATH --&gt;</c> is written to that file, and <c>&lt;!-- somebody edits: FLOW --&gt;</c> makes another editor change a flow. Times, days, the port and the number of requests (which depends on who is faster) may be any; a run's id in a command line stands for the run of today that is called so.
/// </remarks>
internal sealed partial class ConsolePage(string page, CommandLine shell, LocalOrg org)
{
    private const string Elision = "...";

    /// <summary>Runs the page.</summary>
    /// <returns>The page with the answers that were given; the same text where all are those shown.</returns>
    public async Task<string> RunAsync()
    {
        var result = new StringBuilder();
        var lines = page.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            result.Append(lines[i]).Append(i + 1 < lines.Length ? "\n" : "");
            if (EditLine().Match(lines[i]) is { Success: true } edit)
            {
                org.Org.EditAsSomebodyElse(org.IdOf(edit.Groups[1].Value), "ann");
            }
            else if (FileLine().Match(lines[i]) is { Success: true } file)
            {
                var end = Array.IndexOf(lines, "```", i + 2);
                shell.Write(file.Groups[1].Value, string.Join('\n', lines[(i + 2)..end]) + "\n");
            }
            else if (lines[i] == "```console")
            {
                var end = Array.IndexOf(lines, "```", i + 1);
                await RunBlockAsync(lines[(i + 1)..end], result);
                i = end - 1;
            }
        }

        return result.ToString();
    }

    private async Task RunBlockAsync(string[] lines, StringBuilder result)
    {
        for (var i = 0; i < lines.Length;)
        {
            lines[i].ShouldStartWith("$ patchbay ");
            var end = Array.FindIndex(lines, i + 1, line => line.StartsWith("$ ", StringComparison.Ordinal));
            end = end < 0 ? lines.Length : end;
            var answer = await shell.RunAsync(Words(Today(lines[i]["$ patchbay ".Length..])));
            var given = answer.Screen.Replace(org.Name, "127.0.0.1:8090", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
            var shown = lines[(i + 1)..end].Reverse().SkipWhile(string.IsNullOrEmpty).Reverse().ToArray();
            result.Append(lines[i]).Append('\n');
            foreach (var line in Fits(shown, given) ? shown : Shorten(shown, given))
            {
                result.Append(line).Append('\n');
            }

            result.Append(end < lines.Length ? "\n" : "");
            i = end;
        }
    }

    /// <summary>Whether an answer is the one shown.</summary>
    private static bool Fits(string[] shown, string[] given)
    {
        var pattern = string.Concat(shown.Select(line => line == Elision ? "(.*\n)*" : Regex.Escape(Steady(line)) + "\n"));
        return Regex.IsMatch(string.Concat(given.Select(line => Steady(line) + "\n")), $"^{pattern}$", RegexOptions.NonBacktracking);
    }

    /// <summary>An answer with as much left out as was left out before.</summary>
    private static string[] Shorten(string[] shown, string[] given)
    {
        var head = Array.IndexOf(shown, Elision);
        var tail = shown.Length - 1 - Array.LastIndexOf(shown, Elision);
        return head < 0 || head + tail >= given.Length ? given : [.. given[..head], Elision, .. given[^tail..]];
    }

    /// <summary>A command line with the ids that its runs have today.</summary>
    private string Today(string line) => RunId().Replace(line, id => Directory.EnumerateFiles(Path.Combine(shell.Folder, ".patchbay", "runs"), "*.jsonl")
        .Select(Path.GetFileNameWithoutExtension).FirstOrDefault(run => run?[16..] == id.Groups[1].Value) ?? id.Value);

    private static string Steady(string line) => UnsteadyText().Replace(line, "*");

    private static string[] Words(string line) => [.. WordText().Matches(line).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Success ? match.Groups[2].Value : match.Value)];

    [GeneratedRegex("""'([^']*)'|"([^"]*)"|\S+""")]
    private static partial Regex WordText();

    [GeneratedRegex("""\d{4}-\d\d-\d\d(-\d{4}|[ T]\d\d:\d\d(:\d\d(\.\d+)?)?( ?(UTC|Z|[+-]\d\d:\d\d))?)|\d\d:\d\d:\d\d( UTC|Z)|\b\d+ requests?\b""")]
    private static partial Regex UnsteadyText();

    [GeneratedRegex("""\d{4}-\d\d-\d\d-\d{4}-([a-z0-9-]+)""")]
    private static partial Regex RunId();

    [GeneratedRegex("^<!-- file: (.*) -->$")]
    private static partial Regex FileLine();

    [GeneratedRegex("^<!-- somebody edits: (.*) -->$")]
    private static partial Regex EditLine();
}
