using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patchbay.Client.Applying;
using Patchbay.Client.Http;
using Patchbay.Client.Modules;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;
using Patchbay.Core.Changes;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Planning;
using Patchbay.Core.Text;
using Patchbay.Emulator;
using Patchbay.Emulator.Org;

namespace Patchbay.Client.Tests;

/// <summary>The examples of <c>docs/library.md</c>, run. What stands there stands here, line for line.</summary>
public sealed partial class LibraryPageTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly MovableClock _clock = new();
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private TestOrg _org = null!;

    // Called as the page calls them.
    private string folder => _folder.Path;

    private StringWriter output => _output;

    public async ValueTask InitializeAsync()
    {
        _folder.Write("a.yaml", Module("Hello."));
        _folder.Write("b.yaml", Line("Line 1", CallOfModule));
        _folder.Write("c.yaml", Line("Line 2", ""));
        _org = await TestOrg.StartAsync(options => options with { Api = EmulatorApi.Platform, Folder = _folder.Path, Time = _clock });
    }

    public async ValueTask DisposeAsync()
    {
        await _org.DisposeAsync();
        _folder.Dispose();
        await _output.DisposeAsync();
    }

    [Fact]
    public void What_flows_use_is_told()
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            var source = SourceText.FromUtf8(File.ReadAllBytes(path), path);
            if (FlowFormats.Read(FlowFormats.Parse(source)) is not { } flow)
            {
                continue;
            }

            foreach (var use in flow.Dependencies)
            {
                output.WriteLine($"{flow.Name} uses {use.Kind} \"{use.Name}\" at line {source.GetPosition(use.Span.Start).Line}");
            }
        }

        output.ToString().ShouldContain("Line 1 uses CommonModule \"Greeting\" at line 16\n");
    }

    [Fact]
    public void A_flow_is_checked()
    {
        var text = Line("Line 3", CallOfModule).Replace("[Start_10]", "[Nowhere_11]", StringComparison.Ordinal);
        var flow = FlowFormats.Read(FlowFormats.Parse(new SourceText(text)))!;

        foreach (var finding in Linter.Check(flow, OrgCatalogue.Unknown))
        {
            output.WriteLine($"{flow.Tree.Source.GetPosition(finding.Span.Start)}: {finding.Severity}: {finding.Message} [{finding.Id}]");
        }

        output.ToString().ShouldStartWith("3:15: Error: ");
    }

    [Fact]
    public async Task Stale_consumers_are_told()
    {
        var (org, clientId, clientSecret) = (_org.App.Address.ToString(), "patchbay", "patchbay");
        await PublishAsync(Module("Good day."));

        using var connection = new ApiConnection(new OrgLogin(Region.Parse(org), clientId, new Secret(clientSecret)));
        var api = new PlatformApi(connection);
        var ledger = await ModuleLedger.ReadAsync(api);
        foreach (var module in ledger.Modules)
        {
            foreach (var consumer in module.Stale)
            {
                output.WriteLine($"{consumer.Name} holds version {consumer.Holds} of \"{module.Name}\", and {module.LiveVersion} is live");
            }
        }

        output.ToString().ShouldBe("Line 1 holds version 1.0 of \"Greeting\", and 2.0 is live\n");
    }

    [Fact]
    public async Task A_change_is_planned_and_applied()
    {
        var api = new PlatformApi(_org.Connect());

        var store = new ArchitectStore(api);
        var change = new ChangeFile(
            new FlowSelection { Types = ["inboundcall"], Names = ["Line *"] },
            [new CallStep(default, new FlowReference("Greeting"), Place.Start)]);

        var planned = await new PlanMaker(store).MakeAsync(change);
        var plan = planned.Plan ?? throw new InvalidOperationException(string.Join(' ', planned.Problems.Select(problem => problem.Message)));
        foreach (var flow in plan.Changes)
        {
            output.WriteLine($"{flow.Name}: {string.Join("; ", flow.Steps.Select(step => step.Summary))}");
        }

        var applier = new Applier(store, new RunFolder(Path.Combine(folder, ".patchbay")));
        var run = await applier.ApplyAsync(plan, new RunOptions { Publish = true });
        output.WriteLine($"{run.Id}: {run.Flows.Count(flow => flow.Outcome == FlowOutcome.Written)} written");

        output.ToString().ShouldStartWith("Line 2: call \"Greeting\" at start, before \"Disconnect\"\n");
        output.ToString().ShouldEndWith(": 1 written\n");
    }

    [Fact]
    public void The_page_shows_what_is_run_here()
    {
        var here = Lines(File.ReadAllText(ThisFile()));
        var page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs", "library.md"));

        var examples = Example().Matches(page).Select(match => match.Groups[1].Value).ToList();

        examples.Count.ShouldBe(4);
        examples.ShouldAllBe(example => here.Contains(Lines(example), StringComparison.Ordinal));
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private async Task PublishAsync(string yaml)
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        var jobs = new PlatformApi(_org.Connect()).Jobs;
        var job = await jobs.RegisterAsync();
        await jobs.UploadAsync(job, yaml);
        var ended = await jobs.GetAsync(job.Id);
        ended.Status.ShouldBe("Success", string.Join(' ', (ended.Messages ?? []).Select(message => message.Text)));
    }

    private const string CallOfModule = """

                  - callCommonModule:
                      name: Greet
                      commonModule:
                        Greeting:
                          ver_latestPublished:
                            inputs: {}
                            outputs: {}
        """;

    private static string Line(string name, string call) => $"""
        inboundCall:
          name: {name}
          startUpRef: "/inboundCall/tasks/task[Start_10]"
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          tasks:
            - task:
                name: Start
                refId: Start_10
                actions:{call}
                  - disconnect:
                      name: Disconnect

        """;

    private static string Module(string says) => $"""
        commonModule:
          name: Greeting
          defaultLanguage: en-us
          supportedLanguages:
            en-us:
              none: true
          settingsCommonModule:
            compatibleFlowTypes:
              - flowType: inboundcall
          startUpTaskActions:
            - playAudio:
                name: Greet
                audio:
                  tts: {says}
            - endTask:
                name: Back
                outputPath:
                  name: Default

        """;

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();
}
