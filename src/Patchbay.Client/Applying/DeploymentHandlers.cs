using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Patchbay.Client.Applying;

/// <summary>Somebody outside who wants to know of each write and publish.</summary>
public interface IDeploymentHandler
{
    /// <summary>How messages call it; holds no secret.</summary>
    string DisplayName { get; }

    /// <summary>Tells it of one write or publish. Whatever it throws is reported and stops nothing.</summary>
    /// <param name="json">The event: <c>{status, body, latency_ms, timestamp, run, flow}</c>.</param>
    /// <param name="cancellationToken">Ends the patience with it.</param>
    Task HandleAsync(string json, CancellationToken cancellationToken);
}

/// <summary>Runs a command through the system's shell for each event, with the event as one line of JSON on its standard input. Its output is not shown; an exit code other than 0 is a failure.</summary>
public sealed class CommandHandler : IDeploymentHandler
{
    private readonly string _command;

    /// <summary>Makes one.</summary>
    /// <param name="command">The command line, as one would type it.</param>
    public CommandHandler(string command)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(command);
        _command = command;
    }

    /// <inheritdoc/>
    public string DisplayName => "command";

    /// <inheritdoc/>
    public async Task HandleAsync(string json, CancellationToken cancellationToken)
    {
        var windows = OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(windows ? "cmd.exe" : "/bin/sh")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.ArgumentList.Add(windows ? "/c" : "-c");
        start.ArgumentList.Add(_command);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("it could not be started");
        try
        {
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await TellAsync(process, json, cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                var said = (await errors).Trim().Split('\n')[0];
                throw new InvalidOperationException($"exit code {process.ExitCode}{(said.Length > 0 ? $": {said}" : "")}");
            }
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task TellAsync(Process process, string json, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync((json + "\n").AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command does not read its input; its exit code says whether it is content.
        }
    }
}

/// <summary>Posts each event to a URL, signed so that the receiver knows who sent it.</summary>
public sealed class WebhookHandler : IDeploymentHandler
{
    /// <summary>The header with the signature: <c>sha256=</c> and the HMAC-SHA256 of the body under the secret, in lower-case hexadecimal.</summary>
    public const string SignatureHeader = "X-Patchbay-Signature";

    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly string? _secret;

    /// <summary>Makes one.</summary>
    /// <param name="http">What sends; not the client of an org.</param>
    /// <param name="url">Where to.</param>
    /// <param name="secret">The secret shared with the receiver; null leaves events unsigned.</param>
    public WebhookHandler(HttpClient http, Uri url, string? secret)
    {
        ArgumentNullException.ThrowIfNull(url);
        _http = http;
        _url = url;
        _secret = secret;
    }

    /// <inheritdoc/>
    public string DisplayName => $"webhook {_url.Scheme}://{_url.Authority}";

    /// <inheritdoc/>
    public async Task HandleAsync(string json, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(json);
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        if (_secret is not null)
        {
            request.Headers.Add(SignatureHeader, $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_secret), body))}");
        }

        using var response = await _http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"it answered {(int)response.StatusCode} {response.ReasonPhrase}");
        }
    }
}
