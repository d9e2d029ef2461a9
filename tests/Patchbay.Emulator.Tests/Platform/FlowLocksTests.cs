using System.Net;

namespace Patchbay.Emulator.Tests.Platform;

public sealed class FlowLocksTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await PlatformFlows.StartAsync(null, PlatformFlows.Call("Sales"));

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_checkout_takes_the_lock_and_makes_a_draft_and_a_revert_gives_both_back()
    {
        var id = await _org.IdAsync("Sales");

        var locked = (await _org.ActAsync("checkout", id)).Json;
        locked.GetProperty("lockedClient").GetProperty("id").GetString().ShouldBe("patchbay");
        locked.VersionIn("savedVersion").ShouldNotBeNull().ShouldStartWith("saved_version_");

        var reverted = (await _org.ActAsync("revert", id)).Json;
        reverted.TryGetProperty("lockedClient", out _).ShouldBeFalse();
        reverted.VersionIn("savedVersion").ShouldBeNull();
        (await _org.ActAsync("revert", id)).Code.ShouldBe("architect.flow.not.locked.by.user");
    }

    [Fact]
    public async Task Whoever_has_the_lock_may_check_out_again_and_nothing_changes()
    {
        var id = await _org.IdAsync("Sales");
        var first = (await _org.ActAsync("checkout", id)).Json.VersionIn("savedVersion");

        var again = await _org.ActAsync("checkout", id);

        again.Status.ShouldBe(HttpStatusCode.OK);
        again.Json.VersionIn("savedVersion").ShouldBe(first);
    }

    [Theory]
    [InlineData("checkout", "architect.flow.locked.by.user")]
    [InlineData("publish", "architect.flow.locked.by.user")]
    [InlineData("revert", "architect.flow.not.locked.by.user")]
    public async Task What_needs_the_lock_is_409_while_somebody_else_has_it(string action, string code)
    {
        var id = await _org.IdAsync("Sales");
        _org.App.Org.LockAsSomebodyElse(id, "maria.lopez");

        var answer = await _org.ActAsync(action, id);

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Saving_and_renaming_and_checking_in_need_the_lock()
    {
        var id = await _org.IdAsync("Sales");

        (await _org.PutAsync($"/api/v2/flows/{id}", """{"name": "Sales 2"}""")).Code.ShouldBe("architect.flow.not.locked.by.user");
        (await _org.PostAsync($"/api/v2/flows/{id}/versions", """{"name": "Sales", "type": "inboundcall", "flowSequenceItemList": []}""")).Code.ShouldBe("architect.flow.not.locked.by.user");
        (await _org.ActAsync("checkin", id)).Code.ShouldBe("architect.flow.not.locked.by.user");
    }

    [Fact]
    public async Task A_flow_that_somebody_has_locked_cannot_be_deleted_405()
    {
        var id = await _org.IdAsync("Sales");
        _org.App.Org.LockAsSomebodyElse(id, "maria.lopez");

        var answer = await _org.DeleteAsync($"/api/v2/flows/{id}");

        answer.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        answer.Code.ShouldBe("architect.flow.cannot.delete.user.does.not.have.lock");
    }

    [Fact]
    public async Task With_the_permission_to_unlock_somebody_elses_draft_may_be_checked_in()
    {
        var narrow = new OAuthClient("narrow", "secret") { Permissions = ["architect:flow:view", "architect:flow:edit"] };
        await using var org = await PlatformFlows.StartAsync(options => options with { Clients = [narrow] }, narrow, PlatformFlows.Call("Sales"));
        var id = await org.IdAsync("Sales");
        org.App.Org.LockAsSomebodyElse(id, "maria.lopez");
        _org.App.Org.LockAsSomebodyElse(await _org.IdAsync("Sales"), "maria.lopez");

        (await org.ActAsync("checkin", id)).Code.ShouldBe("architect.flow.not.locked.by.user");
        (await _org.ActAsync("checkin", await _org.IdAsync("Sales"))).Status.ShouldBe(HttpStatusCode.OK);
        (await _org.FlowAsync("Sales")).VersionIn("checkedInVersion").ShouldBe("2.0");
    }

    [Fact]
    public async Task An_unlock_frees_the_flow_and_checks_in_what_was_saved()
    {
        var made = (await _org.PostAsync("/api/v2/flows", """{"name": "Waiting", "type": "inqueuecall"}""")).Field("id");
        var sales = await _org.IdAsync("Sales");
        await _org.ActAsync("checkout", sales);
        (await _org.ActAsync("unlock", made)).Json.VersionIn("checkedInVersion").ShouldBeNull();
        await _org.ActAsync("checkout", made);
        await _org.PostAsync($"/api/v2/flows/{made}/versions", PlatformFlows.Configuration);

        var withDraft = (await _org.ActAsync("unlock", made)).Json;
        var withoutDraft = (await _org.ActAsync("unlock", sales)).Json;

        withDraft.TryGetProperty("lockedClient", out _).ShouldBeFalse();
        withDraft.VersionIn("checkedInVersion").ShouldBe("1.0");
        withoutDraft.TryGetProperty("lockedClient", out _).ShouldBeFalse();
        withoutDraft.VersionIn("checkedInVersion").ShouldBe("1.0");
    }

    [Fact]
    public async Task While_an_operation_runs_another_one_is_refused()
    {
        await using var slow = await PlatformFlows.StartAsync(options => options with { CompileDelay = TimeSpan.FromHours(1) }, PlatformFlows.Call("Sales"));
        var id = await slow.IdAsync("Sales");
        await slow.ActAsync("publish", id, "1.0");

        var answer = await slow.ActAsync("checkout", id);

        answer.Status.ShouldBe(HttpStatusCode.Conflict);
        answer.Code.ShouldBe("architect.operation.already.in.progress");
    }
}
