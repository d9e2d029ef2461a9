using Patchbay.Cli.Views;
using Patchbay.Client.Http;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay whoami</c>.</summary>
internal sealed class WhoamiCommand : CliCommand
{
    private readonly OrgOption _org = new();

    public WhoamiCommand()
        : base("whoami", "Show as whom, with what credentials and until when the verbs act at an org")
    {
        Remarks = "Asks the org itself. Credentials are looked for in this order: client credentials in the environment or in .env, then the sign-in of \"patchbay login\", then, for an org on this machine, the emulator's built-in client.";
        Examples = [new("whoami --org prod", "Shows whom the org of a profile takes you for")];
        _org.AddTo(this);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        var (workspace, org) = _org.Choose(call);
        var login = org.Find(workspace);
        using var connection = new ApiConnection(login, new ApiOptions { Time = call.Around.Clock, RateFolder = call.Around.RateFolder });
        var account = await new AccountClient(connection).WhoAmIAsync(call.Stop);
        call.Show(new WhoamiView(login.Name, login.Region.Api.AbsoluteUri.TrimEnd('/'), account.OrganizationName, account.OrganizationId, account.ClientId, login.Source, connection.TokenExpiresAt)
        {
            User = account.UserName.Length > 0 ? account.UserName : null,
            Email = account.UserEmail.Length > 0 ? account.UserEmail : null,
            Scopes = account.Scopes,
            Permissions = account.Permissions,
        });
        return ExitCode.Done;
    }
}
