using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Patchbay.Cli.Views;
using Patchbay.Client.Applying;
using Patchbay.Core.Planning;

namespace Patchbay.Cli.Commands;

/// <summary>The options of every verb that carries out a plan, and the carrying out.</summary>
internal sealed class ApplyOptions
{
    /// <summary>The variable that holds the secret with which webhook events are signed.</summary>
    public const string WebhookSecret = "PATCHBAY_WEBHOOK_SECRET";

    private readonly Option<string[]> _only = new("--only")
    {
        Description = "Take only this flow of the plan, by name or id; may be given several times",
        HelpName = "FLOW",
    };

    private readonly Option<int?> _first = new("--first")
    {
        Description = "Take only the first flows by name: look at them, then apply the rest",
        HelpName = "N",
    };

    private readonly Option<bool> _stopOnError = new("--stop-on-error") { Description = "Begin no further flow once one has failed" };

    private readonly Option<bool> _allOrNothing = new("--all-or-nothing") { Description = "If any flow fails, put back what was written, newest first" };

    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse to write anything if a flow has moved since the plan was made" };

    private readonly Option<bool> _publish = new("--publish") { Description = "Make live what was written, once it is compiled" };

    private readonly Option<string> _activateAt = ActivateAtOption("Publish, to go live at this time");

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "How many flows are worked on at a time (default: 8)",
        HelpName = "N",
        DefaultValueFactory = _ => 8,
    };

    private readonly LockOptions _locks = new();

    private readonly Option<string[]> _onEvent = new("--on-event")
    {
        Description = "Run a command for each write and publish, with the event as JSON on its standard input",
        HelpName = "COMMAND",
    };

    private readonly Option<string[]> _webhook = new("--webhook")
    {
        Description = $"POST each event there, signed with the secret in {WebhookSecret} where that is set",
        HelpName = "URL",
    };

    private readonly Option<string> _report = new("--report")
    {
        Description = "Write a Markdown report of plan and outcome",
        HelpName = "FILE",
    };

    /// <summary>Of a plan that was written to a file, and so looked at, a few flows are enough to recognise it by.</summary>
    private const int ShownOfReviewed = 3;

    /// <summary>Answers the question beforehand.</summary>
    public Option<bool> Yes { get; } = YesOption();

    /// <summary>Where a Markdown report goes; null for nowhere.</summary>
    public string? ReportFile(Invocation call) => call.Get(_report);

    /// <summary>The option that answers a question beforehand.</summary>
    public static Option<bool> YesOption() => new("--yes", "-y") { Description = "Go ahead without a question" };

    /// <summary>The option that sets a time to go live.</summary>
    public static Option<string> ActivateAtOption(string description) => new("--activate-at")
    {
        Description = description + ", such as 2026-12-01T06:00:00+01:00",
        HelpName = "TIME",
    };

    /// <summary>The time that an option names.</summary>
    /// <exception cref="CliException">It is no time, or one without an offset.</exception>
    public static DateTimeOffset? TimeOf(Invocation call, Option<string> option)
    {
        if (call.Get(option) is not { } text)
        {
            return null;
        }

        // A time without an offset would mean another moment on every machine.
        var hasOffset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        return text.Contains('T', StringComparison.Ordinal) && hasOffset && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw CliException.Usage($"{option.Name} takes a time with its offset, such as 2026-12-01T06:00:00+01:00 or 2026-12-01T05:00:00Z, and \"{text}\" is none.");
    }

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command verb)
    {
        foreach (var option in (Option[])[_only, _first, _stopOnError, _allOrNothing, _strict, _publish, _activateAt, _parallel])
        {
            verb.Add(option);
        }

        _locks.AddTo(verb);
        foreach (var option in (Option[])[_onEvent, _webhook, _report, Yes])
        {
            verb.Add(option);
        }
    }

    /// <summary>How the plan is to be carried out.</summary>
    /// <exception cref="CliException">A value is wrong.</exception>
    public RunOptions Read(Invocation call)
    {
        var (first, parallel, at) = (call.Get(_first), call.Get(_parallel), TimeOf(call, _activateAt));
        if (first is < 1 || parallel < 1)
        {
            throw CliException.Usage($"{(first is < 1 ? "--first" : "--parallel")} takes a whole number from 1.");
        }

        return new RunOptions
        {
            Parallelism = parallel,
            Only = [.. call.Get(_only) ?? []],
            First = first,
            StopOnError = call.Get(_stopOnError),
            AllOrNothing = call.Get(_allOrNothing),
            Strict = call.Get(_strict),
            Publish = call.Get(_publish) || at is not null,
            ActivateAt = at,
        };
    }

    /// <summary>Those who want to know of each write and publish.</summary>
    /// <exception cref="CliException">A URL is wrong.</exception>
    public ImmutableArray<IDeploymentHandler> Handlers(Invocation call, Workspace workspace, HttpClient http) =>
    [
        .. (call.Get(_onEvent) ?? []).Select(command => new CommandHandler(command)),
        .. (call.Get(_webhook) ?? []).Select(url => new WebhookHandler(
            http,
            Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : throw CliException.Usage("--webhook takes an http or https URL."),
            workspace.Variables[WebhookSecret])),
    ];

    /// <summary>Shows a plan, asks, carries it out, and shows what came of it.</summary>
    /// <param name="call">The invocation.</param>
    /// <param name="open">The store.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="isReviewed">Whether the plan was written to a file and looked at: then a few of its flows are shown, and what it cannot change is no failure of this run.</param>
    public async Task<ExitCode> ApplyAsync(Invocation call, OpenStore open, Plan plan, bool isReviewed = false)
    {
        var options = Read(call);
        open = _locks.Of(call, open);
        Applier.Select(plan, open.Store, options);
        var view = call.WantsJson && ReportFile(call) is null ? PlanView.Of(plan) : await PlanCommand.ViewAsync(open, plan, call.Stop);
        if (!call.WantsJson)
        {
            var drawn = call.Terminal.NewNoteCanvas();
            (view with { Shown = isReviewed ? ShownOfReviewed : int.MaxValue }).Draw(drawn);
            call.Terminal.Note(drawn);
        }

        using var http = new HttpClient();
        var handlers = Handlers(call, open.Workspace, http);
        var count = plan.Changes.Count();
        if (count == 0)
        {
            if (call.WantsJson)
            {
                call.Show(PlanView.Of(plan));
            }

            return plan.Flows.Any(flow => flow.Action == PlannedAction.Blocked) ? ExitCode.Failed : ExitCode.Done;
        }

        if (!call.Confirm(Yes, Question(open, options, count) + _locks.Warning(call)))
        {
            return ExitCode.Done;
        }

        var run = await RunAsync(call, open, handlers, options.Publish ? "Writing and publishing" : "Writing", (applier, stop) => applier.ApplyAsync(plan, options, stop));
        if (ReportFile(call) is { } report)
        {
            call.WriteFile(report, MarkdownReport.Write(plan, view, run));
            call.Terminal.Note($"Wrote {report}.");
        }

        var code = Show(call, open, run);
        var blocked = !isReviewed && options is { Only.IsEmpty: true, First: null } ? plan.Flows.Count(flow => flow.Action == PlannedAction.Blocked) : 0;
        if (code != ExitCode.Done || blocked == 0)
        {
            return code;
        }

        call.Terminal.Note($"{Plural.Of(blocked, "flow")} of the plan could not be changed; it says why.");
        return ExitCode.Failed;
    }

    /// <summary>Does a run while showing how far it is.</summary>
    public static Task<Run> RunAsync(Invocation call, OpenStore open, ImmutableArray<IDeploymentHandler> handlers, string title, Func<Applier, CancellationToken, Task<Run>> work) =>
        call.Terminal.ProgressAsync(
            $"{title} on {open.Store.DisplayName}",
            meter =>
            {
                var notices = new Watcher<RunProgress>(news =>
                {
                    switch (news)
                    {
                        case RunProgress.Advanced advanced:
                            meter.At(advanced.Done, advanced.Total);
                            break;
                        case RunProgress.Notice notice:
                            call.Terminal.Note(notice.Message);
                            break;
                    }
                });
                return work(new Applier(open.Store, open.Workspace.Runs, open.Workspace.Lint, call.Around.Clock, Random.Shared) { Handlers = handlers, Progress = notices }, call.Stop);
            },
            run => RunView.Word(run.Status).Replace('-', ' '));

    /// <summary>Shows a run that has ended.</summary>
    public static ExitCode Show(Invocation call, OpenStore open, Run run)
    {
        var view = RunView.From(run) with { Traffic = open.Traffic };
        call.Show(view);
        if (!call.WantsJson)
        {
            var next = call.Terminal.NewNoteCanvas();
            view.DrawNext(next, open.Store.Capabilities.Publish);
            call.Terminal.Note(next);
        }

        return run.Status switch
        {
            RunStatus.Done => ExitCode.Done,
            RunStatus.Interrupted => ExitCode.Interrupted,
            _ => ExitCode.Failed,
        };
    }

    private static string Question(OpenStore open, RunOptions options, int count)
    {
        var flows = options.First is { } first && first < count ? $"the first {first} of {count} flows" : options.Only.IsEmpty ? Plural.Of(count, "flow") : string.Join(", ", options.Only);
        var live = !options.Publish || !open.Store.Capabilities.Publish ? "" : options.ActivateAt is { } at ? $" and make them live at {at:yyyy-MM-dd HH:mm:ss zzz}" : " and make them live now";
        return $"Write {flows} on {open.Store.DisplayName}{live}?";
    }
}
