namespace Patchbay.Cli.Tests;

/// <summary>A change of three flows of the sample org, and what people are shown of it.</summary>
internal static class ChangeOfThree
{
    /// <summary>The change file.</summary>
    public const string Yaml = """
        description: Validate every support caller
        flows:
          type: call
          name: Inbound_Support_B*
        steps:
          - call: Common_Validation_Module
            at: start
            inputs: {callerNumber: "${caller.phoneNumber}"}

        """;

    /// <summary>The flows that it selects.</summary>
    public static readonly string[] Names = ["Inbound_Support_Backup", "Inbound_Support_Billing", "Inbound_Support_Business"];

    /// <summary>The plan, flow by flow.</summary>
    public const string Drawn = """
        ~ Inbound_Support_Backup     call  v3
            + call "Common_Validation_Module" at start, before "Greeting"
                inputs    callerNumber <- ${caller.phoneNumber}
                success   -> Greeting
                error     -> Greeting (error goes where success goes)
        ~ Inbound_Support_Billing    call  v14
            + call "Common_Validation_Module" at start, before "Main menu"
                inputs    callerNumber <- ${caller.phoneNumber}
                success   -> Main menu
                error     -> Main menu (error goes where success goes)
        ~ Inbound_Support_Business   call  v9
            + call "Common_Validation_Module" at start, before "Greeting"
                inputs    callerNumber <- ${caller.phoneNumber}
                success   -> Greeting
                error     -> Greeting (error goes where success goes)

        """;

    /// <summary>Writes the change file into a folder, and starts an org.</summary>
    public static async Task<LocalOrg> PrepareAsync(CommandLine shell, Func<Patchbay.Emulator.EmulatorOptions, Patchbay.Emulator.EmulatorOptions>? adjust = null)
    {
        shell.Clock = new StoppedClock();
        shell.Write("change.yaml", Yaml);
        return await LocalOrg.StartAsync(shell, adjust);
    }

    /// <summary>The versions that the org has of the three flows, in the order of their names.</summary>
    public static async Task<string[]> VersionsAsync(CommandLine shell) =>
        [.. (await shell.RunAsync("flows list --name Inbound_Support_B* --json")).ShouldEnd(ExitCode.Done).Json.GetProperty("flows").EnumerateArray().Select(flow => flow.GetProperty("version").GetString()!)];

    /// <summary>The versions that are live, in the order of the names.</summary>
    public static async Task<string[]> LiveAsync(CommandLine shell) =>
        [.. (await shell.RunAsync("flows list --name Inbound_Support_B* --json")).ShouldEnd(ExitCode.Done).Json.GetProperty("flows").EnumerateArray().Select(flow => flow.GetProperty("published").GetProperty("version").GetString()!)];
}
