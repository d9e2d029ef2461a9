using System.Collections.Immutable;
using Patchbay.Core.Flows;

namespace Patchbay.Emulator.Org;

/// <summary>What a field of a resource holds.</summary>
internal enum ResourceShape
{
    Text,

    /// <summary>A local date and time without a zone, as <c>2026-01-31T08:00:00.000000</c>.</summary>
    LocalTime,
    Truth,
    Texts,

    /// <summary>An object that holds lists of texts.</summary>
    TextLists,

    /// <summary>A JSON object that nobody looks into.</summary>
    Any,

    /// <summary><c>{id}</c> of a resource or a flow. Only the id is kept; the name is looked up when it is read.</summary>
    Reference,
    References,

    /// <summary>A list of objects with fields of their own.</summary>
    Parts,
}

/// <summary>A field that whoever writes a resource may set.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Shape">What it holds.</param>
internal sealed record ResourceField(string Name, ResourceShape Shape)
{
    public bool IsRequired { get; init; }

    /// <summary>Whether a PUT without it leaves it as it was.</summary>
    public bool IsKept { get; init; }

    /// <summary>The noun of the kind that a reference leads to; <see cref="ResourceKinds.Flow"/> for flows.</summary>
    public string Target { get; init; } = "";

    /// <summary>The fields of each object of <see cref="ResourceShape.Parts"/>.</summary>
    public ImmutableArray<ResourceField> Parts { get; init; } = [];
}

/// <summary>A query parameter that narrows a listing down by a value that one of some fields mentions.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Fields">The fields.</param>
internal sealed record ResourceFilter(string Parameter, params ImmutableArray<string> Fields);

/// <summary>What can be done with resources of a kind by HTTP. Everything else of the platform is answered with 501.</summary>
[Flags]
internal enum ResourceActs
{
    None = 0,
    List = 1,
    Get = 2,
    Add = 4,
    Put = 8,
    Patch = 16,
    Delete = 32,
    DivisionViews = 64,
    ReadAndChange = List | Get | Add | Put | Delete,
}

/// <summary>The error codes that differ from kind to kind.</summary>
internal sealed record ResourceCodes
{
    public string NotFound { get; init; } = "not.found";

    /// <summary>Another one has the name.</summary>
    public string Taken { get; init; } = "general.conflict";

    /// <summary>A field holds what it must not.</summary>
    public string Invalid { get; init; } = "general.bad.request";

    public string MissingName { get; init; } = "general.bad.request";

    /// <summary>Something else refers to it, so that it cannot be deleted.</summary>
    public string InUse { get; init; } = "general.conflict";
}

/// <summary>A kind of thing that flows refer to: where it lies, who may do what with it, and what it holds. Routes, checks, pages and errors follow from it; see <see cref="ResourceKinds"/> for the list.</summary>
/// <param name="noun">What people call one of them.</param>
/// <param name="named">How flows name it; null where they do not.</param>
/// <param name="dependencyType">The word of dependency tracking; empty where there is none.</param>
internal sealed class ResourceKind(string noun, DependencyKind? named, string dependencyType)
{
    public string Noun { get; } = noun;

    public DependencyKind? Named { get; } = named;

    public string DependencyType { get; } = dependencyType;

    /// <summary>Where the collection lies, below <c>/api/v2/</c>; empty for what the emulator knows of and does not serve.</summary>
    public string Path { get; init; } = "";

    /// <summary>The part of operation names that stands for the collection, as <c>ArchitectIvrs</c>.</summary>
    public string Plural { get; init; } = "";

    /// <summary>The part of operation names that stands for one of them.</summary>
    public string Singular { get; init; } = "";

    /// <summary>What the path calls its id.</summary>
    public string IdParameter { get; init; } = "";

    public ResourceActs Acts { get; init; }

    /// <summary>The parameters that narrow its listing down or sort it; others are passed over, as the service does.</summary>
    public ImmutableArray<string> Parameters { get; init; } = [];

    /// <summary>Permissions without their action, as <c>routing:schedule</c>; empty where a token is enough.</summary>
    public ImmutableArray<string> Permissions { get; init; } = [];

    public bool HasDivision { get; init; }

    /// <summary>Whether a write must send the version that it was made from.</summary>
    public bool IsVersioned { get; init; }

    /// <summary>Whether a PUT is answered with an operation and not with what was written.</summary>
    public bool AnswersWithOperation { get; init; }

    /// <summary>The field that tells two things of one name apart: a data action is known as <c>category/name</c>.</summary>
    public string Qualifier { get; init; } = "";

    /// <summary>Whether names hold letters, digits and underscores only.</summary>
    public bool HasPlainName { get; init; }

    /// <summary>How many an org may have.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>The field by which a listing is sorted unless it says otherwise.</summary>
    public string SortedBy { get; init; } = "name";

    /// <summary>The status of a DELETE that was done.</summary>
    public int DeleteStatus { get; init; } = 200;

    public ImmutableArray<ResourceField> Fields { get; init; } = [];

    /// <summary>What the org fills in by itself: of <c>state</c>, <c>version</c>, <c>dateCreated</c>, <c>dateModified</c>, <c>createdBy</c>, <c>modifiedBy</c>, <c>createdByApp</c>, <c>modifiedByApp</c>, <c>memberCount</c>.</summary>
    public ImmutableArray<string> Stamps { get; init; } = [];

    public ImmutableArray<ResourceFilter> Filters { get; init; } = [];

    public ResourceCodes Codes { get; init; } = new();

    /// <summary>Where one of them lies.</summary>
    public string Uri(string id) => $"/api/v2/{Path}/{id}";
}
