using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Patchbay.Emulator.Control;
using Patchbay.Emulator.Definitions;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;
using Patchbay.Emulator.Org.Storage;
using Patchbay.Emulator.Platform;

namespace Patchbay.Emulator;

/// <summary>The emulator: a whole org behind one HTTP address, as a web application that a program can start within itself.</summary>
public static class EmulatorApp
{
    /// <summary>How long a stop waits for answers under way, which a slow fault may hold back for long.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Makes an emulator. It listens from <c>StartAsync</c> on until it is disposed of.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <exception cref="DirectoryNotFoundException">The folder to import does not exist.</exception>
    /// <exception cref="DataFileException">The data file cannot be used.</exception>
    public static WebApplication Build(EmulatorOptions? options = null)
    {
        options ??= new EmulatorOptions();
        var org = MakeOrg(options);

        // An empty builder: neither the environment nor a settings file of the program around it may change how the emulator behaves, and nothing is logged.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        var own = options is { Https: true, Certificate: null } ? org.Certificate() : null;
        var certificate = options.Https ? options.Certificate ?? own : null;
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
            kestrel.Listen(options.Address, options.Port, listener =>
            {
                if (certificate is not null)
                {
                    listener.UseHttps(certificate);
                }
            });
        });
        if (own is not null)
        {
            builder.Services.AddSingleton(_ => own);
        }
        else if (certificate is not null)
        {
            builder.Services.AddSingleton(certificate);
        }

        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton(_ => org);

        var app = builder.Build();

        // The container lets go, at its end, of what it gave out: the org of its file.
        _ = app.Services.GetRequiredService<EmulatorOrg>();
        app.UseWebSockets();
        new RequestPipeline(org).Use(app);
        app.MapTokens(org);
        app.MapAuthorize(org);
        app.MapAccounts(org);
        if (options.Api == EmulatorApi.Platform)
        {
            app.MapPlatformFlows(org);
            app.MapFlowActions(org);
            app.MapFlowHistory(org);
            app.MapJobs(org);
            app.MapOrganization(org);
            app.MapResources(org);
            app.MapPromptResources(org);
            app.MapDataTables(org);
            app.MapDependencyTracking(org);
            app.MapNotifications(org);
            app.MapFlowAnalytics(org);
            PlatformAuditsApi.Map(app, org);
        }
        else
        {
            app.MapRouting(org);
            app.MapFlows(org);
            app.MapFlowSearch(org);
            app.MapValidate(org);
            app.MapPublish(org);
            app.MapAnalytics(org);
            app.MapAudits(org);
        }

        app.MapUnservedOperations();
        app.MapClock(org);
        app.MapFaults(org);
        app.MapRequests(org);
        app.MapSockets(org);
        app.MapEdits(org);
        app.MapCallers(org);
        app.MapFolders(org);
        app.MapFidelity();
        return app;
    }

    private static EmulatorOrg MakeOrg(EmulatorOptions options)
    {
        var file = options.DataFile is { } path ? OrgFile.Open(path) : null;
        try
        {
            var org = new EmulatorOrg(options, options.Time ?? new MovableClock(), file);
            if (!org.IsRestored)
            {
                Fill(org, options);
                org.Save();
            }

            return org;
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    private static void Fill(EmulatorOrg org, EmulatorOptions options)
    {
        if (options.Folder is { } folder)
        {
            org.StartFolder = options.Api == EmulatorApi.Platform ? org.ImportArchitectFolder(folder) : org.ImportFolder(folder);
        }
        else if (options is { Sample: true, Api: EmulatorApi.Definitions })
        {
            SampleOrg.Fill(org);
        }
    }

    extension(WebApplication app)
    {
        /// <summary>The org that the emulator serves.</summary>
        public EmulatorOrg Org => app.Services.GetRequiredService<EmulatorOrg>();

        /// <summary>The certificate of an emulator that serves HTTPS, for those who want to trust it; null for one that serves HTTP.</summary>
        public X509Certificate2? Certificate => app.Services.GetService<X509Certificate2>();

        /// <summary>Where the emulator listens, such as <c>http://127.0.0.1:8090</c>, without a slash at the end.</summary>
        /// <exception cref="InvalidOperationException">The emulator was not started.</exception>
        public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The emulator has no address before it is started."));
    }
}
