using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Patchbay.Client.Http;
using static Patchbay.Client.Http.ApiRequest;

namespace Patchbay.Client.Platform;

/// <summary>Architect jobs: YAML goes in and is published at once, and comes out for one flow or for many.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class JobsClient(ApiConnection connection)
{
    /// <summary>So many flows are exported by one job.</summary>
    public const int MaxExported = 100;

    /// <summary>No exported flow is larger, in bytes; an archive that claims more is none of flows.</summary>
    private const long LargestFlow = 64L << 20;

    /// <summary>So many flows are looked at by one validate job.</summary>
    public const int MaxValidated = 100;

    private const string PublishPermission = "architect:job:create";
    private const string ExportPermission = "architect:jobExport:create";

    /// <summary>Registers a publish.</summary>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<RegisteredJob> RegisterAsync(CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Post, "/api/v2/flows/jobs", "Starting a publish job") { Body = "{}"u8.ToArray(), Scope = PublishPermission }, PlatformJson.Default.RegisteredJob, cancellationToken);

    /// <summary>Uploads a flow to a registered job, which starts it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="yaml">The flow.</param>
    /// <param name="cancellationToken">Stops the upload; where the answer is lost, the outcome is unknown.</param>
    /// <exception cref="ApiException">The upload was refused, or was not answered.</exception>
    public Task UploadAsync(RegisteredJob job, string yaml, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(job);
        return connection.UploadAsync(job.PresignedUrl ?? throw new ApiException($"Publish job {job.Id} was registered without an address for its upload."), job.Headers ?? new Dictionary<string, string>(), Encoding.UTF8.GetBytes(yaml), cancellationToken);
    }

    /// <summary>How a publish job stands, with its messages.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<ArchitectJob> GetAsync(string id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/flows/jobs/{Escape(id)}?expand=messages", $"Reading publish job {id}") { Scope = "architect:job:view" }, PlatformJson.Default.ArchitectJob, cancellationToken);

    /// <summary>Starts an export.</summary>
    /// <param name="flows">The flows, each with a version, or null for the newest checked-in one; <see cref="MaxExported"/> at most.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async Task<string> ExportAsync(IEnumerable<(string Id, string? Version)> flows, CancellationToken cancellationToken = default)
    {
        // The file is called after the flow, so that what is in an archive can be told apart.
        var request = new ExportRequest([.. flows.Select(flow => new ExportItem(new ExportedFlow(flow.Id, flow.Version), "Yaml", flow.Id))]);
        var body = JsonSerializer.SerializeToUtf8Bytes(request, PlatformJson.Default.ExportRequest);
        var job = await connection.SendAsync(new ApiRequest(HttpMethod.Post, "/api/v2/flows/export/jobs", $"Exporting {request.Flows.Count} flows") { Body = body, Scope = ExportPermission }, PlatformJson.Default.ArchitectJob, cancellationToken);
        return job.Id;
    }

    /// <summary>How an export stands, with its messages.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<ArchitectJob> GetExportAsync(string id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/flows/export/jobs/{Escape(id)}?expand=messages", $"Reading export job {id}") { Scope = "architect:jobExport:view" }, PlatformJson.Default.ArchitectJob, cancellationToken);

    /// <summary>Starts a look at flows as they are in the org, without changing them. The operation is a preview: an org may answer that it does not have it.</summary>
    /// <param name="flows">The flows, each with a version; <see cref="MaxValidated"/> at most.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public async Task<string> ValidateAsync(IEnumerable<(string Id, string? Version)> flows, CancellationToken cancellationToken = default)
    {
        var request = new ValidateRequest([.. flows.Select(flow => new ValidateItem(new ExportedFlow(flow.Id, flow.Version)))]);
        var body = JsonSerializer.SerializeToUtf8Bytes(request, PlatformJson.Default.ValidateRequest);
        var job = await connection.SendAsync(new ApiRequest(HttpMethod.Post, "/api/v2/flows/validate/jobs", $"Validating {request.Flows.Count} flows") { Body = body, Scope = "architect:jobValidate:create" }, PlatformJson.Default.ArchitectJob, cancellationToken);
        return job.Id;
    }

    /// <summary>How a look at flows stands, with its messages.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    /// <exception cref="ApiException">The org said no, or did not answer.</exception>
    public Task<ArchitectJob> GetValidateAsync(string id, CancellationToken cancellationToken = default) =>
        connection.SendAsync(new ApiRequest(HttpMethod.Get, $"/api/v2/flows/validate/jobs/{Escape(id)}?expand=messages", $"Reading validate job {id}") { Scope = "architect:jobValidate:view" }, PlatformJson.Default.ArchitectJob, cancellationToken);

    /// <summary>Fetches what an export gave.</summary>
    /// <param name="address">The signed address.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <returns>The texts by the flow's id; for a single flow the only text, under an empty name.</returns>
    /// <exception cref="ApiException">The download was refused, or was not answered, or is no archive.</exception>
    public async Task<IReadOnlyDictionary<string, string>> DownloadAsync(Uri address, CancellationToken cancellationToken = default)
    {
        var content = await connection.DownloadAsync(address, cancellationToken);
        // An archive without entries begins with its end.
        if (content is not [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..])
        {
            return new Dictionary<string, string>(StringComparer.Ordinal) { [""] = Encoding.UTF8.GetString(content) };
        }

        try
        {
            using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries)
            {
                if (entry.Length > LargestFlow)
                {
                    throw new InvalidDataException($"\"{entry.Name}\" would be {entry.Length:N0} bytes long.");
                }

                using var reader = new StreamReader(await entry.OpenAsync(cancellationToken), Encoding.UTF8);
                texts[Path.GetFileNameWithoutExtension(entry.Name)] = await reader.ReadToEndAsync(cancellationToken);
            }

            return texts;
        }
        catch (InvalidDataException e)
        {
            throw new ApiException($"The exported flows came as an archive that cannot be read: {e.Message}", inner: e);
        }
    }
}
