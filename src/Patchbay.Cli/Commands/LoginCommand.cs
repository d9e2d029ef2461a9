using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Http;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay login</c>.</summary>
internal sealed class LoginCommand : CliCommand
{
    private readonly OrgOption _org = new();

    private readonly Option<bool> _noBrowser = new("--no-browser")
    {
        Description = "Only print the address, and open no browser",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port of this machine that the browser comes back to; 0 takes a free one (default: 0)",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    public LoginCommand()
        : base("login", "Sign in to an org as yourself, in a browser")
    {
        Remarks = "Opens the org's own sign-in page and waits, five minutes at most, for the browser to come back. The sign-in is kept for your user of this machine alone and renews itself; every verb uses it where the environment "
            + "holds no client credentials for the org. Nothing secret is typed, shown or passed as an argument. From a remote shell, forward the port: ssh -L N:127.0.0.1:N, with --port N --no-browser there.";
        Examples =
        [
            new("login --org prod", "Signs in to the org of a profile; \"client-id\" there names the OAuth client"),
            new("login --org eu-west-1 --no-browser --port 8085", "Prints the address to open, on whatever machine forwards port 8085"),
        ];
        _org.AddTo(this);
        Add(_noBrowser);
        Add(_port);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        if (call.Get(_port) is < 0 or > ushort.MaxValue)
        {
            throw CliException.Usage($"--port takes a number from 0 to {ushort.MaxValue}, and {call.Get(_port)} is none.");
        }

        var (workspace, org) = _org.Choose(call);
        if (org.Org.SignIns is null)
        {
            throw CliException.Failed("There is no folder to keep a sign-in in: the environment sets none of HOME, XDG_CONFIG_HOME and, on Windows, APPDATA. Set one.");
        }

        var login = OrgLogin.OfPerson(workspace.Variables, org.Org);
        using var signIn = new BrowserSignIn(login, call.Get(_port), new ApiOptions { Time = call.Around.Clock });
        Invite(call, signIn);
        var kept = await signIn.CompleteAsync(call.Stop);
        var inUse = org.Find(workspace);
        call.Show(new LoginView(login.Name, kept.UserName, kept.UserEmail, kept.OrganizationName, kept.ClientId, kept.ExpiresAt, kept.RenewsItself)
        {
            InsteadUsed = inUse.SignIns is null ? inUse.Source : null,
        });
        return ExitCode.Done;
    }

    private void Invite(Invocation call, BrowserSignIn signIn)
    {
        var isOpen = !call.Get(_noBrowser) && call.Around.OpenBrowser(signIn.Address);
        call.Terminal.Note(isOpen ? "Your browser asks who you are. Where it does not, open this address:" : "Open this address in a browser:");
        call.Terminal.Note($"  {signIn.Address.AbsoluteUri}");
        if (!isOpen)
        {
            call.Terminal.Note($"It comes back to port {signIn.Port} of this machine. Where the browser runs on another, forward the port from there: ssh -L {signIn.Port}:127.0.0.1:{signIn.Port} HOST");
        }
    }
}
