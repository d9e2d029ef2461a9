using System.Collections.Immutable;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator;

/// <summary>A person of an emulated org, who may sign in by a browser. There is no password: who can open the sign-in page may choose whom to be.</summary>
/// <param name="Email">The address, by which a person is told from others; case makes no difference.</param>
/// <param name="Name">The name that is shown.</param>
public sealed record EmulatorUser(string Email, string Name)
{
    /// <summary>What the person may do in an org that speaks the platform's API, as <c>architect:flow:view</c>; <c>*</c> stands for anything, as in <c>architect:flow:*</c>.</summary>
    /// <value>Default: <c>*</c> alone, which is everything.</value>
    public ImmutableArray<string> Permissions { get; init; } = ["*"];

    /// <summary>The divisions, by id or name, whose flows the person may see and change.</summary>
    /// <value>Default: empty, which is every division.</value>
    public ImmutableArray<string> Divisions { get; init; } = [];

    /// <summary>The people that every emulator has unless told otherwise: two who may do everything, so that one can hold a lock against the other.</summary>
    public static ImmutableArray<EmulatorUser> BuiltIn { get; } = [new("maria.lopez@example.com", "Maria Lopez"), new("ben.okafor@example.com", "Ben Okafor")];

    /// <summary>The id, made from the address, so that it is the same each time.</summary>
    public string Id { get; } = EmulatorOrg.IdFrom("user", Email.ToLowerInvariant());
}
