using System.CommandLine;
using System.Text.RegularExpressions;

namespace Patchbay.Cli.Tests.Docs;

public sealed class CliPageTests
{
    private const string Page = "docs/cli.md";

    [Fact]
    public async Task Every_answer_on_the_page_is_the_one_that_is_given()
    {
        using var shell = new CommandLine();
        await using var org = await LocalOrg.StartAsync(shell);

        var run = await new ConsolePage(Repository.Read(Page), shell, org).RunAsync();

        Repository.ShouldHold(Page, run);
    }

    [Fact]
    public void Every_verb_has_a_section_with_its_help()
    {
        var page = Repository.Read(Page);
        foreach (var (line, command) in Verbs(CommandList.Root, ""))
        {
            var help = $"<details><summary><code>patchbay {line} --help</code></summary>\n\n```\n{Help.Of(command)}```\n\n</details>\n";
            var known = new Regex($@"<details><summary><code>patchbay {Regex.Escape(line)} --help</code></summary>\n\n```\n.*?```\n\n</details>\n", RegexOptions.Singleline);
            var heading = $"\n### {line}\n";
            page = known.IsMatch(page) ? known.Replace(page, help.Replace("$", "$$", StringComparison.Ordinal), 1)
                : page.Contains(heading, StringComparison.Ordinal) ? page.Insert(EndOfSection(page, heading), $"\n{help}")
                : $"{page}\n### {line}\n\n{help}";
        }

        Repository.ShouldHold(Page, page);
    }

    private static int EndOfSection(string page, string heading)
    {
        var start = page.IndexOf(heading, StringComparison.Ordinal) + heading.Length;
        var next = Regex.Match(page[start..], "\n##+ ");
        return next.Success ? start + next.Index : page.Length;
    }

    private static IEnumerable<(string Line, Command Command)> Verbs(Command command, string before) => command.Subcommands.SelectMany(verb =>
    {
        var line = before.Length == 0 ? verb.Name : $"{before} {verb.Name}";
        return verb.Subcommands.Count > 0 ? Verbs(verb, line) : [(line, verb)];
    });
}
