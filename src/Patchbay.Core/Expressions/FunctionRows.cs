using System.Collections.Immutable;

namespace Patchbay.Core.Expressions;

/// <summary>The rows of the function table: a name and the ways to call it, in the notation of <see cref="FunctionSignature"/>.</summary>
internal static class FunctionRows
{
    private static readonly ImmutableArray<string> WithoutAudio = ["inboundemail", "inboundshortmessage", "surveyinvite", "workflow"];

    /// <summary>All rows.</summary>
    public static ImmutableArray<FunctionDefinition> All { get; } =
    [
        // Choices.
        Of("If", "T(boolean, T, T)", "T[](boolean, T[], T[])"),
        Of("IsSet", "boolean(T)"),
        // Comparisons.
        Of("AreEqual", "boolean(T, T...)", "boolean(T[], T[])", "boolean(boolean, string, string...)", "boolean(boolean, string[], string[])"),
        Of("IsNotSetOrEmpty", "boolean(T)", "boolean(T[])"),
        // Numbers.
        Of("Ceiling", "currency(currency)", "decimal(decimal)", "integer(integer)"),
        Of("Floor", "currency(currency)", "decimal(decimal)", "integer(integer)"),
        Of("Round", "currency(currency)", "decimal(decimal)", "decimal(decimal, integer)", "currency(currency, integer)"),
        Of("Sum", "integer(integer, integer...)", "currency(currency, currency...)", "decimal(decimal, decimal...)", "duration(duration, duration...)", "integer(integer[])", "currency(currency[])", "decimal(decimal[])", "duration(duration[])"),
        // Statistics.
        Of("Average", "currency(currency...)", "decimal(decimal...)", "duration(duration...)", "decimal(integer...)", "currency(currency[])", "decimal(decimal[])", "decimal(integer[])", "duration(duration[])"),
        // Texts.
        Of("Append", "string(string, string...)", "audio(audio, ?...)", "audio(prompt, ?...)", "audio(string, audio...)"),
        Of("Compare", "integer(string, string)", "integer(string, string, boolean)"),
        Of("Contains", "boolean(string, string)", "boolean(string, string, boolean)"),
        Of("DetectLanguage", "string(string, string)"),
        Of("FindString", "integer(string, string)", "integer(string, string, boolean)", "integer(string, string, integer)", "integer(string, string, integer, boolean)"),
        Of("Left", "string(string, integer)"),
        Of("Length", "integer(string)"),
        Of("Lower", "string(string)"),
        Of("LTrim", "string(string)"),
        Of("Replace", "string(string, string, string)"),
        Of("Reverse", "string(string)"),
        Of("Right", "string(string, integer)"),
        Of("RTrim", "string(string)"),
        Of("Split", "string[](string, string)"),
        Of("Substring", "string(string, integer, integer)"),
        Of("Trim", "string(string)"),
        Of("Upper", "string(string)"),
        // Things of the organisation, by name.
        Of("FindLanguageSkill", "languageSkill(string)"),
        Of("FindQueue", "queue(string)"),
        Of("FindSkill", "skill(string)"),
        Of("FindSystemPrompt", "prompt(string)"),
        Of("FindUser", "user(string)"),
        Of("FindUserPrompt", "prompt(string)"),
        // Dates and times.
        Of("AddDays", "dateTime(dateTime, integer)"),
        Of("AddDuration", "dateTime(dateTime, duration)"),
        Of("AddHours", "dateTime(dateTime, integer)"),
        Of("AddMinutes", "dateTime(dateTime, integer)"),
        Of("AddMonths", "dateTime(dateTime, integer)"),
        Of("AddSeconds", "dateTime(dateTime, integer)"),
        Of("AddYears", "dateTime(dateTime, integer)"),
        Of("DateTimeDiff", "duration(dateTime, dateTime)"),
        Of("Day", "integer(dateTime)"),
        Of("DayOfWeek", "integer(dateTime)"),
        Of("GetCurrentDateTimeUtc", "dateTime()"),
        Of("GetDayOfWeekOccurrence", "dateTime(integer, integer, integer)", "dateTime(integer, integer, integer, integer)", "dateTime(integer, integer, integer, integer, integer, integer)", "dateTime(integer, integer, integer, integer, integer, integer, integer)"),
        Of("Hour", "integer(dateTime)"),
        Of("MakeDateTime", "dateTime(integer, integer, integer, integer, integer, integer)", "dateTime(integer, integer, integer)"),
        Of("MakeDuration", "duration(integer, integer, integer, integer)", "duration(integer, integer, integer, integer, integer)"),
        Of("Minute", "integer(dateTime)"),
        Of("Month", "integer(dateTime)"),
        Of("Range", "duration[](duration, duration)"),
        Of("RoundUp", "duration(duration)", "duration(duration, duration)", "duration(duration, duration, duration[])"),
        Of("Second", "integer(dateTime)"),
        Of("WeekNum", "integer(dateTime)"),
        Of("Year", "integer(dateTime)"),
        // Collections.
        Of("Count", "integer(T[])"),
        Of("Find", "integer[](T[], T)"),
        Of("FindFirst", "integer(T[], T)"),
        Of("GetAt", "T(T[], integer)"),
        Of("MakeEmptyList", "T[](T...)"),
        Of("MakeList", "T[](T...)"),
        // Money.
        Of("ConvertCurrency", "currency(currency, string)", "currency(currency, string, decimal)"),
        Of("GetCurrencySymbol", "string(string)", "string(currency)"),
        Of("MakeCurrency", "currency(decimal, string)", "currency(integer, string)"),
        Of("MakeListCurrency", "currency[](decimal[], string)", "currency[](decimal[], string[])"),
        // Languages.
        Of("GetDefaultLanguage", "string()"),
        Of("GetSupportedLanguages", "string[]()"),
        // E-mail addresses.
        Of("EmailAddressDomainPart", "string(emailAddress)", "string(string)"),
        Of("EmailAddressLocalPart", "string(emailAddress)", "string(string)"),
        Of("MakeEmailAddress", "emailAddress(string)", "emailAddress(string, string)"),
        // Audio.
        Of("AudioPlaybackOptions", "audio(?, boolean)", "audio(?, boolean, boolean)"),
        // Conversions.
        AudioOf("ToAudio", "audio(prompt)"),
        AudioOf("ToAudioBlank", "audio(integer)"),
        AudioOf("ToAudioBool", "audio(boolean)", "audio(boolean, ?)"),
        AudioOf("ToAudioCurrency", "audio(currency)", "audio(currency, ?)", "audio(currency, integer)"),
        AudioOf("ToAudioDate", "audio(dateTime)", "audio(dateTime, ?)"),
        AudioOf("ToAudioDateTime", "audio(dateTime)"),
        AudioOf("ToAudioDuration", "audio(duration)"),
        AudioOf("ToAudioNumber", "audio(integer, ?...)", "audio(decimal, ?...)"),
        Of("ToAudioNumberOrdinal", "audio(integer, ?...)"),
        AudioOf("ToAudioPercent", "audio(integer)", "audio(decimal)", "audio(decimal, integer)"),
        AudioOf("ToAudioPhoneNumber", "audio(phoneNumber)", "audio(phoneNumber, ?)", "audio(phoneNumber, string)", "audio(string)"),
        AudioOf("ToAudioTime", "audio(dateTime)", "audio(dateTime, ?)"),
        Of("ToAudioTimeRange", "audio(integer, integer, ?)"),
        AudioOf("ToAudioTTS", "audio(string)", "audio(string, ?)"),
        Of("ToBool", "boolean(decimal)", "boolean(string)", "boolean(integer)", "boolean(boolean)"),
        Of("ToCurrency", "currency(string)", "currency(decimal)", "currency(integer)", "currency(currency)"),
        Of("ToDateTime", "dateTime(string)", "dateTime(integer)", "dateTime(dateTime)"),
        Of("ToDecimal", "decimal(boolean)", "decimal(currency)", "decimal(string)", "decimal(integer)", "decimal(decimal)"),
        Of("ToDuration", "duration(string)", "duration(integer)", "duration(duration)"),
        Of("ToGroup", "group(string)", "group(group)"),
        Of("ToInt", "integer(boolean)", "integer(decimal)", "integer(string)", "integer(integer)", "integer(duration)"),
        Of("ToLanguageSkill", "languageSkill(string)", "languageSkill(languageSkill)"),
        Of("ToPhoneNumber", "phoneNumber(string)", "phoneNumber(phoneNumber)"),
        Of("ToQueue", "queue(string)", "queue(queue)"),
        Of("ToSkill", "skill(string)", "skill(skill)"),
        Of("ToString", "string(T)", "string(T[])", "string(T[], string)", "string(decimal, integer)", "string(currency, integer)", "string(decimal[], integer)", "string(currency[], integer)", "string(decimal[], string, integer)", "string(currency[], string, integer)"),
        Of("ToUser", "user(string)", "user(user)"),
        Of("ToWrapupCode", "wrapupCode(string)", "wrapupCode(wrapupCode)"),

        // Of the help on collections and on JSON values.
        Of("AddItem", "T[](T[], T...)"),
        Of("AddItemAt", "T[](T[], integer, T)"),
        Of("JsonParse", "json(string)"),
        Of("RemoveDups", "T[](T[])"),
        Of("RemoveItem", "T[](T[], T...)"),
        Of("RemoveItemAt", "T[](T[], integer)"),
        Of("ReplaceItem", "T[](T[], T, T)"),
        Of("ReplaceItemAt", "T[](T[], integer, T)"),
        Of("ReplaceItemFirst", "T[](T[], T, T)"),
        Of("ToJson", "json(?)"),
        Of("ToJsonCollection", "json[](?)"),

        // Of real flows.
        Seen("FindEmergencyGroup", "emergencyGroup(string)"),
        Seen("FindUserById", "user(string)"),
        Seen("GetJsonObjectProperty", "json(json, string)"),
        Seen("GetJsonObjectPropertyNames", "string[](json)"),
        Seen("IsJsonObject", "boolean(json)"),
        Seen("MakeCommunication", "communication(?...)"),
        Seen("MakeListAgentScorePair", "agentScorePair[](user[], integer[])"),
        Seen("ReplaceJsonArrayItem", "json(json, ?, ?)"),
        Seen("SetJsonObjectProperty", "json(json, string, ?)"),
        Seen("ToCommunication", "communication(?)"),
        Seen("ToDisplayString", "string(?)"),
        Seen("ToScheduleGroup", "scheduleGroup(?)"),

        // Conversions to types that have variables, and searches that are actions too: their names, so that nobody is told that they do not exist.
        .. ((string[])
        [
            "ToAgentScorePair", "ToAssignedCustomerIntent", "ToCard", "ToCarousel", "ToChoice", "ToChooser", "ToCustomerIntent", "ToDate", "ToEmailAddress", "ToEmergencyGroup", "ToExternalContact",
            "ToExternalOrganization", "ToGrammar", "ToImage", "ToJourneyOutcome", "ToJourneySegment", "ToJourneySession", "ToKnowledgeBaseDocument", "ToLineItem", "ToListPicker", "ToPrompt",
            "ToQuickReplies", "ToSchedule", "ToSurveyForm", "ToSurveyQuestion", "ToTime", "ToTimePicker", "ToTimeslot", "ToUtilizationLabel", "ToVoiceSnippet", "ToWorkbin", "ToWorkitem",
            "ToWorktypeStatus", "FindGrammar", "FindGrammarById", "FindGroup", "FindGroupById", "FindKnowledgeBaseDocumentById", "FindQueueById", "FindSchedule", "FindScheduleGroup", "FindUsersById",
            "FindUtilizationLabel",
        ]).Select(name => new FunctionDefinition(name, FunctionSource.NameOnly, [])),
    ];

    private static FunctionDefinition Of(string name, params string[] signatures) => new(name, FunctionSource.Documented, [.. signatures.Select(FunctionSignature.Of)]);

    private static FunctionDefinition AudioOf(string name, params string[] signatures) => Of(name, signatures) with { LackedBy = WithoutAudio };

    private static FunctionDefinition Seen(string name, params string[] signatures) => new(name, FunctionSource.Seen, [.. signatures.Select(FunctionSignature.Of)]);
}
