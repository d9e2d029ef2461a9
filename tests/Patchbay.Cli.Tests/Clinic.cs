namespace Patchbay.Cli.Tests;

/// <summary>A folder of Architect flows that lead to each other.</summary>
internal static class Clinic
{
    private const string Bot = """
        botFlow:
          name: Night Desk Bot
          startUpRef: "/botFlow/bots/bot[night_1]"
          bots:
            - bot:
                name: Night
                refId: night_1
                actions:
                  - callCommonModule:
                      name: Take it down
                      commonModule:
                        Voice Message:
                          ver_latestPublished:
                            inputs: {}
                            outputs: {}
                  - exitBotFlow:
                      name: Done

        """;

    private const string Module = """
        commonModule:
          name: Voice Message
          startUpTaskActions:
            - playAudio:
                name: Ask for it
                audio:
                  prompt: Prompt.After_The_Tone
            - endTask:
                name: End

        """;

    private const string Laboratory = """
        inboundCall:
          name: Laboratory
          startUpRef: "/inboundCall/tasks/task[lab_1]"
          tasks:
            - task:
                name: Opening
                refId: lab_1
                actions:
                  - transferToAcd:
                      name: To the laboratory
                      targetQueue:
                        lit:
                          name: Laboratory
                  - transferToFlow:
                      name: Back to reception
                      targetFlow:
                        name: Clinic Reception

        """;

    /// <summary>Writes the files into a folder <c>clinic</c>.</summary>
    public static void WriteTo(CommandLine shell)
    {
        shell.Write("clinic/reception.yaml", Repository.Read("corpus/drawings/reception/flow.yaml"));
        shell.Write("clinic/night-bot.yaml", Bot);
        shell.Write("clinic/voice-message.yaml", Module);
        shell.Write("clinic/laboratory.yaml", Laboratory);
    }
}
