namespace Patchbay.Core.Refactoring;

/// <summary>What a rename is about.</summary>
public enum RenameTarget
{
    /// <summary>A task.</summary>
    Task,

    /// <summary>A menu.</summary>
    Menu,

    /// <summary>A state.</summary>
    State,

    /// <summary>A bot of a bot flow.</summary>
    Bot,

    /// <summary>An action, or a choice of a menu.</summary>
    Action,

    /// <summary>A variable.</summary>
    Variable,

    /// <summary>A flow, in the flows that use it and in itself.</summary>
    Flow,
}
