using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>What prompts say: for each language a text that is spoken, or a recording. Prompts of the org's own are changed here; of system prompts only overrides.</summary>
internal static class PromptResourcesApi
{
    private const string UserPrompts = "/api/v2/architect/prompts/{promptId}/resources";

    /// <summary>The field that holds the size of a recording, which no request sets or gets.</summary>
    private const string Recording = "recording";
    private const string SystemPrompts = "/api/v2/architect/systemprompts/{promptId}/resources";

    public static void MapPromptResources(this IEndpointRouteBuilder routes, EmulatorOrg org)
    {
        Map(ResourceKinds.Prompt, UserPrompts, "ArchitectPromptResource", "architect:userPrompt");
        Map(ResourceKinds.SystemPrompt, SystemPrompts, "ArchitectSystempromptResource", "architect:systemPrompt");
        routes.MapDelete("/api/v2/architect/prompts", context => DeletePromptsAsync(context, org)).Named("deleteArchitectPrompts").NeedsPermission("architect:userPrompt:delete");
        routes.MapDelete($"{UserPrompts}/{{languageCode}}/audio", context => DeleteAudioAsync(context, org)).Named("deleteArchitectPromptResourceAudio").NeedsPermission("architect:userPrompt:edit");
        routes.MapPut("/recordings/{promptId}/{languageCode}", context => TakeRecordingAsync(context, org)).Named("uploadRecording");

        void Map(ResourceKind kind, string path, string operation, string permission)
        {
            var one = $"{path}/{{languageCode}}";
            routes.MapGet(path, context => ListAsync(context, org, kind)).Named($"get{operation}s").NeedsPermission($"{permission}:view");
            routes.MapPost(path, context => AddAsync(context, org, kind)).Named($"post{operation}s").NeedsPermission($"{permission}:edit");
            routes.MapGet(one, context => GetAsync(context, org, kind)).Named($"get{operation}").NeedsPermission($"{permission}:view");
            routes.MapPut(one, context => ChangeAsync(context, org, kind)).Named($"put{operation}").NeedsPermission($"{permission}:edit");
            routes.MapDelete(one, context => DeleteAsync(context, org, kind)).Named($"delete{operation}").NeedsPermission($"{permission}:edit");
            routes.MapPost($"{one}/uploads", context => AskForUploadAsync(context, org, kind)).Named($"post{operation}Uploads").NeedsPermission($"{permission}:edit");
        }
    }

