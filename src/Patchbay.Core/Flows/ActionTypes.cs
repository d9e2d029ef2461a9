namespace Patchbay.Core.Flows;

/// <summary>The element types whose meaning is known, compared without regard to case. Every other type is carried as an ordinary step.</summary>
internal static class ActionTypes
{
    private static readonly string[] FinalPrefixes = ["end", "transfer", "exit"];

    /// <summary>Whether elements of this type end the caller's way or hand the caller on.</summary>
    public static bool IsFinal(string type) =>
        Is(type, "disconnect") || Array.Exists(FinalPrefixes, prefix => type.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether elements of this type wait for the caller to say or press something.</summary>
    public static bool Waits(string type) => Is(type, "menu") || Is(type, "collect");

    /// <summary>Whether elements of this type store a value in the variable that their <c>variable</c> field names.</summary>
    public static bool Sets(string type) => type.StartsWith("set", StringComparison.OrdinalIgnoreCase) || Is(type, "collect");

    /// <summary>Whether an action list demands a way on from actions of this type.</summary>
    public static bool GoesOn(string type) =>
        Waits(type) || Is(type, "decision") || Is(type, "invokeflow")
        || type.StartsWith("play", StringComparison.OrdinalIgnoreCase) || type.StartsWith("set", StringComparison.OrdinalIgnoreCase);

    private static bool Is(string type, string known) => string.Equals(type, known, StringComparison.OrdinalIgnoreCase);
}
