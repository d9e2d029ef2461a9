using System.Collections.Immutable;
using System.Text.Json;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Emulator.Org;

/// <summary>What flows name and the org lacks, and how it is made up. All of it is used under the org's lock.</summary>
/// <param name="org">The org.</param>
internal sealed class OrgGaps(EmulatorOrg org)
{
    private static readonly JsonElement EmptyContract =
        JsonElement.Parse("""{"input":{"inputSchema":{"type":"object","properties":{}}},"output":{"successSchema":{"type":"object","properties":{}}}}""");

    private static readonly JsonElement KeyOnly =
        JsonElement.Parse("""{"$schema":"http://json-schema.org/draft-04/schema#","type":"object","required":["key"],"properties":{"key":{"title":"key","type":"string","minLength":1,"maxLength":256}}}""");

    /// <summary>How many things were made up, by what people call them.</summary>
    public SortedDictionary<string, int> Made { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes resources and divisions that a flow names and the org lacks.</summary>
    /// <param name="content">The flow.</param>
    /// <param name="servedToo">Whether to make all of them; otherwise only what the emulator does not serve by HTTP, so that nobody could have made it.</param>
    public void Fill(FlowContent content, bool servedToo)
    {
        foreach (var named in content.Flow.Dependencies.Where(named => named.Name.Length > 0 && !IsOpen(named.Name)).DistinctBy(named => (named.Kind, named.Name)))
        {
            if (named.Kind == DependencyKind.Division && servedToo)
            {
                FillDivision(named.Name);
            }
            else if (ResourceKinds.Of(named.Kind) is { } kind && (servedToo || kind.Path.Length == 0) && org.Resources.FindByKey(kind, named.Name) is null or { IsDeleted: true })
            {
                Make(kind, named.Name, content.Languages.IsEmpty ? ["en-us"] : content.Languages);
            }
        }
    }

    /// <summary>Makes flows without content, live at once, that a flow names and the org lacks.</summary>
    /// <param name="content">The flow.</param>
    /// <param name="modulesOnly">Whether to make common modules alone.</param>
    public void FillFlows(FlowContent content, bool modulesOnly)
    {
        var called = content.Flow.Dependencies.Where(named => modulesOnly ? named.Kind == DependencyKind.CommonModule : named.Kind is DependencyKind.CommonModule or DependencyKind.Flow or DependencyKind.InQueueFlow or DependencyKind.BotFlow or DependencyKind.DigitalBotFlow);
        foreach (var named in called.Where(named => named.Name.Length > 0 && !IsOpen(named.Name) && org.Dependencies.FindNamed(named, content.Flow.Type) is null).DistinctBy(named => (named.Kind, named.Name)))
        {
            var type = ArchitectFlowTypes.FromApiType(DependencyIndex.TypesOf(named.Kind, content.Flow.Type).First());
            var text = $"""
                {type?.RootKey}:
                  name: {JsonPrinter.Quote(named.Name)}
                  description: Made because another flow names it.
                  defaultLanguage: en-us
                  supportedLanguages:
                    en-us:
                      none: true

                """;
            org.Platform.Import(FlowContent.Read(text) ?? throw new InvalidOperationException($"The text of a {type?.Title} is none."));
            Count($"empty {type?.Title}");
        }
    }

    /// <summary>Makes a call route with a number of its own for a flow.</summary>
    public void MakeCallRoute(PlatformFlow flow)
    {
        var number = $"+1500555{org.Resources.All(ResourceKinds.Ivr).Count() + 1:D4}";
        Put(ResourceKinds.Ivr, flow.Name, flow.Division, ("dnis", $"[\"{number}\"]"), ("openHoursFlow", JsonPrinter.Quote(flow.Id)));
    }

    private static bool IsOpen(string name) => name.Contains("{{", StringComparison.Ordinal) || name.Contains("${", StringComparison.Ordinal);

    private void FillDivision(string name)
    {
        if (org.FindDivision(name) is null)
        {
            org.AddDivision(EmulatorOrg.IdFrom("division", name), name);
            Count("division");
        }
    }

    private OrgResource Make(ResourceKind kind, string key, ImmutableArray<string> languages)
    {
        if (kind == ResourceKinds.DataAction)
        {
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var category = key[..Math.Max(slash, 0)];
            return Put(kind, key[(slash + 1)..], org.HomeDivision,
                ("category", JsonPrinter.Quote(category)), ("integrationId", JsonPrinter.Quote(EmulatorOrg.IdFrom("integration", category))), ("secure", "false"), ("contract", EmptyContract.GetRawText()));
        }

        return kind == ResourceKinds.Prompt ? MakePrompt(key, languages)
            : kind == ResourceKinds.Schedule ? Put(kind, key, org.HomeDivision, ("start", "\"2026-01-05T08:00:00.000000\""), ("end", "\"2026-01-05T17:00:00.000000\""), ("rrule", "\"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\""))
            : kind == ResourceKinds.ScheduleGroup ? MakeScheduleGroup(key)
            : kind == ResourceKinds.EmergencyGroup ? Put(kind, key, org.HomeDivision, ("enabled", "false"), ("emergencyCallFlows", "[]"))
            : kind == ResourceKinds.DataTable ? Put(kind, key, org.HomeDivision, ("schema", KeyOnly.GetRawText()))
            : kind == ResourceKinds.User ? Put(kind, key, org.HomeDivision, ("email", JsonPrinter.Quote(Address(key))), ("username", JsonPrinter.Quote(Address(key))))
            : kind == ResourceKinds.Group ? Put(kind, key, org.HomeDivision, ("type", "\"official\""), ("visibility", "\"public\""), ("rulesVisible", "true"))
            : Put(kind, key, org.HomeDivision);
    }

    private OrgResource MakePrompt(string name, ImmutableArray<string> languages)
    {
        var prompt = Put(ResourceKinds.Prompt, name, org.HomeDivision);
        var says = JsonElement.Parse(JsonPrinter.Quote(name.Replace('_', ' ')));
        foreach (var language in languages)
        {
            org.Resources.Put(new OrgResource(ResourceKinds.PromptResource, language.ToLowerInvariant(), language, org.HomeDivision)
            {
                Parent = prompt.Id,
                Fields = ImmutableDictionary<string, JsonElement>.Empty.Add("ttsString", says),
                CreatedAt = org.Now,
                ModifiedAt = org.Now,
            });
        }

        return prompt;
    }

    private OrgResource MakeScheduleGroup(string name)
    {
        var open = org.Resources.FindByKey(ResourceKinds.Schedule, $"{name} open") ?? Make(ResourceKinds.Schedule, $"{name} open", []);
        return Put(ResourceKinds.ScheduleGroup, name, org.HomeDivision, ("timeZone", "\"Etc/UTC\""), ("openSchedules", $"[{JsonPrinter.Quote(open.Id)}]"));
    }

    private OrgResource Put(ResourceKind kind, string name, OrgDivision division, params ReadOnlySpan<(string Name, string Json)> fields)
    {
        var held = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (field, json) in fields)
        {
            held[field] = JsonElement.Parse(json);
        }

        var made = new OrgResource(kind, "", name, division) { Fields = held.ToImmutable(), CreatedAt = org.Now, ModifiedAt = org.Now };
        made = made with { Id = FreeId(kind, made.Key) };
        org.Resources.Put(made);
        Count(kind.Noun);
        return made;
    }

    /// <summary>An id that comes from the name, so that the same folder makes the same org.</summary>
    private string FreeId(ResourceKind kind, string key)
    {
        var id = EmulatorOrg.IdFrom(kind.Noun, key);
        return org.Resources.FindAny(kind, id) is null ? id : org.Resources.NewId(kind);
    }

    private void Count(string noun) => Made[noun] = Made.GetValueOrDefault(noun) + 1;

    private static string Address(string user) => user.Contains('@', StringComparison.Ordinal) ? user : $"{string.Join('.', user.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))}@example.com";
}
