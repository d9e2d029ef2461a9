namespace Patchbay.Emulator.Org;

/// <summary>The queues of the sample org.</summary>
internal static class SampleQueues
{
    public static (string Id, string Name)[] All { get; } =
    [
        ("queue_sales", "Sales"),
        ("queue_support", "Support"),
        ("queue_support_priority", "Support priority"),
        ("queue_billing", "Billing"),
        ("queue_returns", "Returns"),
        ("queue_technical", "Technical support"),
        ("queue_retention", "Retention"),
        ("queue_operator", "Operator"),
        ("queue_chat", "Chat"),
        ("queue_email", "Email"),
        ("queue_messaging", "Messaging"),
        ("queue_night", "Night shift"),
    ];
}
