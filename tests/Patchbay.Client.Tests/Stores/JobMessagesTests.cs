using Patchbay.Client.Platform;
using Patchbay.Client.Stores;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Client.Tests.Stores;

public sealed class JobMessagesTests
{
    private const string Text = """
        inboundCall:
          name: Sales
          startUpRef: "/inboundCall/tasks/task[Start_10]"
          tasks:
            - task:
                name: Start
                refId: Start_10
                actions:
                  - playAudio:
                      name: Greeting
                      audio:
                        tts: Hello.
                  - transferToAcd:
                      name: To an agent
                      targetQueue:
                        lit:
                          name: Sales
                  - disconnect:
                      name: Greeting
            - task:
                name: Twice
                refId: Twice_20
                actions:
                  - disconnect:
                      name: Twice

        """;

    [Theory]
    [InlineData("line 12:9: The text is too long.", "12:9")]
    [InlineData("Error on line 3, column 5: no such task", "3:5")]
    [InlineData("Something at line 14 is wrong", "14:1")]
    [InlineData("Line 9999 does not exist here", null)]
    [InlineData("The action 'To an agent' names a queue that does not exist.", "13:")]
    [InlineData("Queue not found [To an agent]: Sales2", "13:")]
    [InlineData("""An error in "Start_10": no way out""", "5:")]
    [InlineData("""In "Start", action "To an agent": no queue""", "13:")]
    [InlineData("""The action "Twice" in the task "Twice" is wrong""", "24:")]
    [InlineData("""The action "Greeting" is wrong, and two are called so""", null)]
    [InlineData("The flow could not be published.", null)]
    public void A_message_has_the_place_that_it_names(string message, string? place)
    {
        var source = new SourceText(Text, "Sales");

        var span = JobMessages.SpanOf(message, source, FlowFormats.Read(SyntaxTree.Parse(source)));

        var found = span is { } at ? source.GetPosition(at.Start).ToString() : null;
        (place is null ? found is null : found?.StartsWith(place, StringComparison.Ordinal) == true).ShouldBeTrue($"{found} for {message}");
    }

    [Theory]
    [InlineData("Archy failed, exit code 107", true)]
    [InlineData("The request was refused: Rate limit exceeded the maximum", true)]
    [InlineData("too many requests", true)]
    [InlineData("failed with status code 429", true)]
    [InlineData("HTTP 429", true)]
    [InlineData("The queue \"Line 429\" does not exist", false)]
    [InlineData("exit code 1", false)]
    public void A_refusal_for_going_too_fast_is_told_from_a_fault_of_the_flow(string message, bool isThrottled) =>
        JobMessages.IsThrottled(Failed(new ArchitectJobMessage("Error", message))).ShouldBe(isThrottled);

    [Fact]
    public void Everything_that_a_job_says_is_shown_with_the_requests_that_came_to_nothing()
    {
        var job = Failed(
            new ArchitectJobMessage("Error", "The queue could not be found.") { Details = [new ArchitectJobDetail { Method = "GET", Url = "/api/v2/routing/queues?name=Nobody&token=x", StatusCode = 404, ErrorMessage = "Not found." }] },
            new ArchitectJobMessage("Warning", "The prompt has no audio."),
            new ArchitectJobMessage("Error", "The action \"To an agent\" is wrong."));

        JobMessages.Located(job, "Sales", Text).ShouldBe(
        [
            "The queue could not be found. (GET /api/v2/routing/queues answered 404 Not found.)",
            "Sales:13:13: error: The action \"To an agent\" is wrong.",
        ]);
        JobMessages.Findings(job, new SourceText(Text, "Sales")).Select(finding => finding.Severity).ShouldBe([Severity.Error, Severity.Error, Severity.Warning]);
    }

    [Fact]
    public void A_job_that_says_nothing_is_told_as_such()
    {
        JobMessages.Sentences(Failed()).ShouldBe(["The job failed without saying why."]);
        JobMessages.Sentences(Failed(new ArchitectJobMessage("Unknown", "Something happened."))).ShouldBe(["Something happened."]);
    }

    private static ArchitectJob Failed(params ArchitectJobMessage[] messages) => new("1", "Failure") { Messages = messages };
}
