namespace Patchbay.Emulator.Org;

/// <summary>The prompts that every org has.</summary>
internal static class SystemPrompts
{
    private static readonly string[] Names =
    [
        "didnt_get_that_try_again",
        "didnt_understand_try_again",
        "having_trouble_understanding",
        "on_hold_music",
        "please_try_again",
        "processing",
        "voicemail_greeting",
    ];

    public static void Fill(EmulatorOrg org)
    {
        foreach (var name in Names)
        {
            org.Resources.Put(new OrgResource(ResourceKinds.SystemPrompt, EmulatorOrg.IdFrom("system prompt", name), name, org.HomeDivision) { CreatedAt = org.Now, ModifiedAt = org.Now });
        }
    }
}
