namespace Patchbay.Cli.Tests.Commands;

public sealed class WhereUsedCommandTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public async Task Shows_callers_with_element_mappings_and_whether_that_is_live()
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var answer = (await _shell.RunAsync("where-used Common_Validation_Module")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe($"""
            Common_Validation_Module   module

            Inbound_Sales_Renewals   call v6   live
                validate "Validate the caller"
                    in   callernumber <- {"${caller.phoneNumber}"}
                    out  isValid -> callerIsValid

            Inbound_Support_Refunds   call v6   live
                call_common_validation_module "Common_Validation_Module"
                    in   callerNumber <- {"${caller.phoneNumber}"}
                    in   language <- {"${caller.language}"}
                    out  isValid -> callerIsValid

            Inbound_Support_Returns   call v8   live
                call_common_validation_module "Common_Validation_Module"
                    in   callerNumber <- {"${caller.phoneNumber}"}
                    in   language <- {"${caller.language}"}
                    out  isValid -> callerIsValid

            Inbound_Support_Warranty   call v3   live
                call_common_validation_module "Common_Validation_Module"
                    in   callerNumber <- {"${caller.phoneNumber}"}
                    in   language <- {"${caller.language}"}
                    out  isValid -> callerIsValid

            4 flows in {org.Name} call it, 4 of them live.

            """);
        answer.Error.ShouldBe($"Reading 141 flows from {org.Name} ... done (143 requests, 0 throttled)\n");
    }

    [Fact]
    public async Task Tells_a_draft_from_what_callers_hear()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        org.Org.EditAsSomebodyElse(org.IdOf("Inbound_Support_Returns"), "ann", """{"definition": {"nodes": {"call_common_validation_module": {"content": {"moduleId": "elsewhere"}}}}}""");

        var answer = (await _shell.RunAsync("where-used module:Common_Validation_Module --json")).ShouldEnd(ExitCode.Done);

        var caller = answer.Json.GetProperty("callers").EnumerateArray().Single(flow => flow.GetProperty("name").GetString() == "Inbound_Support_Returns");
        caller.GetProperty("state").GetString().ShouldBe("live-only");
        caller.GetProperty("version").GetString().ShouldBe("9");
        caller.GetProperty("liveVersion").GetString().ShouldBe("8");
        caller.GetProperty("calls")[0].GetProperty("inputs").GetProperty("callerNumber").GetString().ShouldBe("${caller.phoneNumber}");
    }

    [Fact]
    public async Task Answers_in_json()
    {
        _shell.Write("billing.json", Caller("Billing", "module.json"));
        _shell.Write("module.json", Callee("Greeting"));

        var answer = (await _shell.RunAsync("where-used greeting --json")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("""
            {
              "store": "this folder",
              "shared": {
                "id": "module.json",
                "name": "Greeting",
                "type": "module"
              },
              "callers": [
                {
                  "id": "billing.json",
                  "name": "Billing",
                  "type": "call",
                  "calls": [
                    {
                      "element": "ask",
                      "inputs": {
                        "number": "${caller.phoneNumber}"
                      },
                      "outputs": {}
                    }
                  ]
                }
              ]
            }

            """);
    }

    [Fact]
    public async Task Follows_callers_of_callers_when_asked()
    {
        _shell.Write("inner.json", Callee("Inner"));
        _shell.Write("outer.json", Caller("Outer", "inner.json", "module"));
        _shell.Write("billing.json", Caller("Billing", "outer.json"));

        var near = (await _shell.RunAsync("where-used Inner")).ShouldEnd(ExitCode.Done);
        var all = (await _shell.RunAsync("where-used Inner --all")).ShouldEnd(ExitCode.Done);

        near.Out.ShouldNotContain("Billing");
        near.Out.ShouldEndWith("1 flow in this folder calls it.\n");
        all.Out.ShouldContain("Billing   call   through Outer\n");
        all.Out.ShouldEndWith("1 flow in this folder calls it; 1 more reaches it through these.\n");
    }

    [Fact]
    public async Task Finds_callers_of_an_id_that_lies_elsewhere()
    {
        _shell.Write("billing.json", Caller("Billing", "flow-4711"));

        var answer = (await _shell.RunAsync("where-used flow-4711")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldContain("Billing   call\n");
    }

    [Fact]
    public async Task Says_that_nobody_calls_it()
    {
        _shell.Write("module.json", Callee("Greeting"));

        var answer = (await _shell.RunAsync("where-used Greeting")).ShouldEnd(ExitCode.Done);

        answer.Out.ShouldBe("Greeting   module\nNothing in this folder calls it.\n");
    }

    [Fact]
    public async Task Guesses_which_shared_flow_was_meant()
    {
        await using var org = await LocalOrg.StartAsync(_shell);

        var answer = (await _shell.RunAsync("where-used Comon_Validation_Module")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldBe($"error: There is no flow \"Comon_Validation_Module\" in {org.Name}. Did you mean \"Common_Validation_Module\"? \"patchbay flows list\" shows all 141.\n");
    }

    private static string Callee(string name) => """
        {"name": "NAME", "type": "module", "definition": {"nodes": {"finish": {"type": "end", "outputNodes": {}}}}}
        """.Replace("NAME", name, StringComparison.Ordinal);

    private static string Caller(string name, string id, string type = "call") => """
        {"name": "NAME", "type": "TYPE", "definition": {"start": "ask", "nodes": {
          "ask": {"type": "CallModule", "content": {"moduleId": "ID", "inputs": {"number": "${caller.phoneNumber}"}}, "outputNodes": {"success": "bye", "error": "bye"}},
          "bye": {"type": "disconnect", "outputNodes": {}}}}}
        """.Replace("NAME", name, StringComparison.Ordinal).Replace("TYPE", type, StringComparison.Ordinal).Replace("ID", id, StringComparison.Ordinal);
}
