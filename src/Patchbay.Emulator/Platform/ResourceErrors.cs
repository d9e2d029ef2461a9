using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>The errors of what an org has beside its flows.</summary>
internal static class ResourceErrors
{
    public static ServiceException NotFound(ResourceKind kind, string id) => new(404, kind.Codes.NotFound, $"No {kind.Noun} has the id \"{id}\".") { Details = [new ErrorDetail("not.found", "id", id)] };

    public static ServiceException MissingName(ResourceKind kind) => new(400, kind.Codes.MissingName, $"The request body has no \"name\". Give the {kind.Noun} one.") { Details = [new ErrorDetail("missing.field", "name")] };

    public static ServiceException Invalid(ResourceKind kind, string field, string problem) => new(400, kind.Codes.Invalid, problem) { Details = [new ErrorDetail("invalid.value", field)] };

    public static ServiceException Taken(OrgResource holder) =>
        new(409, holder.Kind.Codes.Taken, $"Another {holder.Kind.Noun} has the name \"{holder.Name}\" already.") { Details = [new ErrorDetail(holder.Kind.Codes.Taken, "name", holder.Id, holder.Name)] };

    public static ServiceException NumberTaken(OrgResource holder, string number) =>
        new(409, "general.conflict", $"The number {number} leads to the {holder.Kind.Noun} \"{holder.Name}\" already.") { Details = [new ErrorDetail("general.conflict", "dnis", holder.Id, holder.Name)] };

    public static ServiceException WrongVersion(OrgResource resource, int sent) =>
        new(409, "general.conflict", $"Version {sent} does not match the current version {resource.Version} of the {resource.Kind.Noun} \"{resource.Name}\". Read it again and repeat the change.")
        {
            Details = [new ErrorDetail("general.conflict", "version", resource.Id, resource.Name)],
        };

    public static ServiceException MissingVersion(OrgResource resource) =>
        new(400, "general.bad.request", $"The request body has no \"version\". Send the current version of the {resource.Kind.Noun} \"{resource.Name}\".") { Details = [new ErrorDetail("missing.field", "version", resource.Id, resource.Name)] };

    public static ServiceException TooMany(ResourceKind kind) => new(400, "general.bad.request", $"The org has {kind.Most} {kind.Noun}s, which is all it may have.");

    public static ServiceException InUse(OrgResource resource, IReadOnlyList<DependencyNode> users) =>
        new(409, resource.Kind.Codes.InUse, $"The {resource.Kind.Noun} \"{resource.Name}\" cannot be deleted, because other objects depend on it: {string.Join(", ", users.Take(3).Select(user => $"\"{user.Name}\""))}{(users.Count > 3 ? $" and {users.Count - 3} more" : "")}.")
        {
            Details = [.. users.Select(user => new ErrorDetail(resource.Kind.Codes.InUse, null, user.Id, user.Name))],
        };

    public static ServiceException DataTable(int status, string code, string problem, string? field) => new(status, $"flows.datatables.{code}", problem) { Details = [new ErrorDetail($"flows.datatables.{code}", field)] };

    public static ServiceException NoPromptDeleted(IReadOnlyList<ServiceException> reasons) =>
        new(400, "architect.batch.delete.failed", $"No prompt was deleted. {string.Join(' ', reasons.Select(reason => reason.Message))}") { Details = [.. reasons.SelectMany(reason => reason.Details)] };

    public static ServiceException PromptHasResources(OrgResource prompt) =>
        Prompt(409, "architect.prompt.has.resources", prompt, $"The prompt \"{prompt.Name}\" says something in at least one language. Delete what it says first, or ask with allResources=true.");

    public static ServiceException PromptLanguageMissing() =>
        new(400, "architect.prompt.resource.validate.failed.language", "The request body has no \"language\", such as \"en-us\".") { Details = [new ErrorDetail("missing.field", "language")] };

    public static ServiceException PromptLanguageTaken(OrgResource prompt, string language) =>
        prompt.Kind == ResourceKinds.SystemPrompt
            ? Prompt(409, "architect.system.prompt.resource.override.already.exists", prompt, $"The system prompt \"{prompt.Name}\" is overridden in \"{language}\" already.")
            : Prompt(409, "architect.prompt.resource.already.exists", prompt, $"The prompt \"{prompt.Name}\" says something in \"{language}\" already.");

    public static ServiceException PromptLanguageNotFound(OrgResource prompt, string language) =>
        Prompt(404, prompt.Kind == ResourceKinds.SystemPrompt ? "architect.system.prompt.resource.not.found" : "architect.prompt.resource.not.found", prompt, $"The {prompt.Kind.Noun} \"{prompt.Name}\" says nothing in \"{language}\".");

    public static ServiceException DivisionNotFound(string id) => new(404, "not.found", $"No division has the id \"{id}\".") { Details = [new ErrorDetail("not.found", "id", id)] };

    private static ServiceException Prompt(int status, string code, OrgResource prompt, string problem) => new(status, code, problem) { Details = [new ErrorDetail(code, "language", prompt.Id, prompt.Name)] };
}
