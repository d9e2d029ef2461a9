using Patchbay.Client.Stores;
using Patchbay.Client.Tests.Stores;

namespace Patchbay.Client.Tests.Applying;

/// <summary>The suite over an org that speaks the definitions API.</summary>
public sealed class DefinitionsRuns : RunSuite
{
    private readonly List<TestOrg> _orgs = [];

    private protected override async Task<IFlowStore> OpenAsync(TemporaryFolder folder)
    {
        var org = await TestOrg.StartAsync(options => options with { Folder = folder.File("flows") });
        _orgs.Add(org);
        return org.Store();
    }

    private protected override async ValueTask CloseAsync()
    {
        foreach (var org in _orgs)
        {
            await org.DisposeAsync();
        }
    }
}
