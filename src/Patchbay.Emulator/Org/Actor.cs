namespace Patchbay.Emulator.Org;

/// <summary>Who does something in an org that speaks the platform's API: a person, or an OAuth client of its own.</summary>
/// <param name="Id">The user's or the client's id.</param>
/// <param name="Name">The name that is shown.</param>
/// <param name="IsUser">Whether it is a person. The API tells people (<c>lockedUser</c>, <c>user</c>, <c>createdBy</c>) and clients (<c>lockedClient</c>, <c>client</c>, <c>createdByClient</c>) in different fields.</param>
internal sealed record Actor(string Id, string Name, bool IsUser)
{
    /// <summary>Who made what was there before anybody asked.</summary>
    public static Actor Importer { get; } = new("import", "import", IsUser: false);
}
