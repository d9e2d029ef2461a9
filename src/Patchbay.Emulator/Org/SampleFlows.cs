namespace Patchbay.Emulator.Org;

/// <summary>The definitions of the sample org, by shape.</summary>
internal static class SampleFlows
{
    public static string ValidationModule() => """
        {
          "name": "Common_Validation_Module",
          "type": "module",
          "description": "Checks that the caller's number is well formed and known, and tells whether the caller may go on.",
          "variables": ["callerNumber", "language", "isValid", "customerId"],
          "definition": {
            "start": "check_number",
            "nodes": {
              "check_number": {
                "type": "decision",
                "label": "Check the number",
                "content": {"expression": "${callerNumber} != \"\" && ${language} != \"\""},
                "outputNodes": {"yes": "look_up", "no": "set_invalid"}
              },
              "look_up": {
                "type": "dataaction",
                "label": "Look the caller up",
                "content": {"action": "CRM lookup", "timeoutSeconds": 3.50, "outputs": {"id": "customerId"}},
                "outputNodes": {"success": "set_valid", "error": "set_invalid"}
              },
              "set_valid": {
                "type": "setvariable",
                "label": "Say yes",
                "content": {"variable": "isValid", "value": "true"},
                "outputNodes": {"success": "finish"}
              },
              "set_invalid": {
                "type": "setvariable",
                "label": "Say no",
                "content": {"variable": "isValid", "value": "false"},
                "outputNodes": {"success": "finish"}
              },
              "finish": {"type": "end", "label": "Back to the caller's flow", "outputNodes": {}}
            }
          }
        }
        """;

    public static string AuthSubflow() => """
        {
          "name": "Global Auth Subflow",
          "type": "subflow",
          "description": "Asks for the PIN and tells whether it was right.",
          "variables": ["caller_phone", "authenticationResult", "resolvedCustomerId"],
          "triggers": [
            {"id": "ask_pin", "type": "collect", "name": "Ask for the PIN", "properties": {"prompt": "Please enter your four digit PIN.", "digits": 4, "variable": "pin"}},
            {"id": "check_pin", "type": "dataaction", "name": "Check the PIN", "properties": {"phone": "${caller_phone}", "pin": "${pin}"}},
            {"id": "set_result", "type": "setvariable", "name": "Remember the result", "properties": {"variable": "authenticationResult", "value": "passed"}},
            {"id": "set_customer", "type": "setvariable", "name": "Remember the customer", "properties": {"variable": "resolvedCustomerId", "value": "${checkedCustomer}"}},
            {"id": "set_failed", "type": "setvariable", "name": "Remember the failure", "properties": {"variable": "authenticationResult", "value": "failed"}}
          ],
          "edges": [
            {"fromId": "start", "toId": "ask_pin", "conditions": []},
            {"fromId": "ask_pin", "toId": "check_pin", "conditions": []},
            {"fromId": "check_pin", "toId": "set_result", "conditions": []},
            {"fromId": "check_pin", "toId": "set_failed", "conditions": [{"type": "error"}]},
            {"fromId": "set_result", "toId": "set_customer", "conditions": []},
            {"fromId": "set_customer", "toId": "end", "conditions": []},
            {"fromId": "set_failed", "toId": "end", "conditions": []}
          ]
        }
        """;

    public static string SurveyModule() => """
        {
          "name": "Common_Survey_Module",
          "type": "module",
          "description": "Asks how it went.",
          "variables": ["agentName", "score"],
          "definition": {
            "start": "ask",
            "nodes": {
              "ask": {"type": "collect", "label": "Ask for a score", "content": {"prompt": "How did ${agentName} do, from 1 to 5?", "variable": "score"}, "outputNodes": {"success": "finish", "noInput": "finish"}},
              "finish": {"type": "end", "label": "Back to the caller's flow", "outputNodes": {}}
            }
          }
        }
        """;

    public static string HoursModule() => """
        {
          "name": "Opening_Hours_Module",
          "type": "module",
          "description": "Tells whether anybody is there.",
          "variables": ["calendar", "isOpen"],
          "definition": {
            "nodes": [
              {"id": "begin", "type": "start", "label": "Begin"},
              {"id": "look_up", "type": "dataaction", "label": "Look the hours up", "content": {"calendar": "${calendar}"}},
              {"id": "remember", "type": "setvariable", "label": "Remember it", "content": {"variable": "isOpen", "value": "${hours.open}"}},
              {"id": "finish", "type": "end", "label": "Back to the caller's flow"}
            ],
            "edges": [
              {"source": "begin", "target": "look_up"},
              {"source": "look_up", "target": "remember", "on": "success"},
              {"source": "look_up", "target": "finish", "on": "error"},
              {"source": "remember", "target": "finish"}
            ]
          }
        }
        """;

