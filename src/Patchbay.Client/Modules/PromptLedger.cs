using System.Collections.Immutable;
using Patchbay.Client.Platform;

namespace Patchbay.Client.Modules;

/// <summary>Which flow uses which user prompt. A prompt is not copied into a flow: what it says is heard by every flow at once, so nobody can hold an old one, and what matters is who uses it live, who will, and who names one that is gone.</summary>
/// <param name="Prompts">The user prompts by name; those that were deleted and are used all the same among them.</param>
/// <param name="IndexStatus">How the org's index stands, in the platform's word, such as <c>OPERATIONAL</c>.</param>
public sealed record PromptLedger(ImmutableArray<PromptEntry> Prompts, string IndexStatus)
{
    /// <summary>Whether the org says that its index can be relied on; where it cannot, users may be missing, and no prompt can be called unused.</summary>
    public bool IsIndexReady => IndexStatus == DependencyStatus.Operational;

    /// <summary>All flows of the org, as they were listed.</summary>
    public ImmutableArray<PlatformFlow> Flows { get; init; } = [];

    /// <summary>How many published flows' content was held against the index.</summary>
    /// <value>Default: 0.</value>
    public int ContentsRead { get; init; }

    /// <summary>Holds the index against the content of published flows. A flow whose content names a prompt uses it live, whatever the index says; that a content does not name one proves nothing, since a flow may name it in an action of a kind that is not known.</summary>
    /// <param name="contents">What is known of the content of live versions. That of a version that is not live any more is left out of account.</param>
    public PromptLedger Against(IEnumerable<LiveContent> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        var live = Flows.Where(flow => flow.PublishedVersion is not null).ToDictionary(flow => flow.Id, StringComparer.Ordinal);
        var known = contents.Where(content => live.GetValueOrDefault(content.FlowId)?.PublishedVersion?.Id == content.Version).ToList();
        var users = known.SelectMany(content => content.Prompts.Select(prompt => (Prompt: prompt, Flow: live[content.FlowId]))).ToLookup(use => use.Prompt, use => use.Flow, StringComparer.OrdinalIgnoreCase);
        return this with { ContentsRead = known.Count, Prompts = [.. Prompts.Select(prompt => Against(prompt, users[prompt.Name]))] };
    }

    /// <summary>Reads the ledger: listings of all flows and prompts, and what the index says of all prompts at once. Asked about one by one are only flows that use a prompt and whose newest version is not the live one, since the index does not say which of the two uses it.</summary>
    /// <param name="api">The org.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="Http.ApiException">The org said no, or did not answer.</exception>
    public static Task<PromptLedger> ReadAsync(PlatformApi api, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(api);
        return new PromptReader(api, cancellationToken).ReadAsync();
    }

    private static PromptEntry Against(PromptEntry prompt, IEnumerable<PlatformFlow> flows)
    {
        var users = prompt.Users.ToDictionary(user => user.Id, StringComparer.Ordinal);
        foreach (var flow in flows)
        {
            users[flow.Id] = new PromptUser(flow.Id, flow.Name, flow.Type.ToLowerInvariant(), PromptUse.Live)
            {
                Version = flow.PublishedVersion?.Id,
                IsIndexed = users.TryGetValue(flow.Id, out var indexed) && indexed.Use != PromptUse.Unpublished,
            };
        }

        return prompt with { Users = [.. users.Values.OrderBy(user => user.Name, StringComparer.Ordinal)] };
    }
}

/// <summary>A user prompt and what uses it.</summary>
/// <param name="Id">The prompt's id.</param>
/// <param name="Name">The prompt's name.</param>
/// <param name="Users">What uses it, by name.</param>
public sealed record PromptEntry(string Id, string Name, ImmutableArray<PromptUser> Users)
{
    /// <summary>Whether it was deleted, so that what uses it names something that does not exist any more.</summary>
    public bool IsDeleted { get; init; }
}

/// <summary>Something that uses a user prompt: a flow, or a queue and the like.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in lower case, such as <c>inboundcall</c> or <c>queue</c>.</param>
/// <param name="Use">Whether callers hear it.</param>
public sealed record PromptUser(string Id, string Name, string Type, PromptUse Use)
{
    /// <summary>The version that uses it: the live one, or the newest where that alone does; null where it is not known, and for what has no versions.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the org's index names it so; a use that it does not name was found in the content of what is live.</summary>
    /// <value>Default: <c>true</c>.</value>
    public bool IsIndexed { get; init; } = true;

    /// <summary>Why it is not known how it is used, as a full sentence; empty where it is known.</summary>
    public string WhyUnknown { get; init; } = "";
}

/// <summary>How a prompt is used.</summary>
public enum PromptUse
{
    /// <summary>By what is live.</summary>
    Live,

    /// <summary>Only by a version that is checked in and not live.</summary>
    Unpublished,

    /// <summary>The index names the user, and does not tell how, or cannot be relied on.</summary>
    Unknown,
}
