using System.Globalization;
using Patchbay.Core.Flows;
using Patchbay.Core.Flows.Architect;
using Patchbay.Core.Syntax;

namespace Patchbay.Core.Diffing.Architect;

/// <summary>What became of a field.</summary>
internal enum FieldChange
{
    /// <summary>Its value is another, or there was or is none.</summary>
    Value,

    /// <summary>It names another thing: what stands under the name is compared as if it were the same.</summary>
    Name,

    /// <summary>Its items come in another order.</summary>
    Order,
}

/// <summary>A field that differs.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Before">The value before; null for none.</param>
/// <param name="After">The value after; null for none.</param>
internal readonly record struct ChangedField(FieldChange Change, FieldPlace Place, SyntaxNode? Before, SyntaxNode? After);

/// <summary>Compares fields down to the values that differ.</summary>
internal sealed class FieldWalk(ArchitectSide before, ArchitectSide after, ArchitectMatch match, Action<ChangedField> report)
{
    /// <summary>Compares fields of the same names, in the order of those after.</summary>
    public void Compare(IEnumerable<(MappingEntry Entry, FieldPlace Place)> was, IEnumerable<(MappingEntry Entry, FieldPlace Place)> isNow)
    {
        var old = was.ToDictionary(field => field.Entry.Key, StringComparer.Ordinal);
        foreach (var (entry, place) in isNow)
        {
            Compare(place, old.Remove(entry.Key, out var same) ? same.Entry.Value : null, entry.Value);
        }

        foreach (var (entry, place) in old.Values.OrderBy(field => field.Entry.Span.Start))
        {
            Compare(place, entry.Value, null);
        }
    }

    /// <summary>Compares two values, one of which may be missing.</summary>
    public void Compare(FieldPlace place, SyntaxNode? was, SyntaxNode? isNow)
    {
        if (before.Meaning(was, place) == after.Meaning(isNow, place))
        {
            return;
        }

        (was, isNow) = (before.Visible(was, place), after.Visible(isNow, place));
        was = was is not null && isNow is not null && !ArchitectValue.IsStructure(isNow) && before.Meaning(was, place) == Meanings.Nothing && ArchitectValue.IsStructure(was) ? null : was;
        isNow = was is not null && isNow is not null && !ArchitectValue.IsStructure(was) && after.Meaning(isNow, place) == Meanings.Nothing && ArchitectValue.IsStructure(isNow) ? null : isNow;
        switch (was, isNow)
        {
            case (ScalarNode l, ScalarNode r) when before.ReferenceAt(l) is { To: >= 0 } from && after.ReferenceAt(r) is { To: >= 0 } to && match.ToAfter(from.To) == to.To:
                return;
            case ({ } l, { } r) when InnerOf(l) is { } innerOld && InnerOf(r) is { } innerNew:
                Compare(place, innerOld, innerNew);
                return;
            case (MappingNode l, MappingNode r) when ArchitectValue.IsStructure(l) && ArchitectValue.IsStructure(r):
                CompareMappings(place, l, r);
                return;
            case (SequenceNode l, SequenceNode r):
                CompareLists(place, l, r);
                return;
            case (MappingNode l, null) when Opens(place, l):
                CompareMappings(place, l, new MappingNode(l.Span, []));
                return;
            case (null, MappingNode r) when Opens(place, r):
                CompareMappings(place, new MappingNode(r.Span, []), r);
                return;
            case (SequenceNode l, null):
                CompareLists(place, l, new SequenceNode(l.Span, []));
                return;
            case (null, SequenceNode r):
                CompareLists(place, new SequenceNode(r.Span, []), r);
                return;
            default:
                report(new ChangedField(FieldChange.Value, place, was, isNow));
                return;
        }
    }

    /// <summary>A literal that is made of values, which are compared one by one.</summary>
    private static SyntaxNode? InnerOf(SyntaxNode node) =>
        ArchitectValue.Wrapped(node) is (ValueMode.Literal, { } value) && (value is SequenceNode || (value is MappingNode { Entries: not [{ Key: "name" }] } && ArchitectValue.Milliseconds(value) is null)) ? value : null;

    /// <summary>Whether a mapping that only one side has is told field by field: one that names a thing, or picks one of several ways, is told as a whole.</summary>
    private static bool Opens(FieldPlace place, MappingNode mapping) =>
        ArchitectValue.IsStructure(mapping) && !NamesThing(place) && place.Field is not { Shape: FieldShape.ByName or FieldShape.OneOf or FieldShape.ByType or FieldShape.Named } && !place.IsItem && mapping.Entries is not [{ Key: "none" or "name" }];

    private void CompareMappings(FieldPlace place, MappingNode was, MappingNode isNow)
    {
        if (was.Entries is [{ } l] && isNow.Entries is [{ } r] && l.Key != r.Key)
        {
            if (NamesThing(place))
            {
                report(new ChangedField(FieldChange.Name, place, l.KeyNode, r.KeyNode));
                Compare(place.Within(r.Key), l.Value, r.Value);
            }
            else
            {
                report(new ChangedField(FieldChange.Value, place, was, isNow));
            }

            return;
        }

        Compare(Fields(was, place), Fields(isNow, place));
    }