    public static string ConsentSubflow() => """
        {
          "name": "Recording Consent Subflow",
          "type": "subflow",
          "description": "Asks whether the call may be recorded.",
          "variables": ["mayRecord"],
          "actions": [
            {"id": "ask", "type": "collect", "name": "Ask for consent", "prompt": "May we record this call? Press 1 for yes.", "variable": "consent", "next": "remember"},
            {"id": "remember", "type": "setvariable", "name": "Remember the answer", "variable": "mayRecord", "value": "${consent}", "next": "finish"},
            {"id": "finish", "type": "end", "name": "Back to the caller's flow"}
          ]
        }
        """;

    public static string MainIvr() => """
        {
          "name": "Main IVR",
          "type": "call",
          "description": "The front door: everybody who calls the main number hears this.",
          "definition": {
            "start": "collect_ivr_main",
            "nodes": {
              "collect_ivr_main": {
                "type": "collect",
                "label": "Main menu",
                "menu": {
                  "options": [
                    {"key": "1", "prompt": "For sales, press 1", "routingTarget": "queue_sales"},
                    {"key": "2", "prompt": "For support, press 2", "routingTarget": "queue_support"},
                    {"key": "3", "prompt": "For your bill, press 3", "routingTarget": "queue_billing", "confirm": true},
                    {"key": "0", "prompt": "For the operator, press 0", "routingTarget": "queue_operator"}
                  ],
                  "timeoutSeconds": 8.0
                },
                "outputNodes": {"noInput": "say_again", "error": "disconnect_politely"}
              },
              "say_again": {
                "type": "play",
                "label": "Say it again",
                "content": {"prompt": "We did not get that."},
                "outputNodes": {"success": "collect_ivr_main"}
              },
              "disconnect_politely": {
                "type": "disconnect",
                "label": "Disconnect politely",
                "content": {"prompt": "Thank you for calling. Goodbye."},
                "outputNodes": {}
              }
            }
          }
        }
        """;

    /// <summary>A line that was written before anybody checked: an option leads to a node that is gone, so the service refuses every write of it.</summary>
    public static string Legacy() => """
        {
          "name": "Inbound_Support_Legacy",
          "type": "call",
          "description": "The line for customers of the old contracts. Nobody dares to touch it.",
          "division": {"id": "division_support", "name": "Support"},
          "definition": {
            "start": "greeting",
            "nodes": {
              "greeting": {
                "type": "play",
                "label": "Greeting",
                "content": {"prompt": "Welcome to support for classic contracts."},
                "outputNodes": {"success": "main_menu", "error": "old_menu"}
              },
              "main_menu": {
                "type": "menu",
                "label": "Main menu",
                "menu": {
                  "options": [
                    {"key": "1", "prompt": "For help, press 1", "routingTarget": "queue_support"},
                    {"key": "2", "prompt": "For your bill, press 2", "routingTarget": "queue_billing"}
                  ]
                },
                "outputNodes": {"noInput": "disconnect_politely", "error": "disconnect_politely"}
              },
              "disconnect_politely": {
                "type": "disconnect",
                "label": "Disconnect politely",
                "content": {"prompt": "Thank you for calling. Goodbye."},
                "outputNodes": {}
              }
            }
          }
        }
        """;

