using System.Net;
using System.Text.Json;
using Patchbay.Core.Formats;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Emulator.Tests.Org;

public sealed class SampleOrgTests
{
    [Fact]
    public async Task Has_flows_in_every_format_and_most_are_live()
    {
        await using var org = await TestOrg.StartAsync();

        var flows = await AllAsync(org);

        flows.Count.ShouldBeInRange(135, 150);
        flows.Count(flow => flow.GetProperty("published").ValueKind == JsonValueKind.Object).ShouldBe(flows.Count - 3);
        flows.Select(flow => FlowFormats.Read(SyntaxTree.Parse(new SourceText(org.App.Org.DefinitionOf(flow.GetProperty("id").GetString()!)!)))?.FormatId).Distinct()
            .ShouldBe(["node-map", "trigger-graph", "action-list", "node-list"], ignoreOrder: true);
        flows.Select(flow => flow.GetProperty("division").GetProperty("name").GetString()).Distinct().ShouldBe(["Home", "Support", "Sales"], ignoreOrder: true);
    }

    [Fact]
    public async Task Is_the_same_every_time()
    {
        await using var one = await TestOrg.StartAsync();
        await using var other = await TestOrg.StartAsync();

        (await AllAsync(one)).ConvertAll(Essence).ShouldBe((await AllAsync(other)).ConvertAll(Essence));

        static string Essence(JsonElement flow) => $"{flow.GetProperty("id")} {flow.GetProperty("version")} {flow.GetProperty("revisionId")}";
    }

    [Fact]
    public async Task Only_what_was_made_with_a_fault_does_not_compile()
    {
        await using var org = await TestOrg.StartAsync();

        var failed = (await AllAsync(org)).Where(flow => flow.GetProperty("compilationStatus").GetString() != "success").Select(flow => flow.GetProperty("name").GetString());

        failed.ShouldBe(["Inbound_Support_Legacy", "Inbound_Billing_Plans", "Draft_Sales_Campaign", "Draft_Support_Callback", "Draft_Hold_Music"], ignoreOrder: true);
    }

    [Fact]
    public async Task All_support_flows_but_the_old_one_can_be_written_and_three_call_the_module_already()
    {
        await using var org = await TestOrg.StartAsync();
        var module = org.IdOf("Common_Validation_Module");
        var support = (await AllAsync(org)).FindAll(flow => flow.GetProperty("name").GetString()!.StartsWith("Inbound_Support_", StringComparison.Ordinal));
        List<string> refused = [];
        var calling = 0;

        foreach (var flow in support)
        {
            var id = flow.GetProperty("id").GetString()!;
            calling += org.App.Org.DefinitionOf(id)!.Contains(module, StringComparison.Ordinal) ? 1 : 0;
            var answer = await org.PatchAsync($"/api/v2/flows/{id}", $$"""{"version": {{flow.GetProperty("version")}}, "description": "Written"}""");
            if (answer.Status != HttpStatusCode.OK)
            {
                refused.Add(flow.GetProperty("name").GetString()!);
            }
        }

        (support.Count, calling).ShouldBe((54, 3));
        refused.ShouldBe(["Inbound_Support_Legacy"]);
    }

    [Theory]
    [InlineData("Inbound_Support_Weekends", "unreachable-element")]
    [InlineData("Inbound_Sales_Renewals", "unknown-input")]
    [InlineData("Inbound_Sales_Trials", "dead-end")]
    [InlineData("Inbound_Sales_Bundles", "ambiguous-way")]
    [InlineData("Inbound_Billing_Plans", "duplicate-menu-key")]
    [InlineData("Inbound_Support_Legacy", "missing-target")]
    [InlineData("Draft_Sales_Campaign", "disconnected-parts")]
    [InlineData("Draft_Support_Callback", "unknown-shared-flow")]
    [InlineData("Draft_Hold_Music", "routing-loop")]
    public async Task Has_faults_to_find(string name, string rule)
    {
        await using var org = await TestOrg.StartAsync();

        var verdict = await org.PostAsync("/api/v2/flows/validate", org.App.Org.DefinitionOf(org.IdOf(name))!);

        verdict.Json.GetProperty("errors").EnumerateArray().Concat(verdict.Json.GetProperty("warnings").EnumerateArray())
            .Select(problem => problem.GetProperty("code").GetString()).ShouldContain(rule);
    }

    private static async Task<List<JsonElement>> AllAsync(TestOrg org)
    {
        List<JsonElement> flows = [];
        string? token = null;
        do
        {
            var page = (await org.PostAsync("/api/v2/flows/query", JsonSerializer.Serialize(new { pageSize = 100, pageToken = token }))).Json;
            flows.AddRange(page.GetProperty("entities").EnumerateArray());
            token = page.TryGetProperty("nextPage", out var next) ? next.GetString() : null;
        }
        while (token is not null);

        return flows;
    }
}
