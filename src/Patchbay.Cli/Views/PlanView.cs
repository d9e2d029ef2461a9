using Patchbay.Core.Planning;

namespace Patchbay.Cli.Views;

/// <summary>A plan, for people and for scripts. The definitions themselves stand only in the plan's own file.</summary>
internal sealed record PlanView : IView
{
    /// <summary>More flows than this that are right already are counted and not named.</summary>
    private const int MostRight = 10;

    /// <summary>More flows than this that hold a module are counted.</summary>
    private const int MostConsumers = 6;

    /// <summary>More differences of a version that goes live with a change than this are counted.</summary>
    private const int MostDifferences = 10;

    public required string Store { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    public string? Description { get; init; }

    public required int ToChange { get; init; }

    public required int AlreadyRight { get; init; }

    public required int Blocked { get; init; }

    /// <summary>Where the plan was written; null where it was not.</summary>
    public string? File { get; init; }

    public required IReadOnlyList<PlannedRow> Flows { get; init; }

    /// <summary>The common modules that change and the published flows that keep a copy of the old one; null where none changes.</summary>
    public IReadOnlyList<ModuleRow>? Modules { get; init; }

    /// <summary>The flows whose newest version is not live and goes live with the change; null where there are none.</summary>
    public IReadOnlyList<UnheardRow>? Unheard { get; init; }

    /// <summary>Whether what is written is live at once, so that applying it must say that this is meant.</summary>
    internal bool GoesLive { get; init; }

    /// <summary>How many flows are drawn in full; the others are counted.</summary>
    internal int Shown { get; init; } = int.MaxValue;

    /// <summary>Makes the view.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="file">Where it was written; null where it was not.</param>
    public static PlanView Of(Plan plan, string? file = null) => new()
    {
        Store = plan.Store,
        ReadAt = plan.ReadAt,
        Description = plan.Description.Length > 0 ? plan.Description : null,
        ToChange = plan.Flows.Count(flow => flow.Action == PlannedAction.Change),
        AlreadyRight = plan.Flows.Count(flow => flow.Action == PlannedAction.None),
        Blocked = plan.Flows.Count(flow => flow.Action == PlannedAction.Blocked),
        File = file,
        Flows = [.. plan.Flows.Select(PlannedRow.Of)],
    };

    /// <summary>Adds sentences such as <c>50 flows to change, 3 already right</c>.</summary>
    internal string Count => string.Join(", ", new[]
    {
        $"{Plural.Of(ToChange, "flow")} to change",
        AlreadyRight > 0 ? $"{AlreadyRight} already right" : "",
        Blocked > 0 ? $"{Blocked} cannot be written" : "",
    }.Where(part => part.Length > 0));

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (ToChange + Blocked == 0)
        {
            canvas.Line($"Nothing to change: {(AlreadyRight == 1 ? "1 flow is" : $"{AlreadyRight} flows are")} as the change wants.");
            return;
        }

        // Flows that are right already are told one by one only where they are few.
        var told = Flows.Where(flow => flow.Action != "none" || AlreadyRight <= MostRight).ToList();
        var width = told.Count == 0 ? 0 : told.Max(flow => flow.Name.Length) + 3;
        foreach (var flow in told.Take(Shown))
        {
            Draw(canvas, flow, width);
            if (Unheard?.FirstOrDefault(unheard => unheard.Id == flow.Id) is { } unheard)
            {
                Draw(canvas, unheard);
            }
        }

        if (told.Count > Shown)
        {
            canvas.Line($"  {canvas.Ellipsis} and {Plural.Of(told.Count - Shown, "flow")} more", Ink.Dim);
        }

        foreach (var module in Modules ?? [])
        {
            Draw(canvas, module);
        }

        canvas.Line();
        canvas.Write("Plan: ", Ink.Bold).Line($"{Count}.   {(File is null ? "" : $"{File}   ")}(made from versions read {ReadAt:HH:mm:ss} UTC)");
        if (File is not null && ToChange > 0)
        {
            canvas.Line($"Apply it with   patchbay apply {File}{(GoesLive ? " --publish" : "")}");
        }

        foreach (var module in (Modules ?? []).Where(module => module.Consumers.Count > 0))
        {
            canvas.Line($"Then bring it to callers with   patchbay modules republish {ShellWord.Of(module.Name)}");
        }
    }

    private static void Draw(Canvas canvas, UnheardRow unheard)
    {
        canvas.Write("    ! ", Ink.Red).Line(unheard.Sentence);
        foreach (var difference in (unheard.Differences ?? []).Take(MostDifferences))
        {
            canvas.Line($"        {difference}");
        }

        if (unheard.Differences?.Count > MostDifferences)
        {
            canvas.Line($"        {canvas.Ellipsis} and {unheard.Differences.Count - MostDifferences} more", Ink.Dim);
        }
    }

    private static void Draw(Canvas canvas, ModuleRow module)
    {
        canvas.Line().Line(module.Sentence);
    }

    private static void Draw(Canvas canvas, PlannedRow flow, int width)
    {
        var name = flow.Name.PadRight(width);
        switch (flow.Action)
        {
            case "change":
                canvas.Write("~ ", Ink.Yellow).Write(name, Ink.Bold).Line($"{flow.Type}{(flow.Version is null ? "" : $"  v{flow.Version}")}", Ink.Dim);
                foreach (var step in flow.Steps)
                {
                    Draw(canvas, step);
                }

                break;
            case "blocked":
                canvas.Write("! ", Ink.Red).Write(name).Line($"cannot be written: {flow.Reason}");
                break;
            default:
                canvas.Write("= ", Ink.Dim).Write(name).Line(string.Join("; ", flow.Steps.Select(step => step.Summary)), Ink.Dim);
                break;
        }

        // A remark that is older than the change is no news to whoever reviews it.
        foreach (var problem in flow.Problems.Where(problem => !problem.Blocks && (problem.IsNew || problem.Severity != "info")))
        {
            canvas.Write("    ").Write($"{problem.Severity}: ", problem.Severity == "error" ? Ink.Red : problem.Severity == "warning" ? Ink.Yellow : Ink.Cyan)
                .Line($"{problem.Message} [{problem.Rule}]{(problem.IsNew ? "" : " (older than this change)")}", problem.IsNew ? Ink.Plain : Ink.Dim);
        }
    }