    public static string NodeMap(SampleLine line, string? module = null) => $$"""
        {
          {{Head(line)}}
          "definition": {
            "start": "{{(module is null ? "main_menu" : "call_common_validation_module")}}",
            "nodes": {{{(module is null ? "" : $$"""
              "call_common_validation_module": {
                "type": "CallModule",
                "label": "Common_Validation_Module",
                "content": {
                  "moduleId": "{{module}}",
                  "inputs": {"callerNumber": "${caller.phoneNumber}", "language": "${caller.language}"},
                  "outputs": {"isValid": "callerIsValid"}
                },
                "outputNodes": {"success": "main_menu", "error": "disconnect_politely"}
              },
        """)}}
              "main_menu": {
                "type": "menu",
                "label": "Main menu",
                "content": {"prompt": "{{line.Greeting}}"},
                "menu": {
                  "options": [
                    {"key": "1", "prompt": "For help with {{line.Topic}}, press 1", "routingTarget": "{{line.Queue}}"},
                    {"key": "2", "prompt": "For your bill, press 2", "routingTarget": "queue_billing"},
                    {"key": "9", "prompt": "To hear our opening hours, press 9", "routingTarget": "opening_hours"},
                    {"key": "0", "prompt": "For the operator, press 0", "routingTarget": "queue_operator"}
                  ]
                },
                "outputNodes": {"noInput": "disconnect_politely", "error": "disconnect_politely"}
              },
              "opening_hours": {
                "type": "play",
                "label": "Opening hours",
                "content": {"prompt": "We are here from eight to eight, Monday to Saturday."},
                "outputNodes": {"success": "main_menu", "error": "disconnect_politely"}
              },
              "disconnect_politely": {
                "type": "disconnect",
                "label": "Disconnect politely",
                "content": {"prompt": "Thank you for calling. Goodbye."},
                "outputNodes": {}
              }
            }
          }
        }
        """;

    public static string NodeList(SampleLine line) => $$"""
        {
          {{Head(line)}}
          "definition": {
            "nodes": [
              {"id": "begin", "type": "start", "label": "Begin"},
              {"id": "greeting", "type": "play", "label": "Greeting", "content": {"prompt": "{{line.Greeting}}"} },
              {"id": "main_menu", "type": "menu", "label": "Main menu", "content": {"prompt": "For an agent press 1, to leave press 2."} },
              {"id": "to_agent", "type": "transfer", "label": "To an agent", "content": {"queueId": "{{line.Queue}}"} },
              {"id": "disconnect_politely", "type": "disconnect", "label": "Disconnect politely", "content": {"prompt": "Thank you for calling. Goodbye."} }
            ],
            "edges": [
              {"source": "begin", "target": "greeting"},
              {"source": "greeting", "target": "main_menu"},
              {"source": "main_menu", "target": "to_agent", "on": "1"},
              {"source": "main_menu", "target": "disconnect_politely", "on": "2"},
              {"source": "main_menu", "target": "disconnect_politely", "on": "error"}
            ]
          }
        }
        """;

    public static string ActionList(SampleLine line) => $$"""
        {
          {{Head(line)}}
          "settings": {"language": "en-us", "speechTimeout": 2.0},
          "actions": [
            {"id": "welcome", "type": "playprompt", "name": "Welcome", "prompt": "{{line.Greeting}}", "next": "main_menu"},
            {"id": "main_menu", "type": "collect", "name": "Main menu", "prompt": "Say in a few words what you need.", "variable": "reason", "next": "is_open"},
            {"id": "is_open", "type": "decision", "name": "Are we open?", "expression": "${schedule.isOpen}", "onSuccess": "to_agent", "onError": "disconnect_politely"},
            {"id": "to_agent", "type": "transfer", "name": "To an agent", "queueId": "{{line.Queue}}", "reason": "${reason}"},
            {"id": "disconnect_politely", "type": "disconnect", "name": "Disconnect politely", "prompt": "Thank you for calling. Goodbye."}
          ],
          "outcomes": []
        }
        """;

    public static string TriggerGraph(SampleLine line, string auth) => $$"""
        {
          {{Head(line)}}
          "triggers": [
            {"id": "authenticate", "type": "callsubflow", "name": "Authenticate", "properties": {"flowId": "{{auth}}", "arguments": {"caller_phone": "${caller.phoneNumber}"}, "returnVariables": {"auth_status": "authenticationResult"} } },
            {"id": "main_menu", "type": "play", "name": "Main menu", "properties": {"prompt": "{{line.Greeting}} Stay on the line for an agent."} },
            {"id": "disconnect_politely", "type": "disconnect", "name": "Disconnect politely", "properties": {"prompt": "Thank you for calling. Goodbye."} },
            {"id": "to_agent", "type": "transfer", "name": "To an agent", "properties": {"queueId": "{{line.Queue}}"} }
          ],
          "edges": [
            {"fromId": "start", "toId": "authenticate", "conditions": []},
            {"fromId": "authenticate", "toId": "main_menu", "conditions": []},
            {"fromId": "authenticate", "toId": "disconnect_politely", "conditions": [{"type": "error"}]},
            {"fromId": "main_menu", "toId": "to_agent", "conditions": []},
            {"fromId": "disconnect_politely", "toId": "end", "conditions": []},
            {"fromId": "to_agent", "toId": "end", "conditions": []}
          ]
        }
        """;

