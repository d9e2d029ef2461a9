using System.Collections.Immutable;

namespace Patchbay.Core.Flows.Architect;

/// <summary>A place in a flow file, which knows in what order the exporter writes the keys there.</summary>
/// <remarks>The order is the one of the tables; where they do not know a place, whatever is written there keeps its order.</remarks>
public sealed class ExportPlace
{
    private static readonly ImmutableArray<string> FlowKeys =
    [
        "name", "description", "division", "startUpRef", "worktype", "defaultLanguage", "supportedLanguages", "initialGreeting", "variables", "settingsInQueueCall", "settingsOutboundCall",
        "settingsInboundEmailHandling", "settingsCommonModule", "settingsActionDefaults", "settingsErrorHandling", "settingsMenu", "settingsPrompts", "settingsSpeechRec", "startUpTaskActions",
        "startUpTaskVariables", "startUpState", "periodicState", "menus", "states", "tasks", "settingsBotFlow", "settingsUserInput", "settingsKnowledge", "bots", "settingsNaturalLanguageUnderstanding",
    ];

    private static readonly ExportPlace Other = new([], ListUnder, () => Unknown);
    private static readonly ExportPlace Flow = new(FlowKeys, InFlow, () => Unknown);
    private static readonly ExportPlace Container = new(["name", "refId", "variables", "actions", "outputPaths"], ListUnder, () => Unknown);
    private static readonly ExportPlace Menu = new(["name", "refId", "audio", "settingsMenu", "settingsSpeechRec", "choices", "defaultChildMenuRef"], InMenu, () => Unknown);
    private static readonly ExportPlace Variable = new(["name", "description", "initialValue", "isInput", "isOutput"], _ => Unknown, () => Unknown);
    private static readonly ExportPlace Path = new(["enabled", "actions"], ListUnder, () => Unknown);
    private static readonly ExportPlace NamedPath = new(["name", "actions", "enabled"], ListUnder, () => Unknown);
    private static readonly ExportPlace Containers = ListOf(_ => Container);
    private static readonly ExportPlace Menus = ListOf(_ => Menu);
    private static readonly ExportPlace Variables = ListOf(_ => Variable);
    private static readonly ExportPlace NamedPaths = ListOf(_ => NamedPath);
    private static readonly ExportPlace Actions = ListOf(key => ActionKinds.Find(key) is { IsSeen: true } kind ? OfAction(kind) : Unknown);
    private static readonly ExportPlace Choices = ListOf(key => MenuChoiceKinds.Find(key) is { IsSeen: true } kind ? OfFields(kind.Fields) : Unknown);

    private readonly Func<string, ExportPlace> _within;
    private readonly Func<ExportPlace> _item;

    private ExportPlace(ImmutableArray<string> keys, Func<string, ExportPlace> within, Func<ExportPlace> item)
    {
        Keys = keys;
        _within = within;
        _item = item;
    }

    /// <summary>A whole file.</summary>
    public static ExportPlace Document { get; } = new([], key => ArchitectFlowTypes.FromRootKey(key) is not null ? Flow : ListUnder(key), () => Unknown);

    /// <summary>The keys of a mapping here, in the exporter's order; empty where it is not known.</summary>
    public ImmutableArray<string> Keys { get; }

    /// <summary>The place of an item of the list here.</summary>
    public ExportPlace Item => _item();

    private static ExportPlace Unknown => Other;

    /// <summary>The place under a key of the mapping here.</summary>
    /// <param name="key">The key.</param>
    public ExportPlace Within(string key) => _within(key);

    private static ExportPlace ListOf(Func<string, ExportPlace> kind)
    {
        var item = new ExportPlace([], kind, () => Unknown);
        return new ExportPlace([], ListUnder, () => item);
    }

    private static ExportPlace ListUnder(string key) => key switch
    {
        "actions" or "startUpTaskActions" => Actions,
        "tasks" or "states" or "bots" => Containers,
        "menus" => Menus,
        "choices" => Choices,
        "variables" or "startUpTaskVariables" => Variables,
        _ => Unknown,
    };

    private static ExportPlace InFlow(string key) => key switch
    {
        "startUpState" or "periodicState" => Container,
        _ => SettingsBlocks.Find(key) is { } block ? OfField(block.Field) : ListUnder(key),
    };

    private static ExportPlace InMenu(string key) => key switch
    {
        "settingsMenu" => OfFields(SettingsBlocks.MenuFields),
        "settingsSpeechRec" => OfFields(SettingsBlocks.MenuSpeechFields),
        _ => ListUnder(key),
    };

    private static ExportPlace OfAction(ActionKind kind)
    {
        var fields = OfFields(kind.Fields);
        return new ExportPlace(["name", "refId", .. fields.Keys, "outputs"], key => key == "outputs" ? OfOutputs(kind) : fields.Within(key), () => Unknown);
    }

    private static ExportPlace OfOutputs(ActionKind kind) =>
        new(kind.PathsWithList, key => key == kind.PathList ? NamedPaths : Path, () => Unknown);

    private static ExportPlace OfFields(ImmutableArray<ActionField> fields) =>
        new([.. fields.Select(field => field.Name)], key => fields.FirstOrDefault(field => field.Name == key) is { Shape: not FieldShape.Any } field ? OfField(field) : ListUnder(key), () => Unknown);

    private static ExportPlace OfField(ActionField field) => field.Shape switch
    {
        FieldShape.Actions => Actions,
        FieldShape.Group or FieldShape.OneOf => OfFields(field.Fields),
        FieldShape.ByName or FieldShape.ByType => new([], key => field.Within(key) is { } inner ? OfField(inner) : Unknown, () => Unknown),
        FieldShape.List when field.Item is { } item => new([], _ => Unknown, () => OfField(item)),
        _ => Unknown,
    };
}
