using Patchbay.Cli.Views;
using Patchbay.Core.Planning;

namespace Patchbay.Cli.Tests.Views;

public sealed class MarkdownReportTests
{
    [Theory]
    [InlineData("a | b\n# c", "a \\| b # c")]
    [InlineData("<script>&lt; [x](y) ![z]", "\\<script>\\&lt; \\[x\\](y) !\\[z\\]")]
    [InlineData("~~gone~~ *so* _so_ `code` \\", "\\~\\~gone\\~\\~ \\*so\\* \\_so\\_ \\`code\\` \\\\")]
    public void Nothing_in_a_description_is_taken_for_markup(string description, string drawn)
    {
        var plan = new Plan { Store = "org", ReadAt = DateTimeOffset.UnixEpoch, Description = description, Steps = [], Flows = [] };

        MarkdownReport.Write(plan, PlanView.Of(plan)).ShouldStartWith($"# {drawn}\n\n");
    }
}
