using System.Collections.Immutable;
using Patchbay.Core.Diagnostics;
using Patchbay.Core.Flows;
using Patchbay.Core.Syntax;
using Patchbay.Emulator.Http;

namespace Patchbay.Emulator.Org;

public sealed partial class EmulatorOrg
{
    /// <summary>Replaces what a PUT gives. All of a write happens under one lock: nobody can come in between the check of the version and the new version.</summary>
    internal OrgFlow Put(string id, JsonBody body, Token token) => Write(id, body, token, isPatch: false);

    /// <summary>Applies a merge patch.</summary>
    internal OrgFlow Patch(string id, JsonBody body, Token token) => Write(id, body, token, isPatch: true);

    internal OrgFlow Create(JsonBody body, Token token)
    {
        lock (_gate)
        {
            Settle();
            var document = FlowDocument.From(body.Source, body.Root);
            if (document.Name.Length == 0 || document.Type.Length == 0)
            {
                throw ServiceErrors.MissingField(document.Name.Length == 0 ? "name" : "type", "A new flow needs a name and a type.");
            }

            RefuseTakenName(document, except: null);
            var division = DivisionOf(document, token) ?? HomeDivision;
            RefuseForeign(division, token);
            var id = FreeId(document);
            RefuseFaults(document, id, isPatch: false);
            var flow = new OrgFlow(id, ++_sequence, division);
            Enter(flow);
            AddVersion(flow, document, token.Client.Id, "Create");
            return flow;
        }
    }

    internal void Delete(string id, Token token)
    {
        lock (_gate)
        {
            Settle();
            var flow = Reachable(id, token);
            var callers = _ordered.Values.Where(other => other != flow && Describe(other).Calls.Contains(id, StringComparer.Ordinal)).ToList();
            if (callers.Count > 0)
            {
                throw ServiceErrors.FlowInUse(flow, callers);
            }

            flow.Scheduled = null;
            _flows.Remove(id);
            _ordered.Remove(flow.Sequence);
            Note(flow);
            Note(Kinds.DeletedFlow, id, () => new { });
            _catalogue = null;
            _audits.Add(Now, token.Client.Id, "Delete", flow, flow.Newest);
        }
    }

    /// <summary>A flow that the token's client may see.</summary>
    internal OrgFlow Reachable(string id, Token token)
    {
        var flow = Flow(id);
        if (!token.Reaches(flow.Division))
        {
            throw ServiceErrors.ForeignDivision(flow.Division, flow);
        }

        return flow;
    }

    private void Enter(OrgFlow flow)
    {
        _usedIds.Add(flow.Id);
        _flows.Add(flow.Id, flow);
        _ordered.Add(flow.Sequence, flow);
    }

    private OrgFlow Write(string id, JsonBody body, Token token, bool isPatch)
    {
        lock (_gate)
        {
            Settle();
            var flow = Reachable(id, token);
            var expected = body.Integer("version") ?? throw ServiceErrors.MissingVersion(flow);
            if (expected != flow.Newest.Number)
            {
                throw ServiceErrors.VersionConflict(flow, expected);
            }

            var before = flow.Newest.Document;
            RefuseFixedFields(flow, body, isPatch);
            var after = isPatch ? before.Merge(body.Source, body.Root) : before.Replace(body.Source, body.Root);
            if (after.Name != before.Name)
            {
                RefuseTakenName(after, except: flow);
            }

            RefuseForeign(DivisionOf(after, token) ?? flow.Division, token);
            RefuseFaults(after, id, isPatch);
            AddVersion(flow, after, token.Client.Id, "Update");
            return flow;
        }
    }

    private static void RefuseFixedFields(OrgFlow flow, JsonBody body, bool isPatch)
    {
        var status = isPatch ? 422 : 400;
        foreach (var field in (ReadOnlySpan<string>)["name", "type"])
        {
            if (isPatch && body.Root[field] is ScalarNode { IsNull: true })
            {
                throw ServiceErrors.FixedField(status, field, flow);
            }

            if (body.Root[field] is { } given && (given is not ScalarNode scalar || (!scalar.IsNull && (!scalar.IsQuoted || scalar.Value.Length == 0))))
            {
                throw ServiceErrors.InvalidValue(field, $"\"{field}\" must be a text that is not empty.");
            }
        }

        if (body.Root.GetString("type") is { } type && !FlowTypes.Same(type, flow.Type))
        {
            throw ServiceErrors.FixedField(status, "type", flow);
        }
    }

    private void RefuseTakenName(FlowDocument document, OrgFlow? except)
    {
        var holder = _ordered.Values.FirstOrDefault(flow => flow != except && flow.Name == document.Name && FlowTypes.Same(flow.Type, document.Type));
        if (holder is not null)
        {
            throw ServiceErrors.NameTaken(holder);
        }
    }

    /// <summary>Refuses what is wrong within the flow. What depends on other flows is left to compilation.</summary>
    private void RefuseFaults(FlowDocument document, string id, bool isPatch)
    {
        var refused = DefinitionChecks.Check(document, Catalogue, id).Where(diagnostic => diagnostic.Moment == Moment.Write).ToImmutableArray();
        if (!refused.IsEmpty)
        {
            var problems = refused.Select(diagnostic => DefinitionChecks.ToProblem(document, diagnostic)).ToImmutableArray();
            throw ServiceErrors.InvalidDefinition(DefinitionChecks.RefusalStatus(document, refused, isPatch), problems, id, document.Name);
        }
    }

    private OrgDivision? DivisionOf(FlowDocument document, Token token)
    {
        if (document.Root["division"] is null or ScalarNode { IsNull: true })
        {
            return null;
        }

        return FindDivision(document)
            ?? throw ServiceErrors.InvalidValue("division", $"The org has no such division. It has {string.Join(", ", _divisions.Where(token.Reaches).Select(division => $"\"{division.Name}\" ({division.Id})"))}.");
    }

    private static void RefuseForeign(OrgDivision division, Token token)
    {
        if (!token.Reaches(division))
        {
            throw ServiceErrors.ForeignDivision(division);
        }
    }

    private string FreeId(FlowDocument document)
    {
        var name = $"{FlowTypes.Normalize(document.Type)}\n{document.Name}";
        var id = IdFrom("flow", name);
        for (var again = 2; _usedIds.Contains(id); again++)
        {
            id = IdFrom("flow", $"{name}\n{again}");
        }

        return id;
    }
}
