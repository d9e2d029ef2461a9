namespace Patchbay.Cli.Tests.Docs;

public sealed class GraphPageTests
{
    private const string Page = "docs/graph.md";

    [Fact]
    public async Task Every_answer_on_the_page_is_the_one_that_is_given()
    {
        using var shell = new CommandLine();
        Clinic.WriteTo(shell);
        await using var org = await LocalOrg.StartAsync(shell);

        var run = await new ConsolePage(Repository.Read(Page), shell, org).RunAsync();

        Repository.ShouldHold(Page, run);
        Repository.ShouldHold("docs/images/reception.svg", shell.Read("reception.svg"));
        Repository.ShouldHold("docs/images/clinic.svg", shell.Read("clinic.svg"));
    }
}
