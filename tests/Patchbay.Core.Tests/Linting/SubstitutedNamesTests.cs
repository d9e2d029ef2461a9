using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Tests.Linting;

public sealed class SubstitutedNamesTests
{
    private static readonly OrgCatalogue Org = new([new CatalogueFlow("{{name}}", "{{name}}", "commonmodule"), new CatalogueFlow("Reception", "Reception", "commonmodule")], default, knowsAllFlows: true);

    [Theory]
    [InlineData("{{name}}", null, 0)]
    [InlineData("{{name}}", "Reception", 1)]
    [InlineData("Reception", null, 1)]
    public void A_called_flow_is_judged_once_its_name_is_filled_in(string name, string? value, int findings)
    {
        var text = $"""
            inboundCall:
              name: Line
              startUpRef: "/inboundCall/tasks/task[T_1]"
              defaultLanguage: en-us
              tasks:
                - task:
                    name: T
                    refId: T_1
                    actions:
                      - callBotFlow:
                          name: Ask
                          botFlow:
                            {name}:
                              ver_latestPublished:
                                inputs: {"{}"}
                                outputs: {"{}"}
                      - disconnect:
                          name: Bye
            """;
        var values = value is null ? SubstitutionValues.None : SubstitutionValues.Of([new("name", value)]);
        var flow = FlowFormats.Read(SyntaxTree.Parse(new SourceText(text, "line.yaml"), values)).ShouldNotBeNull();

        Linter.Check(flow, Org).Count(diagnostic => diagnostic.Id == "wrong-shared-flow-type").ShouldBe(findings);
    }
}
