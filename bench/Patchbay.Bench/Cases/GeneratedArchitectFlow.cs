using System.Globalization;
using System.Text;

namespace Patchbay.Bench.Cases;

/// <summary>Architect flows of a given size, each different and all without a fault: menus, tasks with decisions, data actions and transfers, with the settings that an exporter writes.</summary>
internal static class GeneratedArchitectFlow
{
    /// <summary>Writes a flow. Twenty-four tasks of five actions make some 75 KB.</summary>
    /// <param name="number">Tells flows apart.</param>
    /// <param name="tasks">How many tasks it has, of five actions each.</param>
    public static string Write(int number, int tasks = 24)
    {
        var text = new StringBuilder();
        var name = string.Create(CultureInfo.InvariantCulture, $"Generated Line {number}");
        text.Append(CultureInfo.InvariantCulture, $"""
            inboundCall:
              name: {name}
              division: Home
              startUpRef: "/inboundCall/menus/menu[Main Menu_10]"
              defaultLanguage: en-us
              supportedLanguages:
                en-us:
                  defaultLanguageSkill:
                    noValue: true
                  textToSpeech:
                    defaultEngine:
                      voice: Jill
              variables:
                - stringVariable:
                    name: Flow.CustomerNumber
                    initialValue:
                      noValue: true
                - integerVariable:
                    name: Flow.Tries
                    initialValue:
                      lit: 0
              initialGreeting:
                tts: Welcome to line {number}.
              settingsErrorHandling:
                errorHandling:
                  disconnect:
                    none: true
                preHandlingAudio:
                  tts: Sorry, an error occurred.
              menus:
                - menu:
                    name: Main Menu
                    refId: Main Menu_10
                    audio:
                      tts: Please choose.
                    choices:

            """);
        var task = 0;
        for (var digit = 1; digit <= 9; digit++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                          - menuJumpToTask:
                              name: Choice {digit}
                              dtmf: digit_{digit}
                              globalDtmf: false
                              globalSpeechRecTerms: false
                              targetTaskRef: "/inboundCall/tasks/task[{RefId(task)}]"

                """);
            task = (task + 1) % tasks;
        }

        text.Append("  tasks:\n");
        for (var i = 0; i < tasks; i++)
        {
            WriteTask(text, i, tasks);
        }

        return text.ToString();
    }

    private static string RefId(int task) => string.Create(CultureInfo.InvariantCulture, $"Task {task}_{20 + task}");

    private static void WriteTask(StringBuilder text, int task, int tasks) => text.Append(CultureInfo.InvariantCulture, $"""
            - task:
                name: Task {task}
                refId: {RefId(task)}
                variables:
                  - stringVariable:
                      name: Task.Answer{task}
                      initialValue:
                        noValue: true
                actions:
                  - collectInput:
                      name: Ask {task}
                      inputData:
                        var: Flow.CustomerNumber
                      digits:
                        range:
                          min: 1
                          max: 8
                          terminatingDtmf: digit_#
                      interDigitTimeout:
                        noValue: true
                      noEntryTimeout:
                        noValue: true
                      inputAudio:
                        exp: "Append(ToAudioTTS(\"Please enter your customer number. \"), ToAudioBlank(500))"
                      acceptJustStar:
                        lit: false
                      acceptJustPound:
                        lit: false
                      verificationType: none
                  - callData:
                      name: Look up {task}
                      timeout:
                        lit:
                          minutes: 1
                      category:
                        Customer Service:
                          dataAction:
                            Find Customer:
                              inputs:
                                number:
                                  exp: Trim(Flow.CustomerNumber)
                              successOutputs:
                                name:
                                  var: Task.Answer{task}
                              failureOutputs:
                                errorCode:
                                  noValue: true
                                status:
                                  noValue: true
                                correlationId:
                                  noValue: true
                                entityId:
                                  noValue: true
                                entityName:
                                  noValue: true
                                userMessage:
                                  noValue: true
                  - decision:
                      name: Known {task}
                      condition:
                        exp: "IsSet(Task.Answer{task}) and Length(Task.Answer{task}) > 3 and Flow.Tries < {task + 3}"
                      outputs:
                        yes:
                          actions:
                            - transferToAcd:
                                name: To queue {task}
                                targetQueue:
                                  lit:
                                    name: Queue {task}
                                preTransferAudio:
                                  tts: Please hold the line.
                                failureTransferAudio:
                                  tts: Nobody is free at the moment.
                                priority:
                                  lit: 0
                                preferredAgents:
                                  noValue: true
                                languageSkill:
                                  noValue: true
                                failureOutputs:
                                  errorType:
                                    noValue: true
                                  errorMessage:
                                    noValue: true
                  - jumpToTask:
                      name: Go on {task}
                      targetTaskRef: "/inboundCall/tasks/task[{RefId((task + 1) % tasks)}]"

        """);
}
