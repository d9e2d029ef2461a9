using System.Collections.Immutable;

namespace Patchbay.Emulator;

/// <summary>A client that may ask for tokens by its credentials.</summary>
/// <param name="Id">The client id.</param>
/// <param name="Secret">The client secret.</param>
public sealed record OAuthClient(string Id, string Secret)
{
    /// <summary>What people call the client, as the API tells it along with what the client did.</summary>
    /// <value>Default: the id.</value>
    public string Name
    {
        get => field ?? Id;
        init;
    }

    /// <summary>What the client may do.</summary>
    /// <value>Default: every scope that the API knows.</value>
    public ImmutableArray<string> Scopes { get; init; } = Emulator.Scopes.All;

    /// <summary>What the client may do in an org that speaks the platform's API, as <c>architect:flow:view</c>; <c>*</c> stands for anything, as in <c>architect:flow:*</c>.</summary>
    /// <value>Default: <c>*</c> alone, which is everything.</value>
    public ImmutableArray<string> Permissions { get; init; } = ["*"];

    /// <summary>The divisions, by id or name, whose flows the client may see and change.</summary>
    /// <value>Default: empty, which is every division.</value>
    public ImmutableArray<string> Divisions { get; init; } = [];

    /// <summary>The client that every emulator has unless told otherwise: <c>patchbay</c> with secret <c>patchbay</c>, every scope and permission, every division.</summary>
    public static OAuthClient BuiltIn { get; } = new("patchbay", "patchbay");

    /// <summary>The client's id; never its secret.</summary>
    public override string ToString() => $"OAuth client \"{Id}\"";
}
