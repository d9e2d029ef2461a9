using System.CommandLine;
using Patchbay.Client.Stores;

namespace Patchbay.Cli.Commands;

/// <summary>The option that says what a run does about flows that somebody else has checked out.</summary>
internal sealed class LockOptions
{
    private const string Skip = "skip";
    private const string Wait = "wait";
    private const string Fail = "fail";
    private const string TakeOver = "take-over";

    private readonly Option<string> _onLock = CliCommand.Choice("--on-lock", "Flows that somebody else has checked out: skip them, wait (up to ten minutes each), fail (begin no other flow), or take-over (keep the draft as a file, take the lock off)", Skip, Skip, Wait, Fail, TakeOver);

    /// <summary>Makes the option.</summary>
    public LockOptions() => _onLock.HelpName = "POLICY";

    /// <summary>Gives a verb the option.</summary>
    public void AddTo(Command verb) => verb.Add(_onLock);

    /// <summary>What a question says beside it, as a sentence after a blank; empty where nobody is taken anything from.</summary>
    public string Warning(Invocation call) => call.Get(_onLock) == TakeOver ? " Locks of others are taken off, and their drafts kept as files." : "";

    /// <summary>The store with the policy asked for.</summary>
    /// <param name="call">The use of the verb.</param>
    /// <param name="open">The store.</param>
    /// <exception cref="CliException">The store has no locks, and the option was given.</exception>
    public OpenStore Of(Invocation call, OpenStore open)
    {
        if (open.Store is not ArchitectStore store)
        {
            return call.Has(_onLock) ? throw CliException.Usage($"--on-lock is for orgs in which people check flows out; {open.Store.DisplayName} has no locks.") : open;
        }

        var policy = call.Get(_onLock) switch
        {
            Wait => LockPolicy.Wait,
            Fail => LockPolicy.Fail,
            TakeOver => LockPolicy.TakeOver,
            _ => LockPolicy.Skip,
        };
        return open with
        {
            Store = store.With(options => options with { OnLock = policy, Drafts = Path.Combine(open.Workspace.Runs.State, "drafts") }),
        };
    }
}
