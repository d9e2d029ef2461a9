using System.Collections.Immutable;

namespace Patchbay.Emulator;

/// <summary>The OAuth scopes of the definitions API. Those in one group are equal: any of them is enough.</summary>
public static class Scopes
{
    /// <summary>Reading flows.</summary>
    public static ImmutableArray<string> Read { get; } = ["flow:flow:read", "flow:read", "routing:flow:view"];

    /// <summary>Reading flows of type module, beside <see cref="Read"/>.</summary>
    public const string ReadModules = "flow:module:read";

    /// <summary>Changing flows.</summary>
    public static ImmutableArray<string> Write { get; } = ["flow:flow:write", "flow:write", "routing:flow:manage"];

    /// <summary>Publishing flows, beside <see cref="Write"/>.</summary>
    public const string PublishOnly = "routing:flow:publish";

    /// <summary>Publishing flows.</summary>
    public static ImmutableArray<string> Publish { get; } = [PublishOnly, .. Write];

    /// <summary>Reading how many contacts flows had.</summary>
    public static ImmutableArray<string> Analytics { get; } = ["analytics:flows:view"];

    /// <summary>Reading who did what.</summary>
    public static ImmutableArray<string> Audit { get; } = ["auditlog:read"];

    /// <summary>Known, and needed by nothing.</summary>
    public const string Execute = "flow:flow:execute";

    /// <summary>Every scope that a client can be granted.</summary>
    public static ImmutableArray<string> All { get; } = [.. Read, ReadModules, .. Write, PublishOnly, .. Analytics, .. Audit, Execute];
}