    private static void Draw(Canvas canvas, StepRow step)
    {
        var (sign, ink) = step.Outcome switch
        {
            "insert" => ("+", Ink.Green),
            "update" => ("~", Ink.Yellow),
            _ => ("=", Ink.Dim),
        };
        canvas.Write($"    {sign} ", ink).Line(step.Summary);
        var names = step.Details.Count == 0 ? 0 : step.Details.Max(detail => detail.Name.Length) + 3;
        var last = "";
        foreach (var detail in step.Details)
        {
            // A name that repeats is said once; what stands below it belongs to it.
            var shown = detail.Name == last && detail.Change is null ? "" : detail.Name;
            canvas.Write("        ").Write(detail.Change is { } change ? $"{change} " : "", Sign(detail.Change)).Line($"{shown.PadRight(names)}{detail.Text}");
            last = detail.Name;
        }
    }

    private static Ink Sign(string? change) => change switch
    {
        "+" => Ink.Green,
        "-" => Ink.Red,
        _ => Ink.Yellow,
    };

    /// <summary>What is planned for a flow.</summary>
    internal sealed record PlannedRow
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public required string Type { get; init; }

        public string? Division { get; init; }

        public string? Version { get; init; }

        /// <summary><c>change</c>, <c>none</c> or <c>blocked</c>.</summary>
        public required string Action { get; init; }

        public string? Reason { get; init; }

        public required IReadOnlyList<StepRow> Steps { get; init; }

        public required IReadOnlyList<ProblemRow> Problems { get; init; }

        /// <summary>Makes a row.</summary>
        public static PlannedRow Of(PlannedFlow flow) => new()
        {
            Id = flow.Id,
            Name = flow.Name,
            Type = flow.Type,
            Division = flow.Division.Length > 0 ? flow.Division : null,
            Version = flow.Version.Length > 0 ? flow.Version : null,
            Action = flow.Action.ToString().ToLowerInvariant(),
            Reason = flow.Reason.Length > 0 ? flow.Reason : null,
            Steps = [.. flow.Steps.Select(step => new StepRow(
                step.Outcome.ToString().ToLowerInvariant(),
                step.Summary,
                [.. step.Details.Select(detail => new DetailRow(detail.Name, detail.Text, detail.Change.Length > 0 ? detail.Change : null))]))],
            Problems = [.. flow.Problems.Select(problem => new ProblemRow(
                problem.Rule,
                problem.Severity.ToString().ToLowerInvariant(),
                problem.Moment.ToString().ToLowerInvariant(),
                problem.Message,
                problem.Position.Line,
                problem.Position.Column,
                problem.IsNew,
                problem.Blocks))],
        };
    }

    /// <summary>A flow whose newest version, which the change is made from, is not live.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Live">The live version; null where none is.</param>
    /// <param name="Version">The newest version.</param>
    /// <param name="Differences">What that changed; null where it was not looked into.</param>
    internal sealed record UnheardRow(string Id, string? Live, string Version, IReadOnlyList<string>? Differences)
    {
        /// <summary>What that means, as a sentence; with a colon at its end where the differences follow.</summary>
        internal string Sentence => Live is null
            ? "Nothing of it is live yet: all of it goes live with this."
            : $"Version {Live} is live, and what {Version} changed goes live with this{(Differences is null ? "." : Differences.Count == 0 ? ": nothing that means anything." : ":")}";
    }

    /// <summary>A common module that changes.</summary>
    internal sealed record ModuleRow(string Name, IReadOnlyList<ConsumerRow> Consumers)
    {
        /// <summary>Who keeps the old copy, as sentences.</summary>
        internal string Sentence
        {
            get
            {
                var types = string.Join(", ", Consumers.GroupBy(flow => flow.Type).OrderByDescending(flows => flows.Count()).ThenBy(flows => flows.Key, StringComparer.Ordinal).Select(flows => $"{flows.Count()} {flows.Key}"));
                var names = string.Join(", ", Consumers.Take(MostConsumers).Select(flow => flow.Name));
                return Consumers.Count == 0
                    ? $"Module \"{Name}\": no published flow holds a copy of it."
                    : $"Module \"{Name}\" is copied into {Plural.Of(Consumers.Count, "published flow")} ({types}): {names}{(Consumers.Count > MostConsumers ? $" and {Consumers.Count - MostConsumers} more" : "")}. {(Consumers.Count == 1 ? "It keeps" : "They keep")} the old copy, and callers hear it, until published again.";
            }
        }
    }

    /// <summary>A published flow that holds a copy of it.</summary>
    internal sealed record ConsumerRow(string Id, string Name, string Type);

    /// <summary>What a step comes to.</summary>
    internal sealed record StepRow(string Outcome, string Summary, IReadOnlyList<DetailRow> Details);

    /// <summary>A line of detail.</summary>
    internal sealed record DetailRow(string Name, string Text, string? Change);

    /// <summary>A problem of the flow as it would be.</summary>
    internal sealed record ProblemRow(string Rule, string Severity, string Moment, string Message, int Line, int Column, bool IsNew, bool Blocks);
}
