using System.Collections.Frozen;

namespace Patchbay.Core.Flows.Architect;

/// <summary>The variables that the platform provides, as data. Of most scopes everything is provided; of <c>Flow.</c> only the names listed here.</summary>
/// <remarks>From the vendor's list of built-in variables, and from names that exports read without declaring them. Types are given where they are known.</remarks>
public static class BuiltInVariables
{
    private static readonly FrozenSet<string> Scopes = new[]
    {
        "Call", "Chat", "Email", "Message", "Survey", "Workitem", "Session", "System", "Journey", "ScheduledCallback", "Prompt", "PromptSystem",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["Call.Ani"] = "string",
        ["Call.CalledAddress"] = "string",
        ["Call.CalledAddressOriginal"] = "string",
        ["Call.ConversationId"] = "string",
        ["Call.CurrentQueue"] = "queue",
        ["Call.EstimatedWaitTime"] = "duration",
        ["Call.ExternalTag"] = "string",
        ["Call.Language"] = "string",
        ["Call.PositionInQueue"] = "integer",
        ["Call.UUIData"] = "string",
        ["Chat.ConversationId"] = "string",
        ["Email.ConversationId"] = "string",
        ["Message.ConversationId"] = "string",
        ["Survey.ConversationId"] = "string",
        ["Flow.HoldPrompt"] = "prompt",
        ["Flow.InvocationData"] = "string",
        ["Flow.IsTest"] = "boolean",
        ["Flow.StartDateTimeUtc"] = "dateTime",
        ["Flow.Version"] = "string",
        ["Flow.WrapupCode"] = "wrapupCode",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the platform provides a variable.</summary>
    /// <param name="name">The name with its scope, in any case: <c>Call.Ani</c>.</param>
    public static bool Contains(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return Types.ContainsKey(name) || (dot > 0 && Scopes.Contains(name[..dot]));
    }

    /// <summary>The data type of a variable that the platform provides; empty where it is not known.</summary>
    /// <param name="name">The name with its scope, in any case.</param>
    public static string TypeOf(string name) => Types.GetValueOrDefault(name, "");
}
