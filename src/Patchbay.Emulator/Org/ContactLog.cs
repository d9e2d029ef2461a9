namespace Patchbay.Emulator.Org;

/// <summary>A caller in a flow.</summary>
internal readonly record struct Contact(DateTimeOffset At, string FlowId, string RevisionId);

/// <summary>Every contact that the org's flows had.</summary>
internal sealed class ContactLog
{
    private readonly List<Contact> _contacts = [];

    public void Add(Contact contact) => _contacts.Add(contact);

    /// <summary>The contacts of some flows in an interval, its end included.</summary>
    public IEnumerable<Contact> Between(DateTimeOffset from, DateTimeOffset to, IReadOnlySet<string> flowIds) =>
        _contacts.Where(contact => contact.At >= from && contact.At <= to && flowIds.Contains(contact.FlowId));
}
