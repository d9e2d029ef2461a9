using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>The errors of the platform's flow operations, with the codes that it documents.</summary>
internal static class PlatformErrors
{
    public static ServiceException FlowNotFound(string id) => new(404, "architect.flow.not.found", $"No flow has the id \"{id}\".") { Details = [new ErrorDetail("not.found", "id", id)] };

    public static ServiceException VersionNotFound(PlatformFlow flow, string version) => About(flow, 404, "architect.flow.version.missing", $"Flow \"{flow.Name}\" has no version \"{version}\".");

    public static ServiceException DependencyNotFound(string id, string type) => new(404, "architect.dependency.object.not.found", $"No {type} has the id \"{id}\".");

    public static ServiceException DependencyNameMissing() =>
        new(400, "architect.dependency.object.name.not.specified", "The query parameter \"name\" is missing.") { Details = [new ErrorDetail("query.parameter.missing", "name")] };

    public static ServiceException DependencyVersionMissing() =>
        new(400, "architect.dependency.object.version.not.specified", "The query parameter \"version\" is missing.") { Details = [new ErrorDetail("query.parameter.missing", "version")] };

    public static ServiceException DependencyTypeUnknown(string type, string parameter) =>
        new(400, "architect.dependency.object.invalid.type", $"\"{type}\" is no type that dependency tracking knows.") { Details = [new ErrorDetail("invalid.value", parameter)] };

    public static ServiceException DependencyTypeNotFound(string type) => new(404, "not.found", $"\"{type}\" is no type that dependency tracking knows.") { Details = [new ErrorDetail("not.found", "typeId", type)] };

    public static ServiceException DependencyFilterUnknown(string filter) =>
        new(400, "architect.dependency.invalid.filter", $"\"{filter}\" is no filter; it may be checkedIn or published.") { Details = [new ErrorDetail("invalid.value", "flowFilter")] };

    public static ServiceException BuildInProgress() => new(409, "architect.dependencies.build.in.progress", "A build of dependency information is already in progress.");

    public static ServiceException JobNotFound(string id) => new(404, "not.found", $"No job has the id \"{id}\".");

    public static ServiceException UploadTaken() => new(409, "conflict", "The file of this job was uploaded already.");

    public static ServiceException BadSignature() => new(403, "not.authorized", "The address is not signed for this job.");

    public static ServiceException LockedByAnother(PlatformFlow flow, Actor holder) =>
        About(flow, 409, "architect.flow.locked.by.user", $"Flow \"{flow.Name}\" is locked by {(holder.IsUser ? "user" : "client")} \"{holder.Name}\".");

    public static ServiceException NotLockedByCaller(PlatformFlow flow) => About(flow, 409, "architect.flow.not.locked.by.user", $"Flow \"{flow.Name}\" is not locked by the caller.");

    public static ServiceException OperationInProgress(PlatformFlow flow) => About(flow, 409, "architect.operation.already.in.progress", $"Another operation on flow \"{flow.Name}\" has not finished.");

    public static ServiceException CannotDeleteLocked(PlatformFlow flow) => About(flow, 405, "architect.flow.cannot.delete.user.does.not.have.lock", $"Flow \"{flow.Name}\" is locked by somebody else, and cannot be deleted.");

    public static ServiceException UsedInFlows(PlatformFlow flow, IReadOnlyList<PlatformFlow> users) =>
        About(flow, 409, "architect.flow.cannot.delete.used.in.flows", $"Flow \"{flow.Name}\" is used in {string.Join(", ", users.Select(user => $"\"{user.Name}\""))}, and cannot be deleted.");

    public static ServiceException MissingParameter(string name) => new(400, "bad.request", $"The query parameter \"{name}\" is missing.") { Details = [new ErrorDetail("query.parameter.missing", name)] };

    private static ServiceException About(PlatformFlow flow, int status, string code, string message) => new(status, code, message) { Details = [new ErrorDetail(code, null, flow.Id, flow.Name)] };
}
