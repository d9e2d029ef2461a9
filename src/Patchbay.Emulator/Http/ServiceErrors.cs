using System.Collections.Immutable;
using Patchbay.Emulator.Org;

namespace Patchbay.Emulator.Http;

/// <summary>Every error that the definitions API answers with, apart from those of the token endpoint, which have OAuth's own shape.</summary>
internal static class ServiceErrors
{
    public static ServiceException BadJson(string problem) =>
        new(400, "bad.request", $"The request body is not valid JSON. {problem}");

    public static ServiceException BadBody(string problem) => new(400, "bad.request", problem);

    public static ServiceException InvalidValue(string field, string problem) =>
        new(400, "invalid.value", problem) { Details = [new ErrorDetail("invalid.value", field)] };

    public static ServiceException MissingField(string field, string why) =>
        new(400, "missing.field", $"The request body has no \"{field}\". {why}") { Details = [new ErrorDetail("missing.field", field)] };

    public static ServiceException MissingVersion(OrgFlow flow) =>
        new(400, "missing.version", $"The request body has no \"version\". Send the version that the change was made from; flow \"{flow.Name}\" is at version {flow.Newest.Number}.")
        {
            Details = [new ErrorDetail("missing.version", "version", flow.Id, flow.Name)],
        };

    public static ServiceException NoToken() =>
        new(401, "authentication.required", "No authentication bearer token was specified in the Authorization header.");

    public static ServiceException BadToken() => new(401, "bad.credentials", "The token is unknown or no longer valid. Ask for a new one.");

    public static ServiceException TokenExpired() => new(401, "bad.credentials", "The token has expired. Ask for a new one.");

    public static ServiceException NoPerson() =>
        new(400, "bad.request", "This request is about the person behind the token, and there is none: the token was given for client credentials.");

    public static ServiceException MissingScope(ImmutableArray<string> anyOf) =>
        new(403, "missing.any.permissions", anyOf.Length == 1
            ? $"The token lacks the scope {anyOf[0]}."
            : $"The token lacks the scope {anyOf[0]} (or one of {string.Join(", ", anyOf.Skip(1))}).")
        {
            Details = [.. anyOf.Select(scope => new ErrorDetail("missing.scope", scope))],
        };

    /// <summary>Architect has a code of its own, which its data tables do not share.</summary>
    public static ServiceException MissingPermission(ImmutableArray<string> anyOf, string? division = null)
    {
        var code = anyOf[0].StartsWith("architect:", StringComparison.Ordinal) && !anyOf[0].StartsWith("architect:datatable", StringComparison.Ordinal) ? "architect.missing.permission" : "missing.permissions";
        var where = division is null ? "" : $" in division \"{division}\"";
        return new(403, code, anyOf.Length == 1
            ? $"Unable to perform the requested action. The permission {anyOf[0]} is missing{where}."
            : $"Unable to perform the requested action. At least one of the permissions {string.Join(", ", anyOf)} is needed{where}.")
        {
            Details = [.. anyOf.Select(permission => new ErrorDetail(code, permission))],
        };
    }

    public static ServiceException ForeignDivision(OrgDivision division, OrgFlow? flow = null) =>
        new(403, "missing.division.permission", flow is null
            ? $"The client is limited to other divisions than \"{division.Name}\" ({division.Id})."
            : $"Flow \"{flow.Name}\" belongs to division \"{division.Name}\" ({division.Id}), and the client is limited to others.")
        {
            Details = [new ErrorDetail("missing.division.permission", "division", flow?.Id, flow?.Name)],
        };

    public static ServiceException NotLoopback() =>
        new(403, "not.authorized", "The control paths answer requests from the emulator's own machine only.");

    public static ServiceException FlowNotFound(string id) =>
        new(404, "flow.not.found", $"No flow has the id \"{id}\".") { Details = [new ErrorDetail("not.found", "id", id)] };

    public static ServiceException VersionNotFound(OrgFlow flow, string version) =>
        new(404, "flow.version.not.found", $"Flow \"{flow.Name}\" has no version \"{version}\"; its versions are 1 to {flow.Newest.Number}.")
        {
            Details = [new ErrorDetail("not.found", "version", flow.Id, flow.Name)],
        };

    public static ServiceException NothingScheduled(OrgFlow flow) =>
        new(404, "flow.schedule.not.found", $"Nothing is scheduled for flow \"{flow.Name}\".") { Details = [new ErrorDetail("not.found", "scheduled", flow.Id, flow.Name)] };

    public static ServiceException PathNotFound(string method, string path) =>
        new(404, "not.found", $"{method} {path} is not a path of the definitions API.");

    public static ServiceException MethodNotAllowed(string method, string path, string allowed) =>
        new(405, "method.not.allowed", $"{path} does not take {method}; it takes {allowed}.");

    public static ServiceException VersionConflict(OrgFlow flow, int expected) =>
        new(409, "version.conflict", $"Flow \"{flow.Name}\" is at version {flow.Newest.Number}; the request was made from version {expected}. Read the flow again and repeat the change.")
        {
            Details = [new ErrorDetail("version.conflict", "version", flow.Id, flow.Name) { Expected = expected, Current = flow.Newest.Number }],
        };

