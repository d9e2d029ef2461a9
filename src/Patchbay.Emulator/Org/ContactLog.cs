namespace Patchbay.Emulator.Org;

/// <summary>A caller in a flow.</summary>
internal readonly record struct Contact(DateTimeOffset At, string FlowId, string RevisionId);

/// <summary>Every contact that the org's flows had.</summary>
/// <param name="added">Is told of every contact with its number, from 1 on, after it was added.</param>
internal sealed class ContactLog(Action<Contact, int> added)
{
    private readonly List<Contact> _contacts = [];

    public void Add(Contact contact)
    {
        _contacts.Add(contact);
        added(contact, _contacts.Count);
    }

    /// <summary>The contacts of some flows in an interval, its end included.</summary>
    public IEnumerable<Contact> Between(DateTimeOffset from, DateTimeOffset to, IReadOnlySet<string> flowIds) =>
        _contacts.Where(contact => contact.At >= from && contact.At <= to && flowIds.Contains(contact.FlowId));
}
