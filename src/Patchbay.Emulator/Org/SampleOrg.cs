namespace Patchbay.Emulator.Org;

/// <summary>An org to try things on, the same every time: a company's flows over the four formats, with some of the faults that grow in such orgs.</summary>
internal static class SampleOrg
{
    /// <summary>Topics of the support lines, in the order in which their flows were made.</summary>
    private static readonly string[] SupportTopics =
    [
        "Billing", "Returns", "Legacy", "Orders", "Delivery", "Warranty", "Accounts", "Passwords", "Outages",
        "Internet", "Mobile", "Television", "Devices", "Repairs", "Installation", "Upgrades", "Cancellations", "Complaints",
        "Accessibility", "Priority", "Business", "Enterprise", "Partners", "Retail", "Roaming", "Spam", "Fraud",
        "Security", "Privacy", "Refunds", "Payments", "Invoices", "Contracts", "Moving", "Porting", "Voicemail",
        "Webmail", "Cloud", "Backup", "Hosting", "Domains", "Licences", "Training", "Onboarding", "Feedback",
        "Surveys", "Loyalty", "Gifts", "Insurance", "Emergency", "Nights", "Weekends", "French", "Spanish",
    ];

    private static readonly string[] AlreadyCalling = ["Returns", "Warranty", "Refunds"];

    /// <summary>Fills an org.</summary>
    public static void Fill(EmulatorOrg org)
    {
        org.AddDivision("division_support", "Support");
        org.AddDivision("division_sales", "Sales");
        foreach (var (id, name) in SampleQueues.All)
        {
            org.AddQueue(id, name);
        }

        var module = org.Import(SampleFlows.ValidationModule()).Id;
        var auth = org.Import(SampleFlows.AuthSubflow()).Id;
        org.Import(SampleFlows.MainIvr());
        for (var i = 0; i < SupportTopics.Length; i++)
        {
            var topic = SupportTopics[i];
            var called = AlreadyCalling.Contains(topic) ? module : null;
            org.Import(topic == "Legacy" ? SampleFlows.Legacy() : Support(topic, i, called, auth));
        }
    }

    private static string Support(string topic, int number, string? module, string auth) => (number % 9) switch
    {
        _ when module is not null => SampleFlows.NodeMap($"Inbound_Support_{topic}", topic, "Support", module),
        3 => SampleFlows.ActionList($"Inbound_Support_{topic}", topic, "Support"),
        7 => SampleFlows.TriggerGraph($"Inbound_Support_{topic}", topic, "Support", auth),
        2 or 5 or 8 => SampleFlows.NodeList($"Inbound_Support_{topic}", topic, "Support"),
        _ => SampleFlows.NodeMap($"Inbound_Support_{topic}", topic, "Support", null),
    };
}
