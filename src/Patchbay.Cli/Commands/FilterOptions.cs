using System.CommandLine;
using Patchbay.Client.Stores;
using Patchbay.Core.Flows;
using Patchbay.Core.Formats;
using Patchbay.Core.Text;

namespace Patchbay.Cli.Commands;

/// <summary>The options that say which flows are meant.</summary>
internal sealed class FilterOptions
{
    private static readonly string[] Parts = ["calls", "type", "variable", "format", "text"];

    private static readonly IEnumerable<string> Kinds = [.. Parts, .. Enum.GetValues<DependencyKind>().Select(DependencyWords.IdOf)];
    private static readonly string LooksFor = $"It looks for {string.Join(", ", Parts.Select(part => part + ":..."))} and for what Architect flows use, such as queue:Support or data-action:'Find account'.";

    private readonly Option<string> _name = new("--name")
    {
        Description = "A name, which may hold * and ?",
        HelpName = "PATTERN",
    };

    private readonly Option<string> _type = new("--type")
    {
        Description = "A type, such as call or module",
        HelpName = "TYPE",
    };

    private readonly Option<string> _division = new("--division")
    {
        Description = "A division, by name or id",
        HelpName = "DIVISION",
    };

    private readonly Option<string[]> _contains = new("--contains")
    {
        Description = "What is inside: calls:FLOW, type:ELEMENT, variable:NAME, format:FORMAT, text:WORDS or what Architect flows use, such as queue:NAME, prompt:NAME, data-action:NAME; may be given several times",
        HelpName = "WHAT",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(_name);
        verb.Add(_type);
        verb.Add(_division);
        verb.Add(_contains);
    }

    /// <summary>The flows meant, sorted by name.</summary>
    public async Task<List<FlowHeader>> FindAsync(Invocation call, OpenStore open)
    {
        var inside = (call.Get(_contains) ?? []).Select(Parse).ToList();
        var query = new FlowQuery { Name = call.Get(_name), Type = call.Get(_type), Division = call.Get(_division) };
        var found = await FlowLookup.AllAsync(open.Store, query, call.Stop);
        if (inside.Count == 0 || found.Count == 0)
        {
            return found;
        }

        var called = new Dictionary<string, FlowHeader>(StringComparer.Ordinal);
        foreach (var (_, value) in inside.Where(part => part.Key == "calls"))
        {
            called[value] = await FlowLookup.FindAsync(open.Store, value, call.Stop);
        }

        var kept = new HashSet<string>(StringComparer.Ordinal);
        foreach (var read in await open.ReadAsync(call, [.. found.Select(flow => flow.Id)]))
        {
            var flow = new Lazy<Flow?>(() => FlowFormats.Read(FlowFormats.Parse(new SourceText(read.Text))));
            if (inside.TrueForAll(part => part.Key == "text" ? read.Text.Contains(part.Value, StringComparison.OrdinalIgnoreCase) : flow.Value is { } inner && Contains(inner, part.Key, part.Value, called.GetValueOrDefault(part.Value))))
            {
                kept.Add(read.Header.Id);
            }
        }

        if (kept.Count == 0 && (call.Get(_contains) ?? []).FirstOrDefault(given => !given.Contains(':', StringComparison.Ordinal)) is { } words)
        {
            call.Terminal.Note($"Without a kind before it, --contains looks for the words as they stand: \"{words}\". {LooksFor}");
        }

        return found.FindAll(flow => kept.Contains(flow.Id));
    }

    /// <summary>What was asked for, to be remembered; null where it goes by what is inside, which a flow that is made later does not tell before it is read.</summary>
    public PullSelection? Selection(Invocation call, string org) =>
        call.Has(_contains) ? null : new PullSelection(org) { Name = call.Get(_name), Type = call.Get(_type), Division = call.Get(_division) };

    private static KeyValuePair<string, string> Parse(string given)
    {
        var colon = given.IndexOf(':', StringComparison.Ordinal);
        var key = colon < 0 ? given : given[..colon];
        var value = colon < 0 ? "" : given[(colon + 1)..];
        var isKnown = IsKind(key);
        return isKnown && value.Length > 0 ? new(key, value)
            : isKnown ? throw CliException.Usage($"--contains {key} does not say which. Write {key}:NAME, or text:{key} to look for the word itself.")
            : colon < 0 ? new("text", given)
            : throw CliException.Usage($"--contains does not know \"{key}\".{Nearest.DidYouMean(key, Kinds)} {LooksFor} To look for the words themselves write 'text:{given}'.");
    }

    private static bool IsKind(string key) => Parts.Contains(key) || DependencyWords.Find(key) is not null;

    private static bool Contains(Flow flow, string key, string value, FlowHeader? called) => key switch
    {
        "calls" => called is not null && FlowLink.Of(flow).Any(link => link.IsCall && link.Means(called.CatalogueId, called.Name, called.Type)),
        "type" => flow.Elements.Any(element => NamePattern.Matches(value, element.Type)),
        "variable" => flow.Variables.Any(variable => NamePattern.Matches(value, variable.Name)),
        "format" => flow.FormatId == value,
        _ => DependencyWords.Find(key) is { } kind && flow.Dependencies.Any(used => used.Kind == kind && NamePattern.Matches(value, used.Name)),
    };
}
