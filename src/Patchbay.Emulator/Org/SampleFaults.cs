namespace Patchbay.Emulator.Org;

/// <summary>The definitions of the sample org that have something wrong with them.</summary>
internal static class SampleFaults
{
    /// <summary>A node that nothing leads to any more: somebody unlinked the old greeting and left it there.</summary>
    public static string Unreachable(SampleLine line) => Nodes(line, """
        "main_menu": {
          "type": "menu",
          "label": "Main menu",
          "menu": {"options": [{"key": "1", "prompt": "For help, press 1", "routingTarget": "queue_support"}, {"key": "2", "prompt": "For the operator, press 2", "routingTarget": "queue_operator"}]},
          "outputNodes": {"noInput": "disconnect_politely", "error": "disconnect_politely"}
        },
        "old_greeting": {"type": "play", "label": "Old greeting", "content": {"prompt": "We are moving house."}, "outputNodes": {"success": "main_menu"}},
        "disconnect_politely": {"type": "disconnect", "label": "Disconnect politely", "content": {"prompt": "Thank you for calling. Goodbye."}, "outputNodes": {}}
        """);

    /// <summary>A call with an input that the module never reads under that name: it is spelt with another case.</summary>
    public static string NearMissInput(SampleLine line, string module) => Nodes(line, $$"""
        "validate": {
          "type": "CallModule",
          "label": "Validate the caller",
          "content": {"moduleId": "{{module}}", "inputs": {"callernumber": "${caller.phoneNumber}"}, "outputs": {"isValid": "callerIsValid"} },
          "outputNodes": {"success": "to_agent", "error": "disconnect_politely"}
        },
        "to_agent": {"type": "transfer", "label": "To an agent", "content": {"queueId": "queue_sales"}, "outputNodes": {} },
        "disconnect_politely": {"type": "disconnect", "label": "Disconnect politely", "content": {"prompt": "Thank you for calling. Goodbye."}, "outputNodes": {} }
        """);

    /// <summary>A prompt after which nothing comes: the caller hears silence.</summary>
    public static string DeadEnd(SampleLine line) => $$"""
        {
          "name": "{{line.Name}}",
          "type": "call",
          "division": {"id": "{{line.Division.Id}}", "name": "{{line.Division.Name}}"},
          "definition": {
            "nodes": [
              {"id": "begin", "type": "start", "label": "Begin"},
              {"id": "main_menu", "type": "menu", "label": "Main menu", "content": {"prompt": "{{line.Greeting}} Press 1 for an agent, 2 for our offer."} },
              {"id": "offer", "type": "play", "label": "Our offer", "content": {"prompt": "Try it for thirty days."} },
              {"id": "to_agent", "type": "transfer", "label": "To an agent", "content": {"queueId": "queue_sales"} }
            ],
            "edges": [
              {"source": "begin", "target": "main_menu"},
              {"source": "main_menu", "target": "to_agent", "on": "1"},
              {"source": "main_menu", "target": "offer", "on": "2"}
            ]
          }
        }
        """;

    /// <summary>Two ways that are both always taken.</summary>
    public static string AmbiguousWay(SampleLine line) => $$"""
        {
          "name": "{{line.Name}}",
          "type": "call",
          "division": {"id": "{{line.Division.Id}}", "name": "{{line.Division.Name}}"},
          "definition": {
            "nodes": [
              {"id": "begin", "type": "start", "label": "Begin"},
              {"id": "greeting", "type": "play", "label": "Greeting", "content": {"prompt": "{{line.Greeting}}"} },
              {"id": "to_agent", "type": "transfer", "label": "To an agent", "content": {"queueId": "queue_sales"} },
              {"id": "disconnect_politely", "type": "disconnect", "label": "Disconnect politely", "content": {"prompt": "Thank you for calling. Goodbye."} }
            ],
            "edges": [
              {"source": "begin", "target": "greeting"},
              {"source": "greeting", "target": "to_agent"},
              {"source": "greeting", "target": "disconnect_politely"}
            ]
          }
        }
        """;

    /// <summary>A key that stands for two things; the service refuses every write of it.</summary>
    public static string DuplicateMenuKey(SampleLine line) => Nodes(line, """
        "main_menu": {
          "type": "menu",
          "label": "Main menu",
          "menu": {
            "options": [
              {"key": "1", "prompt": "For monthly plans, press 1", "routingTarget": "queue_billing"},
              {"key": "2", "prompt": "For yearly plans, press 2", "routingTarget": "queue_billing"},
              {"key": "2", "prompt": "To leave us, press 2", "routingTarget": "queue_retention"}
            ]
          },
          "outputNodes": {"noInput": "disconnect_politely", "error": "disconnect_politely"}
        },
        "disconnect_politely": {"type": "disconnect", "label": "Disconnect politely", "content": {"prompt": "Thank you for calling. Goodbye."}, "outputNodes": {}}
        """);

    /// <summary>Two halves without a way between them; it does not compile.</summary>
    public static string DisconnectedParts(SampleLine line) => $$"""
        {
          "name": "{{line.Name}}",
          "type": "call",
          "division": {"id": "{{line.Division.Id}}", "name": "{{line.Division.Name}}"},
          "definition": {
            "nodes": [
              {"id": "begin", "type": "start", "label": "Begin"},
              {"id": "to_agent", "type": "transfer", "label": "To an agent", "content": {"queueId": "queue_sales"} },
              {"id": "offer", "type": "play", "label": "Our offer", "content": {"prompt": "{{line.Greeting}}"} },
              {"id": "disconnect_politely", "type": "disconnect", "label": "Disconnect politely", "content": {"prompt": "Goodbye."} }
            ],
            "edges": [
              {"source": "begin", "target": "to_agent"},
              {"source": "offer", "target": "disconnect_politely"}
            ]
          }
        }
        """;

    /// <summary>A call to a module that was deleted; it does not compile.</summary>
    public static string CallsNobody(SampleLine line) => Nodes(line, $$"""
        "arrange": {"type": "CallModule", "label": "Arrange a callback", "content": {"moduleId": "{{EmulatorOrg.IdFrom("flow", "a module of old")}}"}, "outputNodes": {"success": "disconnect_politely", "error": "disconnect_politely"} },
        "disconnect_politely": {"type": "disconnect", "label": "Disconnect politely", "content": {"prompt": "We call you back. Goodbye."}, "outputNodes": {} }
        """);

    /// <summary>A circle that goes round without waiting for the caller; it does not compile.</summary>
    public static string LoopWithoutCaller(SampleLine line) => Nodes(line, """
        "music": {"type": "play", "label": "Music", "content": {"prompt": "music.wav"}, "outputNodes": {"success": "announce"}},
        "announce": {"type": "play", "label": "Announce", "content": {"prompt": "You are next in line."}, "outputNodes": {"success": "music"}}
        """);

    private static string Nodes(SampleLine line, string nodes) => $$"""
        {
          "name": "{{line.Name}}",
          "type": "call",
          "division": {"id": "{{line.Division.Id}}", "name": "{{line.Division.Name}}"},
          "definition": {"nodes": {
        {{nodes}}
          } }
        }
        """;
}
