using Patchbay.Emulator.Org;

namespace Patchbay.Cli.Tests.Recipes;

public sealed class MenuTests
{
    private const string Menu = "collect_ivr_main";

    /// <summary>A flow as the menu files of this page know it.</summary>
    private const string Reception = """
        {
          "name": "Reception",
          "type": "call",
          "definition": {
            "nodes": {
              "collect_ivr_main": {
                "type": "collect",
                "label": "Front desk",
                "timeoutSeconds": 8.0,
                "menu": {
                  "repeat": 2,
                  "options": [
                    {"key": "1", "prompt": "For orders, press 1", "routingTarget": "queue_sales_uuid", "voice": "anna"}
                  ]
                },
                "outputNodes": {"noInput": "bye"}
              },
              "bye": {"type": "disconnect", "outputNodes": {}}
            }
          }
        }

        """;

    [Fact]
    public async Task A_menu_file_replaces_the_options_and_nothing_else()
    {
        await using var here = await StartAsync();
        here.Shell.Write("ivr_menu_update.yaml", MenuFile("abc123-def456"));

        var answer = (await here.RunAsync("menu ivr_menu_update.yaml --yes")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("1 flow: 1 written.");
        var node = here.Definition("Reception").GetProperty("definition").GetProperty("nodes").GetProperty(Menu);
        node.Text("label").ShouldBe("Front desk");
        node.GetProperty("timeoutSeconds").GetRawText().ShouldBe("8.0");
        node.GetProperty("menu").GetProperty("repeat").GetInt32().ShouldBe(2);
        node.GetProperty("menu").GetProperty("options").EnumerateArray().Select(option => $"{option.Text("key")} {option.Text("prompt")} {option.Text("routingTarget")}")
            .ShouldBe(["1 For sales, press 1 queue_sales_uuid", "2 For support, press 2 queue_support_uuid"]);
        node.GetProperty("menu").GetProperty("options")[0].Text("voice").ShouldBe("anna");
        here.Org.Org.Requests.Of("patchFlow").ShouldBe(1);
        here.Org.Org.Requests.Of("putFlow").ShouldBe(0);
    }

    [Theory]
    [InlineData(null, "ivr_menu_update.yaml")]
    [InlineData("menus/front.yaml", "menus/front.yaml")]
    public async Task The_menu_file_is_named_by_FLOW_UPDATE_YAML_or_has_the_usual_name(string? variable, string file)
    {
        await using var here = await StartAsync();
        here.Shell.Write(file, MenuFile("abc123-def456"));
        if (variable is not null)
        {
            here.Shell.Variables["FLOW_UPDATE_YAML"] = variable;
        }

        (await here.RunAsync("menu --yes")).ShouldEnd(ExitCode.Done);

        here.Version("Reception").ShouldBe(2);
    }

    [Fact]
    public async Task Without_a_menu_file_the_usual_name_is_told()
    {
        await using var here = await StartAsync();

        (await here.RunAsync("menu --yes")).ShouldEnd(ExitCode.Usage).Error.ShouldContain("\"ivr_menu_update.yaml\"");
    }

    [Theory]
    [InlineData("key: \"2\"", "key: \"x\"", "7:10: error: \"x\" is not a menu key", ExitCode.Usage)]
    [InlineData("key: \"2\"", "key: \"1\"", "[duplicate-menu-key]", ExitCode.Usage)]
    [InlineData("routing_target: \"queue_sales_uuid\"", "routing_target: \"queue_sale_uuid\"", "Did you mean \"queue_sales_uuid\"? [unknown-routing-target]", ExitCode.Failed)]
    [InlineData("menu_node_id: \"collect_ivr_main\"", "menu_node_id: \"collect_ivr_mian\"", "did you mean \"collect_ivr_main\"?", ExitCode.Failed)]
    [InlineData("menu_node_id:", "menu_node:", "\"menu_node_id\"", ExitCode.Usage)]
    public async Task A_menu_file_that_is_wrong_is_refused_before_anything_is_sent(string right, string wrong, string message, object code)
    {
        await using var here = await StartAsync();
        here.Shell.Write("ivr_menu_update.yaml", MenuFile("abc123-def456").Replace(right, wrong, StringComparison.Ordinal));

        var answer = (await here.RunAsync("menu --yes")).ShouldEnd((ExitCode)code);

        answer.Error.ShouldContain(message);
        here.Version("Reception").ShouldBe(1);
    }

    [Fact]
    public async Task After_a_conflict_the_menu_is_replaced_in_the_fresh_definition()
    {
        await using var here = await StartAsync();
        here.Shell.Write("ivr_menu_update.yaml", MenuFile("abc123-def456"));
        here.Org.Org.Faults.Add(new FaultRule(FaultKind.Conflict) { Count = 1, Edit = """{"definition": {"nodes": {"collect_ivr_main": {"timeoutSeconds": 12}}}}""" });

        (await here.RunAsync("menu --yes")).ShouldEnd(ExitCode.Done).Out.ShouldContain("1 rebased");

        var node = here.Definition("Reception").GetProperty("definition").GetProperty("nodes").GetProperty(Menu);
        node.GetProperty("timeoutSeconds").GetInt32().ShouldBe(12);
        node.GetProperty("menu").GetProperty("options").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Conflicts_without_end_leave_the_menu_as_it_was()
    {
        await using var here = await StartAsync();
        here.Shell.Write("ivr_menu_update.yaml", MenuFile("abc123-def456"));
        here.Org.Org.Faults.Add(new FaultRule(FaultKind.Conflict));

        (await here.RunAsync("menu --yes")).ShouldEnd(ExitCode.Failed).Out.ShouldContain("Others changed the flow each of the 5 times");

        here.Definition("Reception").GetProperty("definition").GetProperty("nodes").GetProperty(Menu).GetProperty("menu").GetProperty("options").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task A_menu_in_a_flow_that_does_not_compile_is_put_back_as_it_was()
    {
        await using var here = await StartAsync();
        here.Shell.Write("ivr_menu_update.yaml", MenuFile("abc123-def456"));
        here.Org.Org.EditAsSomebodyElse("abc123-def456", "maria.lopez", """{"definition": {"nodes": {"bye": {"type": "CallModule", "content": {"moduleId": "gone"}}}}}""");

        var answer = (await here.RunAsync("menu --yes --all-or-nothing --publish")).ShouldEnd(ExitCode.Failed);

        answer.Out.ShouldContain("What was written was taken back: \"Reception\" failed");
        here.Version("Reception").ShouldBe(4);
        here.Definition("Reception").GetProperty("definition").GetProperty("nodes").GetProperty(Menu).GetProperty("menu").GetProperty("options").GetArrayLength().ShouldBe(1);
        (await here.LiveAsync("Reception")).ShouldBe("1");
    }

    [Fact]
    public async Task The_difference_is_reported_for_people_and_as_JSON()
    {
        await using var here = await StartAsync();
        here.Shell.Write("ivr_menu_update.yaml", MenuFile("abc123-def456"));
        (await here.RunAsync("menu --yes --report menu.md")).ShouldEnd(ExitCode.Done);

        var text = (await here.RunAsync("diff Reception@1 Reception@2")).ShouldEnd(ExitCode.Done);
        var json = (await here.RunAsync("diff Reception@1 Reception@2 --json --exit-code")).ShouldEnd(ExitCode.Pending);

        text.Out.ShouldContain("For support, press 2");
        json.Json.GetProperty("flows")[0].GetProperty("differences").GetArrayLength().ShouldBe(2);
        here.Shell.Read("menu.md").ShouldContain("```mermaid");
    }

    private static string MenuFile(string flow) => $"""
        flow_id: "{flow}"
        menu_node_id: "collect_ivr_main"
        options:
          - key: "1"
            prompt: "For sales, press 1"
            routing_target: "queue_sales_uuid"
          - key: "2"
            prompt: "For support, press 2"
            routing_target: "queue_support_uuid"

        """;

    private static async Task<Recipe> StartAsync()
    {
        var here = await Recipe.StartAsync();
        here.Org.Org.AddQueue("queue_sales_uuid", "Sales desk");
        here.Org.Org.AddQueue("queue_support_uuid", "Support desk");
        here.Shell.Write("org/reception.json", Reception);
        here.Shell.Write("org/.patchbay/state.json", """{"format": 1, "files": {"reception.json": {"org": "", "id": "abc123-def456", "revision": "r", "sha256": "s"}}}""");
        here.Org.Org.ImportFolder(Path.Combine(here.Shell.Folder, "org"));
        return here;
    }
}
