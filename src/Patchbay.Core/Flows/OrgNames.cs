using System.Collections.Immutable;

namespace Patchbay.Core.Flows;

/// <summary>The names of one kind of thing that an org has, as far as they are known.</summary>
/// <param name="Names">The names, compared without regard to case.</param>
/// <param name="IsComplete">Whether a name that is not listed does not exist.</param>
public sealed record KnownNames(ImmutableHashSet<string> Names, bool IsComplete)
{
    /// <summary>Takes names.</summary>
    /// <param name="names">The names; one that occurs twice counts once.</param>
    /// <param name="isComplete">Whether a name that is not listed does not exist.</param>
    public static KnownNames Of(IEnumerable<string> names, bool isComplete) => new(names.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase), isComplete);
}

/// <summary>What an org has, by kind: names of queues, prompts, data actions. What no list speaks of is not known, and nothing is found wrong with it.</summary>
/// <param name="Kinds">The names by kind.</param>
public sealed record OrgNames(ImmutableDictionary<DependencyKind, KnownNames> Kinds)
{
    // Named as the keys of a catalogue file.
    private static readonly Dictionary<string, DependencyKind> ByKey = new(StringComparer.Ordinal)
    {
        ["flows"] = DependencyKind.Flow,
        ["common-modules"] = DependencyKind.CommonModule,
        ["bot-flows"] = DependencyKind.BotFlow,
        ["digital-bot-flows"] = DependencyKind.DigitalBotFlow,
        ["in-queue-flows"] = DependencyKind.InQueueFlow,
        ["queues"] = DependencyKind.Queue,
        ["users"] = DependencyKind.User,
        ["groups"] = DependencyKind.Group,
        ["skills"] = DependencyKind.Skill,
        ["language-skills"] = DependencyKind.LanguageSkill,
        ["schedules"] = DependencyKind.Schedule,
        ["schedule-groups"] = DependencyKind.ScheduleGroup,
        ["emergency-groups"] = DependencyKind.EmergencyGroup,
        ["prompts"] = DependencyKind.Prompt,
        ["integrations"] = DependencyKind.Integration,
        ["data-actions"] = DependencyKind.DataAction,
        ["data-tables"] = DependencyKind.DataTable,
        ["scripts"] = DependencyKind.Script,
        ["responses"] = DependencyKind.Response,
        ["contact-lists"] = DependencyKind.ContactList,
        ["wrapup-codes"] = DependencyKind.WrapupCode,
        ["survey-forms"] = DependencyKind.SurveyForm,
        ["flow-outcomes"] = DependencyKind.FlowOutcome,
        ["flow-milestones"] = DependencyKind.FlowMilestone,
        ["knowledge-bases"] = DependencyKind.KnowledgeBase,
        ["worktypes"] = DependencyKind.Worktype,
        ["divisions"] = DependencyKind.Division,
        ["guides"] = DependencyKind.Guide,
    };

    /// <summary>Nothing is known.</summary>
    public static OrgNames Unknown { get; } = new(ImmutableDictionary<DependencyKind, KnownNames>.Empty);

    /// <summary>The keys by which catalogue files call the kinds, such as <c>data-actions</c>; sorted.</summary>
    public static ImmutableArray<string> Keys => [.. ByKey.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The kind that a key stands for, or null.</summary>
    /// <param name="key">The key, compared exactly.</param>
    public static DependencyKind? KindOf(string key) => ByKey.TryGetValue(key, out var kind) ? kind : null;

    /// <summary>What people call one thing of a kind: <c>data action</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string NounOf(DependencyKind kind) => kind switch
    {
        DependencyKind.File => "file",
        DependencyKind.WrapupCode => "wrap-up code",
        DependencyKind.InQueueFlow => "in-queue flow",
        _ => ByKey.First(entry => entry.Value == kind).Key.TrimEnd('s').Replace('-', ' '),
    };

    /// <summary>The names of a kind; null where nothing is known of it.</summary>
    /// <param name="kind">The kind.</param>
    public KnownNames? Find(DependencyKind kind) => Kinds.GetValueOrDefault(kind);

    /// <summary>These names and others; a kind is complete when either list of it is.</summary>
    /// <param name="others">The others.</param>
    public OrgNames With(OrgNames others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var kinds = Kinds.ToBuilder();
        foreach (var (kind, names) in others.Kinds)
        {
            kinds[kind] = Find(kind) is { } known ? new KnownNames(known.Names.Union(names.Names), known.IsComplete || names.IsComplete) : names;
        }

        return new OrgNames(kinds.ToImmutable());
    }
}
