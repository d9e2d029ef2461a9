using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Linting.Rules;
using Patchbay.Core.Text;

namespace Patchbay.Core.Linting;

/// <summary>What is said of a kind of finding, whoever finds it.</summary>
/// <param name="Id">Its id in kebab-case; also the name of its page under <c>docs/rules</c>.</param>
/// <param name="DefaultSeverity">How bad it is unless configured otherwise.</param>
/// <param name="Summary">One line that says what is found, without a full stop.</param>
public sealed record RuleDescription(string Id, Severity DefaultSeverity, string Summary);

/// <summary>The rules: add one here, and its page under <c>docs/rules</c>.</summary>
public static class RuleSet
{
    /// <summary>All rules, sorted by id.</summary>
    public static ImmutableArray<LintRule> All { get; } =
    [
        new ActionNotAvailableRule(),
        new AmbiguousWayRule(),
        new ConstantConditionRule(),
        new DeadEndRule(),
        new DisabledSpeechRule(),
        new DisconnectedPartsRule(),
        new DuplicateConditionRule(),
        new DuplicateIdRule(),
        new DuplicateMenuKeyRule(),
        new DuplicateNameRule(),
        new DuplicateRefIdRule(),
        new DuplicateSpeechTermRule(),
        new DuplicateVariableRule(),
        new EmptyContainerRule(),
        new EmptyFlowRule(),
        new EmptySpeechRule(),
        new EndlessLoopRule(),
        new ExtensionDelayRule(),
        new IncompatibleModuleRule(),
        new InvalidExpressionRule(),
        new InvalidFlowNameRule(),
        new InvalidMenuKeyRule(),
        new InvalidPhoneNumberRule(),
        new InvalidPromptNameRule(),
        new InvalidTimeZoneRule(),
        new InvalidValueRule(),
        new LoopActionOutsideLoopRule(),
        new LoopWithoutRepeatRule(),
        new MalformedListRule(),
        new MalformedSubstitutionRule(),
        new MisplacedContainerRule(),
        new MisplacedPathRule(),
        new MisplacedVariableRule(),
        new MissingEndRule(),
        new MissingExternalReferenceRule(),
        new MissingFieldRule(),
        new MissingIdRule(),
        new MissingInputRule(),
        new MissingNameRule(),
        new MissingNextRule(),
        new MissingSharedFlowRule(),
        new MissingSpeechTermsRule(),
        new MissingStartRule(),
        new MissingTargetRule(),
        new MissingTypeRule(),
        new NestedModuleRule(),
        new NeverEnteredRule(),
        new PreviousMenuWithoutMenuRule(),
        new PromisedDigitRule(),
        new RecursiveCallRule(),
        new RecursiveTaskRule(),
        new RoutingLoopRule(),
        new SkippedLoopRule(),
        new TaskWithoutEndRule(),
        new TextForVariableRule(),
        new TooManyStepsRule(),
        new UnconnectedTriggerRule(),
        new UndeclaredVariableRule(),
        new UnknownActionRule(),
        new UnknownFieldRule(),
        new UnknownFlowTypeRule(),
        new UnknownFunctionRule(),
        new UnknownInputRule(),
        new UnknownNameRule(),
        new UnknownOutputRule(),
        new UnknownRoutingTargetRule(),
        new UnknownSharedFlowRule(),
        new UnknownVariableRule(),
        new UnreachableActionRule(),
        new UnreachableElementRule(),
        new UnresolvedSubstitutionRule(),
        new UnselectableChoiceRule(),
        new UnsetVariableRule(),
        new UnsupportedLanguageRule(),
        new UnusedVariableRule(),
        new VariableAsSubstitutionRule(),
        new WrongArgumentCountRule(),
        new WrongExpressionTypeRule(),
        new WrongSharedFlowTypeRule(),
        new WrongVariableTypeRule(),
        new WrongWrapperRule(),
        new ZeroTimeoutRule(),
    ];

    /// <summary>Every kind of finding, sorted by id: those of <see cref="All"/>, and those that the parsers and the linter itself report.</summary>
    public static ImmutableArray<RuleDescription> Described { get; } =
    [
        .. ((RuleDescription[])
        [
            .. All.Select(rule => new RuleDescription(rule.Id, rule.DefaultSeverity, rule.Summary)),
            new("duplicate-key", Severity.Error, "A name stands twice in one object"),
            new("syntax", Severity.Error, "The text is not what its notation allows"),
            new(Suppressor.UnknownRule, Severity.Warning, "A suppression names a rule that does not exist"),
            new(Suppressor.UnusedSuppression, Severity.Info, "A suppression suppresses nothing"),
        ]).OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    /// <summary>The description of a kind of finding, or null when there is none of that id.</summary>
    /// <param name="id">The id, compared exactly.</param>
    public static RuleDescription? Find(string id) => Described.FirstOrDefault(rule => rule.Id == id);

    /// <summary>The ids that somebody may have meant by one that does not exist.</summary>
    /// <param name="id">The id as written.</param>
    public static ImmutableArray<string> NearIds(string id) => Ids.Find(id);

    private static readonly NearNames Ids = new(Described.Select(rule => rule.Id));
}
