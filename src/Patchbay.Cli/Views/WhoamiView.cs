using System.Collections.Immutable;

namespace Patchbay.Cli.Views;

/// <summary>As whom the verbs act at an org.</summary>
/// <param name="Org">The org as the user named it.</param>
/// <param name="Url">The origin of its API.</param>
/// <param name="Organization">The organisation's name; empty where the org does not tell.</param>
/// <param name="OrganizationId">Its id; empty where the org does not tell.</param>
/// <param name="ClientId">The OAuth client.</param>
/// <param name="Credentials">Where the credentials come from.</param>
/// <param name="ExpiresAt">Until when the token in use is good.</param>
internal sealed record WhoamiView(string Org, string Url, string Organization, string OrganizationId, string ClientId, string Credentials, DateTimeOffset? ExpiresAt) : IView
{
    /// <summary>The person; null where a client acts for itself.</summary>
    public string? User { get; init; }

    /// <summary>The person's address; null where a client acts for itself.</summary>
    public string? Email { get; init; }

    /// <summary>The scopes of the token, as far as the org tells.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>The person's permissions, as far as the org tells.</summary>
    public ImmutableArray<string> Permissions { get; init; } = [];

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        var rows = new List<string[]>
        {
            new[] { "org", $"{Org}   {(Url == Org ? "" : Url)}".TrimEnd() },
            new[] { "organisation", OrganizationId.Length > 0 ? $"{Organization} ({OrganizationId})" : "not told" },
        };
        if (User is not null || Email is not null)
        {
            rows.Add(["person", User is not null && Email is not null ? $"{User} ({Email})" : User ?? Email ?? ""]);
        }

        rows.Add(["client", ClientId]);
        rows.Add(["credentials", Credentials]);
        if (ExpiresAt is { } end)
        {
            rows.Add(["token until", Times.Show(end)]);
        }

        Add(rows, "scopes", Scopes);
        Add(rows, "permissions", Permissions);
        canvas.Table(rows);
    }

    private static void Add(List<string[]> rows, string name, ImmutableArray<string> values)
    {
        if (values.Length > 0)
        {
            rows.Add([name, string.Join(", ", values)]);
        }
    }
}
