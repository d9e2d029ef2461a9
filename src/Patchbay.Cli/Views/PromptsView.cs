using System.Globalization;
using Patchbay.Client.Modules;

namespace Patchbay.Cli.Views;

/// <summary>Who uses which user prompt.</summary>
/// <param name="Store">The org.</param>
/// <param name="IsIndexReady">Whether the org's index can be relied on.</param>
/// <param name="Prompts">The prompts, by name.</param>
internal sealed record PromptsView(string Store, bool IsIndexReady, IReadOnlyList<PromptsView.Prompt> Prompts) : IView
{
    private const string Live = "live";
    private const string Unpublished = "unpublished";
    private const string Unused = "unused";
    private const string Missing = "missing";
    private const string Unknown = "unknown";
    private bool _isWhole;

    /// <summary>How the org's index stands, in the platform's word.</summary>
    public string IndexStatus { get; init; } = "";

    /// <summary>How many flows are live.</summary>
    public required int PublishedFlows { get; init; }

    /// <summary>Of how many of them the content was held against the index.</summary>
    public required int ContentsRead { get; init; }

    /// <summary>Makes the view.</summary>
    /// <param name="store">The org.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="isWhole">Whether people are shown everything that uses a prompt.</param>
    public static PromptsView Of(string store, PromptLedger ledger, bool isWhole) => new(store, ledger.IsIndexReady, [.. ledger.Prompts.Select(prompt => PromptOf(prompt, ledger.IsIndexReady))])
    {
        IndexStatus = ledger.IndexStatus,
        PublishedFlows = ledger.Flows.Count(flow => flow.PublishedVersion is not null),
        ContentsRead = ledger.ContentsRead,
        _isWhole = isWhole,
    };

    /// <inheritdoc/>
    public void Draw(Canvas canvas)
    {
        if (!IsIndexReady)
        {
            canvas.Line($"The org's index of what uses what is not ready ({IndexStatus}): users may be missing here, and no prompt is called unused. Look again when it is.", Ink.Yellow);
        }

        if (_isWhole)
        {
            for (var i = 0; i < Prompts.Count; i++)
            {
                DrawWhole(i > 0 ? canvas.Line() : canvas, Prompts[i]);
            }

            DrawContent(canvas);
            return;
        }

        canvas.Table(
        [
            ["PROMPT", "LIVE IN", "NOT LIVE YET", "UNKNOWN", ""],
            .. Prompts.Select(prompt => new[] { prompt.Name, Count(prompt, Live), Count(prompt, Unpublished), Count(prompt, Unknown), Words(prompt.State) }),
        ]);
        canvas.Line($"{Plural.Of(Prompts.Count(prompt => prompt.State != Missing), "user prompt")} in {Store}{Part(Unused, " that nobody uses")}{Part(Missing, " that flows name and that does not exist any more", " that flows name and that do not exist any more")}");
        DrawContent(canvas);
        foreach (var prompt in Prompts.Where(prompt => prompt.Users.Any(user => !user.IsIndexed)))
        {
            canvas.Write("? ", Ink.Yellow).Line($"{prompt.Name}: live flows use it that the org's index does not name. \"patchbay prompts list {ShellWord.Of(prompt.Name)}\" tells.");
        }

        if ((Prompts.FirstOrDefault(prompt => prompt.State == Missing) ?? Prompts.FirstOrDefault(prompt => prompt.State is not Unused)) is { } first)
        {
            canvas.Line($"Show who uses one with   patchbay prompts list {ShellWord.Of(first.Name)}");
        }
    }

    private void DrawContent(Canvas canvas) =>
        canvas.Line($"Checked against the content of {(ContentsRead == PublishedFlows ? "all " : $"{ContentsRead} of ")}{Plural.Of(PublishedFlows, "published flow")}{(ContentsRead == PublishedFlows ? "." : "; --check-content fetches the rest.")}", Ink.Dim);

    private string Part(string state, string one, string? many = null) => Prompts.Count(prompt => prompt.State == state) is var count and > 0 ? $", {count}{(count == 1 ? one : many ?? one)}" : "";

    private static string Count(Prompt prompt, string use) => prompt.Users.Count(user => user.Use == use).ToString(CultureInfo.InvariantCulture);

    private static string Words(string state) => state switch
    {
        Unused => "nobody uses it",
        Missing => "does not exist any more",
        _ => "",
    };

    private static void DrawWhole(Canvas canvas, Prompt prompt)
    {
        canvas.Write(prompt.Name, Ink.Bold).Line(Words(prompt.State) is { Length: > 0 } words ? $"   {words}" : "", prompt.State == Missing ? Ink.Red : Ink.Yellow);
        if (prompt.Users.Count == 0)
        {
            return;
        }

        canvas.Table(
        [
            ["USED BY", "TYPE", "VERSION", "USE"],
            .. prompt.Users.Select(user => new[] { user.Name, user.Type, user.Version ?? "", (user.Use == Unpublished ? "not live yet" : user.Use) + (user.IsIndexed ? "" : ", not in the org's index") }),
        ]);
        foreach (var reason in prompt.Users.Where(user => user.WhyUnknown is not null).GroupBy(user => user.WhyUnknown))
        {
            canvas.Write("? ", Ink.Yellow).Line($"{string.Join(", ", reason.Select(user => user.Name))}: {reason.Key}");
        }

        canvas.Line($"Show each place with   patchbay where-used prompt:{ShellWord.Of(prompt.Name)}");
    }

    private static Prompt PromptOf(PromptEntry prompt, bool isIndexReady)
    {
        var users = prompt.Users.Select(user => new User(user.Id, user.Name, user.Type, user.Version, UseOf(user.Use), user.WhyUnknown.Length > 0 ? user.WhyUnknown : null) { IsIndexed = user.IsIndexed }).ToList();
        return new Prompt(
            prompt.Id,
            prompt.Name,
            prompt.IsDeleted ? Missing : users.Find(user => user.Use == Live)?.Use ?? (!isIndexReady ? Unknown : users.Count == 0 ? Unused : users.Find(user => user.Use == Unknown)?.Use ?? Unpublished),
            users);
    }

    private static string UseOf(PromptUse use) => use switch
    {
        PromptUse.Live => Live,
        PromptUse.Unpublished => Unpublished,
        _ => Unknown,
    };

    /// <summary>A user prompt.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="State"><c>live</c>, <c>unpublished</c>, <c>unused</c>, <c>missing</c> or <c>unknown</c>.</param>
    /// <param name="Users">What uses it, by name.</param>
    internal sealed record Prompt(string Id, string Name, string State, IReadOnlyList<User> Users);

    /// <summary>Something that uses it.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Version">The version that uses it; null for what has none, and where it is not known.</param>
    /// <param name="Use"><c>live</c>, <c>unpublished</c> or <c>unknown</c>.</param>
    /// <param name="WhyUnknown">Why it is not known; null where it is.</param>
    internal sealed record User(string Id, string Name, string Type, string? Version, string Use, string? WhyUnknown)
    {
        /// <summary>Whether the org's index names it so; a use that it does not name was found in the content of what is live.</summary>
        public bool IsIndexed { get; init; }
    }
}
