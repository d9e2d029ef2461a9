namespace Patchbay.Emulator.Tests;

/// <summary>Small definitions for tests, one per format.</summary>
internal static class Flows
{
    public static string NodeMap(string name, string type = "call", string welcomeNext = "bye") => $$"""
        {
          "name": "{{name}}", "type": "{{type}}",
          "definition": {"nodes": {
            "welcome": {"type": "play", "label": "Welcome", "outputNodes": {"success": "{{welcomeNext}}"} },
            "bye": {"type": "disconnect", "label": "Bye", "outputNodes": {} }
          } }
        }
        """;

    public static string NodeMapCalling(string name, string moduleId, string type = "call") => $$"""
        {
          "name": "{{name}}", "type": "{{type}}",
          "definition": {"nodes": {
            "call": {"type": "CallModule", "label": "Call", "content": {"moduleId": "{{moduleId}}"}, "outputNodes": {"success": "bye", "error": "bye"} },
            "bye": {"type": "disconnect", "label": "Bye", "outputNodes": {} }
          } }
        }
        """;

    public static string NodeList(string name, string edges = """{"source": "begin", "target": "bye"}""") => $$"""
        {
          "name": "{{name}}", "type": "call",
          "definition": {
            "nodes": [{"id": "begin", "type": "start", "label": "Begin"}, {"id": "bye", "type": "disconnect", "label": "Bye"}],
            "edges": [{{edges}}]
          }
        }
        """;

    public static string ActionList(string name, string next = "bye") => $$"""
        {
          "name": "{{name}}", "type": "call",
          "actions": [
            {"id": "welcome", "type": "playprompt", "name": "Welcome", "next": "{{next}}"},
            {"id": "bye", "type": "disconnect", "name": "Bye"}
          ]
        }
        """;

    public static string TriggerGraph(string name, string to = "welcome") => $$"""
        {
          "name": "{{name}}", "type": "call",
          "triggers": [{"id": "welcome", "type": "play", "properties": {} }],
          "edges": [{"fromId": "start", "toId": "{{to}}", "conditions": []}, {"fromId": "welcome", "toId": "end", "conditions": []}]
        }
        """;
}
