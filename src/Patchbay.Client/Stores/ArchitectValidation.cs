using System.Collections.Concurrent;
using System.Net;
using Patchbay.Client.Http;
using Patchbay.Client.Platform;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Text;

namespace Patchbay.Client.Stores;

/// <summary>Asks an org that speaks the platform's API what it has to say of flows, by validate jobs.</summary>
/// <param name="api">The API of the org.</param>
/// <param name="org">How messages call the org.</param>
internal sealed class ArchitectValidation(PlatformApi api, string org)
{
    private const int Parallelism = 4;

    private readonly JobWait _wait = new(api.Connection.Time, org);

    /// <summary>What the org says of flows, by id; null where it has no validate jobs.</summary>
    /// <remarks>A job's messages do not tell which flow they are about. A hundred flows are looked at together, and one by one only where there is something to say.</remarks>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>>?> ValidateAsync(IReadOnlyCollection<StoredFlow> flows, CancellationToken cancellationToken)
    {
        var said = new ConcurrentDictionary<string, IReadOnlyList<Diagnostic>>(StringComparer.Ordinal);
        foreach (var some in flows.Chunk(JobsClient.MaxValidated))
        {
            ArchitectJob job;
            try
            {
                job = await RunAsync(some, cancellationToken);
            }
            catch (ApiException error) when (error.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
            {
                return null;
            }

            if (some.Length == 1)
            {
                said[some[0].Header.Id] = FindingsOf(job, some[0]);
            }
            else if (!job.HasSucceeded || job.Messages is { Count: > 0 })
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };
                await Parallel.ForEachAsync(some, options, async (flow, stop) => said[flow.Header.Id] = FindingsOf(await RunAsync([flow], stop), flow));
            }
        }

        return said;
    }

    private Task<ArchitectJob> RunAsync(StoredFlow[] flows, CancellationToken cancellationToken) => _wait.RunAsync(
        () => api.Jobs.ValidateAsync(flows.Select(flow => (flow.Header.Id, (string?)flow.Header.Version)), cancellationToken),
        id => api.Jobs.GetValidateAsync(id, cancellationToken),
        "validate job",
        cancellationToken);

    private static IReadOnlyList<Diagnostic> FindingsOf(ArchitectJob job, StoredFlow flow)
    {
        var findings = JobMessages.Findings(job, new SourceText(flow.Text, flow.Header.Name));
        return findings.Count > 0 || job.HasSucceeded ? findings : [new Diagnostic("service", Severity.Error, default, $"The org says: {JobMessages.Sentences(job)[0]}")];
    }
}
