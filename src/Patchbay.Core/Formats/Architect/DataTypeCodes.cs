namespace Patchbay.Core.Formats.Architect;

/// <summary>The codes by which the configuration calls data types, such as <c>str</c> and <c>str_coll</c>, and how YAML spells those types.</summary>
internal static class DataTypeCodes
{
    private const string Collection = "_coll";
    private const string CollectionType = "Collection";

    /// <summary>The types by code. Those that are not listed are spelled alike in both.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["any"] = "",
        ["aud"] = "audio",
        ["bln"] = "boolean",
        ["chc"] = "choice",
        ["chs"] = "chooser",
        ["cnl"] = "contactList",
        ["com"] = "communication",
        ["cpx_agent_score_pair"] = "agentScorePair",
        ["crd"] = "card",
        ["crs"] = "carousel",
        ["cur"] = "currency",
        ["dat"] = "date",
        ["dec"] = "decimal",
        ["dtm"] = "dateTime",
        ["dur"] = "duration",
        ["gmr"] = "grammar",
        ["grp"] = "group",
        ["img"] = "image",
        ["int"] = "integer",
        ["jsn"] = "json",
        ["kbd"] = "knowledgeBaseDocument",
        ["lac"] = "languageSkill",
        ["phn"] = "phoneNumber",
        ["pmt"] = "prompt",
        ["que"] = "queue",
        ["qrl"] = "quickReplies",
        ["skl"] = "skill",
        ["str"] = "string",
        ["tim"] = "time",
        ["tpk"] = "timePicker",
        ["usr"] = "user",
        ["wrc"] = "wrapupCode",
    };

    private static readonly Dictionary<string, string> Codes = Types.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>The data type behind a code.</summary>
    /// <param name="code">The code, such as <c>str_coll</c>.</param>
    public static string TypeOf(string code)
    {
        var isCollection = code.EndsWith(Collection, StringComparison.Ordinal);
        var single = isCollection ? code[..^Collection.Length] : code;
        return Types.GetValueOrDefault(single, single) + (isCollection ? CollectionType : "");
    }

    /// <summary>The code of a data type.</summary>
    /// <param name="type">The type as YAML spells it, such as <c>stringCollection</c>; empty for any.</param>
    public static string CodeOf(string type)
    {
        var isCollection = type.EndsWith(CollectionType, StringComparison.Ordinal);
        var single = isCollection ? type[..^CollectionType.Length] : type;
        return Codes.GetValueOrDefault(single, single) + (isCollection ? Collection : "");
    }
}
