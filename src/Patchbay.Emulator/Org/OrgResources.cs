using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Patchbay.Core.Flows;

namespace Patchbay.Emulator.Org;

/// <summary>What an org has beside its flows. All of it is used under the org's lock; every change goes through <see cref="Put"/>.</summary>
/// <param name="org">The org.</param>
internal sealed class OrgResources(EmulatorOrg org)
{
    private readonly Dictionary<(ResourceKind Kind, string Parent), SortedDictionary<string, OrgResource>> _byId = [];
    private readonly Dictionary<(ResourceKind Kind, string Parent), Dictionary<string, OrgResource>> _byKey = [];
    private OrgNames? _names;

    /// <summary>How many ids were given out.</summary>
    public int Sequence { get; set; }

    /// <summary>What signatures are made with.</summary>
    public ImmutableArray<byte> Secret { get; set; } = [.. RandomNumberGenerator.GetBytes(32)];

    /// <summary>The names of everything, for the linter. Of what the emulator serves no other name exists; of other kinds nothing is known.</summary>
    public OrgNames Names => _names ??= new OrgNames(ResourceKinds.All
        .Where(kind => kind is { Named: not null, Path.Length: > 0 })
        .Select(kind => (Named: kind.Named ?? default, Known: KnownNames.Of(All(kind).Select(resource => resource.Key), isComplete: true)))
        .Append((DependencyKind.Division, KnownNames.Of(org.Divisions.Select(division => division.Name), isComplete: true)))
        .ToImmutableDictionary(pair => pair.Item1, pair => pair.Item2));

    /// <summary>The resources of a kind that were not deleted, by id.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="parent">The id of what they are part of.</param>
    public IEnumerable<OrgResource> All(ResourceKind kind, string parent = "") =>
        _byId.TryGetValue((kind, parent), out var found) ? found.Values.Where(resource => !resource.IsDeleted) : [];

    /// <summary>The resource with an id, deleted or not, or null.</summary>
    public OrgResource? FindAny(ResourceKind kind, string id, string parent = "") => _byId.GetValueOrDefault((kind, parent))?.GetValueOrDefault(id);

    /// <summary>The resource with an id, or null when there is none or it was deleted.</summary>
    public OrgResource? Find(ResourceKind kind, string id, string parent = "") => FindAny(kind, id, parent) is { IsDeleted: false } found ? found : null;

    /// <summary>The resource that flows know by a name, without regard to case, or null. One that was deleted is found where no other has the name.</summary>
    public OrgResource? FindByKey(ResourceKind kind, string key) => _byKey.GetValueOrDefault((kind, ""))?.GetValueOrDefault(key);

    /// <summary>An id that nothing has had yet.</summary>
    public string NewId(ResourceKind kind) => EmulatorOrg.IdFrom(kind.Noun, $"{org.Id}\n{++Sequence}");

    /// <summary>What a signed address for a resource ends in, so that nobody guesses it.</summary>
    public string Signature(OrgResource resource) => Convert.ToHexStringLower(HMACSHA256.HashData(Secret.AsSpan(), Encoding.UTF8.GetBytes($"{resource.Kind.Noun}\n{resource.Parent}\n{resource.Id}")));

    /// <summary>Takes in a resource, in place of the one with its id if there is one.</summary>
    public void Put(OrgResource resource)
    {
        var set = (resource.Kind, resource.Parent);
        if (!_byId.TryGetValue(set, out var byId))
        {
            _byId[set] = byId = new SortedDictionary<string, OrgResource>(StringComparer.Ordinal);
            _byKey[set] = new Dictionary<string, OrgResource>(StringComparer.OrdinalIgnoreCase);
        }

        var byKey = _byKey[set];
        if (byId.TryGetValue(resource.Id, out var before) && byKey.GetValueOrDefault(before.Key)?.Id == before.Id)
        {
            byKey.Remove(before.Key);
        }

        byId[resource.Id] = resource;
        if (!resource.IsDeleted || !byKey.ContainsKey(resource.Key))
        {
            byKey[resource.Key] = resource;
        }

        _names = null;
        org.Note(resource);
        org.Dependencies.Changed(resource);
    }

    /// <summary>The org has another division, whose name the linter must know.</summary>
    public void ForgetNames() => _names = null;
}