    /// <summary>Writes what a prompt says as part of the prompt, unless the request does not want it.</summary>
    public static void WriteResourcesOf(HttpContext context, Utf8JsonWriter writer, EmulatorOrg org, OrgResource prompt)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method);
        if (!IsPrompt(prompt) || (isRead && ListQuery.Truth(context, "includeResources") == false))
        {
            return;
        }

        var languages = (isRead ? ListQuery.Values(context, "language") : []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        writer.WriteStartArray("resources");
        foreach (var resource in org.Resources.All(ResourceKinds.PromptResource, prompt.Id).Where(resource => languages.Count == 0 || languages.Contains(resource.Id)))
        {
            writer.WriteStartObject();
            Write(context, writer, prompt, resource);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A prompt that says something is deleted only by a request that means all of it.</summary>
    public static void RefuseDeletionOfMore(HttpContext context, EmulatorOrg org, OrgResource prompt)
    {
        if (prompt.Kind == ResourceKinds.Prompt && ListQuery.Truth(context, "allResources") != true && org.Resources.All(ResourceKinds.PromptResource, prompt.Id).Any())
        {
            throw ResourceErrors.PromptHasResources(prompt);
        }
    }

    private static bool IsPrompt(OrgResource resource) => resource.Kind == ResourceKinds.Prompt || resource.Kind == ResourceKinds.SystemPrompt;

    private static Task ListAsync(HttpContext context, EmulatorOrg org, ResourceKind kind) => org.Read(_ =>
    {
        var prompt = ResourcesApi.Found(context, org, kind, "view");
        return ListQuery.PageAsync(context, [.. org.Resources.All(ResourceKinds.PromptResource, prompt.Id)], (writer, resource) => Write(context, writer, prompt, resource));
    });

    private static Task GetAsync(HttpContext context, EmulatorOrg org, ResourceKind kind) => org.Read(_ =>
    {
        var (prompt, resource) = Found(context, org, kind);
        return JsonReply.ObjectAsync(context, 200, writer => Write(context, writer, prompt, resource));
    });

    private static async Task AddAsync(HttpContext context, EmulatorOrg org, ResourceKind kind)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var prompt = ResourcesApi.Found(context, org, kind, "edit");
            var language = body.Text("language")?.Trim();
            if (string.IsNullOrEmpty(language))
            {
                throw ResourceErrors.PromptLanguageMissing();
            }

            if (org.Resources.Find(ResourceKinds.PromptResource, Id(language), prompt.Id) is not null)
            {
                throw ResourceErrors.PromptLanguageTaken(prompt, language);
            }

            var actor = context.Token().Actor;
            var added = new OrgResource(ResourceKinds.PromptResource, Id(language), language, org.HomeDivision)
            {
                Parent = prompt.Id,
                Fields = new ResourceBody(org, ResourceKinds.PromptResource, body).Fields(),
                CreatedBy = actor,
                ModifiedBy = actor,
                CreatedAt = org.Now,
                ModifiedAt = org.Now,
            };
            return StoreAsync(context, org, prompt, added, "Create");
        });
    }

    private static async Task ChangeAsync(HttpContext context, EmulatorOrg org, ResourceKind kind)
    {
        var body = await JsonBody.ReadAsync(context);
        await org.Read(_ =>
        {
            var (prompt, before) = Found(context, org, kind);
            var fields = new ResourceBody(org, ResourceKinds.PromptResource, body).Fields();
            fields = before.Fields.TryGetValue(Recording, out var recording) ? fields.SetItem(Recording, recording) : fields;
            return StoreAsync(context, org, prompt, before with { Fields = fields, Version = before.Version + 1, ModifiedBy = context.Token().Actor, ModifiedAt = org.Now }, "Update");
        });
    }

    private static Task DeleteAsync(HttpContext context, EmulatorOrg org, ResourceKind kind) => org.Read(_ =>
    {
        var (prompt, resource) = Found(context, org, kind);
        org.Resources.Put(resource with { IsDeleted = true });
        Audit(org, prompt, resource, context.Token().Actor, "Delete");
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    });

    /// <summary>Deletes several prompts with all that they say, all or none.</summary>
    private static Task DeletePromptsAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var ids = ListQuery.Values(context, "id").Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count == 0)
        {
            throw PlatformErrors.MissingArchitectParameter("id");
        }

        var prompts = ids.Select(id => org.Resources.Find(ResourceKinds.Prompt, id) ?? throw ResourceErrors.NotFound(ResourceKinds.Prompt, id)).ToList();
        var reasons = prompts
            .Select(prompt => (Prompt: prompt, Users: org.Dependencies.UsersOf(prompt.Kind.DependencyType, prompt.Id)))
            .Where(used => used.Users.Count > 0)
            .Select(used => ResourceErrors.InUse(used.Prompt, used.Users))
            .ToList();
        if (reasons.Count > 0)
        {
            throw ResourceErrors.NoPromptDeleted(reasons);
        }

        var actor = context.Token().Actor;
        foreach (var prompt in prompts)
        {
            org.Resources.Put(prompt with { IsDeleted = true });
            ResourcesApi.Audit(org, prompt, actor, "Delete");
        }

        return ResourcesApi.AnswerWithOperationAsync(context, org, prompts[0], "Delete", actor);
    });

    private static Task DeleteAudioAsync(HttpContext context, EmulatorOrg org) => org.Read(_ =>
    {
        var (prompt, resource) = Found(context, org, ResourceKinds.Prompt);
        org.Resources.Put(resource with { Fields = resource.Fields.Remove(Recording), ModifiedBy = context.Token().Actor, ModifiedAt = org.Now });
        Audit(org, prompt, resource, context.Token().Actor, "Update");
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    });

    private static Task AskForUploadAsync(HttpContext context, EmulatorOrg org, ResourceKind kind) => org.Read(_ =>
    {
        var (prompt, resource) = Found(context, org, kind);
        return JsonReply.ObjectAsync(context, 200, writer =>
        {
            writer.WriteString("url", UploadAddress(context, org, prompt, resource));
            writer.WriteStartObject("headers");
            writer.WriteString("Content-Type", "audio/wav");
            writer.WriteEndObject();
        });
    });

    /// <summary>Takes a recording at a signed address. What it sounds like does not matter to anybody here; its size is kept.</summary>
    private static async Task TakeRecordingAsync(HttpContext context, EmulatorOrg org)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        org.Read(_ =>
        {
            var resource = org.Resources.Find(ResourceKinds.PromptResource, Id(context.Route("languageCode")), context.Route("promptId"));
            if (resource is null || context.Request.Query["signature"].FirstOrDefault() != Signature(org, resource))
            {
                throw PlatformErrors.BadSignature();
            }

            org.Resources.Put(resource with { Fields = resource.Fields.SetItem(Recording, JsonElement.Parse($"{body.Length}")), ModifiedAt = org.Now });
            return true;
        });
        context.Response.StatusCode = 200;
        context.Response.ContentLength = 0;
    }

    private static (OrgResource Prompt, OrgResource Resource) Found(HttpContext context, EmulatorOrg org, ResourceKind kind)
    {
        var prompt = ResourcesApi.Found(context, org, kind, "view");
        var language = context.Route("languageCode");
        return (prompt, org.Resources.Find(ResourceKinds.PromptResource, Id(language), prompt.Id) ?? throw ResourceErrors.PromptLanguageNotFound(prompt, language));
    }

    private static Task StoreAsync(HttpContext context, EmulatorOrg org, OrgResource prompt, OrgResource resource, string action)
    {
        org.Resources.Put(resource);
        Audit(org, prompt, resource, context.Token().Actor, action);
        return JsonReply.ObjectAsync(context, 200, writer => Write(context, writer, prompt, resource));
    }

    private static void Write(HttpContext context, Utf8JsonWriter writer, OrgResource prompt, OrgResource resource)
    {
        var isRecorded = resource.Fields.TryGetValue(Recording, out _);
        writer.WriteString("id", resource.Id);
        writer.WriteString("promptId", prompt.Id);
        writer.WriteString("language", resource.Name);
        foreach (var field in ResourceKinds.PromptResource.Fields)
        {
            if (resource.Fields.TryGetValue(field.Name, out var value))
            {
                writer.WritePropertyName(field.Name);
                value.WriteTo(writer);
            }
        }

        writer.WriteString("uploadStatus", isRecorded ? "transcoded" : "created");
        writer.WriteString("selfUri", $"{prompt.Kind.Uri(prompt.Id)}/resources/{resource.Name}");
    }

    private static void Audit(EmulatorOrg org, OrgResource prompt, OrgResource resource, Actor actor, string action) =>
        org.PlatformAudits.Add(org.Now, actor, PlatformAudits.Architect, "PromptResource", $"{prompt.Id}/{resource.Id}", $"{prompt.Name} {resource.Name}", action);

    private static string UploadAddress(HttpContext context, EmulatorOrg org, OrgResource prompt, OrgResource resource) =>
        $"{context.Request.Scheme}://{context.Request.Host}/recordings/{prompt.Id}/{resource.Id}?signature={Signature(org, resource)}";

    private static string Signature(EmulatorOrg org, OrgResource resource) => org.Resources.Signature(resource);

    private static string Id(string language) => language.ToLowerInvariant();

}