    public static ServiceException NameTaken(OrgFlow holder) =>
        new(409, "flow.already.exists", $"A flow of type {holder.Type} with the name \"{holder.Name}\" exists already.")
        {
            Details = [new ErrorDetail("flow.already.exists", "name", holder.Id, holder.Name)],
        };

    public static ServiceException FlowInUse(OrgFlow flow, IReadOnlyList<OrgFlow> callers) =>
        new(409, "flow.in.use", $"Flow \"{flow.Name}\" cannot be deleted: {callers.Count} {(callers.Count == 1 ? "flow calls" : "flows call")} it, first of all \"{callers[0].Name}\".")
        {
            Details = [.. callers.Select(caller => new ErrorDetail("flow.in.use", null, caller.Id, caller.Name))],
        };

    public static ServiceException CompilationPending(OrgFlow flow, FlowVersion version) =>
        new(409, "flow.compilation.pending", $"Version {version.Number} of flow \"{flow.Name}\" is still being compiled. Try again when its compilationStatus is success.")
        {
            Details = [new ErrorDetail("flow.compilation.pending", "revisionId", flow.Id, flow.Name)],
        };

    public static ServiceException CompilationFailed(OrgFlow flow, FlowVersion version) =>
        new(400, "flow.compilation.failed", $"Version {version.Number} of flow \"{flow.Name}\" did not compile and cannot be published: {version.Problems.FirstOrDefault()?.Message}")
        {
            Details = [new ErrorDetail("flow.compilation.failed", "revisionId", flow.Id, flow.Name)],
            Problems = version.Problems,
        };

    public static ServiceException UnknownRevision(OrgFlow flow, string revisionId) =>
        new(400, "flow.revision.unknown", $"Flow \"{flow.Name}\" has no revision \"{revisionId}\".")
        {
            Details = [new ErrorDetail("flow.revision.unknown", "revisionId", flow.Id, flow.Name)],
        };

    public static ServiceException FlowIdMismatch(string path, string body) =>
        new(400, "flow.id.mismatch", $"The body's flowId \"{body}\" is not the path's \"{path}\".") { Details = [new ErrorDetail("flow.id.mismatch", "flowId", path)] };

    public static ServiceException TooManyFlows(OrgFlow flow, int maxFlows) =>
        new(400, "flow.limit.exceeded", $"Flow \"{flow.Name}\" cannot be published: the org may have {maxFlows} published flows, and has them.")
        {
            Details = [new ErrorDetail("flow.limit.exceeded", "maxFlows", flow.Id, flow.Name)],
        };

    public static ServiceException InvalidDefinition(int status, ImmutableArray<DefinitionProblem> problems, string? id, string name) =>
        new(status, status == 422 ? "flow.unprocessable" : "flow.invalid", problems.Length == 1
            ? problems[0].Message
            : $"{problems[0].Message} ({problems.Length - 1} more in \"errors\".)")
        {
            Details = [.. problems.Select(problem => new ErrorDetail(problem.Code, problem.Path, id, name))],
            Problems = problems,
        };

    public static ServiceException FixedField(int status, string field, OrgFlow flow) =>
        new(status, "field.not.changeable", $"The {field} of flow \"{flow.Name}\" cannot be {(field == "type" ? "changed" : "removed")}.")
        {
            Details = [new ErrorDetail("field.not.changeable", field, flow.Id, flow.Name)],
        };

    public static ServiceException BodyTooLarge(long limit) =>
        new(413, "request.entity.too.large", $"The request body is larger than {limit} bytes.") { Limit = new ExceededLimit("request.bytes.max", limit) };

    public static ServiceException WrongContentType(string? contentType) =>
        new(415, "unsupported.media.type", $"The Content-Type is \"{contentType}\"; send application/json.");

    public static ServiceException TooManyRequests(string limit, int allowed, int seconds) =>
        new(429, "too.many.requests.retry.after", $"Rate limit exceeded the maximum of {allowed}. Retry the request in [{seconds}] seconds") { RetryAfter = seconds, Limit = new ExceededLimit(limit, allowed) };

    public static ServiceException Internal() => new(500, "internal.server.error", "The server met an unexpected condition. (Injected by a fault rule.)");

    public static ServiceException EmulatorFault(Exception exception) =>
        new(500, "emulator.fault", $"The emulator itself failed ({exception.GetType().Name}: {exception.Message}). This is a bug of the emulator.");

    public static ServiceException Unavailable(int? retryAfter) =>
        new(503, "service.unavailable", "The service is temporarily unavailable. (Injected by a fault rule.)") { RetryAfter = retryAfter };

    public static ServiceException CannotKeep() =>
        new(503, "service.unavailable", "The org's data file cannot be written, so nothing is answered until it can be. What was asked then either happens whole or, if the emulator ends before, not at all.");

    public static ServiceException NotImplemented(string operation) =>
        new(501, "not.implemented", $"The emulator lacks the operation {operation}.") { Details = [new ErrorDetail("not.implemented", operation)] };
}
