using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
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

    private readonly Option<string> _api = Choice("--api", "The API that the org speaks; both: two orgs, the platform's on the next port", "definitions", "definitions", "platform", "both");

    private readonly Option<string> _org = new("--org")
    {
        Description = "Start with the Architect YAML of this folder, and with the queues, prompts, schedules and call routes that it needs; implies --api platform",
        HelpName = "DIR",
    };

    private readonly Option<bool> _createMissing = new("--create-missing")
    {
        Description = "Let publish jobs make what a flow names and the org lacks, and not fail",
    };

    private readonly Option<double> _dependencyLag = new("--dependency-lag")
    {
        Description = "How long dependency tracking lags behind a publish, in seconds (default: 0)",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 0,
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "Keep the org in this SQLite file, and go on with the one that it holds",
        HelpName = "FILE",
    };

    private readonly Option<bool> _https = new("--https")
    {
        Description = "Serve HTTPS, with a self-signed certificate for this machine",
    };

    private readonly Option<string> _certificate = new("--certificate")
    {
        Description = "With --https: write the public certificate to this file (PEM), for clients that are to trust it",
        HelpName = "FILE",
    };

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
        Remarks = "A whole org in this process, on this machine only: the definitions API, about 140 sample flows in four formats, simulated callers, faults on request. It is gone when it stops, unless --data keeps it. Stop it with Ctrl-C.";
        Examples =
        [
            new("emulator", "Serves the sample org on http://127.0.0.1:8090"),
            new("emulator --import flows --port 0", "Serves your own definition files on a free port"),
            new("emulator --org ivr", "Serves a folder of Architect YAML through the platform's own API"),
            new("emulator --data org.db", "Keeps what is done in the org; the next start goes on from there"),
            new("emulator --https --certificate emulator.pem", "Serves HTTPS, and writes the certificate that clients are to trust"),
            new("emulator --rate-limit 60 --rate-window 5", "Throttles early, to see how your scripts take it"),
        ];
        Add(_port);
        Add(_api);
        Add(_import);
        Add(_org);
        Add(_createMissing);
        Add(_dependencyLag);
        Add(_data);
        Add(_https);
        Add(_certificate);
        Add(_rateLimit);
        Add(_rateWindow);
        Add(_loginLimit);
        Add(_acceptEmptyBearer);
        Add(_verbose);
    }

    public override async Task<ExitCode> RunAsync(Invocation call)
    {
        CheckNumbers(call);
        if (call.Get(_certificate) is not null && !call.Get(_https))
        {
            throw CliException.Usage("--certificate goes with --https: without it there is no certificate.");
        }

        var running = new List<WebApplication>();
        try
        {
            foreach (var options in OptionsOfOrgs(call))
            {
                // Clients that trust one certificate for this machine would not look for a second.
                running.Add(await StartAsync(call, options with { Certificate = running.Count == 0 ? null : running[0].Certificate }));
            }

            if (call.Get(_certificate) is { } file)
            {
                await WriteCertificateAsync(call.FullPath(file), running[0].Certificate, call.Stop);
            }

            call.Show(View(call, running));
            await WaitForStopAsync(call);
            foreach (var app in running)
            {
                await app.StopAsync(CancellationToken.None);
            }
        }
        finally
        {
            foreach (var app in Enumerable.Reverse(running))
            {
                await app.DisposeAsync();
            }
        }

        call.Terminal.Note("The emulator has stopped.");
        return ExitCode.Done;
    }

    /// <summary>An org for each API that was asked for. Where there are two, the second is on the next port, and each has a data file of its own.</summary>
    private IEnumerable<EmulatorOptions> OptionsOfOrgs(Invocation call)
    {
        var api = Api(call);
        var options = new EmulatorOptions
        {
            Port = call.Get(_port),
            Api = api == "platform" ? EmulatorApi.Platform : EmulatorApi.Definitions,
            Folder = FullPath(api == "platform" ? _org : _import),
            CallRoutes = true,
            CreateMissing = call.Get(_createMissing),
            DependencyLag = TimeSpan.FromSeconds(call.Get(_dependencyLag)),
            DataFile = call.Get(_data) is { } file ? call.FullPath(file) : null,
            Https = call.Get(_https),
            RateLimit = call.Get(_rateLimit),
            RateWindow = TimeSpan.FromSeconds(call.Get(_rateWindow)),
            LoginLimit = call.Get(_loginLimit),
            AcceptEmptyBearer = call.Get(_acceptEmptyBearer),
            Log = call.Get(_verbose) ? call.Terminal.Note : null,
            Warn = call.Terminal.Note,
        };
        return api == "both"
            ? [options with { DataFile = OneOfTwo("definitions") }, options with { Api = EmulatorApi.Platform, Folder = FullPath(_org), Port = options.Port == 0 ? 0 : options.Port + 1, DataFile = OneOfTwo("platform") }]
            : [options];

        string? FullPath(Option<string> option) => call.Get(option) is { } folder ? call.FullPath(folder) : null;

        string? OneOfTwo(string kind) => options.DataFile is { } path ? Path.ChangeExtension(path, kind + Path.GetExtension(path)) : null;
    }

    private async Task<WebApplication> StartAsync(Invocation call, EmulatorOptions options)
    {
        WebApplication? app = null;
        try
        {
            app = EmulatorApp.Build(options);
            await app.StartAsync(call.Stop);
            return app;
        }
        catch (DirectoryNotFoundException)
        {
            throw CliException.Usage($"There is no folder \"{call.Get(options.Api == EmulatorApi.Platform ? _org : _import)}\" to start with.");
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException && app is not null)
        {
            await app.DisposeAsync();
            throw CliException.Failed($"Port {options.Port} is taken. Stop what listens there, or let --port 0 find a free one.");
        }
    }

    private static async Task WriteCertificateAsync(string path, X509Certificate2? certificate, CancellationToken stop)
    {
        try
        {
            await File.WriteAllTextAsync(path, certificate?.ExportCertificatePem() + "\n", stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Failed($"The certificate cannot be written to \"{path}\": {e.Message}");
        }
    }

    private EmulatorView View(Invocation call, List<WebApplication> running)
    {
        var (first, second) = (running[0], running.Count > 1 ? running[1] : null);
        return new EmulatorView(Url(first), first.Org.Name, OAuthClient.BuiltIn.Id, OAuthClient.BuiltIn.Secret)
        {
            SpeaksPlatform = Api(call) == "platform",
            Folder = Folder(first),
            PlatformFolder = second is null ? null : Folder(second),
            PlatformUrl = second is null ? null : Url(second),
            Fingerprint = first.Certificate is { } certificate ? Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256)) : null,
            CertificateFile = call.Get(_certificate),
            IsRestored = running.TrueForAll(app => app.Org.IsRestored),
            DataFile = call.Get(_data),
        };
    }

    /// <summary>The API that the org speaks: a folder of Architect YAML tells it.</summary>
    private string Api(Invocation call) => call.Get(_org) is not null && call.Get(_api) == "definitions" ? "platform" : call.Get(_api) ?? "definitions";

    private static StartFolderView? Folder(WebApplication app) =>
        app.Org.StartFolder is { } start ? new StartFolderView(start.Flows, [.. start.Made.Select(made => new MadeThingsView(made.Noun, made.Count))], start.LeftOut) : null;

    private static string Url(WebApplication app) => app.Address.ToString().TrimEnd('/');

    private void CheckNumbers(Invocation call)
    {
        var most = call.Get(_api) == "both" ? ushort.MaxValue - 1 : ushort.MaxValue;
        if (call.Get(_port) < 0 || call.Get(_port) > most)
        {
            throw CliException.Usage($"--port takes a number from 0 to {most}, and {call.Get(_port)} is none.");
        }

        if (call.Get(_import) is not null && Api(call) == "platform")
        {
            throw CliException.Usage("--import takes definition files, which the platform's API does not have. A folder of Architect YAML is --org DIR.");
        }

        if (call.Get(_dependencyLag) is not (>= 0 and <= 86_400))
        {
            throw CliException.Usage("--dependency-lag takes a number of seconds from 0, a day (86400) at most.");
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
