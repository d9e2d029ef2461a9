using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Patchbay.Emulator;

/// <summary>The APIs that an emulated org can speak.</summary>
public enum EmulatorApi
{
    /// <summary>The definitions API: JSON in place, an integer version.</summary>
    Definitions,

    /// <summary>The platform's own: Architect YAML through jobs, a lock, asynchronous publish.</summary>
    Platform,
}

/// <summary>How an emulated org behaves.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The port to listen on; 0 takes a free one.</summary>
    /// <value>Default: 8090.</value>
    public int Port { get; init; } = 8090;

    /// <summary>The address to listen on. The control paths under <c>/_emulator</c> answer callers on this machine only, whatever it is.</summary>
    /// <value>Default: loopback.</value>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The API that the org speaks: one, on one address.</summary>
    /// <value>Default: <see cref="EmulatorApi.Definitions"/>.</value>
    public EmulatorApi Api { get; init; }

    /// <summary>The org's name.</summary>
    /// <value>Default: <c>Patchbay Emulator</c>.</value>
    public string OrgName { get; init; } = "Patchbay Emulator";

    /// <summary>The clock that everything in the org goes by.</summary>
    /// <value>Default: null, which is the system's clock, movable by <c>POST /_emulator/clock</c>.</value>
    public TimeProvider? Time { get; init; }

    /// <summary>Whether the org starts with the sample flows, of which only the definitions API has any.</summary>
    /// <value>Default: <c>true</c>. Ignored when <see cref="Folder"/> is given.</value>
    public bool Sample { get; init; } = true;

    /// <summary>A folder that the org starts with: definition files, or Architect YAML where it speaks the platform's API. What its flows name is made along with them.</summary>
    /// <value>Default: null, which is no folder.</value>
    public string? Folder { get; init; }

    /// <summary>The SQLite file that the org is kept in; made where it does not exist. An org that it holds already goes on from where it was, and neither <see cref="Sample"/> nor <see cref="Folder"/> adds to it.</summary>
    /// <value>Default: null, which keeps the org in memory alone.</value>
    public string? DataFile { get; init; }

    /// <summary>Whether it listens for HTTPS and not for HTTP, with a self-signed certificate for this machine's own names. With a <see cref="DataFile"/> the certificate is kept there, key included, and is the same at the next start.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool Https { get; init; }

    /// <summary>The certificate to serve HTTPS with, key included, such as that of another emulator. Whoever gives it disposes of it.</summary>
    /// <value>Default: null, which is one of the emulator's own making. Ignored without <see cref="Https"/>.</value>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>How long a written flow is <c>pending</c> before it is compiled, and a job or an asynchronous act of the platform takes. Zero compiles within the write.</summary>
    /// <value>Default: 200 milliseconds.</value>
    public TimeSpan CompileDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long dependency tracking lags behind a check-in or a publish; meanwhile it answers with 206 and with what it knew before. Only the platform's API has it.</summary>
    /// <value>Default: zero, which is no lag.</value>
    public TimeSpan DependencyLag { get; init; }

    /// <summary>Whether a publish job makes what a flow names and the org lacks, such as queues and prompts, where it would otherwise fail. Only the platform's API has it.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool CreateMissing { get; init; }

    /// <summary>Whether every inbound call flow of <see cref="Folder"/> gets a call route (IVR) with a number of its own. Such a flow can be neither deactivated nor deleted before its route. Only the platform's API has it.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool CallRoutes { get; init; }

    /// <summary>How many requests each token may make in a <see cref="RateWindow"/>; 0 means any number.</summary>
    /// <value>Default: 300.</value>
    public int RateLimit { get; init; } = 300;

    /// <summary>The length of the fixed windows in which requests are counted. A token's first window starts with its first request.</summary>
    /// <value>Default: one minute.</value>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many tokens each OAuth client may ask for in a minute; 0 means any number.</summary>
    /// <value>Default: 0.</value>
    public int LoginLimit { get; init; }

    /// <summary>How many flows the platform's listings may show the whole org in a minute, each request counted with its page size; 0 means any number.</summary>
    /// <value>Default: 300,000, which is 12,000 requests with a page size of 25, or 600 with one of 500. Ignored by the definitions API, and where <see cref="RateLimit"/> is 0.</value>
    public int ListingLimit { get; init; } = 300_000;

    /// <summary>How long a token is good for.</summary>
    /// <value>Default: null, which is 86,399 seconds on the platform's API and one hour on the definitions API.</value>
    public TimeSpan? TokenLifetime { get; init; }

    /// <summary>How many flows may be published at a time.</summary>
    /// <value>Default: 1000.</value>
    public int MaxFlows { get; init; } = 1000;

    /// <summary>The largest request body that is read, in bytes; a larger one is answered with 413.</summary>
    /// <value>Default: 10 MiB.</value>
    public long MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>The OAuth clients that may ask for tokens.</summary>
    /// <value>Default: <see cref="OAuthClient.BuiltIn"/> alone.</value>
    public ImmutableArray<OAuthClient> Clients { get; init; } = [OAuthClient.BuiltIn];

    /// <summary>The people who may sign in by a browser.</summary>
    /// <value>Default: <see cref="EmulatorUser.BuiltIn"/>.</value>
    public ImmutableArray<EmulatorUser> Users { get; init; } = EmulatorUser.BuiltIn;

    /// <summary>Whether a bearer header that holds no token is taken for the first client's, as the platform's own command line sends it to a local org.</summary>
    /// <value>Default: <c>false</c>.</value>
    public bool AcceptEmptyBearer { get; init; }

    /// <summary>Receives one line per answered request.</summary>
    /// <value>Default: null, which is silence.</value>
    public Action<string>? Log { get; init; }

    /// <summary>Receives what whoever runs the emulator should know and no client is told, in full sentences: that the data file cannot be written, and that it can be again.</summary>
    /// <value>Default: null, which is silence.</value>
    public Action<string>? Warn { get; init; }
}
