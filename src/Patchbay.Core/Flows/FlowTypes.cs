namespace Patchbay.Core.Flows;

/// <summary>The flow types, and the spellings that mean the same.</summary>
public static class FlowTypes
{
    // Spelling, canonical spelling. The definitions API says call and module where the platform says inboundcall and commonmodule.
    private static readonly Dictionary<string, string> Canonical = new(StringComparer.OrdinalIgnoreCase)
    {
        ["call"] = "inboundcall",
        ["inboundcall"] = "inboundcall",
        ["module"] = "commonmodule",
        ["commonmodule"] = "commonmodule",
        ["message"] = "inboundshortmessage",
        ["inboundshortmessage"] = "inboundshortmessage",
        ["chat"] = "inboundchat",
        ["inboundchat"] = "inboundchat",
        ["email"] = "inboundemail",
        ["inboundemail"] = "inboundemail",
        ["subflow"] = "subflow",
    };

    /// <summary>The one spelling of a type that others are compared by, in lower case; an unknown type is its own.</summary>
    /// <param name="type">A type in any known spelling.</param>
    public static string Normalize(string type) => Canonical.GetValueOrDefault(type, type.ToLowerInvariant());

    /// <summary>Whether two spellings mean the same type.</summary>
    /// <param name="left">A type.</param>
    /// <param name="right">A type.</param>
    public static bool Same(string left, string right) => Normalize(left) == Normalize(right);

    /// <summary>Whether flows of this type can be called by others at all.</summary>
    /// <param name="type">A type in any known spelling.</param>
    public static bool IsShared(string type) => Normalize(type) is "commonmodule" or "subflow";

    /// <summary>Whether Architect flows call flows of this type, which they do by name and not by id.</summary>
    /// <param name="type">A type in any known spelling.</param>
    public static bool IsCalledByName(string type) => Normalize(type) is "commonmodule" or "bot" or "digitalbot";
}
