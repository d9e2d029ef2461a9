using Patchbay.Core.Text;

namespace Patchbay.Core.Flows;

/// <summary>Something of the org that the flow uses.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name as written; substitutions unresolved.</param>
/// <param name="Span">The characters of the name, quotes included.</param>
/// <param name="Element">Index of the element that uses it; -1 for the flow itself.</param>
public sealed record FlowDependency(DependencyKind Kind, string Name, TextSpan Span, int Element);

/// <summary>The kinds of things of an org that flows use.</summary>
public enum DependencyKind
{
    /// <summary>A flow that takes the caller over: of a transfer.</summary>
    Flow,

    /// <summary>A common module that is called.</summary>
    CommonModule,

    /// <summary>A bot flow that is called.</summary>
    BotFlow,

    /// <summary>A digital bot flow that is called.</summary>
    DigitalBotFlow,

    /// <summary>A flow that waits with the caller in a queue.</summary>
    InQueueFlow,

    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A user.</summary>
    User,

    /// <summary>A group.</summary>
    Group,

    /// <summary>A skill.</summary>
    Skill,

    /// <summary>A language skill.</summary>
    LanguageSkill,

    /// <summary>A schedule.</summary>
    Schedule,

    /// <summary>A schedule group.</summary>
    ScheduleGroup,

    /// <summary>An emergency group.</summary>
    EmergencyGroup,

    /// <summary>A user prompt.</summary>
    Prompt,

    /// <summary>An integration, which holds data actions.</summary>
    Integration,

    /// <summary>A data action, named with its integration as <c>integration/action</c>.</summary>
    DataAction,

    /// <summary>A data table.</summary>
    DataTable,

    /// <summary>A script.</summary>
    Script,

    /// <summary>A canned response.</summary>
    Response,

    /// <summary>A contact list.</summary>
    ContactList,

    /// <summary>A wrap-up code.</summary>
    WrapupCode,

    /// <summary>A survey form.</summary>
    SurveyForm,

    /// <summary>A flow outcome.</summary>
    FlowOutcome,

    /// <summary>A flow milestone.</summary>
    FlowMilestone,

    /// <summary>A knowledge base.</summary>
    KnowledgeBase,

    /// <summary>A work type.</summary>
    Worktype,

    /// <summary>A division.</summary>
    Division,

    /// <summary>A guide of an AI agent.</summary>
    Guide,

    /// <summary>Another file.</summary>
    File,
}
