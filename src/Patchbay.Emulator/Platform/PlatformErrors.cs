using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Platform;

/// <summary>The errors of the platform's flow operations, with the codes that it documents.</summary>
internal static class PlatformErrors
{
    public static ServiceException FlowNotFound(string id) => new(404, "architect.flow.not.found", $"No flow has the id \"{id}\".") { Details = [new ErrorDetail("not.found", "id", id)] };

    public static ServiceException FlowDeleted(PlatformFlow flow) => About(flow, 410, "architect.flow.deleted", $"Flow \"{flow.Name}\" has been deleted.");

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

    public static ServiceException HistoryNotFound(PlatformFlow flow, string id) => About(flow, 404, "not.found", $"No history with the id \"{id}\" was made of flow \"{flow.Name}\", or it is too old.");

    public static ServiceException JobNotFound(string id) => new(404, "not.found", $"No job has the id \"{id}\".");

    public static ServiceException NoConfigurationYet(PlatformFlow flow) => About(flow, 404, "flow.no.config.available", $"Flow \"{flow.Name}\" has no configuration, since nothing was ever saved into it.");

    public static ServiceException AuditQueryNotFound(string id) => new(404, "not.found", $"No query of the audits has the id \"{id}\".");

    public static ServiceException UploadTaken() => new(409, "conflict", "The file of this job was uploaded already.");

    public static ServiceException BadSignature() => new(403, "not.authorized", "The address is not signed for this job.");

    public static ServiceException NothingToDownload() => new(404, "not.found", "The job gave no files.");

    public static ServiceException LockedByAnother(PlatformFlow flow, Actor holder) =>
        About(flow, 409, "architect.flow.locked.by.user", $"Flow \"{flow.Name}\" is locked by {(holder.IsUser ? "user" : "client")} \"{holder.Name}\".");

    public static ServiceException NotLockedByCaller(PlatformFlow flow) => About(flow, 409, "architect.flow.not.locked.by.user", $"Flow \"{flow.Name}\" is not locked by the caller.");

    public static ServiceException OperationInProgress(PlatformFlow flow) => About(flow, 409, "architect.operation.already.in.progress", $"Another operation on flow \"{flow.Name}\" has not finished.");

    public static ServiceException NothingToCheckIn(PlatformFlow flow) => About(flow, 409, "architect.flow.cannot.checkin.missing.config", $"Flow \"{flow.Name}\" cannot be checked in, since nothing was ever saved into it.");

    public static ServiceException MissingDependencies(PlatformFlow flow, Flow content, ImmutableArray<Diagnostic> missing) =>
        new(409, "architect.flow.cannot.publish.missing.dependencies", $"Flow \"{flow.Name}\" cannot be published: {missing.Length} of the things that it uses {(missing.Length == 1 ? "is" : "are")} missing. First of all: {PlatformFlows.Wording(content, missing[0])}")
        {
            Details = [.. missing.Select(finding => new ErrorDetail("architect.flow.cannot.publish.missing.dependencies", content.Tree.Source.GetText(finding.Span), flow.Id, flow.Name))],
        };

    public static ServiceException DebugFlow(PlatformFlow flow) => About(flow, 405, "architect.debug.flow.invalid.operation", $"Flow \"{flow.Name}\" was published for debugging and takes no such operation.");

    public static ServiceException CannotDeleteLocked(PlatformFlow flow) => About(flow, 405, "architect.flow.cannot.delete.user.does.not.have.lock", $"Flow \"{flow.Name}\" is locked by somebody else, and cannot be deleted.");

    /// <summary>A flow cannot be deleted or deactivated as long as something uses it.</summary>
    public static ServiceException Used(PlatformFlow flow, string act, IReadOnlyList<FlowUser> users)
    {
        var code = $"architect.flow.cannot.{act}.used.in.{users[0].Kind}";
        return new ServiceException(409, code, $"Flow \"{flow.Name}\" is used in {string.Join(", ", users.Select(user => $"\"{user.Name}\""))}, and cannot be {act}d.")
        {
            Details = [.. users.Select(user => new ErrorDetail($"architect.flow.cannot.{act}.used.in.{user.Kind}", null, user.Id, user.Name))],
        };
    }

    public static ServiceException NameTaken(PlatformFlow holder) =>
        About(holder, 409, "architect.flow.already.exists", $"A flow of type {holder.Type} with the name \"{holder.Name}\" exists already.");

    public static ServiceException InvalidFlow(string reason, string field, string problem) => ValidateFailed($"architect.flow.validate.failed.{reason}", field, problem);

    public static ServiceException InvalidType(string type) => ValidateFailed("architect.flow.validate.failed", "type", $"\"{type}\" is no flow type.");

    public static ServiceException OtherType(PlatformFlow flow, string type) => ValidateFailed("architect.object.validate.failed.value", "type", $"Flow \"{flow.Name}\" is of type {flow.Type}, and {type} was given.");

    public static ServiceException NoConfiguration(string problem) => ValidateFailed("architect.flow.data.missing", null, problem);

    public static ServiceException BadConfigurationVersion(string version) =>
        ValidateFailed("architect.flow.version.validate.failed.configuration.version", "flowMetaData.flowDocumentVersion", $"\"{version}\" is no version of a configuration.");

    public static ServiceException TooManyToDelete(int asked) => new(400, "architect.batch.too.large", $"{asked} flows were to be deleted; one request deletes {PlatformFlows.MaxDeleted} at most.");

    /// <summary>None of several flows was deleted, because of some.</summary>
    public static ServiceException BatchDeleteFailed(IReadOnlyList<ServiceException> reasons) =>
        new(400, "architect.batch.delete.failed", $"No flow was deleted. {string.Join(' ', reasons.Select(reason => reason.Message))}") { Details = [.. reasons.SelectMany(reason => reason.Details)] };

    public static ServiceException MissingParameter(string name) => new(400, "bad.request", $"The query parameter \"{name}\" is missing.") { Details = [new ErrorDetail("query.parameter.missing", name)] };

    public static ServiceException MissingArchitectParameter(string name) => ValidateFailed("architect.query.parameter.missing", name, $"The query parameter \"{name}\" is missing.");

    private static ServiceException ValidateFailed(string code, string? field, string problem) => new(400, code, problem) { Details = [new ErrorDetail(code, field)] };

    private static ServiceException About(PlatformFlow flow, int status, string code, string message) => new(status, code, message) { Details = [new ErrorDetail(code, null, flow.Id, flow.Name)] };
}
