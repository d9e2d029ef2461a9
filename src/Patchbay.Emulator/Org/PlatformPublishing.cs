using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Linting;
using Patchbay.Emulator.Http;
using Patchbay.Emulator.Platform;

namespace Patchbay.Emulator.Org;

/// <summary>What is done to a flow a moment after it was asked for, and what makes a version live.</summary>
internal sealed partial class PlatformFlows
{
    /// <summary>Makes a version live, a moment later.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="version">The version; null for the newest one, for which a draft is checked in first.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="isIgnored">Whether the operation shall end well and do nothing, as a fault rule may say.</param>
    /// <exception cref="ServiceException">There is no such version, it uses what the org does not have, or the flow is locked or busy.</exception>
    public PlatformOperation Publish(PlatformFlow flow, string? version, Actor actor, bool isIgnored = false)
    {
        RefuseBusy(flow);
        RefuseLockedByAnother(flow, actor);
        FlowContent content;
        if (version is null)
        {
            RefuseWithoutContent(flow);
            content = flow.NewestContent!;
        }
        else
        {
            content = flow.FindVersion(version)?.Body ?? throw PlatformErrors.VersionNotFound(flow, version);
        }

        var missing = Check(content).Where(IsMissingDependency).ToImmutableArray();
        if (!missing.IsEmpty)
        {
            throw PlatformErrors.MissingDependencies(flow, content.Flow, missing);
        }

        return Begin(flow, new PlatformOperation(NextId("operation"), "Publish", actor, org.Now, version) { IsIgnored = isIgnored });
    }

    /// <summary>Takes the live version away.</summary>
    public void Deactivate(PlatformFlow flow, Actor actor)
    {
        RefuseBusy(flow);
        if (UsersOf(flow).ToList() is { Count: > 0 } users)
        {
            throw PlatformErrors.Used(flow, "deactivate", users);
        }

        if (flow.Published is { } live)
        {
            EndLive(flow);
            Note(flow, actor, "Deactivate", live.Id);
        }
    }

    /// <summary>What is wrong with content in this org, worst things and mere risks; advice on style is left out.</summary>
    public ImmutableArray<Diagnostic> Check(FlowContent content) =>
        [.. Linter.Check(content.Flow, Catalogue).Where(finding => finding.Severity is Severity.Error or Severity.Warning)];

    /// <summary>Whether a finding is that the org lacks something that the flow names.</summary>
    public static bool IsMissingDependency(Diagnostic finding) => finding is { Id: "unknown-name", Severity: Severity.Error };

    /// <summary>What the linter knows of the org.</summary>
    private OrgCatalogue Catalogue
    {
        get
        {
            var names = org.Resources.Names;
            if (_catalogue is not { } known || known.Names != names)
            {
                var all = All.Select(flow => new CatalogueFlow(flow.Name, flow.Name, flow.Type) { CompatibleTypes = flow.Published?.Body.Facts.CompatibleTypes ?? default });
                _catalogue = known = (names, new OrgCatalogue(all, default, knowsAllFlows: true).With(names));
            }

            return known.Catalogue;
        }
    }

    /// <summary>Takes an operation on, and lets it go on by itself.</summary>
    private PlatformOperation Begin(PlatformFlow flow, PlatformOperation operation)
    {
        flow.Operation = operation;
        Tell(flow);
        Continue(flow, operation);
        return operation;
    }

    /// <summary>Lets what is left of an operation happen in its time.</summary>
    private void Continue(PlatformFlow flow, PlatformOperation operation)
    {
        var delay = org.Options.CompileDelay;
        if (operation is { Action: "Publish", Status: OperationStatus.Started })
        {
            agenda.Add(operation.StartedAt + (delay / 2), () =>
            {
                operation.Status = OperationStatus.PendingGeneration;
                Tell(flow);
            });
        }

        agenda.Add(operation.StartedAt + delay, () => Finish(flow, operation));
    }

    private void Finish(PlatformFlow flow, PlatformOperation operation)
    {
        // Done before it is told, so that whoever hears of the change sees the operation ended.
        operation.Status = OperationStatus.Success;
        switch (operation.Action)
        {
            case "Checkin":
                CommitDraft(flow, operation.Actor);
                break;
            case "Delete":
                End(flow, operation.Actor);
                break;
            case "Publish" when operation.IsIgnored:
                Tell(flow);
                break;
            case "Publish":
                FinishPublish(flow, operation);
                break;
            default:
                throw new InvalidOperationException($"Nothing is known of an operation \"{operation.Action}\".");
        }
    }

    private void FinishPublish(PlatformFlow flow, PlatformOperation operation)
    {
        if (operation.Version is null && flow.Draft is not null)
        {
            CommitDraft(flow, operation.Actor);
        }

        var version = (operation.Version is { } wanted ? flow.FindVersion(wanted) : flow.CheckedIn) ?? throw new InvalidOperationException($"The version to publish of flow \"{flow.Name}\" is gone.");
        var wrong = Check(version.Body).Where(finding => finding.Severity == Severity.Error).ToList();
        if (wrong.Count > 0)
        {
            operation.Status = OperationStatus.Failure;
            operation.ErrorCode = "architect.flow.validate.failed";
            operation.ErrorMessage = $"Version {version.Id} cannot be published. {Wording(version.Content, wrong[0])}{(wrong.Count > 1 ? $" ({wrong.Count - 1} more.)" : "")}";
            operation.ErrorDetails = [.. wrong.Select(finding => new ErrorDetail(finding.Id, finding.Element.Length > 0 ? finding.Element : null, flow.Id, flow.Name))];
            Note(flow, operation.Actor, "Publish", version.Id, isSuccess: false);
            return;
        }

        MakeLive(flow, version, operation.Actor);
        Note(flow, operation.Actor, "Publish", version.Id);
    }

    /// <summary>What the publisher says of a finding: where, in which action, what, and by which rule.</summary>
    public static string Wording(Flow content, Diagnostic finding)
    {
        var position = content.Tree.Source.GetPosition(finding.Span.Start);
        var action = finding.Element.Length == 0 ? null : content.Elements.FirstOrDefault(element => element.Id == finding.Element);
        return $"line {position.Line}:{position.Column}:{(action is null ? "" : $" action \"{action.DisplayName}\":")} {finding.Message} [{finding.Id}]";
    }

    /// <summary>Publishes a version: the common modules that it calls are copied into it as they are at this moment.</summary>
    private void MakeLive(PlatformFlow flow, PlatformVersion version, Actor actor)
    {
        EndLive(flow);
        version.PublishedAt = org.Now;
        version.PublishedEnd = null;
        version.Modules = version.Content.Elements
            .Select(element => element.Call)
            .OfType<SharedFlowCall>()
            .Where(call => call.FlowType == "commonmodule")
            .DistinctBy(call => call.FlowId)
            .Select(call => (call.FlowId, Version: Find(call.FlowId, "commonmodule")?.Published?.Id))
            .Where(copied => copied.Version is not null)
            .ToImmutableDictionary(copied => copied.FlowId, copied => copied.Version ?? "");
        flow.Published = version;
        flow.PublishedBy = actor;
    }

    private void EndLive(PlatformFlow flow)
    {
        if (flow.Published is { } live)
        {
            live.PublishedEnd = org.Now;
            flow.Published = null;
            flow.PublishedBy = null;
        }
    }
}
