using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Linting;
using Patchbay.Core.Syntax;
using Patchbay.Core.Text;

namespace Patchbay.Core.Configuration;

/// <summary>What <c>patchbay.yaml</c> settles for everybody who works in its folder. It never holds a secret.</summary>
public sealed record WorkspaceConfig
{
    /// <summary>The file's name; it is looked for in the working directory and above.</summary>
    public const string FileName = "patchbay.yaml";

    /// <summary>The org that is meant where the command line and the environment name none: a profile's name or a URL.</summary>
    /// <value>Default: null; then the environment and the folder one stands in decide.</value>
    public string? Org { get; init; }

    /// <summary>The orgs that have a name here, by name.</summary>
    /// <value>Default: none.</value>
    public ImmutableDictionary<string, OrgProfile> Profiles { get; init; } = ImmutableDictionary<string, OrgProfile>.Empty;

    /// <summary>Severities and suppressions.</summary>
    /// <value>Default: every rule at its own severity, and nothing suppressed.</value>
    public LintConfig Lint { get; init; } = LintConfig.Default;
}

/// <summary>An org with a name.</summary>
/// <param name="Name">The name, as <c>--org</c> takes it.</param>
/// <param name="Region">An AWS region, a host or a URL.</param>
public sealed record OrgProfile(string Name, string Region)
{
    /// <summary>The name of the definitions API: JSON in place, an integer version.</summary>
    public const string DefinitionsApi = "definitions";

    /// <summary>The name of the platform's own API: Architect YAML through jobs.</summary>
    public const string PlatformApi = "platform";

    /// <summary>The API that the org speaks.</summary>
    /// <value>Default: <see cref="DefinitionsApi"/>.</value>
    public string Api { get; init; } = DefinitionsApi;

    /// <summary>The prefix of the environment variables that hold the credentials: <c>PROD</c> for <c>PROD_CLIENT_ID</c> and <c>PROD_CLIENT_SECRET</c>.</summary>
    /// <value>Default: empty; then the usual variables are looked for.</value>
    public string Credentials { get; init; } = "";

    /// <summary>The OAuth client that people sign in with. Its id is no secret.</summary>
    /// <value>Default: empty; then the environment may name one.</value>
    public string ClientId { get; init; } = "";
}

