using Patchbay.Core.Flows.Architect;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>Where a field stands.</summary>
internal sealed class FieldPlace
{
    private FieldPlace(string owner, FieldPlace? up, string key, ActionField? field)
    {
        (Owner, Up, Key, Field) = (owner, up, key, field);
        First = up?.First ?? key;
        Depth = (up?.Depth ?? 0) + 1;
    }

    /// <summary>The type of the action, choice or container that has the field; empty for a setting of the flow.</summary>
    public string Owner { get; }

    /// <summary>The field that this one stands in; null for a field of the owner itself.</summary>
    public FieldPlace? Up { get; }

    /// <summary>Its key; for an item of a list what the item is known by.</summary>
    public string Key { get; }

    /// <summary>What is known of it; null for nothing.</summary>
    public ActionField? Field { get; }

    /// <summary>The key of the owner's field that leads here.</summary>
    public string First { get; }

    /// <summary>How many keys and items lead here from the owner.</summary>
    public int Depth { get; }

    /// <summary>Whether it stands in the platform's own JSON.</summary>
    public bool IsJson { get; private init; }

    /// <summary>Whether it is an item of a list.</summary>
    public bool IsItem { get; private init; }

    /// <summary>The last key on the way here that is not an item's.</summary>
    public string Last => IsItem && Up is not null ? Up.Last : Key;

    /// <summary>Whether the key is somebody's name for something, not a word of the format.</summary>
    public bool IsName => Up is { Field.Shape: FieldShape.ByName or FieldShape.Inputs or FieldShape.Outputs } or { Key: "inputs" or "outputs" or "successOutputs" or "foundOutputs" or "failureOutputs", IsItem: false };

    /// <summary>The keys that lead here, with dots; items of lists in brackets.</summary>
    public string Path => field ??= Up is null ? Key : IsItem ? $"{Up.Path}[{Key}]" : $"{Up.Path}.{Key}";

    /// <summary>The places from the owner's field to this one.</summary>
    public IEnumerable<FieldPlace> FromFirst => Up is null ? [this] : Up.FromFirst.Append(this);

    /// <summary>A field of an owner.</summary>
    /// <param name="owner">Its type; empty for the flow.</param>
    /// <param name="key">The field's key.</param>
    /// <param name="field">What is known of the field; null for nothing.</param>
    /// <param name="isJson">Whether it stands in the platform's own JSON.</param>
    public static FieldPlace Of(string owner, string key, ActionField? field, bool isJson = false) => new(owner, null, key, field) { IsJson = isJson };

    /// <summary>A field within.</summary>
    public FieldPlace Within(string key) => new(Owner, this, key, Field?.Within(key)) { IsJson = IsJson };

    /// <summary>An item of the list.</summary>
    /// <param name="name">What the item is known by.</param>
    public FieldPlace Item(string name) => new(Owner, this, name, Field?.Item) { IsItem = true, IsJson = IsJson };
}
