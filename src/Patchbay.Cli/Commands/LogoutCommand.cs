using Patchbay.Cli.Views;
using Patchbay.Client.Http;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay logout</c>.</summary>
internal sealed class LogoutCommand : CliCommand
{
    private readonly OrgOption _org = new();

    public LogoutCommand()
        : base("logout", "Sign out of an org")
    {
        Remarks = "Has the org revoke the token of your sign-in, and forgets it on this machine whatever the org answers. Client credentials in the environment are not touched.";
        Examples = [new("logout --org prod", "Ends the sign-in at the org of a profile")];
        _org.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var (workspace, org) = _org.Choose(call);
        var login = OrgLogin.OfPerson(workspace.Variables, org.Org);
        if (login.SignIns is not { } signIns || (signIns.Find(login.Region, login.ClientId) ?? signIns.Find(login.Region, org.Org.ClientId)) is not { } signIn)
        {
            call.Show(new LogoutView(login.Name, WasSignedIn: false, "", ""));
            return ExitCode.Done;
        }

        var problem = await AccountClient.SignOutAsync(signIn, signIns, new ApiOptions { Time = call.Around.Clock });
        call.Show(new LogoutView(login.Name, WasSignedIn: true, signIn.Person, problem.Length == 0 ? "" : $"{problem}; what was kept here is deleted, but the token is good until {Times.Show(signIn.ExpiresAt)}."));
        return problem.Length == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
