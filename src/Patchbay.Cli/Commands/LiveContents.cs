using System.CommandLine;
using Patchbay.Cli.Views;
using Patchbay.Client.Modules;
using Patchbay.Client.Platform;
using Patchbay.Client.Stores;

namespace Patchbay.Cli.Commands;

/// <summary>The content of what is live, against which the org's index is held.</summary>
internal static class LiveContents
{
    /// <summary>The option that fetches what is not here.</summary>
    public static Option<bool> FetchOption() => new("--check-content")
    {
        Description = "Fetch what is live of every flow that the mirror lacks, as \"flows pull\" does, and hold the org's index against it",
    };

    /// <summary>Reads what was fetched before, and on demand fetches the rest.</summary>
    /// <param name="call">The use of the verb.</param>
    /// <param name="open">The org.</param>
    /// <param name="flows">The flows, as they were just listed.</param>
    /// <param name="fetches">Whether content that is not here is fetched.</param>
    public static async Task<IEnumerable<LiveContent>> ReadAsync(Invocation call, OpenStore open, IEnumerable<PlatformFlow> flows, bool fetches) =>
        open.Store is not ArchitectStore store ? []
        : fetches ? await FetchAsync(call, open, store, [.. flows.Where(flow => flow.PublishedVersion is not null)])
        : store.FindLive(flows).AsParallel().WithCancellation(call.Stop).Select(found => Read(found.Flow, found.Text)).OfType<LiveContent>();

    /// <summary>Fetches what is live, and says beforehand what it will cost.</summary>
    private static async Task<IReadOnlyCollection<LiveContent>> FetchAsync(Invocation call, OpenStore open, ArchitectStore store, IReadOnlyCollection<PlatformFlow> published)
    {
        var estimate = store.EstimateLive(published);
        call.Terminal.Note($"{Plural.Of(published.Count, "published flow")}: {(estimate.Here > 0 ? $"{estimate.Here} in the mirror, " : "")}{published.Count - estimate.Here} to fetch, about {Plural.Of(estimate.Requests, "request")}.");
        return await call.Terminal.ProgressAsync(
            $"Fetching what is live from {open.Store.DisplayName}",
            async meter =>
            {
                meter.Expect(published.Count);
                var read = new List<LiveContent>();
                await foreach (var (flow, text) in store.ReadLiveAsync(published, call.Stop))
                {
                    if (Read(flow, text) is { } content)
                    {
                        read.Add(content);
                    }

                    meter.Step();
                }

                return read;
            },
            _ => $"done{open.Traffic}");
    }

    private static LiveContent? Read(PlatformFlow flow, string text) => LiveContent.Read(flow.Id, flow.PublishedVersion?.Id ?? "", text);
}
