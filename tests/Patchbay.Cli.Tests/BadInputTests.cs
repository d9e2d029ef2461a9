using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Patchbay.Cli.Tests;

/// <summary>Whatever goes wrong: one message with the way out, the documented exit code, no stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly CommandLine _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("flows list --org us-east-1", 4, "No credentials for us-east-1 were found.")]
    [InlineData("flows list --org us-esat-1", 2, "The region \"us-esat-1\" is unknown. Did you mean us-east-1")]
    [InlineData("flows list --folder nowhere", 2, "There is no folder \"nowhere\" here")]
    [InlineData("flows list --org http://127.0.0.1:1", 1, "Nothing listens on http://127.0.0.1:1 on this machine. Start a local org there with \"patchbay emulator --port 1\", or name another org.")]
    [InlineData("plan missing.yaml", 2, "There is no file \"missing.yaml\" here")]
    [InlineData("plan .", 2, "\".\" is a folder, and a file is meant.")]
    [InlineData("plan latin.yaml", 1, "\"latin.yaml\" is not UTF-8 text (first at byte 3). Save it as UTF-8 and try again.")]
    [InlineData("plan typo.yaml", 2, "typo.yaml:2:1: error: \"stepps\" is not a key of a change file; did you mean \"steps\"?")]
    [InlineData("graph billing.json --out billing.json/x.mmd", 2, "billing.json is a file and not a folder.")]
    [InlineData("graph billing.json --out .", 2, "\".\" cannot be written, because it is a folder. Name a file in it.")]
    [InlineData("emulator --port 70000", 2, "--port takes a number from 0 to 65535, and 70000 is none.")]
    [InlineData("emulator --rate-limit -1", 2, "--rate-limit takes a whole number from 0")]
    [InlineData("emulator --rate-window 0", 2, "--rate-window takes a number of seconds above 0")]
    [InlineData("aply plan.json", 2, "\"patchbay\" has no verb \"aply\". Did you mean \"apply\"?")]
    public async Task Says_what_is_wrong_and_what_to_do(string line, int code, string expected)
    {
        _shell.Write("typo.yaml", "flows: {name: x}\nstepps: []\n");
        _shell.Write("billing.json", Samples.Billing);
        await File.WriteAllBytesAsync(Path.Combine(_shell.Folder, "latin.yaml"), [0x63, 0x61, 0x66, 0xE9]);

        var answer = (await _shell.RunAsync(line)).ShouldEnd((ExitCode)code);

        answer.Error.ShouldContain(expected);
        answer.Error.ShouldNotContain("   at ");
        answer.Error.ShouldNotContain("Exception");
        answer.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_not_utf8_is_a_problem_of_its_own_and_the_others_go_on()
    {
        _shell.Write("ivr/line.yaml", Commands.ModulesCommandTests.Caller("Line 1"));
        var latin = System.Text.Encoding.Latin1.GetBytes(Commands.ModulesCommandTests.Caller("Line 2").Replace("name: Start\n", "name: Grüße\n", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(Path.Combine(_shell.Folder, "ivr", "latin.yaml"), latin);
        await File.WriteAllBytesAsync(Path.Combine(_shell.Folder, "ivr", "notes.yaml"), [0xFF, 0xFE, 0x61, 0x00]);
        var at = Array.IndexOf(latin, (byte)0xFC);
        var change = "flows: {name: NAME}\nsteps:\n  - rename: {task: Start}\n    to: Opening\n";

        var validated = (await _shell.RunAsync("validate ivr")).ShouldEnd(ExitCode.Failed);
        validated.Out.ShouldContain($"ivr/latin.yaml:10:17: error: This file is not UTF-8 text (first at byte {at}). Save it as UTF-8. [syntax]");
        validated.Out.ShouldContain("ivr/notes.yaml:1:1: error: This file is not UTF-8 text (first at byte 0).");
        validated.Out.ShouldContain("3 flows checked: 2 errors");

        var listed = (await _shell.RunAsync("flows list ivr")).ShouldEnd(ExitCode.Done);
        listed.Out.ShouldContain("Line 1");
        listed.Out.ShouldContain("Line 2");
        listed.Error.Split('\n').Count(line => line.Contains("is not UTF-8 text", StringComparison.Ordinal)).ShouldBe(2, listed.Error);
        (await _shell.RunAsync("flows list ivr --contains text:Disconnect")).ShouldEnd(ExitCode.Done).Out.ShouldContain("1 flow in");

        _shell.Write("change.yaml", change.Replace("NAME", "Line 1", StringComparison.Ordinal));
        (await _shell.RunAsync("plan change.yaml --folder ivr")).ShouldEnd(ExitCode.Done).Error.ShouldContain("is not UTF-8 text");
        _shell.Write("change.yaml", change.Replace("NAME", "\"*\"", StringComparison.Ordinal));
        (await _shell.RunAsync("plan change.yaml --folder ivr")).ShouldEnd(ExitCode.Failed).Error.ShouldContain($"latin.yaml\" is not UTF-8 text (first at byte {at}). Convert it to UTF-8, or move it out of the folder.");
    }

    [Fact]
    public async Task A_wrong_secret_is_not_repeated()
    {
        await using var org = await LocalOrg.StartAsync(_shell);
        _shell.Variables["GENESYS_CLOUD_CLIENT_ID"] = "patchbay";
        _shell.Variables["GENESYS_CLOUD_CLIENT_SECRET"] = "s3cret";

        var answer = (await _shell.RunAsync("flows list --json")).ShouldEnd(ExitCode.NotAuthorized);

        answer.Error.ShouldContain("refused a token for client \"patchbay\"");
        answer.Json.GetProperty("error").GetProperty("exitCode").GetInt32().ShouldBe(4);
        (answer.Out + answer.Error).ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task An_address_that_answers_web_pages_is_no_org()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var site = builder.Build();
        site.Run(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>Please log in</html>");
        });
        await site.StartAsync();

        var answer = (await _shell.RunAsync($"flows list --org {site.Urls.First()}")).ShouldEnd(ExitCode.Failed);

        answer.Error.ShouldContain("Check that the region is right.");
        answer.Error.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task A_full_disk_is_told_and_a_device_is_not_replaced_by_a_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /dev/full.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Were this to fail, root would lose /dev/full.");
        _shell.Write("billing.json", Samples.Billing);

        var full = (await _shell.RunAsync("graph billing.json --out /dev/full")).ShouldEnd(ExitCode.Failed);

        full.Error.ShouldStartWith("error: \"/dev/full\" cannot be written: No space left on device");
        new FileInfo("/dev/full").Length.ShouldBe(0);
    }

    [Fact]
    public async Task A_link_is_written_through()
    {
        _shell.Write("billing.json", Samples.Billing);
        _shell.Write("real.mmd", "old");
        File.CreateSymbolicLink(Path.Combine(_shell.Folder, "link.mmd"), Path.Combine(_shell.Folder, "real.mmd"));

        (await _shell.RunAsync("graph billing.json --out link.mmd")).ShouldEnd(ExitCode.Done);

        _shell.Read("real.mmd").ShouldStartWith("flowchart TD");
        Directory.EnumerateFiles(_shell.Folder, "*.part").ShouldBeEmpty();
    }
}
