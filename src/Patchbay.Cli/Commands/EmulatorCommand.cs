using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Emulator;

namespace Patchbay.Cli.Commands;

/// <summary><c>patchbay emulator</c>.</summary>
internal sealed class EmulatorCommand : CliCommand
{
    private readonly Option<int> _port = new("--port")
    {
        Description = "The port to listen on; 0 takes a free one (default: 8090)",
        HelpName = "N",
        DefaultValueFactory = _ => 8090,
    };

    private readonly Option<string> _import = new("--import")
    {
        Description = "Start with the definition files of this folder and not with the sample org",
        HelpName = "DIR",
    };

    private readonly Option<string> _api = Choice("--api", "The API that the org speaks", "definitions", "definitions", "platform");

    private readonly Option<int> _rateLimit = new("--rate-limit")
    {
        Description = "Requests each token may make in a window; 0 for any number (default: 300)",
        HelpName = "N",
        DefaultValueFactory = _ => 300,
    };

    private readonly Option<double> _rateWindow = new("--rate-window")
    {
        Description = "Length of those windows in seconds (default: 60)",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 60,
    };

    private readonly Option<int> _loginLimit = new("--login-limit")
    {
        Description = "Tokens that each OAuth client may ask for in a minute; 0 for any number (default: 0)",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<bool> _acceptEmptyBearer = new("--accept-empty-bearer")
    {
        Description = "Take requests whose bearer token is empty, as the gc CLI sends them to localhost",
    };

    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show a line for each request answered",
    };

    public EmulatorCommand()
        : base("emulator", "Run a local org to try things on")
    {
        Remarks = "A whole org in this process, in memory, on this machine only: the definitions API, about 140 sample flows in four formats, simulated callers, faults on request. It is gone when it stops. Stop it with Ctrl-C.";
        Examples =
        [
            new("emulator", "Serves the sample org on http://127.0.0.1:8090"),
            new("emulator --import flows --port 0", "Serves your own definition files on a free port"),
            new("emulator --api platform --import ivr", "Serves a folder of Architect YAML through the platform's own API"),
            new("emulator --rate-limit 60 --rate-window 5", "Throttles early, to see how your scripts take it"),
        ];
        Add(_port);
        Add(_api);
        Add(_import);
        Add(_rateLimit);
        Add(_rateWindow);
        Add(_loginLimit);
        Add(_acceptEmptyBearer);
        Add(_verbose);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        CheckNumbers(call);
        var folder = call.Get(_import);
        var options = new EmulatorOptions
        {
            Port = call.Get(_port),
            Api = call.Get(_api) == "platform" ? EmulatorApi.Platform : EmulatorApi.Definitions,
            Folder = folder is null ? null : call.FullPath(folder),
            RateLimit = call.Get(_rateLimit),
            RateWindow = TimeSpan.FromSeconds(call.Get(_rateWindow)),
            LoginLimit = call.Get(_loginLimit),
            AcceptEmptyBearer = call.Get(_acceptEmptyBearer),
            Log = call.Get(_verbose) ? call.Terminal.Note : null,
        };
        try
        {
            await using var app = EmulatorApp.Build(options);
            await app.StartAsync(call.Stop);
            call.Show(new EmulatorView(app.Address.ToString().TrimEnd('/'), app.Org.Name, OAuthClient.BuiltIn.Id, OAuthClient.BuiltIn.Secret) { SpeaksPlatform = options.Api == EmulatorApi.Platform });
            await WaitForStopAsync(call);
            await app.StopAsync(CancellationToken.None);
        }
        catch (DirectoryNotFoundException)
        {
            throw CliException.Usage($"There is no folder \"{folder}\" to import.");
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw CliException.Failed($"Port {options.Port} is taken. Stop what listens there, or let --port 0 find a free one.");
        }

        call.Terminal.Note("The emulator has stopped.");
        return ExitCode.Done;
    }

    private void CheckNumbers(Invocation call)
    {
        if (call.Get(_port) is < 0 or > ushort.MaxValue)
        {
            throw CliException.Usage($"--port takes a number from 0 to {ushort.MaxValue}, and {call.Get(_port)} is none.");
        }

        if (call.Get(_rateLimit) < 0)
        {
            throw CliException.Usage("--rate-limit takes a whole number from 0, which stands for any number of requests.");
        }

        if (call.Get(_loginLimit) < 0)
        {
            throw CliException.Usage("--login-limit takes a whole number from 0, which stands for any number of logins.");
        }

        if (call.Get(_rateWindow) is not (> 0 and <= 86_400))
        {
            throw CliException.Usage("--rate-window takes a number of seconds above 0, a day (86400) at most.");
        }
    }

    /// <summary>Ctrl-C is how an emulator is meant to end, so it is no failure.</summary>
    private static async Task WaitForStopAsync(Invocation call)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = call.Stop.Register(stopped.SetResult);
        await stopped.Task;
    }
}
