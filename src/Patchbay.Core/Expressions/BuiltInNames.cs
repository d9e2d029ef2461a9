
namespace Patchbay.Core.Expressions;

/// <summary>A variable that expressions can read.</summary>
/// <param name="Name">Its name with its scope, such as <c>Flow.Retry</c>.</param>
/// <param name="Type">Its type; <see cref="DataType.Unknown"/> when it is not known.</param>
public sealed record VariableSymbol(string Name, DataType Type);

/// <summary>The names that the platform itself gives values to.</summary>
/// <remarks>Sources: the vendor's flow scripting SDK and its help on built-in variables; types only where one of them states it.</remarks>
public static class BuiltInNames
{
    private static readonly Dictionary<string, DataType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Call.Ani"] = DataType.String,
        ["Call.CalledAddress"] = DataType.String,
        ["Call.CalledAddressOriginal"] = DataType.String,
        ["Call.ContactId"] = DataType.String,
        ["Call.ConversationId"] = DataType.String,
        ["Call.CurrentQueue"] = new("queue"),
        ["Call.EstimatedWaitTime"] = new("duration"),
        ["Call.ExternalTag"] = DataType.String,
        ["Call.Language"] = DataType.String,
        ["Call.PositionInQueue"] = DataType.Integer,
        ["Call.RemoteName"] = DataType.String,
        ["Call.UUIData"] = DataType.String,
        ["Chat.ConversationId"] = DataType.String,
        ["Chat.Language"] = DataType.String,
        ["Email.ConversationId"] = DataType.String,
        ["Email.Language"] = DataType.String,
        ["Email.LanguageSkill"] = new("languageSkill"),
        ["Flow.$lastInput"] = DataType.String,
        ["Flow.HoldPrompt"] = new("prompt"),
        ["Flow.InvocationData"] = DataType.String,
        ["Flow.IsTest"] = DataType.Boolean,
        ["Flow.StartDateTimeUtc"] = new("dateTime"),
        ["Flow.Version"] = DataType.String,
        ["Flow.WrapupCode"] = new("wrapupCode"),
        ["Interaction.Id"] = DataType.String,
        ["Interaction.Language"] = DataType.String,
        ["Message.ConversationId"] = DataType.String,
        ["Message.IsNewConversation"] = DataType.Boolean,
        ["Message.Language"] = DataType.String,
        ["Survey.ConversationEndDateTimeUtc"] = new("dateTime"),
        ["Survey.ConversationId"] = DataType.String,
        ["Survey.ConversationStartDateTimeUtc"] = new("dateTime"),
        ["Survey.ConversationType"] = DataType.String,
        ["Survey.CustomerAddress"] = DataType.String,
        ["Survey.Url"] = DataType.String,
        ["System.MaxDateTime"] = new("dateTime"),
        ["System.MaxDuration"] = new("duration"),
        ["System.MaxInt"] = DataType.Integer,
        ["System.MinDateTime"] = new("dateTime"),
        ["System.MinDuration"] = new("duration"),
        ["System.MinInt"] = DataType.Integer,
        ["Workitem.EventType"] = DataType.String,
    };

    /// <summary>What the platform gives under a name; null for a name that a flow would have to declare.</summary>
    /// <param name="variable">A name with its scope, in any case, without properties.</param>
    public static VariableSymbol? Find(string variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (Types.TryGetValue(variable, out var type))
        {
            return new VariableSymbol(variable, type);
        }

        var dot = variable.IndexOf('.', StringComparison.Ordinal);
        var isPrompt = variable.StartsWith("Prompt.", StringComparison.OrdinalIgnoreCase) || variable.StartsWith("PromptSystem.", StringComparison.OrdinalIgnoreCase);
        return dot > 0 && !NameScopes.IsDeclared(variable[..dot]) ? new VariableSymbol(variable, isPrompt ? new DataType("prompt") : DataType.Unknown) : null;
    }

    /// <summary>The type of a name that is listed here; <see cref="DataType.Unknown"/> for every other, even one that the platform gives a value to.</summary>
    /// <param name="variable">A name with its scope, in any case, without properties.</param>
    public static DataType TypeOf(string variable) => Types.GetValueOrDefault(variable, DataType.Unknown);

    /// <summary>The type of a property, <see cref="DataType.Unknown"/> when it is not known.</summary>
    internal static DataType PropertyOf(DataType type, string property) => (type.IsCollection, type.Name, property.ToLowerInvariant()) switch
    {
        (false, "json", _) => DataType.Json,
        (false, "phoneNumber", "e164") => DataType.String,
        (false, "queue" or "user", "id" or "name") => DataType.String,
        (false, "currency", "amount") => DataType.Decimal,
        _ => DataType.Unknown,
    };
}
