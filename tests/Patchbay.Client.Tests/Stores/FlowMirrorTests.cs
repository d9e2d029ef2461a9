using Patchbay.Client.Stores;

namespace Patchbay.Client.Tests.Stores;

public sealed class FlowMirrorTests : IDisposable
{
    private const string Flow = "0a1b2c3d-0000-4000-8000-000000000001";
    private readonly TemporaryFolder _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void What_is_kept_is_found_by_flow_version_time_and_name_alone()
    {
        var mirror = Mirror();
        mirror.Keep(Flow, "3.0", 1_000, "Sales", "text of three");

        mirror.Find(Flow, "3.0", 1_000, "Sales").ShouldBe("text of three");
        mirror.Holds(Flow, "3.0", 1_000, "Sales").ShouldBeTrue();
        mirror.Find(Flow, "2.0", 1_000, "Sales").ShouldBeNull();
        mirror.Find(Flow, "3.0", 1_001, "Sales").ShouldBeNull("an org that was set up anew counts from the start");
        mirror.Find(Flow, "3.0", 1_000, "Sales by day").ShouldBeNull("a flow gets another name without a new version");
        new FlowMirror(_workspace.Path, "another").Find(Flow, "3.0", 1_000, "Sales").ShouldBeNull();
    }

    [Fact]
    public void What_cannot_be_told_apart_is_not_kept()
    {
        var mirror = Mirror();
        foreach (var (flow, version, time) in new (string, string?, long?)[] { ("../up", "1.0", 1), ("a/b", "1.0", 1), ("", "1.0", 1), (".", "1.0", 1), (Flow, null, 1), (Flow, "1.0", null), (Flow, "../1.0", 1), (new string('a', 300), "1.0", 1) })
        {
            mirror.Keep(flow, version, time, "Sales", "text");
            mirror.Find(flow, version, time, "Sales").ShouldBeNull();
        }

        Directory.GetFileSystemEntries(_workspace.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Of_each_flow_the_last_three_versions_stay()
    {
        var mirror = Mirror();
        for (var version = 1; version <= 6; version++)
        {
            mirror.Keep(Flow, $"{version}.0", version, "Sales", $"text {version}");
            Age();
        }

        Directory.GetFiles(_workspace.Path, "*.yaml", SearchOption.AllDirectories).Length.ShouldBe(FlowMirror.VersionsKept);
        mirror.Find(Flow, "6.0", 6, "Sales").ShouldBe("text 6");
        mirror.Find(Flow, "3.0", 3, "Sales").ShouldBeNull();
    }

    [Fact]
    public void It_is_readable_by_its_owner_only_and_passed_over_by_git()
    {
        Mirror().Keep(Flow, "1.0", 1, "Sales", "text");

        var file = Directory.GetFiles(_workspace.Path, "*.yaml", SearchOption.AllDirectories).ShouldHaveSingleItem();
        File.ReadAllText(Path.Combine(_workspace.Path, "mirror", ".gitignore")).ShouldBe("*\n");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.GetUnixFileMode(Path.GetDirectoryName(file)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_file_that_holds_nothing_or_no_text_is_as_if_it_were_not_there()
    {
        var mirror = Mirror();
        mirror.Keep(Flow, "1.0", 1, "Sales", "text");
        var file = Directory.GetFiles(_workspace.Path, "*.yaml", SearchOption.AllDirectories).ShouldHaveSingleItem();

        File.WriteAllBytes(file, []);
        mirror.Find(Flow, "1.0", 1, "Sales").ShouldBeNull();
        File.WriteAllBytes(file, [0xFF, 0xFE, 0x00]);
        mirror.Find(Flow, "1.0", 1, "Sales").ShouldBeNull();
        mirror.Keep(Flow, "1.0", 1, "Sales", "text");
        mirror.Find(Flow, "1.0", 1, "Sales").ShouldBe("text");
    }

    [Fact]
    public void A_place_that_cannot_be_written_makes_nothing_fail()
    {
        File.WriteAllText(Path.Combine(_workspace.Path, "mirror"), "a file where the folder should be");

        var mirror = Mirror();
        mirror.Keep(Flow, "1.0", 1, "Sales", "text");

        mirror.Find(Flow, "1.0", 1, "Sales").ShouldBeNull();
    }

    [Fact]
    public async Task Several_at_once_never_see_half_a_text()
    {
        var texts = Enumerable.Range(0, 4).Select(i => new string((char)('a' + i), 200_000)).ToList();
        Mirror().Keep(Flow, "1.0", 1, "Sales", texts[0]);

        await Parallel.ForEachAsync(Enumerable.Range(0, 64), (i, _) =>
        {
            Mirror().Keep(Flow, "1.0", 1, "Sales", texts[i % texts.Count]);
            texts.ShouldContain(Mirror().Find(Flow, "1.0", 1, "Sales")!);
            return ValueTask.CompletedTask;
        });
    }

    private FlowMirror Mirror() => new(_workspace.Path, "api.example.com:443");

    /// <summary>Makes what is there older than what comes next, which a fast machine would write in the same tick.</summary>
    private void Age()
    {
        foreach (var file in Directory.GetFiles(_workspace.Path, "*.yaml", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(-10));
        }
    }
}
