namespace Patchbay.Emulator.Tests.Contract;

public sealed class ConformanceTests
{
    [Fact]
    public async Task What_is_served_does_not_fall_below_what_the_page_says()
    {
        var now = ConformancePage.Shares(await ConformancePage.MakeAsync());
        var before = ConformancePage.Shares(await File.ReadAllTextAsync(Repository.PathOf(ConformancePage.Place)));
        foreach (var (what, share) in now)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {share}");
        }

        before.Count.ShouldBe(3);
        before.Where(share => now[share.Key] < share.Value).Select(share => $"{share.Key}: {share.Value} before, {now[share.Key]} now").ShouldBeEmpty();
    }
}