    /// <summary>Whether the key of what a field holds is the name of a thing of the org.</summary>
    public static bool NamesThing(FieldPlace place) => place.Field is { Shape: FieldShape.ByName } || place is { Up: null, Owner: "", Key: "settingsKnowledge" };

    private static IEnumerable<(MappingEntry, FieldPlace)> Fields(MappingNode mapping, FieldPlace place) =>
        mapping.Entries.Where(entry => !OwnFields.IsStructure(place, entry) && ReferenceEquals(mapping.Find(entry.Key), entry)).Select(entry => (entry, place.Within(entry.Key)));

    private void CompareLists(FieldPlace place, SequenceNode was, SequenceNode isNow)
    {
        var l = NamesOf(was);
        var r = NamesOf(isNow);
        if (l is null || r is null)
        {
            CompareByPlace(place, was, isNow);
            return;
        }

        var old = new Dictionary<string, SyntaxNode>(StringComparer.Ordinal);
        for (var i = 0; i < l.Length; i++)
        {
            old.Add(l[i], was.Items[i]);
        }

        for (var i = 0; i < r.Length; i++)
        {
            Compare(place.Item(r[i]), old.Remove(r[i], out var same) ? same : null, isNow.Items[i]);
        }

        foreach (var (name, item) in old.OrderBy(entry => entry.Value.Span.Start))
        {
            Compare(place.Item(name), item, null);
        }

        if (!ArchitectValue.IsSet(place) && !l.Where(name => !old.ContainsKey(name)).SequenceEqual(r.Where(l.ToHashSet(StringComparer.Ordinal).Contains), StringComparer.Ordinal))
        {
            report(new ChangedField(FieldChange.Order, place, was, isNow));
        }
    }

    /// <summary>Items without names are aligned by what they mean; what is left over between two that are equal is compared in its order.</summary>
    private void CompareByPlace(FieldPlace place, SequenceNode was, SequenceNode isNow)
    {
        var item = place.Item("");
        long[] l = [.. was.Items.Select(node => (long)before.Meaning(node, item))];
        long[] r = [.. isNow.Items.Select(node => (long)after.Meaning(node, item))];
        var pairs = ListAlignment.Align([l, new long[l.Length]], [r, new long[r.Length]], (i, j) => l[i] == r[j] ? 10 : ArchitectValue.IsSet(place) ? 0 : 1);
        var partners = pairs.ToDictionary(pair => pair.Right, pair => pair.Left);
        for (var i = 0; i < r.Length; i++)
        {
            Compare(place.Item((i + 1).ToString(CultureInfo.InvariantCulture)), partners.TryGetValue(i, out var partner) ? was.Items[partner] : null, isNow.Items[i]);
        }

        var taken = partners.Values.ToHashSet();
        for (var i = 0; i < l.Length; i++)
        {
            if (!taken.Contains(i))
            {
                Compare(place.Item((i + 1).ToString(CultureInfo.InvariantCulture)), was.Items[i], null);
            }
        }
    }

    /// <summary>What the items of a list are known by, a number added to what comes twice; null where one of them is known by nothing.</summary>
    private static string[]? NamesOf(SequenceNode list)
    {
        var names = new string[list.Items.Length];
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if (NameOf(list.Items[i]) is not { } name)
            {
                return null;
            }

            var count = counts[name] = counts.GetValueOrDefault(name) + 1;
            names[i] = count == 1 ? name : $"{name} #{count}";
            if (count > 1 && !counts.TryAdd(names[i], 1))
            {
                return null;
            }
        }

        return names;
    }

    /// <summary>What an item of a list is known by; null for nothing.</summary>
    public static string? NameOf(SyntaxNode item)
    {
        switch (item)
        {
            case ScalarNode { IsNull: false } scalar:
                return scalar.Value;
            case MappingNode mapping when ArchitectValue.Wrapped(mapping) is not null:
                return ValueWording.Of(mapping).Text;
            case MappingNode { Entries: [{ Value: MappingNode inner } only] }:
                return ArchitectValue.Wrapped(inner) is not null ? ValueWording.Of(inner).Text : inner["name"] is { } name ? TextOf(name) : inner.GetString("variable") is { } variable ? variable : only.Key.Length > 0 && inner.Entries.IsEmpty ? only.Key : null;
            case MappingNode { Entries: [{ Value: ScalarNode { IsNull: false } value }] }:
                return value.Value;
            case MappingNode mapping:
                return mapping["name"] is { } own ? TextOf(own) : null;
            default:
                return null;
        }
    }

    private static string? TextOf(SyntaxNode name) => name is ScalarNode scalar ? scalar.Value : ArchitectValue.Wrapped(name) is not null ? ValueWording.Of(name).Text : null;
}