/// <summary>A configuration that was read, or what is wrong with it.</summary>
/// <param name="Config">The configuration; null when anything is wrong.</param>
/// <param name="Diagnostics">Everything that is wrong, in document order, with places in the file.</param>
public sealed record WorkspaceConfigResult(WorkspaceConfig? Config, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Reads <c>patchbay.yaml</c>.</summary>
public static partial class WorkspaceConfigReader
{
    internal static readonly ImmutableArray<string> FileKeys = ["org", "profiles", "lint"];
    internal static readonly ImmutableArray<string> ProfileKeys = ["api", "region", "credentials", "client-id"];
    internal static readonly ImmutableArray<string> LintKeys = ["rules", "suppress"];
    internal static readonly ImmutableArray<string> SuppressionKeys = ["rule", "flow", "element"];
    internal static readonly ImmutableArray<string> SeverityNames = ["off", "info", "warning", "error"];

    /// <summary>The JSON Schema (draft 2020-12) of the file.</summary>
    public static string Schema => EmbeddedText.Read("config.schema.json");

    /// <summary>Reads the file. Never throws for what the text holds; an empty one settles nothing.</summary>
    /// <param name="source">The text.</param>
    /// <param name="knownRules">The ids of the rules that can be configured.</param>
    public static WorkspaceConfigResult Read(SourceText source, IReadOnlyCollection<string> knownRules)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(knownRules);
        var tree = YamlText.Parse(source);
        var problems = new FileProblems(source, environment: null);
        problems.Found.AddRange(tree.Diagnostics);
        problems.ReportPlaceholders(tree);
        var config = new WorkspaceConfig();
        if (tree.Root is MappingNode root)
        {
            config = ReadFile(root, knownRules, problems);
        }
        else if (tree.IsWellFormed && tree.Root is not (null or ScalarNode { IsNull: true }))
        {
            problems.Report("wrong-value", tree.Root.Span, $"{WorkspaceConfig.FileName} is a mapping with the keys \"org\", \"profiles\" and \"lint\"; this text is none.");
        }

        var diagnostics = problems.Found.OrderBy(diagnostic => diagnostic.Span.Start).ToImmutableArray();
        return new WorkspaceConfigResult(diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error) ? null : config, diagnostics);
    }

    private static WorkspaceConfig ReadFile(MappingNode root, IReadOnlyCollection<string> knownRules, FileProblems problems)
    {
        var reader = new MappingReader(root, WorkspaceConfig.FileName, FileKeys, problems);
        var profiles = ImmutableDictionary.CreateBuilder<string, OrgProfile>(StringComparer.Ordinal);
        foreach (var entry in reader.Mapping("profiles")?.Entries ?? [])
        {
            if (ReadProfile(entry, problems) is { } profile)
            {
                profiles[profile.Name] = profile;
            }
        }

        var org = reader.Text("org");
        if (org is not null && !org.Contains("://", StringComparison.Ordinal) && reader.Mapping("profiles")?.Find(org) is null)
        {
            var near = MappingReader.Near(org, profiles.Keys.Order(StringComparer.Ordinal));
            problems.Report("unknown-profile", reader.ValuePlaceOf("org"), $"\"{org}\" is neither a profile of this file nor a URL.{(near is null ? " Add it under \"profiles\"." : $" Did you mean \"{near}\"?")}");
        }

        return new WorkspaceConfig { Org = org, Profiles = profiles.ToImmutable(), Lint = reader.Mapping("lint") is { } lint ? ReadLint(lint, knownRules, problems) : LintConfig.Default };
    }

    private static OrgProfile? ReadProfile(MappingEntry entry, FileProblems problems)
    {
        if (!ProfileName().IsMatch(entry.Key))
        {
            problems.Report("wrong-value", entry.KeyNode.Span, $"\"{entry.Key}\" cannot be a profile's name: a name starts with a letter and has letters, digits, \"-\" and \"_\".");
        }

        if (entry.Value is not MappingNode node)
        {
            problems.Report("wrong-value", entry.KeyNode.Span, $"The profile \"{entry.Key}\" must be a mapping with \"region\", and with \"credentials\" where they have variables of their own.");
            return null;
        }

        var reader = new MappingReader(node, $"the profile \"{entry.Key}\"", ProfileKeys, problems);
        var api = reader.Text("api") ?? OrgProfile.DefinitionsApi;
        if (api is not (OrgProfile.DefinitionsApi or OrgProfile.PlatformApi))
        {
            problems.Report("wrong-value", reader.ValuePlaceOf("api"), $"\"{api}\" is not an API that Patchbay speaks; these are \"{OrgProfile.DefinitionsApi}\" and \"{OrgProfile.PlatformApi}\".");
        }

        var credentials = reader.Text("credentials") ?? "";
        if (credentials.Length > 0 && !VariablePrefix().IsMatch(credentials))
        {
            // What stands here may be a secret by mistake: it is not repeated.
            problems.Report("wrong-value", reader.ValuePlaceOf("credentials"), "\"credentials\" is the prefix of two environment variables, such as PROD for PROD_CLIENT_ID and PROD_CLIENT_SECRET; never a secret itself.");
        }

        return new OrgProfile(entry.Key, reader.Text("region", required: true) ?? "") { Api = api, Credentials = credentials, ClientId = reader.Text("client-id") ?? "" };
    }

    private static LintConfig ReadLint(MappingNode node, IReadOnlyCollection<string> knownRules, FileProblems problems)
    {
        var reader = new MappingReader(node, "\"lint\"", LintKeys, problems);
        var severities = ImmutableDictionary.CreateBuilder<string, Severity>(StringComparer.Ordinal);
        foreach (var entry in reader.Mapping("rules")?.Entries ?? [])
        {
            CheckRule(entry.Key, entry.KeyNode.Span, knownRules, problems);
            var severity = entry.Value is ScalarNode scalar ? SeverityNames.IndexOf(scalar.Value) : -1;
            if (severity >= 0)
            {
                severities[entry.Key] = (Severity)severity;
            }
            else
            {
                problems.Report("wrong-value", entry.Value.Span.Length > 0 ? entry.Value.Span : entry.KeyNode.Span, $"The severity of \"{entry.Key}\" must be off, info, warning or error.");
            }
        }

        var suppressions = ImmutableArray.CreateBuilder<Suppression>();
        foreach (var item in reader.List("suppress")?.Items ?? [])
        {
            if (item is not MappingNode suppression)
            {
                problems.Report("wrong-value", item.Span, "A suppression must be a mapping with \"rule\", \"flow\" and, for one element only, \"element\".");
                continue;
            }

            var fields = new MappingReader(suppression, "a suppression", SuppressionKeys, problems);
            var rule = fields.Text("rule", required: true);
            var flow = fields.Text("flow", required: true);
            if (rule is not null)
            {
                CheckRule(rule, fields.ValuePlaceOf("rule"), knownRules, problems);
            }

            suppressions.Add(new Suppression(rule ?? "", flow ?? "", fields.Text("element") ?? ""));
        }

        return new LintConfig { Severities = severities.ToImmutable(), Suppressions = suppressions.DrainToImmutable() };
    }

    private static void CheckRule(string id, TextSpan span, IReadOnlyCollection<string> knownRules, FileProblems problems)
    {
        if (!knownRules.Contains(id))
        {
            var near = MappingReader.Near(id, knownRules);
            problems.Report("unknown-rule", span, near is null ? $"\"{id}\" is not a rule that can be configured. Delete the line." : $"\"{id}\" is not a rule; did you mean \"{near}\"?");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProfileName();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariablePrefix();
}