    /// <summary>A chat: no voice, no keys.</summary>
    public static string Chat(SampleLine line) => $$"""
        {
          {{Head(line)}}
          "definition": {
            "start": "greet",
            "nodes": {
              "greet": {"type": "sendresponse", "label": "Greet", "content": {"text": "{{line.Greeting}}"}, "outputNodes": {"success": "ask", "error": "to_agent"} },
              "ask": {"type": "collect", "label": "Ask what it is about", "content": {"text": "What is it about?", "variable": "topic"}, "outputNodes": {"success": "know_it", "noInput": "to_agent"} },
              "know_it": {"type": "decision", "label": "Do we know the answer?", "content": {"expression": "${topic} == \"{{line.Topic}}\""}, "outputNodes": {"yes": "answer", "no": "to_agent"} },
              "answer": {"type": "sendresponse", "label": "Answer", "content": {"text": "Have a look at our page about {{line.Topic}}."}, "outputNodes": {"success": "finish"} },
              "to_agent": {"type": "transfer", "label": "To an agent", "content": {"queueId": "{{line.Queue}}"}, "outputNodes": {} },
              "finish": {"type": "end", "label": "Finish", "outputNodes": {} }
            }
          }
        }
        """;

    /// <summary>Incoming mail: nobody waits at the other end.</summary>
    public static string Email(SampleLine line) => $$"""
        {
          {{Head(line)}}
          "settings": {"language": "en-us", "autoReply": true},
          "actions": [
            {"id": "read_subject", "type": "setvariable", "name": "Read the subject", "variable": "subject", "value": "${email.subject}", "next": "is_urgent"},
            {"id": "is_urgent", "type": "decision", "name": "Is it urgent?", "expression": "${subject} contains \"urgent\"", "onSuccess": "to_priority", "onError": "to_queue"},
            {"id": "to_priority", "type": "transfer", "name": "To the priority queue", "queueId": "queue_support_priority", "priority": 10.0},
            {"id": "to_queue", "type": "transfer", "name": "To the queue", "queueId": "{{line.Queue}}"}
          ],
          "outcomes": []
        }
        """;

    /// <summary>Text messages.</summary>
    public static string Message(SampleLine line) => $$"""
        {
          {{Head(line)}}
          "definition": {
            "nodes": [
              {"id": "begin", "type": "start", "label": "Begin"},
              {"id": "receipt", "type": "sendresponse", "label": "Confirm receipt", "content": {"text": "{{line.Greeting}}"} },
              {"id": "is_open", "type": "decision", "label": "Are we open?", "content": {"expression": "${schedule.isOpen}"} },
              {"id": "to_agent", "type": "transfer", "label": "To an agent", "content": {"queueId": "{{line.Queue}}"} },
              {"id": "later", "type": "sendresponse", "label": "We write tomorrow", "content": {"text": "We are closed and will answer tomorrow."} },
              {"id": "finish", "type": "end", "label": "Finish"}
            ],
            "edges": [
              {"source": "begin", "target": "receipt"},
              {"source": "receipt", "target": "is_open"},
              {"source": "is_open", "target": "to_agent", "on": "yes"},
              {"source": "is_open", "target": "later", "on": "no"},
              {"source": "later", "target": "finish"}
            ]
          }
        }
        """;

    private static string Head(SampleLine line) => $$"""
        "name": "{{line.Name}}",
          "type": "{{line.Type}}",
          "description": "{{line.Description}}",
          "division": {"id": "{{line.Division.Id}}", "name": "{{line.Division.Name}}"},
        """;
}

/// <summary>What tells one line of the sample org from another of the same shape.</summary>
internal sealed record SampleLine(string Name, string Type, string Topic, OrgDivision Division, string Queue)
{
    /// <summary>What a caller hears or reads first.</summary>
    public string Greeting { get; init; } = "";

    /// <summary>What the flow is for.</summary>
    public string Description => $"{Topic[..1].ToUpperInvariant()}{Topic[1..]}: {Type switch { "call" => "callers", "chat" => "visitors", "email" => "mail", _ => "messages" }} end up in {Queue}.";
}
